"""Photos of 12 megapixels to measure with, made of the large photographs that a folder holds.

Debian's package mate-backgrounds has fitting ones: unpack it and give its folder.
"""

import random
from pathlib import Path

from PIL import Image, ImageEnhance, ImageOps

SIZE = (4000, 3000)
CLASSES = ("a", "b")
_SUFFIXES = (".jpg", ".jpeg")
_LEAST_SIDE = 1000


def make_camera_photos(photographs: Path, into: Path, *, count: int) -> None:
    """Write `count` JPEGs into two class folders: crops, mirrored and lightened at random.

    Args:
        photographs: Folder with JPEGs, at any depth; those under 1,000 pixels are passed over.
        into: Where the class folders will lie.
        count: How many to write.
    """
    files = sorted(p for p in photographs.rglob("*") if p.suffix.lower() in _SUFFIXES)
    found = [path for path in files if min(_size(path)) >= _LEAST_SIDE]
    if not found:
        raise SystemExit(f"There are no large JPEGs in {photographs}.")
    chance = random.Random(0)
    for number in range(count):
        path = found[number % len(found)]
        target = into / CLASSES[number % 2] / f"{number:04d}.jpg"
        target.parent.mkdir(parents=True, exist_ok=True)
        _varied(path, chance).save(target, quality=90)


def _varied(path: Path, chance: random.Random) -> Image.Image:
    with Image.open(path) as opened:
        opened.draft("RGB", SIZE)
        picture = opened.convert("RGB")
    width = int(min(picture.width, picture.height * SIZE[0] / SIZE[1]) * chance.uniform(0.7, 1))
    height = width * SIZE[1] // SIZE[0]
    left = chance.randint(0, picture.width - width)
    top = chance.randint(0, picture.height - height)
    part = picture.crop((left, top, left + width, top + height))
    part = part.resize(SIZE, Image.Resampling.BICUBIC)
    if chance.random() < 0.5:
        part = ImageOps.mirror(part)
    return ImageEnhance.Brightness(part).enhance(chance.uniform(0.7, 1.2))


def _size(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.size
