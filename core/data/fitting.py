"""From a picture's pixels to exactly those that a network takes.

Training, evaluation and prediction all come through `read_fitted` or through `fit` on pixels that
were decoded for `working_size`: what was measured is what is used.
"""

from pathlib import Path

import numpy as np
from PIL import Image

from core.data.dataset import Pixels
from core.data.form import Fit, Ground, PictureForm
from core.data.picture import PIXEL_LIMIT, decode

WORKING_SIDE = 256
"""Width and height, in pixels, that every picture is decoded to at least: enough for thumbnails and
near-copies too, so that one decoding serves all."""

GROUNDS = {Ground.WHITE: 255, Ground.GREY: 128, Ground.BLACK: 0}
"""Brightness of each ground, 0-255."""


def working_size(form: PictureForm | None) -> tuple[int, int]:
    """Width and height that a picture is decoded to at least, for a network's `form`."""
    if form is None:
        return WORKING_SIDE, WORKING_SIDE
    return max(form.width, WORKING_SIDE), max(form.height, WORKING_SIDE)


def read_fitted(
    source: Path | bytes,
    form: PictureForm,
    *,
    name: str | None = None,
    pixel_limit: int = PIXEL_LIMIT,
) -> Pixels:
    """A picture as a network of this form sees it: uint8, shape `form.shape`. Read only.

    Raises:
        PictureError: It cannot be read.
    """
    picture = decode(
        source,
        name=name,
        target=working_size(form),
        pixel_limit=pixel_limit,
        ground=GROUNDS[form.ground],
    )
    return fit(picture.pixels, form)


def fit(pixels: Pixels, form: PictureForm) -> Pixels:
    """Bring pixels, decoded for `working_size(form)`, to `form`.

    Args:
        pixels: uint8, shape (height, width, 1 or 3).
        form: Size, colour and fit wanted.

    Returns:
        uint8, shape `form.shape`, contiguous, read only.
    """
    image = _with_channels(pixels, form.channels)
    match form.fit:
        case Fit.STRETCH:
            fitted = _resized(image, (form.width, form.height))
        case Fit.CROP:
            fitted = _resized(image, (form.width, form.height), box=_centre(image.size, form))
        case Fit.PAD:
            fitted = _padded(image, form)
    result = np.ascontiguousarray(np.asarray(fitted).reshape(form.shape))
    result.flags.writeable = False
    return result


def _with_channels(pixels: Pixels, channels: int) -> Image.Image:
    """Grey by the luma of ITU-R BT.601, which is Pillow's; grey to colour by repeating."""
    image = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    mode = "L" if channels == 1 else "RGB"
    return image if image.mode == mode else image.convert(mode)  # converting would copy it


def _resized(
    image: Image.Image, size: tuple[int, int], box: tuple[float, float, float, float] | None = None
) -> Image.Image:
    """Resized with an antialiasing filter; the very pixels where nothing has to change."""
    if size == image.size and box in (None, (0, 0, *image.size)):
        return image
    return image.resize(size, Image.Resampling.BILINEAR, box=box)


def _centre(size: tuple[int, int], form: PictureForm) -> tuple[float, float, float, float]:
    """The largest part from the centre that has the form's shape."""
    width, height = size
    scale = min(width / form.width, height / form.height)
    across, down = form.width * scale, form.height * scale
    left, top = max(0.0, (width - across) / 2), max(0.0, (height - down) / 2)
    return left, top, min(left + across, width), min(top + down, height)


def _padded(image: Image.Image, form: PictureForm) -> Image.Image:
    width, height = image.size
    scale = min(form.width / width, form.height / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    ground = GROUNDS[form.ground]
    colour = ground if image.mode == "L" else (ground,) * 3
    whole = Image.new(image.mode, (form.width, form.height), colour)
    place = (form.width - size[0]) // 2, (form.height - size[1]) // 2
    whole.paste(_resized(image, size), place)
    return whole
