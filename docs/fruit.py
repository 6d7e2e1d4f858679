"""A folder of pictures of fruit, drawn here, so that no screenshot needs anybody's photos.

    uv run docs/fruit.py FOLDER

Four classes, in light, colour and place as varied as photos are, and a few of the problems that
folders have.
"""

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

_SIZE = (480, 360)
_MOST = 3
_COUNTS = {"apples": 40, "lemons": 40, "pears": 40, "plums": 16}
_HELD_OUT = 2
"""Pictures of each class that are no part of the folder, to be tried."""

Field = npt.NDArray[np.float64]
Shape = Callable[[Field, Field], Field]
"""The signed distance to a fruit's outline, from x and y; the fruit is about 1 large, y down."""

_GROUNDS = (
    ((236, 230, 220), (206, 186, 158)),
    ((222, 230, 236), (150, 164, 176)),
    ((238, 238, 234), (120, 146, 124)),
    ((244, 226, 210), (168, 122, 92)),
    ((208, 214, 222), (92, 100, 116)),
)
"""A wall and a table."""

_COLOURS = {
    "apples": ((196, 40, 38), (214, 84, 50), (150, 178, 66), (222, 180, 74)),
    "lemons": ((244, 212, 58), (236, 196, 40), (250, 224, 92), (214, 214, 70)),
    "pears": ((186, 192, 76), (160, 178, 62), (214, 190, 92), (190, 120, 70)),
    "plums": ((92, 52, 112), (120, 48, 92), (70, 60, 130)),
}
_STEM = (92, 68, 40)
_LEAF = (86, 130, 62)


def _disc(x: Field, y: Field, radius: float) -> Field:
    return np.hypot(x, y) - radius


def _joined(one: Field, other: Field, softness: float) -> Field:
    """Both shapes with a rounded seam: the polynomial smooth minimum of Inigo Quilez."""
    share = np.clip(0.5 + 0.5 * (other - one) / softness, 0, 1)
    return other + (one - other) * share - softness * share * (1 - share)


def _apple(x: Field, y: Field) -> Field:
    halves = _joined(_disc(x - 0.26, y, 0.7), _disc(x + 0.26, y, 0.7), 0.34)
    return np.maximum(halves, 0.2 - np.hypot(x * 0.8, y + 0.86))


def _lemon(x: Field, y: Field) -> Field:
    body = np.hypot(x * 0.8, y) - 0.62
    tips = np.hypot(np.abs(x) - 0.78, y) - 0.12
    return _joined(body, tips, 0.28)


def _pear(x: Field, y: Field) -> Field:
    return _joined(_disc(x, y - 0.28, 0.66), _disc(x * 1.05, y + 0.55, 0.3), 0.5)


def _plum(x: Field, y: Field) -> Field:
    return np.hypot(x * 0.98, y * 1.12) - 0.72


_SHAPES: dict[str, tuple[Shape, float]] = {
    "apples": (_apple, 0.66),
    "lemons": (_lemon, 0.0),
    "pears": (_pear, 0.84),
    "plums": (_plum, 0.62),
}
"""The outline, and how far above the middle the stem begins; 0 for none."""


def _ground(random: np.random.Generator) -> Image.Image:
    """A wall and a table in some light."""
    width, height = _SIZE
    wall, table = _GROUNDS[random.integers(len(_GROUNDS))]
    picture = Image.new("RGB", _SIZE, wall)
    edge = int(height * random.uniform(0.3, 0.55))
    draw = ImageDraw.Draw(picture)
    for _ in range(random.integers(1, 5)):  # something that stands behind, out of focus
        left, wide = random.uniform(-60, width), random.uniform(30, 130)
        shade = tuple((np.array(wall) * random.uniform(0.72, 1.1, 3)).astype(int).clip(0, 255))
        draw.rectangle((left, edge * random.uniform(0, 0.7), left + wide, edge), fill=shade)
    draw.rectangle((0, edge, width, height), fill=table)
    picture = picture.filter(ImageFilter.GaussianBlur(random.uniform(2, 9)))
    down, across = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    light = 1 + random.uniform(-0.25, 0.25) * (across - 0.5) + random.uniform(0, 0.2) * (0.5 - down)
    return Image.fromarray(np.clip(np.asarray(picture) * light[..., None], 0, 255).astype(np.uint8))


def _shaded(distance: Field, colour: Field, light: Field) -> Field:
    """A round body in the light, with a highlight: RGB, 0-255."""
    depth = np.clip(-distance / 0.62, 0, 1)
    bulge = 0.62 * np.sqrt(1 - (1 - depth) ** 2)
    step = 1.0 / 90
    slope_y, slope_x = np.gradient(bulge, step)
    normal = np.dstack((-slope_x, -slope_y, np.ones_like(bulge)))
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    facing = np.clip(normal @ light, 0, 1)
    shine = 90 * np.clip(normal @ _halfway(light), 0, 1) ** 40
    lit: Field = colour * (0.42 + 0.68 * facing)[..., None] + shine[..., None]
    return lit


def _halfway(light: Field) -> Field:
    between: Field = light + np.array((0, 0, 1.0))
    return between / np.linalg.norm(between)


