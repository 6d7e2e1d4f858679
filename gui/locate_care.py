"""Finding the pictures of a project again whose folder was moved, and knowing them for that."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from core.cancellation import CancelToken
from core.data.folder.scan import Scan, ScanProgress
from core.data.folder.source import PhotoSource
from core.errors import LitmusError
from core.project.content_index import index_of, read_index, write_index
from core.project.locating import Relocated, base_of, relocate
from core.project.place import ProjectPlace
from core.project.project import Photos
from gui.document import ProjectDocument
from gui.jobs import Jobs, Report, Work
from gui.locate_dialog import LocateDialog
from gui.newest_job import NewestJob
from gui.project_progress import ProgressDialog
from gui.quiet_work import quietly
from gui.scan_session import ScanSession, ScanState


@dataclass(frozen=True)
class Looked:
    """How far the look at the new folder is.

    Attributes:
        words: In words.
        share: Of the whole (0-1).
    """

    words: str
    share: float


class LocateCare(QObject):
    """Asks where the pictures lie now, looks there, and shows what was found.

    Signals:
        said: A sentence for the person.
        failed: It could not be done: the `LitmusError`.
    """

    said = Signal(str)
    failed = Signal(object)

    def __init__(
        self, window: QWidget, *, document: ProjectDocument, scans: ScanSession, jobs: Jobs
    ) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._scans = scans
        self._jobs = jobs
        self._indexed: Scan | None = None
        self._index = NewestJob(jobs, self)
        scans.state_changed.connect(self._keep_index)
        document.place_changed.connect(self._on_document_place_changed)

    def ask(self) -> None:
        """Let the person choose the folder that the pictures lie in now."""
        photos = self._document.project.photos
        if photos is None:
            return
        if self._document.read_only:
            self.said.emit(self._document.read_only)
            return
        start = _nearest(base_of(photos))
        dialog = QFileDialog(self._window, f"Where is “{photos.source.title}” now?", str(start))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self.look_in(Path(name)))
        dialog.open()

    def look_in(self, folder: Path) -> None:
        """Look for the pictures in `folder`; take them over where all are there, else ask."""
        photos, place = self._document.project.photos, self._document.place
        if photos is None:
            return
        work = locating_work(photos, place, folder, pixel_limit=self._scans.pixel_limit)
        job = self._jobs.run_decoding(work)
        job.succeeded.connect(partial(self._on_located, photos, folder))
        job.failed.connect(self._on_job_failed)
        ProgressDialog(self._window, f"Looking for the pictures in “{folder.name}”…", job)

    def _on_located(self, before: Photos, folder: Path, located: Relocated) -> None:
        if self._document.project.photos != before:
            return  # Other pictures were chosen meanwhile.
        if located.found and not located.missing:
            self._take_over(before, located)
        else:
            dialog = LocateDialog(self._window, folder, located)
            dialog.accepted.connect(partial(self._take_over, before, located))
            dialog.another_asked.connect(self.ask)
            dialog.open()

    def _take_over(self, before: Photos, located: Relocated) -> None:
        if self._document.project.photos == before:
            photos = located.photos
            self._document.set_photos(
                words="locate pictures",
                source=photos.source,
                edits=photos.edits,
                earlier_names=photos.earlier_names,
            )
            if located.found and not located.missing:
                self.said.emit(f"Found again: {_count(located.found)}.")

    def _on_job_failed(self, error: BaseException) -> None:
        if not isinstance(error, LitmusError):
            raise error
        self.failed.emit(error)

    def _on_document_place_changed(self) -> None:
        self._indexed = None  # The paths in it are told from the project's folder.
        self._keep_index()

    def _keep_index(self) -> None:
        """Write beside the project what each picture holds, after each look at the folder."""
        scan, place = self._scans.scan, self._document.place
        ready = self._scans.state is ScanState.READY
        if not ready or scan is None or scan is self._indexed or place is None:
            return
        if not self._document.read_only and self._document.project.photos is not None:
            self._indexed = scan
            self._index.want(lambda: indexing_work(place, scan))


def locating_work(
    photos: Photos, place: ProjectPlace | None, folder: Path, *, pixel_limit: int
) -> Work:
    """Work that looks at every file of `folder` and gives a `Relocated`."""

    def work(report: Report, cancel: CancelToken) -> Relocated:
        from core.data.folder.loading import scan_source

        def tell(progress: ScanProgress) -> None:
            words = f"{progress.done:,} of {progress.files:,} files"
            report(Looked(words, progress.done / max(1, progress.files)))

        scan = scan_source(
            PhotoSource(root=folder),
            form=None,
            report=tell,
            cancel=cancel,
            pixel_limit=pixel_limit,
        )
        old = {} if place is None else read_index(place)
        return relocate(photos, old=old, new_base=folder, new=index_of(scan))

    return work


def indexing_work(place: ProjectPlace, scan: Scan) -> Work:
    """Work that writes what each picture holds; a disk that takes nothing costs no more than it."""

    def work(_report: Report, _cancel: CancelToken) -> None:
        with quietly():
            write_index(place, index_of(scan))

    return work


def _nearest(folder: Path) -> Path:
    """The folder itself, or the innermost one around it that is there."""
    around = (folder, *folder.parents)
    return next((place for place in around if place.is_dir()), Path.home())


def _count(pictures: int) -> str:
    return f"{pictures:,} picture{'s' * (pictures != 1)}"
