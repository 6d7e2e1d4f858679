"""Telling the object in a picture from the ground that it lies on."""

from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

Floats = npt.NDArray[np.float32]

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
"""ITU-R BT.601, as Pillow's conversion to grey."""

_STRIP = 32
"""The ground is looked for in a strip along the border, this part of the shorter side wide."""

_SHADING = 48.0
"""Grey levels by which lighting may change the ground across the picture, at first."""

_LEAST_CONTRAST = 14.0
"""Grey levels below which a difference from the ground is never taken for an object."""

_ONE_COLOUR = 0.3
"""Share of the border with exactly the corners' colour, above which nothing is estimated: no photo
is like that, but what was drawn, cut out or made of Fashion-MNIST is."""

_LIGHT = 110.0
"""Grey level above which a ground counts as light."""


@dataclass(frozen=True)
class Ground:
    """The ground of a picture and what differs from it.

    Attributes:
        luma: Its grey level at every pixel: float32, shape (height, width), 0-255.
        contrast: How far each pixel's colour is from it: float32, (height, width), 0-255.
        object: Which pixels belong to the object: bool, (height, width); specks are left out.
    """

    luma: Floats
    contrast: Floats
    object: npt.NDArray[np.bool_]

    @property
    def is_light(self) -> bool:
        """Whether the ground is light."""
        return float(self.luma.mean()) > _LIGHT


def luma(pixels: Floats) -> Floats:
    """Grey levels of a picture: float32, (height, width), from (height, width, 1 or 3)."""
    return pixels[..., 0] if pixels.shape[2] == 1 else pixels @ _LUMA


def find_ground(pixels: Floats) -> Ground:
    """Estimate the ground from the border of a picture.

    Lighting may be uneven and the object may touch the border: a plane through the border's pixels,
    channel by channel, is fitted by least squares to those that are near it, three times. The first
    guess is the median of the corners, which are the last to be covered: of Fashion-MNIST's
    pictures, whose objects touch two sides, 99 % have empty corners.

    Args:
        pixels: float32, shape (height, width, 1 or 3), 0-255.
    """
    height, width = pixels.shape[:2]
    terms = _plane(height, width)
    border = _border(height, width)
    points, colours = terms[border], pixels[border]
    plane = np.zeros((3, pixels.shape[2]), np.float32)
    plane[0] = np.median(pixels[_corners(height, width)], axis=0)
    drawn = np.mean(_largest(np.abs(colours - plane[0])) == 0) > _ONE_COLOUR
    reach = _LEAST_CONTRAST if drawn else _SHADING
    for _ in range(0 if drawn else 3):
        off = _largest(np.abs(colours - points @ plane))
        near = off <= reach
        if np.count_nonzero(near) < 8:
            break
        plane = np.linalg.lstsq(points[near], colours[near], rcond=None)[0]
        noise = 1.4826 * float(np.median(np.abs(colours[near] - points[near] @ plane)))
        reach = max(_LEAST_CONTRAST, 4 * noise)
    ground = np.clip(terms @ plane, 0, 255)
    contrast = _largest(np.abs(pixels - ground))
    return Ground(luma(ground), contrast, _without_specks(contrast) > reach)


def _plane(height: int, width: int) -> Floats:
    """1, x and y at every pixel: float32, (height, width, 3), x and y from -1 to 1."""
    y, x = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    return np.stack([np.ones_like(x), x, y], axis=-1).astype(np.float32)


def _border(height: int, width: int) -> npt.NDArray[np.bool_]:
    strip = max(1, min(height, width) // _STRIP)
    border = np.ones((height, width), bool)
    border[strip : height - strip, strip : width - strip] = False
    return border


def _corners(height: int, width: int) -> npt.NDArray[np.bool_]:
    rows, columns = max(1, height // 16), max(1, width // 16)
    edge_rows, edge_columns = np.zeros(height, bool), np.zeros(width, bool)
    edge_rows[:rows] = edge_rows[-rows:] = True
    edge_columns[:columns] = edge_columns[-columns:] = True
    return edge_rows[:, np.newaxis] & edge_columns


def _without_specks(contrast: Floats) -> Floats:
    if min(contrast.shape) < 64:
        return contrast
    image = Image.fromarray(np.clip(contrast, 0, 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.BoxBlur(2)), np.float32)


def _largest(differences: Floats) -> Floats:
    """The largest of the channels, the last axis; much faster than `max` along so short an axis."""
    return reduce(np.maximum, np.moveaxis(differences, -1, 0))
