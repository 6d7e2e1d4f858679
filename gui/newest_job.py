"""Work of which only the newest matters: a picture to be shown while another is chosen."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from core.errors import LitmusError
from gui.jobs import Job, Jobs, Work


class NewestJob(QObject):
    """Does one piece of work at a time; what was overtaken while waiting is never begun.

    Signals:
        made: The result of the work.
        failed: The `LitmusError` that says why there is none.
    """

    made = Signal(object)
    failed = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job | None = None
        self._waiting: Callable[[], Work] | None = None

    def want(self, prepare: Callable[[], Work] | None) -> None:
        """Do this work as soon as what is being done has ended; None wants nothing.

        Args:
            prepare: Called when the work's turn has come; gives it.
        """
        self._waiting = prepare
        self._start()

    def stop(self) -> None:
        """Do nothing more."""
        self._waiting = None
        if self._job is not None:
            self._job.cancel()

    def _start(self) -> None:
        prepare = self._waiting
        if prepare is None or self._job is not None:
            return
        self._waiting = None
        self._job = self._jobs.run_decoding(prepare())
        self._job.succeeded.connect(self.made)
        self._job.failed.connect(self._on_job_failed)
        self._job.ended.connect(self._on_job_ended)

    def _on_job_failed(self, error: BaseException) -> None:
        if not isinstance(error, LitmusError):
            raise error
        self.failed.emit(error)

    def _on_job_ended(self) -> None:
        self._job = None
        self._start()
