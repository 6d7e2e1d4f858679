"""The cache of decoded pictures and thumbnails: how large it is, and clearing it."""

from contextlib import closing

from PySide6.QtCore import QObject, Signal

from core.cancellation import CancelToken
from core.errors import LitmusError
from gui.jobs import Job, Jobs, Report


class CacheCare(QObject):
    """Measures and clears the cache in a worker.

    Signals:
        measured: How many bytes it takes now.
        failed: The `LitmusError` that says why it could not be looked at or cleared.
    """

    measured = Signal(object)
    failed = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs

    def measure(self) -> None:
        """Find out how large it is."""
        self._follow(self._jobs.run_decoding(_measure))

    def clear(self) -> None:
        """Throw away everything that can be decoded again, then measure."""
        self._follow(self._jobs.run_decoding(_clear))

    def _follow(self, job: Job) -> None:
        job.succeeded.connect(self.measured)
        job.failed.connect(self._on_job_failed)

    def _on_job_failed(self, error: BaseException) -> None:
        if not isinstance(error, LitmusError | OSError):
            raise error
        self.failed.emit(error)


def _measure(_report: Report, _cancel: CancelToken) -> int:
    # Imported in the worker: a window without photos needs no database.
    from core.data.folder.facts_store import FactsStore
    from core.data.folder.pixel_cache import PixelCache

    with closing(FactsStore()) as facts:
        return PixelCache().size_bytes() + facts.size_bytes()


def _clear(report: Report, cancel: CancelToken) -> int:
    from core.data.folder.facts_store import FactsStore
    from core.data.folder.pixel_cache import PixelCache

    PixelCache().clear()
    with closing(FactsStore()) as facts:
        facts.clear()
    return _measure(report, cancel)


def size_words(size: int) -> str:
    """A number of bytes: "nothing", "12 MB", "1.4 GB"."""
    if size < 1_000_000:
        return "less than 1 MB" if size else "nothing"
    return f"{size / 1e6:,.0f} MB" if size < 1e9 else f"{size / 1e9:,.1f} GB"
