"""What can be done to a run: rename it, delete it, look at its files."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.holding import is_held
from core.run.folder import Run, read_run, write_record
from core.run.record import RunStatus
from gui.document import ProjectDocument
from gui.jobs import Job, Jobs, Report

NAME_LIMIT = 80


class RunCare(QObject):
    """Changes runs on disk in a worker thread, and in the document.

    Signals:
        failed: It could not be done; the `LitmusError` says why.
    """

    failed = Signal(object)

    def __init__(self, document: ProjectDocument, jobs: Jobs) -> None:
        super().__init__()
        self._document = document
        self._jobs = jobs
        self._wanted: dict[Path, str] = {}
        self._postponed: dict[Path, str] = {}
        self._job: Job | None = None
        document.run_named.connect(self._on_document_run_named)
        document.runs_changed.connect(self._on_document_runs_changed)

    def rename(self, folder: Path, name: str) -> None:
        """Call the run in `folder` by another name; an empty one changes nothing."""
        cleaned = " ".join(name.split())[:NAME_LIMIT]
        run = self._document.run_in(folder)
        if run is None or cleaned in ("", run.record.name) or self._refused():
            return

        def work(_report: Report, _cancel: CancelToken) -> Run:
            return _named(folder, cleaned)

        job = self._jobs.run_decoding(work)
        job.succeeded.connect(self._document.rename_run)
        job.failed.connect(self.failed)

    def discard(self, folder: Path) -> None:
        """Delete the run in `folder`; its files stay until the project closes."""
        if not self._refused():
            self._document.discard_run(folder)

    def open_folder(self, folder: Path) -> None:
        """Show the run's files in the file manager."""
        if not folder.exists():
            self.failed.emit(_gone(folder))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self.failed.emit(
                LitmusError("No file manager could be opened.", f"The folder is “{folder}”.")
            )

    def _refused(self) -> bool:
        if self._document.read_only:
            self.failed.emit(LitmusError(self._document.read_only))
        return bool(self._document.read_only)

    def _on_document_run_named(self, folder: Path, name: str) -> None:
        self._wanted[folder] = name
        self._write_next()

    def _on_document_runs_changed(self) -> None:
        """Write the names of runs whose training has let their records go."""
        for folder in tuple(self._postponed):
            run = self._document.run_in(folder)
            if run is None or run.record.status is not RunStatus.RUNNING:
                self._wanted[folder] = self._postponed.pop(folder)
        self._write_next()

    def _write_next(self) -> None:
        """Write one name, then the next: of two for one run the later must win."""
        if self._job is not None or not self._wanted:
            return
        folder, name = next(iter(self._wanted.items()))
        del self._wanted[folder]

        def work(_report: Report, _cancel: CancelToken) -> tuple[Path, str] | None:
            # Who trains it writes its record, and would write over ours.
            if is_held(folder):
                return folder, name
            _named(folder, name)
            return None

        self._job = self._jobs.run_decoding(work)
        self._job.succeeded.connect(self._on_job_succeeded)
        self._job.failed.connect(self.failed)
        self._job.ended.connect(self._on_job_ended)

    def _on_job_succeeded(self, postponed: tuple[Path, str] | None) -> None:
        if postponed is not None:
            folder, name = postponed
            self._postponed[folder] = name

    def _on_job_ended(self) -> None:
        self._job = None
        self._write_next()


def _named(folder: Path, name: str) -> Run:
    """Write another name into the record of a run.

    Raises:
        LitmusError: It is gone, cannot be read or cannot be written.
    """
    if not folder.exists():
        raise _gone(folder)
    run = read_run(folder)
    if run.record.name == name:
        return run
    return write_record(folder, run.record.model_copy(update={"name": name}))


def _gone(folder: Path) -> LitmusError:
    return LitmusError(
        f"The folder of this run is gone: {folder}",
        "Put it back, or delete the run from this list.",
    )
