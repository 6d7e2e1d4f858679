"""Pictures to test with."""

import zlib
from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import Image
from pillow_heif import register_heif_opener

Pixels = npt.NDArray[np.uint8]


def gradient(height: int = 30, width: int = 40) -> Pixels:
    """A colour picture without two equal pixels side by side: (height, width, 3)."""
    y, x = np.mgrid[:height, :width]
    channels = (x * 200 // width + 20, y * 200 // height + 20, (x + y) * 3 % 200)
    return np.stack(channels, axis=-1).astype(np.uint8)


def encoded(pixels: Pixels, kind: str, **options: object) -> bytes:
    """`pixels` as the content of a file of Pillow's format `kind`."""
    if kind == "HEIF":
        register_heif_opener()
    image = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    return saved(image, kind, **options)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """`image` as the content of a file of Pillow's format `kind`."""
    content = BytesIO()
    if kind == "ICO":
        options["sizes"] = [image.size]
    image.save(content, kind, **options)
    return content.getvalue()


def png_header(
    width: int, height: int, *, depth: int = 8, kind: int = 0, rows: bytes = b"\0" * 1000
) -> bytes:
    """A PNG that says it is this large, with hardly any pixels in it unless `rows` are given.

    Args:
        width: Pixels.
        height: Pixels.
        depth: Bits of a channel.
        kind: Colour type of PNG: 0 is grey, 2 is colour.
        rows: What is packed into it: each row begins with its filter, 0.
    """
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    header = _chunk(b"IHDR", size + bytes((depth, kind, 0, 0, 0)))
    end = _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + end


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content).to_bytes(4, "big")
    return len(content).to_bytes(4, "big") + kind + content + check
