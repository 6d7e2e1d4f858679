"""A hundred picture files as people have them: of all sizes, modes, formats and orientations."""

from pathlib import Path

import numpy as np
from PIL import Image

from tests.core.export.real_runs import doubtful

_SIZES = ((160, 120), (320, 240), (90, 200), (641, 480), (1300, 900), (64, 64), (1024, 1500))
_ORIENTATION = 0x0112


def picture_files(folder: Path, count: int = 100, *, plain: bool = False) -> list[Path]:
    """Write `count` files.

    Args:
        folder: Where to; made.
        count: How many.
        plain: Whether to leave out what TensorFlow's decoders do not know: orientation, palettes
            with transparency, WebP, TIFF, 16 bits.
    """
    folder.mkdir()
    kinds = _PLAIN if plain else _PLAIN + _OTHERS
    files = []
    for number in range(count):
        image = doubtful(number % 3, number, size=_SIZES[number % len(_SIZES)])
        files.append(kinds[number % len(kinds)](image, folder / f"picture {number}"))
    return files


def sized_pngs(folder: Path, pixels: np.ndarray) -> list[Path]:
    """Pictures of the model's own size as PNG files."""
    folder.mkdir()
    files = []
    for number, picture in enumerate(pixels):
        path = folder / f"{number}.png"
        Image.fromarray(picture[..., 0] if picture.shape[2] == 1 else picture).save(path)
        files.append(path)
    return files


def _jpeg(image: Image.Image, path: Path) -> Path:
    path = path.with_suffix(".jpg")
    image.save(path, quality=88)
    return path


def _png(image: Image.Image, path: Path) -> Path:
    path = path.with_suffix(".png")
    image.save(path)
    return path


def _grey(image: Image.Image, path: Path) -> Path:
    return _jpeg(image.convert("L"), path)


def _bitmap(image: Image.Image, path: Path) -> Path:
    path = path.with_suffix(".bmp")
    image.save(path)
    return path


def _see_through(image: Image.Image, path: Path) -> Path:
    image.putalpha(image.convert("L").point(lambda value: min(255, 100 + value)))
    return _png(image, path)


def _turned(image: Image.Image, path: Path) -> Path:
    path = path.with_suffix(".jpg")
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    image.transpose(Image.Transpose.ROTATE_90).save(path, quality=88, exif=exif)
    return path


def _palette(image: Image.Image, path: Path) -> Path:
    return _png(image.quantize(64), path)


def _webp(image: Image.Image, path: Path) -> Path:
    path = path.with_suffix(".webp")
    image.save(path, quality=90)
    return path


def _tiff(image: Image.Image, path: Path) -> Path:
    path = path.with_suffix(".tif")
    image.save(path)
    return path


def _deep(image: Image.Image, path: Path) -> Path:
    deep = np.asarray(image.convert("L"), np.uint16) * 257
    return _png(Image.fromarray(deep), path)


_PLAIN = (_jpeg, _png, _grey, _bitmap, _see_through)
_OTHERS = (_turned, _palette, _webp, _tiff, _deep)
