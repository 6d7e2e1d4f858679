"""Saving the project after each edit, in a worker thread."""

from PySide6.QtCore import QObject, QTimer, Signal

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.project.place import ProjectPlace
from core.project.project import Project
from core.project.project_file import write_project
from gui.document import ProjectDocument
from gui.jobs import Job, Jobs, Report, Work
from gui.quiet_work import quietly

SETTLE_MS = 100
"""Edits of one moment, such as a number being typed, are saved once."""


class ProjectSaver(QObject):
    """Keeps the project's file what the document says.

    A save that fails is told once, and tried again with the next edit; nothing is lost from memory.

    Signals:
        saved: It stands on the disk as it is.
        failed: It could not be written, where the last time it could: the `LitmusError`.
        recovered: It could be written again.
    """

    saved = Signal()
    failed = Signal(object)
    recovered = Signal()

    def __init__(self, document: ProjectDocument, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._jobs = jobs
        self._written: Project | None = None
        self._job: Job | None = None
        self._being_written: Project | None = None
        self._failed = self._paused = False
        self.problem: LitmusError | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.save)
        document.project_changed.connect(self._on_document_project_changed)

    @property
    def resting(self) -> bool:
        """Whether nothing is being written, nor is going to be."""
        return self._job is None and not self._settle.isActive()

    @property
    def dirty(self) -> bool:
        """Whether something is not on the disk yet."""
        document = self._document
        writable = document.place is not None and not document.read_only
        return writable and document.project != self._written

    def begin(self, written: Project | None) -> None:
        """Another project is shown; `written` is what its file holds."""
        self._settle.stop()
        self._job = None
        self._paused = False
        self._written, self.problem = written, None

    def pause(self) -> None:
        """Write nothing until `begin` or `go_on`: the project is being moved, or left."""
        self._paused = True
        self._settle.stop()

    def go_on(self) -> None:
        """It is where it was; write what was edited meanwhile."""
        self._paused = False
        self.save()

    def save(self) -> None:
        """Write now, unless it is written or being written."""
        self._settle.stop()
        place, project = self._document.place, self._document.project
        if self._paused or self._job is not None or place is None or not self.dirty:
            return
        self._being_written, self._failed = project, False
        self._job = self._jobs.run_saving(writing_work(place, project))
        self._job.succeeded.connect(self._on_job_succeeded)
        self._job.failed.connect(self._on_job_failed)
        self._job.ended.connect(self._on_job_ended)

    def _on_document_project_changed(self) -> None:
        writable = self._document.place is not None and not self._document.read_only
        if writable and not self._paused:
            self._settle.start()

    def _is_stale(self) -> bool:
        """Whether this comes from a job of a project that is no longer shown."""
        return self.sender() is not self._job

    def _on_job_succeeded(self) -> None:
        if self._is_stale():
            return
        self._written = self._being_written
        before, self.problem = self.problem, None
        self.saved.emit()
        if before is not None:
            self.recovered.emit()

    def _on_job_failed(self, error: BaseException) -> None:
        if self._is_stale():
            return
        self._failed = True
        if not isinstance(error, LitmusError):
            raise error
        first, self.problem = self.problem is None, error
        if first:
            self.failed.emit(error)

    def _on_job_ended(self) -> None:
        if self._is_stale():
            return
        self._job = self._being_written = None
        if not self._failed:
            self.save()  # Edited meanwhile, or not.


def writing_work(place: ProjectPlace, project: Project) -> Work:
    """The work that writes a project."""

    def work(_report: Report, _cancel: CancelToken) -> None:
        with quietly():
            write_project(place, project)

    return work
