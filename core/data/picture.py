"""The decoder: every picture that Litmus reads comes through here."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from threading import Lock
from typing import BinaryIO

import PIL
from PIL import Image

from core.data.dataset import Pixels
from core.data.picture_error import PictureError, reason, too_large
from core.data.picture_formats import open_picture
from core.data.picture_modes import laid_on, to_8_bit, to_srgb

PIXEL_LIMIT = 250_000_000
"""Pixels a picture may have, unless the caller says otherwise."""

_VERSION = 1
"""To be raised with every change that gives other pixels for the same file."""

_LARGE = 40_000_000
"""Pixels from which pictures are decoded one at a time, so that threads don't fill the memory."""

_one_large = Lock()

_HEAD = 512
_DRAFTED = ("JPEG", "MPO")
"""Formats decoded at a part of their size. HEIC would give the small picture that the camera put
beside the large one, which may be another."""

_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by its EXIF orientation (EXIF 2.32, tag 0x0112)."""


@dataclass(frozen=True)
class Picture:
    """A decoded picture: upright, 8-bit sRGB or grey, what was transparent on the ground asked for.

    Attributes:
        name: What it is called where it is shown.
        pixels: uint8, shape (height, width, 1 or 3); may be smaller than `size`. Read only.
        size: Width and height of the whole picture, upright, in pixels.
        format: Pillow's name of the file format, such as "JPEG".
    """

    name: str
    pixels: Pixels
    size: tuple[int, int]
    format: str


@cache
def decoder_version() -> str:
    """What the pixels of a file depend on besides the file: to be part of every key of a cache."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        heif = version("pillow-heif")
    except PackageNotFoundError:
        heif = "none"
    return f"{_VERSION}, Pillow {PIL.__version__}, pillow-heif {heif}"


def decode(
    source: Path | bytes,
    *,
    name: str | None = None,
    target: tuple[int, int] | None = None,
    pixel_limit: int = PIXEL_LIMIT,
    ground: int = 255,
) -> Picture:
    """Decode a picture of any supported kind; of an animation the first picture. Thread-safe.

    Args:
        source: The file, or its content.
        name: What to call it; by default the file's name.
        target: A width and height that are enough. A larger picture may come back reduced by a
            whole factor, never below them; it is much faster. None asks for all pixels.
        pixel_limit: Pictures with more pixels are refused before any memory is taken.
        ground: Brightness (0-255) of what shows through where the picture is transparent.

    Raises:
        PictureError: It cannot be read; the reason says why.
    """
    if name is None:
        name = source.name if isinstance(source, Path) else "The picture"
    suffix = (source if isinstance(source, Path) else Path(name)).suffix.lower()
    with _opened(source, name) as stream:
        head = stream.read(_HEAD)
        stream.seek(0)
        if not head:
            raise PictureError(name, "is empty")
        try:
            image = open_picture(stream, head=head, suffix=suffix, pixel_limit=pixel_limit)
            with image:
                _check_size(image, name, pixel_limit)
                return _decoded(image, name, target, ground)
        except PictureError:
            raise
        except Exception as error:  # a hostile file can bring a decoder to raise anything
            raise PictureError(name, reason(error, head)) from error


def _decoded(image: Image.Image, name: str, target: tuple[int, int] | None, ground: int) -> Picture:
    orientation = _orientation(image)
    size = image.size
    if orientation >= 5:
        size = size[1], size[0]
        target = (target[1], target[0]) if target else None
    if target and image.format in _DRAFTED:
        image.draft(None, target)
    with _one_large if image.size[0] * image.size[1] > _LARGE else nullcontext():
        pixels = _pixels(image, orientation, target, ground)
    pixels.flags.writeable = False
    return Picture(name, pixels, size, image.format or "")


def _pixels(
    image: Image.Image, orientation: int, target: tuple[int, int] | None, ground: int
) -> Pixels:
    image.load()
    profile = image.info.get("icc_profile")
    plain = to_srgb(_reduced(to_8_bit(image), target), profile)
    if orientation in _UPRIGHT:
        plain = plain.transpose(_UPRIGHT[orientation])
    return laid_on(plain, ground)


def _reduced(image: Image.Image, target: tuple[int, int] | None) -> Image.Image:
    """The picture averaged over blocks of the largest whole size that leaves enough."""
    if target is None:
        return image
    factor = _factor(image.size, target)
    return image.reduce(factor) if factor > 1 else image


def _factor(size: tuple[int, int], target: tuple[int, int]) -> int:
    return min(have // max(1, enough) for have, enough in zip(size, target, strict=True))


def _orientation(image: Image.Image) -> int:
    if image.format == "TIFF":  # Pillow turns these itself, and tells the upright size
        return 1
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - broken EXIF must not cost the picture
        return 1
    return value if isinstance(value, int) and value in _UPRIGHT else 1


def _check_size(image: Image.Image, name: str, pixel_limit: int) -> None:
    width, height = image.size
    if width * height > pixel_limit:
        raise PictureError(name, too_large(width * height, pixel_limit))


@contextmanager
def _opened(source: Path | bytes, name: str) -> Iterator[BinaryIO]:
    """The bytes of the picture.

    Raises:
        PictureError: There is no such file, or it may not be read.
    """
    if isinstance(source, bytes):
        yield BytesIO(source)
        return
    try:
        mode = source.stat().st_mode
        if S_ISDIR(mode):
            raise PictureError(name, "is a folder")
        if not S_ISREG(mode):  # reading a pipe or a device could take for ever
            raise PictureError(name, "is not a file")
        stream = source.open("rb")
    except FileNotFoundError as error:
        raise PictureError(name, "no longer exists") from error
    except PermissionError as error:
        raise PictureError(name, "may not be read") from error
    except (OSError, ValueError) as error:
        raise PictureError(name, f"cannot be opened ({_words(error)})") from error
    with stream:
        yield stream


def _words(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)
