"""Small photo folders with something to learn: reddish discs, greenish squares, bluish bars."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

SHAPES = ("disc", "square", "bar")


def draw(kind: str, seed: int, *, size: tuple[int, int] = (64, 48)) -> Image.Image:
    """A shape of its colour somewhere on a dark, noisy ground; another one for each seed."""
    random = np.random.default_rng((seed, SHAPES.index(kind)))
    width, height = size
    ground = random.integers(0, 60, (height, width, 3), np.uint8)
    image = Image.fromarray(ground)
    side = int(min(size) * random.uniform(0.5, 0.8))
    left = int(random.integers(0, width - side + 1))
    top = int(random.integers(0, height - side + 1))
    colour = [int(c) for c in random.integers(40, 140, 3)]
    colour[SHAPES.index(kind)] = int(random.integers(180, 256))
    fill = (colour[0], colour[1], colour[2])
    pen = ImageDraw.Draw(image)
    match kind:
        case "disc":
            pen.ellipse((left, top, left + side, top + side), fill=fill)
        case "square":
            pen.rectangle((left, top, left + side, top + side), fill=fill)
        case _:
            pen.rectangle((left, top + side // 3, left + side, top + side // 2), fill=fill)
    return image


def make_photos(
    folder: Path, *, kinds: tuple[str, ...] = ("disc", "square"), each: int = 20, seed: int = 0
) -> Path:
    """Write `each` pictures of each kind into a class folder of its own; gives `folder`."""
    for kind in kinds:
        (folder / kind).mkdir(parents=True, exist_ok=True)
        for number in range(each):
            picture = draw(kind, seed * 10_000 + number)
            picture.save(folder / kind / f"{kind} {number + 1}.jpg", quality=90)
    return folder
