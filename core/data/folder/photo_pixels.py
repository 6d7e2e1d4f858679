"""The pixels of photos in the form a network takes, decoded once and read again from the cache."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.cancellation import CancelToken
from core.data.dataset import Pixels
from core.data.fitting import read_fitted
from core.data.folder.catalogue import Photo
from core.data.folder.pixel_cache import PixelCache
from core.data.form import PictureForm
from core.data.picture import PIXEL_LIMIT
from core.data.picture_error import PictureError
from core.data.split import Indices

_INTERVAL_S = 0.1
_AHEAD = 4
"""Pictures handed to each thread at a time, so that a cancel is quick and memory stays bounded."""


@dataclass(frozen=True)
class SetAsidePhoto:
    """A photo that cannot be used, and why, as the end of a sentence that begins with its name."""

    number: int
    reason: str


@dataclass(frozen=True)
class DecodingProgress:
    """How far a decoding is; about ten a second at most.

    Attributes:
        done: Photos decoded, or found decoded.
        photos: How many there are.
        photos_per_second: So far.
        seconds_left: For the rest, at this speed.
    """

    done: int
    photos: int
    photos_per_second: float
    seconds_left: float


class PhotoPixels:
    """Photos by their numbers, as pixels of one form. Thread-safe."""

    def __init__(
        self,
        photos: Sequence[Photo],
        form: PictureForm,
        *,
        cache: PixelCache,
        pixel_limit: int = PIXEL_LIMIT,
    ) -> None:
        self._photos = photos
        self._form = form
        self._cache = cache
        self._pixel_limit = pixel_limit

    @property
    def problem(self) -> str | None:
        """Why decoded pictures cannot be kept, in words; None while they can."""
        return self._cache.problem

    def decode(
        self,
        numbers: Indices,
        *,
        report: Callable[[DecodingProgress], None],
        cancel: CancelToken,
    ) -> tuple[SetAsidePhoto, ...]:
        """Decode what is not in the cache yet, on all cores, in the order of the disk.

        Returns:
            Those that cannot be read.

        Raises:
            Cancelled: The token was set; what was decoded is kept.
        """
        missing = [n for n in numbers.tolist() if not self._holds(n)]
        missing.sort(key=lambda n: self._photos[n].path)
        broken: list[SetAsidePhoto] = []
        pace = _Pace(len(numbers), len(numbers) - len(missing), report)
        threads = os.cpu_count() or 1
        with ThreadPoolExecutor(threads, thread_name_prefix="decoding-photos") as pool:
            running: set[Future[SetAsidePhoto | None]] = set()
            waiting = iter(missing)
            try:
                while self._fill(pool, running, waiting, threads * _AHEAD) or running:
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    broken += [found for future in done if (found := future.result())]
                    pace.advance(len(done))
                    cancel.raise_if_cancelled()
            finally:
                pool.shutdown(wait=True, cancel_futures=True)
        pace.end()
        return tuple(sorted(broken, key=lambda photo: photo.number))

    def read(self, numbers: Indices) -> tuple[Pixels, Indices]:
        """Pixels in the order asked: uint8, shape (n, height, width, channels).

        What the cache lost is decoded again from the file.

        Returns:
            The pixels, and the numbers of those that could be read.
        """
        pixels = np.empty((len(numbers), *self._form.shape), np.uint8)
        kept: list[int] = []
        for number in numbers.tolist():
            content = self._photos[number].content
            found = self._cache.get(content, self._form)
            if found is None:
                try:
                    found = self._decoded(number)
                except PictureError:
                    continue
            pixels[len(kept)] = found
            kept.append(number)
        return pixels[: len(kept)], np.array(kept, np.int32)

    def vanished(self, numbers: Indices) -> tuple[SetAsidePhoto, ...]:
        """Photos whose files have gone or were changed; looks at the files without opening them."""
        found = ((number, self._changed(self._photos[number])) for number in numbers.tolist())
        return tuple(SetAsidePhoto(number, reason) for number, reason in found if reason)

    def _holds(self, number: int) -> bool:
        """Whether the cache has it, and sound: so the reading of the epochs meets no surprise."""
        content = self._photos[number].content
        if not self._cache.holds(content, self._form):
            return False
        return self._cache.get(content, self._form) is not None

    def _fill(
        self,
        pool: ThreadPoolExecutor,
        running: set[Future[SetAsidePhoto | None]],
        waiting: Iterator[int],
        most: int,
    ) -> bool:
        """Keep the threads busy; whether anything was handed to them."""
        before = len(running)
        for number in waiting:
            running.add(pool.submit(self._try, number))
            if len(running) >= most:
                break
        return len(running) > before

    def _try(self, number: int) -> SetAsidePhoto | None:
        try:
            self._decoded(number)
        except PictureError as error:
            return SetAsidePhoto(number, error.reason)
        return None

    def _decoded(self, number: int) -> Pixels:
        """Decode a photo and keep it.

        Raises:
            PictureError: It cannot be read, or is not the picture that was looked at.
        """
        photo = self._photos[number]
        if reason := self._changed(photo):
            raise PictureError(photo.name, reason)
        pixels = read_fitted(
            Path(photo.path), self._form, name=photo.name, pixel_limit=self._pixel_limit
        )
        self._cache.put(photo.content, self._form, pixels)
        return pixels

    def _changed(self, photo: Photo) -> str | None:
        """Why a photo's file is not the one that was looked at; None where it is."""
        try:
            status = os.stat(photo.path)  # noqa: PTH116 - a Path for each of 100,000 is slow
        except FileNotFoundError:
            return "no longer exists"
        except OSError as error:
            return f"cannot be read ({error.strerror or error})"
        if (status.st_size, status.st_mtime_ns) != (photo.file_size, photo.modified_ns):
            return "was changed since it was looked at"
        return None


class _Pace:
    """Reports progress, thinned."""

    def __init__(self, photos: int, done: int, report: Callable[[DecodingProgress], None]) -> None:
        self._photos = photos
        self._done = self._found = done
        self._report = report
        self._began = self._told = time.perf_counter()

    def advance(self, count: int) -> None:
        """`count` more are done."""
        self._done += count
        if time.perf_counter() - self._told >= _INTERVAL_S:
            self.end()

    def end(self) -> None:
        """Tell how it stands."""
        self._told = time.perf_counter()
        speed = (self._done - self._found) / max(self._told - self._began, 1e-6)
        left = (self._photos - self._done) / speed if speed else 0.0
        self._report(DecodingProgress(self._done, self._photos, speed, left))
