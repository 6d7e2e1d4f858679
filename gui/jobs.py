"""Long work in other threads.

Six executors: everything that touches TensorFlow goes through one serial worker; predictions
have a worker of their own (LiteRT), so that they answer while a training runs; looking at photo
folders has one, and comparing their pictures another, since a large one takes minutes; projects are
opened and saved by one, so that of two saves the later wins; decoding for previews and thumbnails
has a small pool.
"""

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress

from PySide6.QtCore import QObject, Qt, Signal

from core.cancellation import CancelToken
from core.errors import Cancelled

_STEP_BACK = 5
"""Of the 19 steps by which a thread can let others go first."""

Report = Callable[[object], None]
"""What the work calls, from its own thread, to tell of its progress."""

Work = Callable[[Report, CancelToken], object]
"""Work for a job: everything it needs is bound before it starts and never changed after."""


class Job(QObject):
    """One piece of work in another thread, told about in the thread that made it.

    What the worker says travels through private queued signals and is emitted again by this
    object, so that nothing arrives after a receiver has disconnected.

    Signals:
        reported: Progress, as the work's own event values.
        succeeded: The work's result.
        failed: The exception it ended with (`LitmusError` where it was expected).
        ended: After `succeeded`, `failed`, or after the work gave up on being cancelled.
    """

    reported = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    ended = Signal()

    _worker_reported = Signal(object)
    _worker_ended = Signal(object, object)

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._cancel = CancelToken()
        self.active = True
        queued = Qt.ConnectionType.QueuedConnection
        self._worker_reported.connect(self._on_worker_reported, queued)
        self._worker_ended.connect(self._on_worker_ended, queued)

    def cancel(self) -> None:
        """Ask the work to stop; `ended` follows when it has."""
        self._cancel.cancel()

    def pause(self) -> None:
        """Ask the work to stop so that it can be gone on with; `ended` follows when it has."""
        self._cancel.pause()

    @property
    def cancelled(self) -> bool:
        """Whether the work was asked to stop, be it for a while."""
        return self._cancel.cancelled

    def _run(self) -> None:
        result: object = None
        error: BaseException | None = None
        try:
            self._cancel.raise_if_cancelled()
            result = self._work(self._worker_reported.emit, self._cancel)
        except BaseException as caught:  # noqa: BLE001 - it is handed to the window's thread
            error = caught
        self._worker_ended.emit(result, error)
        del error  # Its traceback knows this call, and this call would know it: a circle.

    def _on_worker_reported(self, event: object) -> None:
        if self.active:
            self.reported.emit(event)

    def _on_worker_ended(self, result: object, error: BaseException | None) -> None:
        self.active = False
        if error is None:
            self.succeeded.emit(result)
        elif not isinstance(error, Cancelled):
            self.failed.emit(error)
        self.ended.emit()


class Jobs(QObject):
    """Owns the worker threads and every job that has not ended.

    Signals:
        emptied: The last active job has ended.
    """

    emptied = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tensorflow = ThreadPoolExecutor(
            1, thread_name_prefix="tensorflow", initializer=_step_back
        )
        self._prediction = ThreadPoolExecutor(1, thread_name_prefix="prediction")
        self._scanning = ThreadPoolExecutor(1, thread_name_prefix="scanning")
        self._comparing = ThreadPoolExecutor(
            1, thread_name_prefix="comparing", initializer=_step_back
        )
        self._saving = ThreadPoolExecutor(1, thread_name_prefix="saving")
        self._exporting = ThreadPoolExecutor(1, thread_name_prefix="exporting")
        self._decoding = ThreadPoolExecutor(
            max(1, min(4, (os.cpu_count() or 2) - 1)), thread_name_prefix="decoding"
        )
        self._active: set[Job] = set()
        self._shut = False

    @property
    def active(self) -> frozenset[Job]:
        """Jobs that have not ended."""
        return frozenset(self._active)

    def run_tensorflow(self, work: Work) -> Job:
        """Queue work that needs TensorFlow; one after the other."""
        return self._start(self._tensorflow, work)

    def run_prediction(self, work: Work) -> Job:
        """Queue work that answers pictures; one after the other, beside a training."""
        return self._start(self._prediction, work)

    def run_scanning(self, work: Work) -> Job:
        """Queue work that looks at a photo folder; one after the other."""
        return self._start(self._scanning, work)

    def run_comparing(self, work: Work) -> Job:
        """Queue work that compares the pictures of a folder; one after the other."""
        return self._start(self._comparing, work)

    def run_saving(self, work: Work) -> Job:
        """Queue work that opens or saves a project; one after the other."""
        return self._start(self._saving, work)

    def run_exporting(self, work: Work) -> Job:
        """Queue work that exports a model; one after the other, beside a training."""
        return self._start(self._exporting, work)

    def run_decoding(self, work: Work) -> Job:
        """Queue work that reads pictures; several at a time."""
        return self._start(self._decoding, work)

    def cancel_all(self) -> None:
        """Ask every job to stop; `emptied` follows when all have."""
        for job in self._active:
            job.cancel()

    def shut_down(self) -> None:
        """End the worker threads; waits for work that has not ended. Later work never runs."""
        self._shut = True
        self.cancel_all()
        for executor in (
            *(self._decoding, self._comparing, self._scanning, self._exporting),
            *(self._saving, self._prediction, self._tensorflow),
        ):
            executor.shutdown(wait=True, cancel_futures=True)
        self._active.clear()

    def _start(self, executor: Executor, work: Work) -> Job:
        job = Job(work)
        if self._shut:
            # A queued signal may still lead to more work when the window has gone.
            job.cancel()
            return job
        self._active.add(job)
        # No lambda that holds the job: it would keep the job, and all it was given, for ever.
        job.ended.connect(self._on_job_ended)
        executor.submit(job._run)  # noqa: SLF001 - only its owner starts a job
        return job

    def _on_job_ended(self) -> None:
        job = self.sender()
        if isinstance(job, Job):
            self._active.discard(job)
        if not self._active:
            self.emptied.emit()


def _step_back() -> None:
    """Let the window, and everything else on the computer, go before this thread.

    The threads that TensorFlow makes, or that decode, inherit it. Only Linux knows priorities of
    single threads by this call.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _STEP_BACK)
