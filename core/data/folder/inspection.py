"""One look at one file: its bytes read once, its picture decoded once."""

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from core.data.dataset import Pixels
from core.data.folder.contents import read_content
from core.data.folder.facts import Facts
from core.data.folder.findings import why_not
from core.data.folder.listing import FoundFile
from core.data.folder.problem import ProblemKind
from core.data.picture import Picture, decode
from core.data.picture_error import PictureError

FILE_LIMIT = 1_000_000_000
"""Bytes that a picture's file may have."""

THUMBNAIL_SIDE = 192
"""Pixels that a thumbnail's longer side has at most."""

_NEARLY_AS_LARGE = 160
"""Pixels that are enough for its longer side."""

_QUALITY = 80
_UNREAD = b""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a look at a file gave.

    Attributes:
        file: The file as it was then.
        facts: What is known of it.
        thumbnail: JPEG; None where there is no picture.
        lasting: Whether the facts hold for as long as the file is not changed.
    """

    file: FoundFile
    facts: Facts
    thumbnail: bytes | None = None
    lasting: bool = True


@dataclass(frozen=True)
class Inspector:
    """Looks at files. Thread-safe where `take` is.

    Attributes:
        target: Width and height that pictures are decoded to at least.
        pixel_limit: Pictures with more pixels are too large.
        stopped: Asked now and then whether to give up.
        take: Is handed each decoded picture.
    """

    target: tuple[int, int]
    pixel_limit: int
    stopped: Callable[[], bool]
    take: Callable[[Facts, Picture], None] | None = None

    def look(self, file: FoundFile) -> Inspected:
        """Look at a file, whatever it is.

        Raises:
            Cancelled: `stopped` said so.
        """
        try:
            return self._look(file)
        except MemoryError:
            return _without(file, ProblemKind.UNREADABLE, "needs more memory than there is")

    def _look(self, file: FoundFile) -> Inspected:
        try:
            file, source, content = self._read(file)
        except OSError as error:
            return _without(file, ProblemKind.UNREADABLE, why_not(error))
        except ValueError:  # a path with a zero byte
            return _without(file, ProblemKind.UNREADABLE, "cannot be opened")
        except _NotToDecodeError as error:
            return _without(file, error.kind, str(error))
        try:
            picture = decode(
                source,
                name=os.path.basename(file.path),  # noqa: PTH119 - paths are texts here
                target=self.target,
                pixel_limit=self.pixel_limit,
            )
        except PictureError as error:
            return _refused(file, content, error)
        return self._learned(file, content, picture)

    def _learned(self, file: FoundFile, content: bytes, picture: Picture) -> Inspected:
        from core.data.folder.likeness import look_of

        small = _small(picture.pixels)
        facts = Facts(content, picture.size, picture.format, look_of(small))
        if self.take is not None and not self.stopped():
            self.take(facts, picture)
        return Inspected(file, facts, _jpeg(small))

    def _read(self, file: FoundFile) -> tuple[FoundFile, Path | bytes, bytes]:
        """The file as it is now, its bytes or where to read them, and their digest.

        Raises:
            OSError: It cannot be read.
            _NotToDecodeError: It is no plain file, empty or far too large.
            Cancelled: `stopped` said so.
        """
        path = Path(file.path)
        _refuse_special(path)
        with path.open("rb", buffering=0) as stream:
            status = os.fstat(stream.fileno())
            if status.st_size > FILE_LIMIT:
                raise _NotToDecodeError(ProblemKind.TOO_LARGE, _too_many_bytes(status.st_size))
            file = replace(
                file,
                file_size=status.st_size,
                modified_ns=status.st_mtime_ns,
                changed_ns=status.st_ctime_ns,
            )
            whole, digest = read_content(stream, status.st_size, stopped=self.stopped)
        if not status.st_size or whole == b"":
            raise _NotToDecodeError(ProblemKind.EMPTY, "is empty")
        return file, path if whole is None else whole, digest


class _NotToDecodeError(Exception):
    """The file needs no decoding to know that it is none."""

    def __init__(self, kind: ProblemKind, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind


def _small(pixels: Pixels) -> Pixels:
    """The picture as small as its thumbnail: uint8, shape (height, width, 1 or 3).

    It is also what is compared with other pictures, so that this hardly depends on how large it
    was decoded: by 4 of 64 bits at most where a photo was decoded for 512 pixels instead of 256.
    """
    image = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    factor = -(-max(image.size) // THUMBNAIL_SIDE)
    if max(image.size) >= factor * _NEARLY_AS_LARGE:
        image = image.reduce(factor)  # averaging whole blocks takes less than half the time
    image.thumbnail((THUMBNAIL_SIDE,) * 2, Image.Resampling.BILINEAR, reducing_gap=1.0)
    small = np.asarray(image)
    return small[..., np.newaxis] if small.ndim == 2 else small


def _jpeg(pixels: Pixels) -> bytes:
    image = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    stream = BytesIO()
    image.save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()


def _refuse_special(path: Path) -> None:
    """Refuse what is no plain file: to read a pipe could take for ever."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise _NotToDecodeError(ProblemKind.NOT_A_PICTURE, "is a folder")
    if not stat.S_ISREG(mode):
        raise _NotToDecodeError(ProblemKind.NOT_A_PICTURE, "is not a file")


def _without(file: FoundFile, kind: ProblemKind, reason: str) -> Inspected:
    """A file that was not read: that may be another matter next time."""
    return Inspected(file, Facts(_UNREAD, (0, 0), "", b"", kind, reason), lasting=False)


def _refused(file: FoundFile, content: bytes, error: PictureError) -> Inspected:
    """A file that was read, but cannot be decoded."""
    kind = _kind(error.reason)
    lasting = kind is not ProblemKind.TOO_LARGE and not isinstance(error.__cause__, MemoryError)
    facts = Facts(content, (0, 0), "", b"", kind, error.reason)
    return Inspected(file, facts, lasting=lasting)


def _kind(reason: str) -> ProblemKind:
    """Which kind of problem the decoder's words tell of."""
    if "megapixels" in reason or reason == "is far too large":
        return ProblemKind.TOO_LARGE
    return ProblemKind.NOT_A_PICTURE if reason == "is not a picture" else ProblemKind.UNREADABLE


def _too_many_bytes(size: int) -> str:
    return f"has {size / 1e9:,.1f} GB; the limit is {FILE_LIMIT / 1e9:,.0f} GB"
