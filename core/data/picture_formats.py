"""Which kinds of picture are read, and how Pillow is asked for them.

Only formats that Pillow decodes by itself are on the list. EPS is not: Pillow would start
Ghostscript. Formats without a real signature are tried only on files with their suffix, since
almost any bytes pass for them.
"""

import warnings
from collections.abc import Callable
from contextlib import suppress
from ctypes import CDLL
from functools import cache
from re import compile as pattern
from typing import BinaryIO

from PIL import Image, _imaging

_FORMATS = [
    "JPEG",
    "MPO",
    "PNG",
    "WEBP",
    "GIF",
    "BMP",
    "TIFF",
    "AVIF",
    "PPM",
    "ICO",
    "CUR",
    "ICNS",
    "JPEG2000",
    "QOI",
    "PSD",
    "SGI",
    "DDS",
    "SUN",
    "XPM",
    "XBM",
]
_BY_SUFFIX = {".tga": "TGA", ".pcx": "PCX", ".dib": "DIB"}

_HEIF_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
_PILLOWS_MODULES = r"(PIL|pillow_heif)\."
_QUIET = ("ignore", None, Warning, pattern(_PILLOWS_MODULES), 0)


def open_picture(stream: BinaryIO, *, head: bytes, suffix: str, pixel_limit: int) -> Image.Image:
    """Read a picture's header; Pillow decodes the pixels later, on `load`.

    Args:
        stream: The file, at its start.
        head: Its first bytes, at least 32 where there are that many.
        suffix: Of its name, in lower case, with the dot; may be empty.
        pixel_limit: Pictures with more pixels raise `Image.DecompressionBombError`.

    Raises:
        Exception: Pillow raises a great many kinds for damaged and hostile files.
    """
    _quiet()
    if head.startswith((b"II", b"MM")):
        _quiet_libtiff()
    _raise_pillows_limit(pixel_limit)
    Image.init()
    formats = [name for name in _FORMATS if name in Image.OPEN]
    if suffix in _BY_SUFFIX:
        formats.append(_BY_SUFFIX[suffix])
    if _is_heif(head):
        _heif_opener()()
        formats.append("HEIF")
    return Image.open(stream, formats=formats)


def _is_heif(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS


@cache
def _heif_opener() -> Callable[[], None]:
    """Registers HEIC with Pillow; not needed before the first such file, and 0.06 s to import."""
    from pillow_heif import register_heif_opener

    register_heif_opener()
    return lambda: None


def _quiet() -> None:
    """Let no warning of Pillow out: what matters is said by `PictureError`.

    `warnings.catch_warnings` is not thread-safe, so a filter is added for good where it is missing.
    """
    if _QUIET not in warnings.filters:
        warnings.filterwarnings("ignore", module=_PILLOWS_MODULES)


@cache
def _quiet_libtiff() -> None:
    """Let libtiff print nothing about damaged files on the terminal: Pillow raises all the same.

    Where it cannot be reached (it is part of Pillow itself on Windows), it goes on printing.
    """
    with suppress(OSError, AttributeError):
        CDLL(_imaging.__file__).TIFFSetErrorHandler(None)


def _raise_pillows_limit(pixel_limit: int) -> None:
    """Make Pillow refuse what is over the limit, also for a picture inside a file (ICO).

    Pillow warns over its limit and raises over twice the limit. Its limit is one for all threads:
    it only ever grows, and `decode` checks against the caller's own.
    """
    if (Image.MAX_IMAGE_PIXELS or 0) < pixel_limit / 2:
        Image.MAX_IMAGE_PIXELS = (pixel_limit + 1) // 2
