"""One file for every kind of bad or odd picture that people drop, and what is said of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from tests.core.data.pictures import encoded, gradient, png_header, saved


@dataclass(frozen=True)
class Odd:
    """A file.

    Attributes:
        name: Its name, unlike any other's.
        content: Makes what is in it.
        told: Part of what is said of it; empty where it is answered.
    """

    name: str
    content: Callable[[], bytes]
    told: str = ""


def _png() -> bytes:
    return encoded(gradient(), "PNG")


def _half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _grey(height: int, width: int) -> bytes:
    return encoded(np.full((height, width, 1), 90, np.uint8), "PNG")


def _deep() -> bytes:
    levels = (np.arange(1200, dtype=np.uint16) * 50).reshape(30, 40)
    return saved(Image.fromarray(levels), "PNG")


def _converted(mode: str, kind: str) -> bytes:
    return saved(Image.fromarray(gradient()).convert(mode), kind)


def _transparent() -> bytes:
    picture = Image.fromarray(gradient())
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    return saved(picture, "PNG")


def _animated() -> bytes:
    frames = [Image.fromarray(gradient()).rotate(turn) for turn in (0, 90, 180)]
    first, *others = frames
    return saved(first, "GIF", save_all=True, append_images=others)


ODD = (
    Odd("zero bytes.png", bytes, "is empty"),
    Odd("truncated.png", lambda: _half(encoded(gradient(120, 160), "PNG")), "is cut short"),
    Odd("truncated.jpg", lambda: _half(encoded(gradient(300, 400), "JPEG")), "is cut short"),
    Odd("only a header.png", lambda: b"\x89PNG\r\n\x1a\n", "is damaged or cut short"),
    Odd("mislabelled.jpg", _png),
    Odd("without a suffix", _png),
    Odd("text.png", lambda: b"Dear diary, no picture today.", "is not a picture"),
    Odd("nothing but zeros.png", lambda: bytes(5000), "is not a picture"),
    Odd("bomb.png", lambda: png_header(50_000, 50_000), "2,500 megapixels; the limit is 250"),
    Odd("postscript.png", lambda: encoded(gradient(), "EPS"), "kind that is not read (EPS)"),
    Odd("drawing.svg", lambda: b"<svg xmlns='x'/>", "kind that is not read (SVG)"),
    Odd("16 bit.png", _deep),
    Odd("16 bit.tif", lambda: saved(Image.fromarray(np.full((9, 9), 999, np.uint16)), "TIFF")),
    Odd("cmyk.jpg", lambda: _converted("CMYK", "JPEG")),
    Odd("palette.png", lambda: _converted("P", "PNG")),
    Odd("one bit.png", lambda: _converted("1", "PNG")),
    Odd("transparent.png", _transparent),
    Odd("grey with alpha.png", lambda: _converted("LA", "PNG")),
    Odd("animated.gif", _animated),
    Odd("1x1.png", lambda: _grey(1, 1)),
    Odd("1x3000.png", lambda: _grey(3000, 1)),
    Odd("3000x1.png", lambda: _grey(1, 3000)),
    Odd("  spaces  within .png", _png),
    Odd("👟🧥.png", _png),
    Odd('it\'s "quoted" “twice”.png', _png),
    Odd("#1 of 100%.png", _png),
    Odd("%20%2F?&=+.png", _png),
    Odd("новый 新しい ü.png", _png),
    Odd("-leading-dash.png", _png),
)


def write_all(folder: Path) -> dict[str, str]:
    """Write all of them into `folder`; what is told of each by its name."""
    folder.mkdir()
    for odd in ODD:
        (folder / odd.name).write_bytes(odd.content())
    return {odd.name: odd.told for odd in ODD}
