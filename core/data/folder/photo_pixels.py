"""The pixels of photos in the form a network takes, decoded once and read again from the cache."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.cancellation import CancelToken
from core.data.dataset import Pixels
from core.data.fitting import read_fitted
from core.data.folder.catalogue import Photo
from core.data.folder.contents import read_content
from core.data.folder.decoding import DecodingProgress, Pace, on_all_cores
from core.data.folder.findings import why_not
from core.data.folder.pixel_cache import PixelCache
from core.data.form import PictureForm
from core.data.picture import PIXEL_LIMIT
from core.data.picture_error import PictureError
from core.data.split import Indices

__all__ = ["CHANGED", "DecodingProgress", "PhotoPixels", "SetAsidePhoto"]

CHANGED = "was changed since it was looked at"
"""Why a file is not used that is another one by now."""


@dataclass(frozen=True)
class SetAsidePhoto:
    """A photo that cannot be used, and why, as the end of a sentence that begins with its name."""

    number: int
    reason: str


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
        self._failed: dict[int, str] = {}

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

        Args:
            numbers: Of the photos wanted.
            report: Told how far it is, in this thread, about ten times a second and at the end.
            cancel: Ends it.

        Returns:
            Those that cannot be read.

        Raises:
            Cancelled: The token was set; what was decoded is kept.
        """
        missing = in_disk_order(self._photos, [n for n in numbers.tolist() if not self._holds(n)])
        pace = Pace(photos=len(numbers), found=len(numbers) - len(missing), report=report)
        broken: list[SetAsidePhoto] = []
        for found in on_all_cores(self._try, missing, cancel):
            pace.advance()
            if found:
                broken.append(found)
        pace.tell()
        return tuple(sorted(broken, key=lambda photo: photo.number))

    def read(self, numbers: Indices) -> tuple[Pixels, Indices]:
        """Pixels in the order asked: uint8, shape (n, height, width, channels).

        What the cache has not, or has lost, is decoded from the file; what fails is left out, and
        told by `vanished` from then on.

        Returns:
            The pixels, and the numbers of those that could be read.
        """
        pixels = np.empty((len(numbers), *self._form.shape), np.uint8)
        read = np.zeros(len(numbers), bool)
        for place, number in enumerate(numbers.tolist()):
            content = self._photos[number].content
            read[place] = self._cache.read_into(pixels[place], content, self._form)
        lost = np.flatnonzero(~read).tolist()

        def decode(place: int) -> None:
            number = int(numbers[place])
            try:
                pixels[place] = self._decoded(number)
                read[place] = True
            except PictureError as error:
                self._failed[number] = error.reason

        if lost:
            for _ in on_all_cores(decode, lost, CancelToken()):
                pass
        if read.all():
            return pixels, numbers.astype(np.int32)
        return pixels[read], numbers[read].astype(np.int32)

    def decoded(self, number: int) -> Pixels:
        """The pixels of one photo: from the cache, else from its file, which is not kept then.

        Raises:
            PictureError: It cannot be read, or is not the picture that was looked at.
        """
        photo = self._photos[number]
        found = self._cache.get(photo.content, self._form)
        return self._from_file(photo) if found is None else found

    def vanished(self, numbers: Indices) -> tuple[SetAsidePhoto, ...]:
        """Photos whose files have gone, were changed, or failed in `read`; opens no file."""
        found = ((n, self._failed.get(n) or _changed(self._photos[n])) for n in numbers.tolist())
        return tuple(SetAsidePhoto(number, reason) for number, reason in found if reason)

    def _holds(self, number: int) -> bool:
        return self._cache.holds(self._photos[number].content, self._form)

    def _try(self, number: int) -> SetAsidePhoto | None:
        if self._holds(number):  # a copy of it was decoded meanwhile
            return None
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
        pixels = self._from_file(photo)
        self._cache.put(photo.content, self._form, pixels)
        return pixels

    def _from_file(self, photo: Photo) -> Pixels:
        if reason := _changed(photo):
            raise PictureError(photo.name, reason)
        # Whoever looked at it found it small enough, by the limit that the person chose.
        limit = max(self._pixel_limit, photo.size[0] * photo.size[1])
        source = _content(photo)
        pixels = read_fitted(source, self._form, name=photo.name, pixel_limit=limit)
        if reason := _changed(photo):  # a large file is read again by the decoder
            raise PictureError(photo.name, reason)
        return pixels


def in_disk_order(photos: Sequence[Photo], numbers: Sequence[int]) -> list[int]:
    """`numbers` of `photos`, so that a disk reads on from one file to the next."""
    return sorted(numbers, key=lambda number: _place_on_disk(photos[number].path))


def _changed(photo: Photo) -> str | None:
    """Why a photo's file is not the one that was looked at; None where it is."""
    try:
        status = os.stat(photo.path)  # noqa: PTH116 - a Path for each of 100,000 is slow
    except (OSError, ValueError) as error:
        return why_not(error)
    if (status.st_size, status.st_mtime_ns) != (photo.file_size, photo.modified_ns):
        return CHANGED
    return None


def _content(photo: Photo) -> Path | bytes:
    """The bytes that were looked at, or where to read them where they are many.

    Files may have taken each other's names, with the same size and time: pixels of one picture
    must not be kept as another's.

    Raises:
        PictureError: It cannot be read, or is another file by now.
    """
    path = Path(photo.path)
    try:
        with path.open("rb", buffering=0) as stream:
            whole, digest = read_content(stream, photo.file_size)
    except OSError as error:
        raise PictureError(photo.name, why_not(error)) from error
    if digest != photo.content:
        raise PictureError(photo.name, CHANGED)
    return path if whole is None else whole


def _place_on_disk(path: str) -> tuple[int, int, str]:
    """By what to sort so that a disk reads on: most systems give out inodes as they give space."""
    try:
        status = os.stat(path)  # noqa: PTH116 - a Path for each of 100,000 is slow
    except (OSError, ValueError):
        return 0, 0, path
    return status.st_dev, status.st_ino, path
