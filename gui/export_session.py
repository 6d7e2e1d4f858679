"""Exports of one run, one format after another, in another thread."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.cancellation import CancelToken
from core.export.exporting import export
from core.export.formats import ExportFormat
from core.export.naming import new_folder
from core.export.request import Exported, ExportProgress, ExportRequest
from core.run.folder import Run
from gui.jobs import Job, Jobs, Report

Export = Callable[..., Exported]


class ExportSession(QObject):
    """The formats that were asked for and are not done yet.

    Each is written and checked by processes of its own, so that this goes on beside a training.

    Signals:
        begun: This format's turn has come.
        progressed: How far it is: the format, an `ExportProgress`.
        done: It is there: the format, an `Exported`.
        failed: It is not: the format, the exception.
        ended: Nothing is left to do; what was left was cancelled where `cancelled` says so.
    """

    begun = Signal(ExportFormat)
    progressed = Signal(ExportFormat, object)
    done = Signal(ExportFormat, object)
    failed = Signal(ExportFormat, object)
    ended = Signal()

    def __init__(self, jobs: Jobs, parent: QObject | None = None, *, work: Export = export) -> None:
        """Prepare; `work` is what exports."""
        super().__init__(parent)
        self._jobs = jobs
        self._work = work
        self._left: list[ExportRequest] = []
        self._job: Job | None = None
        self._current: ExportFormat | None = None
        self.cancelled = False

    @property
    def going(self) -> bool:
        """Whether an export is under way."""
        return self._job is not None

    @property
    def current(self) -> ExportFormat | None:
        """The format whose turn it is."""
        return self._current

    def start(
        self,
        run: Run,
        formats: Sequence[ExportFormat],
        *,
        classes: tuple[str, ...],
        parent: Path,
        pictures_folder: Path | None,
    ) -> None:
        """Export `run` in these formats, each into a new folder of its own in `parent`.

        Args:
            run: Whose model leaves.
            formats: In which forms, in order.
            classes: What its classes are called now.
            parent: Where the folders go.
            pictures_folder: Where the project's photos lie, for runs whose own folder is gone.
        """
        if self.going:
            return
        self.cancelled = False
        self._left = [
            ExportRequest(run, wanted, new_folder(parent, run.record, wanted), classes)
            for wanted in formats
        ]
        self._pictures_folder = pictures_folder
        self._next()

    def cancel(self) -> None:
        """End what is under way and forget what was to follow; `ended` comes when it has."""
        if self._job is not None:
            self.cancelled = True
            self._left = []
            self._job.cancel()

    def _next(self) -> None:
        if not self._left:
            self._job = self._current = None
            self.ended.emit()
            return
        request = self._left.pop(0)
        self._current = request.format
        work = partial(_exported, self._work, request, self._pictures_folder)
        self._job = job = self._jobs.run_exporting(work)
        job.reported.connect(self._on_job_reported)
        job.succeeded.connect(self._on_job_succeeded)
        job.failed.connect(self._on_job_failed)
        job.ended.connect(self._on_job_ended)
        self.begun.emit(request.format)

    def _on_job_reported(self, event: ExportProgress) -> None:
        if not self.cancelled:
            self.progressed.emit(self._current, event)

    def _on_job_succeeded(self, exported: Exported) -> None:
        self.done.emit(exported.format, exported)

    def _on_job_ended(self) -> None:
        # The window cancels jobs by itself when it closes: nothing may follow then.
        if self._job is not None and self._job.cancelled:
            self.cancelled = True
            self._left = []
        self._next()

    def _on_job_failed(self, error: BaseException) -> None:
        self.failed.emit(self._current, error)


def _exported(
    work: Export,
    request: ExportRequest,
    pictures_folder: Path | None,
    report: Report,
    cancel: CancelToken,
) -> Exported:
    """In the worker's thread, since a folder may lie on a slow drive."""
    own = request.run.record.data.folder
    if own and pictures_folder is not None and not Path(own).is_dir():
        request = ExportRequest(
            request.run, request.format, request.folder, request.classes, pictures_folder
        )
    return work(request, report=report, cancel=cancel)
