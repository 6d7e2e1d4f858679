"""The one look at a photo folder in progress, shared by the Data tab and the window."""

from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from core.data.folder.listing import Layout
from core.data.folder.scan import Scan, ScanProgress
from core.data.folder.source import PhotoSource
from core.data.picture import PIXEL_LIMIT
from core.errors import LitmusError
from gui.data_tab.folder_view import FolderView
from gui.document import ProjectDocument
from gui.folder_watch import FolderWatch
from gui.jobs import Job, Jobs
from gui.scan_work import Arranged, Changes, Found, Shares, Sides, arranging_work, scanning_work

LOOKING = "The pictures are still being looked at."
_STOPPED = "Looking at the pictures was stopped. Look again on the Data tab."
_ONE_CLASS = "There is one class only. A network needs at least two to tell apart."
_ONE_LEARNED = "There are pictures of one class only to learn from; all others are kept aside."
_NO_CLASS = "There is no class with pictures in it yet."


class ScanState(StrEnum):
    """What the session is doing."""

    IDLE = "idle"
    LISTING = "listing"
    LOOKING = "looking"
    ARRANGING = "arranging"
    READY = "ready"
    STOPPED = "stopped"
    FAILED = "failed"


class ScanSession(QObject):
    """Keeps the document's pictures what the project says they are.

    A folder that is chosen is listed, looked at and arranged in a worker; another correction or
    share arranges it anew, and decodes nothing.

    Signals:
        state_changed: `state`, `progress` or `error` are others.
        view_changed: There is another `view`.
        seen: Numbers of files that were looked at just now, for their thumbnails.
        changes_found: `Changes` on the disk since the folder was looked at.
    """

    state_changed = Signal()
    view_changed = Signal()
    seen = Signal(object)
    changes_found = Signal(object)

    def __init__(
        self, document: ProjectDocument, jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._jobs = jobs
        self._pixel_limit = PIXEL_LIMIT
        self._state = ScanState.IDLE
        self._job: Job | None = None
        self._source: PhotoSource | None = None
        self._scan: Scan | None = None
        self._view: FolderView | None = None
        self._arranged_by: object = None
        self._sides: dict[object, Sides] = {}
        self.found = 0
        self.progress: ScanProgress | None = None
        self.error: LitmusError | None = None
        self.lost: LitmusError | None = None
        self.watch = FolderWatch(jobs, self)
        self.watch.changes_found.connect(self._on_watch_changes_found)
        self.watch.lost.connect(self._on_watch_lost)
        document.photos_changed.connect(self._follow)
        document.settings_changed.connect(self._follow)

    @property
    def state(self) -> ScanState:
        """What it is doing."""
        return self._state

    @property
    def view(self) -> FolderView | None:
        """The folder as far as it is known; None where none was chosen."""
        return self._view

    @property
    def scan(self) -> Scan | None:
        """What the last whole look at the folder gave; None before there was one."""
        return self._scan

    @property
    def pixel_limit(self) -> int:
        """Pictures with more pixels than this are refused."""
        return self._pixel_limit

    def set_pixel_limit(self, pixels: int) -> None:
        """Refuse pictures with more pixels than this from the next look on."""
        self._pixel_limit = pixels

    def look_again(self) -> None:
        """Look at the folder once more; what did not change costs nothing."""
        if self._source is not None:
            self._look(self._source)

    def stop(self) -> None:
        """Stop looking; what was learned is kept for the next look."""
        if self._job is None or self._state not in (ScanState.LISTING, ScanState.LOOKING):
            return
        self._let_go()
        self._document.lose_dataset(_STOPPED)
        self._show(ScanState.STOPPED)

    def _follow(self) -> None:
        """Do what the project asks for now, where it is not done or being done already."""
        photos = self._document.project.photos
        if photos is None:
            self._leave()
        elif photos.source != self._source:
            self._look(photos.source)
        elif self._scan is not None and self._wanted() != self._arranged_by:
            if self._state is ScanState.IDLE:
                self.watch.start(photos.source, self._scan.listing)
                self.watch.compare()
            self._arrange()

    def _leave(self) -> None:
        """Another data set was chosen; what is known of the folder stays for an undo."""
        if self._state is ScanState.IDLE:
            return
        self._let_go()
        if self._scan is None:
            self._source = None
        self._arranged_by = None
        self.watch.stop()
        self._show(ScanState.IDLE)

    def _look(self, source: PhotoSource) -> None:
        photos = self._document.project.photos
        if photos is None:
            return
        self._let_go()
        same = self._source is not None and self._source.root == source.root
        self._source, self._scan, self.progress = source, None, None
        self.error = self.lost = None
        self.found = 0
        if not same:
            self._show_view(None)
        self._document.set_obstacle(LOOKING)
        self._job = self._jobs.run_scanning(
            scanning_work(
                source,
                photos.edits,
                form=self._document.project.network.input,
                pixel_limit=self._pixel_limit,
            )
        )
        self._job.reported.connect(self._on_job_reported)
        self._job.succeeded.connect(self._on_scan_succeeded)
        self._job.failed.connect(self._on_job_failed)
        self._show(ScanState.LISTING)

    def _arrange(self) -> None:
        photos = self._document.project.photos
        if photos is None or self._scan is None:
            return
        self._let_go()
        self._arranged_by = self._wanted()
        self._document.set_obstacle(LOOKING)
        self._job = self._jobs.run_scanning(
            arranging_work(
                self._scan,
                photos.edits,
                self._shares(),
                runs=self._document.runs,
                sides=self._sides.get(self._sides_key(), {}),
            )
        )
        self._job.succeeded.connect(self._on_arrange_succeeded)
        self._job.failed.connect(self._on_job_failed)
        self._show(ScanState.ARRANGING)

    def _wanted(self) -> object:
        photos = self._document.project.photos
        return (photos.edits if photos else None, self._shares())

    def _shares(self) -> Shares:
        settings = self._document.project.settings
        return Shares(settings.validation, settings.test, settings.seed)

    def _sides_key(self) -> object:
        root = self._source.root if self._source else None
        return (root, self._shares())

    def _let_go(self) -> None:
        """Hear nothing more of what is being done."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _is_stale(self) -> bool:
        """Whether this comes from a job that was let go."""
        return self.sender() is not self._job

    def _on_job_reported(self, event: object) -> None:
        if self._is_stale():
            return
        match event:
            case Found():
                self.found = event.files
                self.state_changed.emit()
            case FolderView():
                self.watch.stop()
                self._show_view(event)
                self._show(ScanState.LOOKING)
            case ScanProgress():
                self.progress = event
                self.seen.emit(event.seen)
                self.state_changed.emit()

    def _on_scan_succeeded(self, scan: Scan) -> None:
        if self._is_stale():
            return
        self._job = None
        self._scan, self.progress = scan, None
        if self._source is not None:
            self.watch.start(self._source, scan.listing)
        self._arrange()

    def _on_arrange_succeeded(self, arranged: Arranged) -> None:
        if self._is_stale():
            return
        self._job = None
        self._sides[self._sides_key()] = arranged.sides
        self._show_view(arranged.view)
        obstacle = obstacle_of(arranged.view)
        if len(arranged.view.classes) >= 2:
            self._document.set_dataset(arranged.photos, obstacle=obstacle)
        else:
            self._document.lose_dataset(obstacle or _NO_CLASS)
        self._show(ScanState.READY)

    def _on_job_failed(self, error: BaseException) -> None:
        if self._is_stale():
            return
        self._job = None
        if not isinstance(error, LitmusError):
            self.error = LitmusError("The pictures could not be looked at.", "Look again.")
            self._document.lose_dataset(self.error.message)
            self._show(ScanState.FAILED)
            raise error
        self.error = error
        self._document.lose_dataset(error.message)
        self._show(ScanState.FAILED)

    def _on_watch_changes_found(self, changes: Changes) -> None:
        self.lost = None
        self.changes_found.emit(changes)

    def _on_watch_lost(self, error: LitmusError) -> None:
        self.lost = error
        self.state_changed.emit()

    def _show_view(self, view: FolderView | None) -> None:
        self._view = view
        self.view_changed.emit()

    def _show(self, state: ScanState) -> None:
        self._state = state
        self.state_changed.emit()


def obstacle_of(view: FolderView) -> str | None:
    """Why a folder that has been looked at cannot be trained on."""
    if len(view.classes) >= 2:
        nothing_to_tell = view.photos is not None and view.photos.classes_learned < 2
        return _ONE_LEARNED if nothing_to_tell else None
    if view.listing.layout is Layout.EMPTY:
        return f"There are no pictures in “{view.listing.title}”."
    return _ONE_CLASS if view.classes else _NO_CLASS
