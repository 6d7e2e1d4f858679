"""From what was handed over to single pictures, in another thread."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import perf_counter

from PySide6.QtCore import QBuffer, QIODevice, QObject, Signal
from PySide6.QtGui import QImage

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.prediction.drops import cut_off_words, expand
from gui.jobs import Job, Jobs, Report
from gui.predict_tab.offer import Offer

_CHUNK_SECONDS = 0.1
_FAST_PNG = 90
"""Qt's quality for PNG turned into little compression."""


@dataclass(frozen=True)
class NewPicture:
    """A picture that was found: what to call it, and the file or its content."""

    name: str
    source: Path | bytes


@dataclass(frozen=True)
class Found:
    """Pictures of one drop; the first come alone, the others about ten times a second."""

    drop: int
    pictures: tuple[NewPicture, ...]


class Intake(QObject):
    """Looks into dropped folders, and keeps what the clipboard held.

    Signals:
        found: A `Found`.
        refused: A sentence: why nothing, or not all, came of a drop.
        advanced: `busy` may have changed.
    """

    found = Signal(object)
    refused = Signal(str)
    advanced = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._drop = 0
        self._running: list[Job] = []

    @property
    def busy(self) -> bool:
        """Whether folders are still being looked into."""
        return bool(self._running)

    def take(self, offer: Offer) -> None:
        """Find the pictures in `offer`."""
        self._drop += 1
        drop = self._drop

        def work(report: Report, cancel: CancelToken) -> object:
            count = 0
            cut_off = Event()
            for pictures in _chunks(_pictures(offer, cut_off.set), cancel):
                count += len(pictures)
                report(Found(drop, pictures))
            if not count and not cancel.cancelled:
                raise LitmusError(_nothing_in(offer))
            if cut_off.is_set():
                raise LitmusError(cut_off_words())
            return count

        job = self._jobs.run_decoding(work)
        self._running.append(job)
        job.reported.connect(self.found)
        job.failed.connect(self._on_job_failed)
        job.ended.connect(self._on_job_ended)

    def next_drop(self) -> int:
        """A number for questions that come together, newer than all before."""
        self._drop += 1
        return self._drop

    def stop(self) -> None:
        """Look no further."""
        for job in self._running:
            job.reported.disconnect(self.found)
            job.cancel()
        self._running = []

    def _on_job_failed(self, error: BaseException) -> None:
        if not isinstance(error, LitmusError):
            raise error
        self.refused.emit(str(error))

    def _on_job_ended(self) -> None:
        self._running = [job for job in self._running if job.active]
        self.advanced.emit()


def _pictures(offer: Offer, cut_off: Callable[[], None]) -> Iterator[NewPicture]:
    if isinstance(offer.content, QImage):
        yield NewPicture(offer.name, _png(offer.content))
    elif offer.content is not None:
        yield NewPicture(offer.name, offer.content)
    for path in expand(offer.paths, cut_off=cut_off):
        yield NewPicture(path.name, path)


def _chunks(
    pictures: Iterable[NewPicture], cancel: CancelToken
) -> Iterator[tuple[NewPicture, ...]]:
    chunk: list[NewPicture] = []
    due = 0.0
    for picture in pictures:
        if cancel.cancelled:
            return
        chunk.append(picture)
        if perf_counter() >= due:
            yield tuple(chunk)
            chunk.clear()
            due = perf_counter() + _CHUNK_SECONDS
    if chunk:
        yield tuple(chunk)


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", _FAST_PNG)  # type: ignore[call-overload]  # stubs know only names as bytes
    return bytes(buffer.data().data())


def _nothing_in(offer: Offer) -> str:
    names = ", ".join(f"“{path.name}”" for path in offer.paths[:3])
    return f"There are no pictures in {names}." if names else "There was no picture in that."
