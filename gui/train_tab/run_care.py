"""What can be done to the files of a run: rename it, throw it away, look at it."""

from pathlib import Path

from PySide6.QtCore import QFile, QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.run.folder import Run, read_run, write_record
from gui.document import ProjectDocument
from gui.jobs import Jobs, Report

NAME_LIMIT = 80


class RunCare(QObject):
    """Changes runs on disk in a worker thread, then in the document.

    Signals:
        failed: It could not be done; the `LitmusError` says why.
    """

    failed = Signal(object)

    def __init__(self, document: ProjectDocument, jobs: Jobs) -> None:
        super().__init__()
        self._document = document
        self._jobs = jobs

    def rename(self, folder: Path, name: str) -> None:
        """Call the run in `folder` by another name; an empty one changes nothing."""
        cleaned = " ".join(name.split())[:NAME_LIMIT]
        run = self._document.run_in(folder)
        if run is None or cleaned in ("", run.record.name):
            return

        def work(_report: Report, _cancel: CancelToken) -> Run:
            if not folder.exists():
                raise _gone(folder)
            record = read_run(folder).record.model_copy(update={"name": cleaned})
            return write_record(folder, record)

        job = self._jobs.run_decoding(work)
        job.succeeded.connect(self._document.put_run)
        job.failed.connect(self.failed)

    def discard(self, folder: Path) -> None:
        """Move the run in `folder` to the wastebasket."""

        def work(_report: Report, _cancel: CancelToken) -> Path:
            _move_to_wastebasket(folder)
            return folder

        job = self._jobs.run_decoding(work)
        job.succeeded.connect(self._document.remove_run)
        job.failed.connect(self.failed)

    def open_folder(self, folder: Path) -> None:
        """Show the run's files in the file manager."""
        if not folder.exists():
            self.failed.emit(_gone(folder))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self.failed.emit(
                LitmusError("No file manager could be opened.", f"The folder is “{folder}”.")
            )


def _gone(folder: Path) -> LitmusError:
    return LitmusError(
        f"The folder of this run is gone: {folder}",
        "Put it back, or delete the run from this list.",
    )


def _move_to_wastebasket(folder: Path) -> None:
    """Move `folder` to where it can be taken back from.

    Raises:
        LitmusError: The system has no wastebasket for it. Nothing was changed.
    """
    # What it returns is a pair where it went well and no pair where it did not.
    QFile.moveToTrash(str(folder))
    if folder.exists():
        raise LitmusError(
            f"“{folder.name}” could not be moved to the wastebasket; nothing was changed.",
            f"Delete the folder by hand if you want to: {folder}",
        )
