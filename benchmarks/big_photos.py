"""JPEGs of 12 megapixels to measure with, made from real photographs by crops and flips.

The photographs are those of Debian's package `mate-backgrounds`, or any other folder of large
JPEGs. What is made is never committed.
"""

import random
from pathlib import Path

from PIL import Image, ImageOps

PHOTOGRAPHS = Path("/usr/share/backgrounds/mate/nature")
"""Where the package puts them."""

_SIZE = (4000, 3000)


def make_photos(folder: Path, count: int, *, photographs: Path = PHOTOGRAPHS) -> None:
    """Write `count` JPEGs into two class folders.

    Raises:
        FileNotFoundError: There are no photographs.
    """
    files = sorted(photographs.rglob("*.jpg"))
    if not files:
        raise FileNotFoundError(f"no photographs in {photographs}: install mate-backgrounds")
    rng = random.Random(0)
    for number in range(count):
        with Image.open(files[number % len(files)]) as opened:
            photo = ImageOps.exif_transpose(opened).convert("RGB")
        width = int(min(photo.width, photo.height * 4 / 3) * rng.uniform(0.7, 1))
        height = width * 3 // 4
        left, top = rng.randint(0, photo.width - width), rng.randint(0, photo.height - height)
        box = (left, top, left + width, top + height)
        photo = photo.resize(_SIZE, Image.Resampling.BILINEAR, box=box)
        if rng.random() < 0.5:
            photo = ImageOps.mirror(photo)
        target = folder / "ab"[number % 2] / f"{number:04d}.jpg"
        target.parent.mkdir(parents=True, exist_ok=True)
        photo.save(target, quality=90)
