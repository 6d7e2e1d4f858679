"""The one comparison of a folder's pictures in progress, and what it found."""

from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from core.data.folder.decoding import DecodingProgress
from core.errors import LitmusError
from core.features.similarity.photo_space import PhotoSpace
from gui.data_tab.folder_view import FolderView
from gui.data_tab.lookalikes import Lookalikes, Sorted
from gui.document import ProjectDocument
from gui.jobs import Job, Jobs, Work
from gui.scan_session import ScanSession
from gui.similarity_work import Comparing, comparing_work, most_like_work, space_work


class SimilarityState(StrEnum):
    """What the session is doing."""

    IDLE = "idle"
    EXTRACTING = "extracting"
    COMPARING = "comparing"
    READY = "ready"
    FAILED = "failed"


class SimilaritySession(QObject):
    """Compares the pictures of the folder when it is asked to.

    From then on it follows the person's corrections, which takes no more than a moment: no picture
    passes a backbone twice. Another folder lets all of it go.

    Signals:
        state_changed: `state`, `progress`, `share` or `error` are others.
        found_changed: There is another `found`, or none any more.
        sorted_made: Pictures `Sorted` by how like they are to the one asked for.
    """

    state_changed = Signal()
    found_changed = Signal()
    sorted_made = Signal(object)

    def __init__(
        self,
        document: ProjectDocument,
        jobs: Jobs,
        scans: ScanSession,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._jobs = jobs
        self._scans = scans
        self._state = SimilarityState.IDLE
        self._job: Job | None = None
        self._asked: Job | None = None
        self._space: PhotoSpace | None = None
        self.found: Lookalikes | None = None
        self.progress: DecodingProgress | None = None
        self.share = 0.0
        self.error: LitmusError | None = None
        self.dismissed = False
        scans.view_changed.connect(self._on_scans_view_changed)
        document.photos_changed.connect(self._on_document_photos_changed)

    @property
    def state(self) -> SimilarityState:
        """What it is doing."""
        return self._state

    @property
    def busy(self) -> bool:
        """Whether the person waits for it."""
        return self._state in (SimilarityState.EXTRACTING, SimilarityState.COMPARING)

    @property
    def problem(self) -> str | None:
        """Why the next comparison will take as long, in words; None where it will not."""
        return self._space.problem if self._space else None

    def find(self) -> None:
        """Compare all pictures; those that were compared before cost nothing."""
        view = self._scans.view
        if view is None or view.photos is None or self.busy:
            return
        self._let_go()
        self.progress, self.error, self.dismissed = None, None, False
        work = space_work(
            view.photos.catalogue.photos,
            network=self._document.project.network,
            pixel_limit=self._scans.pixel_limit,
        )
        self._start(work, SimilarityState.EXTRACTING)
        if self._job is not None:
            self._job.succeeded.connect(self._on_space_succeeded)

    def stop(self) -> None:
        """Compare no further; what was made of the pictures is kept for the next time."""
        if self.busy:
            self._let_go()
            self._show(SimilarityState.READY if self.found else SimilarityState.IDLE)

    def dismiss(self) -> None:
        """The person has read what was wrong, or what was left over."""
        self.dismissed = True
        if self._state is SimilarityState.FAILED:
            self._state = SimilarityState.READY if self.found else SimilarityState.IDLE
        self.state_changed.emit()

    def ask_most_like(self, number: int) -> None:
        """Sort all pictures by how like they are to the file `number`; `sorted_made` follows."""
        if self.found is None or self.found.row_of(number) is None:
            return
        if self._asked is not None:
            self._asked.cancel()
        self._asked = self._jobs.run_comparing(most_like_work(self.found, number))
        self._asked.succeeded.connect(self._on_asked_succeeded)
        self._asked.failed.connect(self._on_asked_failed)

    def _compare(self, view: FolderView) -> None:
        """Compare what was made of the pictures, as they are arranged now."""
        if self._space is None:
            return
        self._let_go()
        self.share = 0.0
        self._start(comparing_work(self._space, view), SimilarityState.COMPARING)
        if self._job is not None:
            self._job.succeeded.connect(self._on_compare_succeeded)

    def _start(self, work: Work, state: SimilarityState) -> None:
        self._job = self._jobs.run_comparing(work)
        self._job.reported.connect(self._on_job_reported)
        self._job.failed.connect(self._on_job_failed)
        self._show(state)

    def _let_go(self) -> None:
        """Hear nothing more of what is being done."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _forget(self) -> None:
        self._let_go()
        self._space = None
        if self.found is not None:
            self.found = None
            self.found_changed.emit()
        self._show(SimilarityState.IDLE)

    def _is_stale(self) -> bool:
        """Whether this comes from a job that was let go."""
        return self.sender() is not self._job

    def _on_scans_view_changed(self) -> None:
        view = self._scans.view
        if view is None:
            self._forget()
            return
        if self.found is not None and self.found.listing is not view.listing:
            self.found = None  # its numbers are those of other files
            self.found_changed.emit()
        if view.complete and self._state is not SimilarityState.EXTRACTING:
            self._compare(view)

    def _on_document_photos_changed(self) -> None:
        if self._document.project.photos is None:
            self.stop()

    def _on_job_reported(self, event: object) -> None:
        if self._is_stale():
            return
        match event:
            case DecodingProgress():
                self.progress = event
            case Comparing(share=share):
                self.share = share
        self.state_changed.emit()

    def _on_space_succeeded(self, space: PhotoSpace) -> None:
        if self._is_stale():
            return
        self._job, self._space = None, space
        view = self._scans.view
        if view is not None and view.complete:
            self._compare(view)
        else:  # it is being looked at again; what comes of that is compared
            self._show(SimilarityState.COMPARING)

    def _on_compare_succeeded(self, found: Lookalikes) -> None:
        if self._is_stale():
            return
        self._job, self.found = None, found
        self._state = SimilarityState.READY
        self.found_changed.emit()
        self.state_changed.emit()

    def _on_job_failed(self, error: BaseException) -> None:
        if self._is_stale():
            return
        self._job = None
        if isinstance(error, LitmusError):
            self.error = error
            self._show(SimilarityState.FAILED)
            return
        self.error = LitmusError("The pictures could not be compared.", "Try it again.")
        self._show(SimilarityState.FAILED)
        raise error

    def _on_asked_succeeded(self, order: Sorted) -> None:
        if self.sender() is self._asked:
            self._asked = None
            self.sorted_made.emit(order)

    def _on_asked_failed(self, error: BaseException) -> None:
        self._asked = None
        raise error

    def _show(self, state: SimilarityState) -> None:
        self._state = state
        self.state_changed.emit()