def _put(
    picture: Image.Image, kind: str, random: np.random.Generator, *, radius: float, left: float
) -> Image.Image:
    """One fruit, with its shadow, onto a picture."""
    shape, stem = _SHAPES[kind]
    width, height = _SIZE
    middle = np.array((left, height * random.uniform(0.48, 0.68)))
    turn = random.normal(0, 0.35 if stem else 0.5)
    down, across = np.mgrid[0:height, 0:width].astype(np.float64)
    x, y = (across - middle[0]) / radius, (down - middle[1]) / radius
    turned_x = x * np.cos(turn) + y * np.sin(turn)
    turned_y = y * np.cos(turn) - x * np.sin(turn)
    distance = shape(turned_x, turned_y)
    picture = _shadowed(picture, middle, radius)
    colours = np.array(_COLOURS[kind][random.integers(len(_COLOURS[kind]))], np.float64)
    blush = 0.5 + 0.5 * np.tanh(2 * (turned_x * random.normal() + turned_y * random.normal()))
    grain = random.normal(0, 3, (*x.shape, 1))
    colour = colours * (1 + 0.16 * (blush - 0.5))[..., None] + grain
    light = np.array((random.uniform(-0.7, 0.7), -0.6, 0.7))
    lit = _shaded(distance, colour, light / np.linalg.norm(light))
    mask = Image.fromarray((np.clip(0.5 - distance * radius, 0, 1) * 255).astype(np.uint8))
    fruit = Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8))
    if stem:
        _draw_stem(picture, middle, radius=radius, stem=stem, turn=turn, leaf=kind == "apples")
    picture.paste(fruit, (0, 0), mask)
    return picture


def _draw_stem(
    picture: Image.Image, middle: Field, *, radius: float, stem: float, turn: float, leaf: bool
) -> None:
    up = np.array((np.sin(turn), -np.cos(turn)))
    side = np.array((-up[1], up[0]))
    begin = middle + up * radius * (stem - 0.16)
    end = begin + (up * 0.42 + side * 0.06) * radius
    draw = ImageDraw.Draw(picture)
    draw.line([*begin, *end], fill=_STEM, width=max(3, int(radius * 0.08)))
    if leaf:
        root = begin + up * radius * 0.26
        tip = root + (side * 0.5 + up * 0.16) * radius
        bow = (up * 0.14 - side * 0.02) * radius
        half = (root + tip) / 2
        draw.polygon([*root, *(half + bow), *tip, *(half - bow)], fill=_LEAF)


def _shadowed(picture: Image.Image, middle: Field, radius: float) -> Image.Image:
    mask = Image.new("L", _SIZE, 0)
    x, y = middle
    box = (x - radius, y + radius * 0.35, x + radius * 1.1, y + radius * 0.95)
    ImageDraw.Draw(mask).ellipse(box, fill=120)
    mask = mask.filter(ImageFilter.GaussianBlur(radius * 0.14))
    picture.paste((40, 34, 34), (0, 0), mask)
    return picture


def _fruit(kind: str, random: np.random.Generator) -> Image.Image:
    """A picture of one to three fruits of a kind."""
    picture = _ground(random)
    count = int(random.choice(_MOST, p=(0.6, 0.25, 0.15))) + 1
    places = (np.arange(count) + 0.5) / count + random.uniform(-0.06, 0.06, count)
    for place in random.permutation(places):
        radius = random.uniform(66, 118) if count == 1 else random.uniform(50, 78)
        picture = _put(picture, kind, random, radius=radius, left=_SIZE[0] * float(place))
    return picture


def draw_fruit(folder: Path) -> list[Path]:
    """Make the folder, whose subfolders are the classes; the paths of pictures beside it."""
    beside = []
    folder.mkdir(parents=True)
    for number, (kind, count) in enumerate(_COUNTS.items()):
        (folder / kind).mkdir()
        random = np.random.default_rng((7, number))
        for place in range(1, count + _HELD_OUT + 1):
            path = folder / kind / f"IMG_{1000 * (number + 1) + place}.jpg"
            if place > count:
                path = folder.parent / f"{kind}-{place - count}.jpg"
                beside.append(path)
            _fruit(kind, random).save(path, quality=88)
    _add_problems(folder)
    return beside


def _add_problems(folder: Path) -> None:
    """What folders have in them besides good pictures.

    At last a plum filed as a pear, and a table from which the lemons are gone.
    """
    whole = (folder / "apples" / "IMG_1004.jpg").read_bytes()
    (folder / "apples" / "IMG_1041.jpg").write_bytes(whole[: len(whole) // 3])
    (folder / "apples" / "IMG_1004 (1).jpg").write_bytes(whole)
    (folder / "lemons" / "IMG_2041.jpg").write_bytes(b"")
    (folder / "lemons" / "recipe.txt").write_text("Six lemons, sugar, water.\n", "utf-8")
    (folder / "pears" / "IMG_1007.jpg").write_bytes(
        (folder / "apples" / "IMG_1007.jpg").read_bytes()
    )
    smaller = BytesIO()
    with Image.open(folder / "pears" / "IMG_3009.jpg") as picture:
        picture.resize((320, 240)).save(smaller, "JPEG", quality=80)
    (folder / "pears" / "small.jpg").write_bytes(smaller.getvalue())
    (folder / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
    random = np.random.default_rng((7, len(_COUNTS)))
    _fruit("plums", random).save(folder / "pears" / "IMG_3041.jpg", quality=88)
    _ground(random).save(folder / "lemons" / "IMG_2042.jpg", quality=88)


if __name__ == "__main__":
    draw_fruit(Path(sys.argv[1]))
