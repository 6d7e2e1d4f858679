"""Variations of a training picture, so that a network learns what does not matter."""

from math import ceil, cos, radians, sin

import numpy as np
from PIL import Image
from pydantic import Field

from core.data.dataset import Pixels
from core.values import Value

_HALF = 0.5


class Augmentation(Value):
    """How far a training picture may be changed, at random, each time it is seen.

    Attributes:
        flip_horizontal: Mirrored left to right, half of the time.
        flip_vertical: Mirrored top to bottom, half of the time.
        rotation: Turned by up to this many degrees either way.
        zoom: Made up to so much larger (0.2: 1.2 times), or smaller by as much (1/1.2).
        shift: Moved by up to this share of its width and of its height.
        brightness: Made lighter or darker by up to this share of white.
        contrast: Its contrast raised or lowered by up to this share.
    """

    flip_horizontal: bool = False
    flip_vertical: bool = False
    rotation: float = Field(default=0.0, ge=0, le=180)
    zoom: float = Field(default=0.0, ge=0, le=0.9)
    shift: float = Field(default=0.0, ge=0, le=0.5)
    brightness: float = Field(default=0.0, ge=0, le=0.9)
    contrast: float = Field(default=0.0, ge=0, le=0.9)

    @property
    def active(self) -> bool:
        """Whether it changes anything."""
        return self != Augmentation()


LIGHT = Augmentation(flip_horizontal=True, rotation=10, zoom=0.1, shift=0.1, brightness=0.1)
"""What a second photo of the same thing might look like: the camera held a little askew, a step
nearer or farther, at another hour. Its flip and zoom are those of Keras' guide to classifying
images from scratch; it turns less, so that what stands upright stays so."""

STRONG = Augmentation(
    flip_horizontal=True, rotation=25, zoom=0.25, shift=0.2, brightness=0.25, contrast=0.25
)
"""For few pictures and many epochs. Like "Building powerful image classification models using very
little data" (Chollet, 2016: 40°, shifts, zoom and shear of 0.2), with light for its shear."""


def augment(pixels: Pixels, augmentation: Augmentation, *, seed: tuple[int, ...]) -> Pixels:
    """One variation of a picture. Thread-safe; the costly parts let other threads run.

    What moves in from outside is the picture mirrored at its edge: black corners would be a mark
    that no real picture bears.

    Args:
        pixels: uint8, shape (height, width, 1 or 3); not changed.
        augmentation: How far it may be changed.
        seed: Decides the variation, such as (seed, epoch, number of the picture).

    Returns:
        uint8, of the same shape; perhaps read only.
    """
    if not augmentation.active:
        return pixels
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))
    # All are drawn, used or not: so that changing one strength leaves the others' luck alone.
    flips, (turn, zoom, across, down, light, contrast) = random.random(2), random.uniform(-1, 1, 6)
    if augmentation.flip_horizontal and flips[0] < _HALF:
        pixels = pixels[:, ::-1]
    if augmentation.flip_vertical and flips[1] < _HALF:
        pixels = pixels[::-1]
    pixels = _moved(
        pixels,
        degrees=turn * augmentation.rotation,
        scale=(1 + augmentation.zoom) ** zoom,
        shift=(across * augmentation.shift, down * augmentation.shift),
    )
    return _lit(pixels, light * augmentation.brightness, 1 + contrast * augmentation.contrast)


def _moved(pixels: Pixels, *, degrees: float, scale: float, shift: tuple[float, float]) -> Pixels:
    """Turned and scaled about the centre, then moved by shares of width and height."""
    if not degrees and scale == 1 and not any(shift):
        return pixels
    height, width = pixels.shape[:2]
    # Where in the picture each place of the result comes from: (ax + by + c, dx + ey + f).
    a, b = cos(radians(degrees)) / scale, sin(radians(degrees)) / scale
    d, e = -b, a
    from_x, from_y = width * (_HALF + shift[0]), height * (_HALF + shift[1])
    c = width / 2 - a * from_x - b * from_y
    f = height / 2 - d * from_x - e * from_y
    corners = [(a * x + b * y + c, d * x + e * y + f) for x in (0, width) for y in (0, height)]
    beside = ceil(max(0, *(max(-x, x - width) for x, _ in corners))) + 1
    above = ceil(max(0, *(max(-y, y - height) for _, y in corners))) + 1
    moved = _image(_mirrored(pixels, beside, above)).transform(
        (width, height),
        Image.Transform.AFFINE,
        (a, b, c + beside, d, e, f + above),
        Image.Resampling.BILINEAR,
    )
    return np.asarray(moved).reshape(pixels.shape)


def _mirrored(pixels: Pixels, beside: int, above: int) -> Pixels:
    """The picture with so many pixels of its mirror image around it."""
    height, width, channels = pixels.shape
    if beside > width or above > height:  # mirrored more than once
        return np.pad(pixels, ((above, above), (beside, beside), (0, 0)), "symmetric")
    # What follows is the same in half the time.
    whole = np.empty((height + 2 * above, width + 2 * beside, channels), np.uint8)
    middle = whole[above : above + height]
    middle[:, beside : beside + width] = pixels
    middle[:, :beside] = pixels[:, :beside][:, ::-1]
    middle[:, beside + width :] = pixels[:, width - beside :][:, ::-1]
    whole[:above] = middle[:above][::-1]
    whole[above + height :] = middle[height - above :][::-1]
    return whole


def _lit(pixels: Pixels, light: float, contrast: float) -> Pixels:
    """Contrast about the mean brightness, then so much of white added."""
    if not light and contrast == 1:
        return np.ascontiguousarray(pixels)
    middle = float(pixels.mean()) if contrast != 1 else 0.0
    values = (np.arange(256) - middle) * contrast + middle + light * 255
    table = np.rint(np.clip(values, 0, 255)).astype(int).tolist()
    lit = _image(pixels).point(table * pixels.shape[2])
    return np.asarray(lit).reshape(pixels.shape)


def _image(pixels: Pixels) -> Image.Image:
    return Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
