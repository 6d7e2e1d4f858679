"""Pictures of clothes for the screenshots, drawn here, so that nobody's photos are needed."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

_SIZE = (1600, 1200)
_PAPER = (238, 232, 222)

Point = tuple[float, float]
Painter = Callable[[ImageDraw.ImageDraw], None]


def _mirrored(half: Sequence[Point]) -> list[Point]:
    """A shape from its right half, given from the top down; x counts from the middle."""
    right = [(800 + x, y) for x, y in half]
    left = [(800 - x, y) for x, y in reversed(half)]
    return right + left


def _t_shirt(draw: ImageDraw.ImageDraw) -> None:
    body = [(90, 190), (200, 215), (390, 400), (290, 505), (215, 440), (220, 1010)]
    draw.polygon(_mirrored(body), fill=(186, 74, 62))
    draw.chord((700, 130, 900, 270), 0, 180, fill=(150, 52, 44))
    draw.rectangle((690, 470, 910, 560), fill=(236, 206, 160))


def _trousers(draw: ImageDraw.ImageDraw) -> None:
    draw.polygon(
        _mirrored([(165, 130), (195, 600), (190, 1080), (62, 1080), (4, 420)]), fill="navy"
    )
    draw.rectangle((632, 130, 968, 180), fill=(20, 24, 70))
    draw.line([(800, 180), (800, 400)], fill=(20, 24, 70), width=8)


def _boot(draw: ImageDraw.ImageDraw) -> None:
    upper = [(760, 190), (1090, 190), (1110, 620), (1130, 900), (480, 900), (430, 860), (440, 760)]
    draw.polygon([*upper, (600, 690), (740, 590)], fill=(92, 56, 36))
    draw.polygon(
        [(420, 900), (1140, 900), (1140, 990), (960, 990), (930, 950), (420, 950)],
        fill=(48, 30, 22),
    )
    draw.rectangle((756, 190, 1094, 250), fill=(120, 78, 52))
    for y in (330, 410, 490):
        draw.line([(760, y), (850, y + 24)], fill=(220, 196, 160), width=14)


def _bag(draw: ImageDraw.ImageDraw) -> None:
    draw.arc((600, 200, 1000, 760), 180, 360, fill=(70, 90, 60), width=44)
    draw.rounded_rectangle((430, 470, 1170, 1000), 60, fill=(96, 124, 84))
    draw.polygon([(430, 520), (1170, 520), (1120, 700), (480, 700)], fill=(70, 90, 60))
    draw.ellipse((765, 650, 835, 720), fill=(220, 196, 120))


def _dress(draw: ImageDraw.ImageDraw) -> None:
    half = [(70, 130), (120, 130), (135, 300), (105, 480), (230, 1080)]
    draw.polygon(_mirrored(half), fill=(128, 60, 130))
    draw.rectangle((693, 460, 907, 505), fill=(80, 34, 84))


def _pullover(draw: ImageDraw.ImageDraw) -> None:
    half = [(100, 180), (215, 210), (330, 420), (385, 1000), (290, 1010), (235, 560), (230, 1010)]
    draw.polygon(_mirrored(half), fill=(60, 92, 120))
    draw.chord((700, 120, 900, 250), 0, 180, fill=(40, 64, 88))
    for y in (520, 600, 680):
        draw.rectangle((575, y, 1025, y + 34), fill=(206, 214, 220))


_DRAWN: dict[str, Painter] = {
    "boot.jpg": _boot,
    "t-shirt.jpg": _t_shirt,
    "pullover.jpg": _pullover,
    "trousers.jpg": _trousers,
    "bag.jpg": _bag,
    "dress.jpg": _dress,
}


def draw_clothes(folder: Path) -> list[Path]:
    """Write the pictures into `folder`, then one that is cut short; their paths."""
    paths = []
    for name, paint in _DRAWN.items():
        picture = Image.new("RGB", _SIZE, _PAPER)
        paint(ImageDraw.Draw(picture))
        picture = picture.filter(ImageFilter.GaussianBlur(1.5))
        picture.save(folder / name, quality=92)
        paths.append(folder / name)
    short = folder / "broken.jpg"
    whole = paths[0].read_bytes()
    short.write_bytes(whole[: len(whole) // 3])
    return [*paths, short]
