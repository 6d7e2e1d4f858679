"""From a picture to exactly the pixels that a network sees."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.data.dataset import Pixels
from core.data.fitting import fit
from core.data.form import Fit
from core.data.picture import Picture
from core.model.network import InputSpec
from core.prediction.background import Background
from core.prediction.ground import Floats, Ground, find_ground, luma

_WORKING_SIDE = 384
"""Long side at which the object is looked for; finer detail does not reach a small network."""

_FITTED = {
    Fit.STRETCH: "stretched",
    Fit.CROP: "cut to its centre",
    Fit.PAD: "with room added beside it",
}

_MOST_GAIN = 4.0
"""How much a faint object (a white shirt on light grey) is brightened at most."""


@dataclass(frozen=True)
class Prepared:
    """What a network sees of a picture.

    Attributes:
        pixels: uint8, shape (height, width, channels) of the network's input. Read only.
        done: What was done, in a short phrase to show.
    """

    pixels: Pixels
    done: str


def prepare(
    picture: Picture, network_input: InputSpec, *, background: Background, dark_background: bool
) -> Prepared:
    """Fit a picture to a network's input.

    Args:
        picture: Of any size, grey or colour. For what training would have made of it, decoded for
            `core.data.fitting.working_size` on the network's ground.
        network_input: Size and channels wanted.
        background: What the person chose.
        dark_background: Whether the network learned from objects on black, centred, filling the
            frame, as in Fashion-MNIST. Without it *automatic* is *as it is*.
    """
    if background is Background.AUTOMATIC and dark_background:
        pixels, steps = _automatic(picture.pixels, network_input)
    else:
        whole = _stretched if dark_background else _as_in_training
        pixels, steps = whole(picture.pixels, network_input)
        if background is Background.INVERTED:
            pixels, steps = 255 - pixels, [*steps, "light and dark exchanged"]
    pixels = np.ascontiguousarray(pixels)
    pixels.flags.writeable = False
    kind = "grey" if network_input.channels == 1 else "colour"
    size = f"{network_input.width}×{network_input.height} {kind}"
    return Prepared(pixels, ", ".join([size, *(steps or ["as it is"])]))


def _as_in_training(pixels: Pixels, network_input: InputSpec) -> tuple[Pixels, list[str]]:
    """The whole picture, by the very steps by which the network's training pictures were made."""
    fitted = fit(pixels, network_input)
    height, width = network_input.shape[:2]
    if pixels.shape[0] * width == pixels.shape[1] * height:
        return fitted, [] if pixels.shape[:2] == (height, width) else ["resized"]
    return fitted, [_FITTED[network_input.fit]]


def _stretched(pixels: Pixels, network_input: InputSpec) -> tuple[Pixels, list[str]]:
    """The whole picture, stretched to the size."""
    pixels = _with_channels(pixels, network_input.channels)
    height, width = network_input.height, network_input.width
    if pixels.shape[:2] == (height, width):
        return pixels, []
    stretched = pixels.shape[0] * width != pixels.shape[1] * height
    resized = _resized(pixels, width, height)
    return resized, ["stretched" if stretched else "resized"]


def _automatic(pixels: Pixels, network_input: InputSpec) -> tuple[Pixels, list[str]]:
    """The object alone on black."""
    small = _reduced(pixels, max(_WORKING_SIDE, 4 * max(network_input.shape)))
    values = small.astype(np.float32)
    ground = find_ground(values)
    steps = ["background made dark"] if ground.is_light else []
    if pixels.shape[:2] == network_input.shape[:2]:
        if not ground.is_light:
            return _with_channels(pixels, network_input.channels), []
        return _with_channels(_on_black(values, ground), network_input.channels), steps
    found = ground.object
    if not found.any():
        whole, how = _stretched(_on_black(values, ground) if steps else small, network_input)
        return whole, [*steps, "no object found", *how]
    rows, columns = _span(found, 0), _span(found, 1)
    cut = np.where(found, _on_black(values, ground)[..., 0], 0)[rows, columns, np.newaxis]
    fitted = _fitted(cut.astype(np.uint8), network_input.height, network_input.width)
    return _with_channels(fitted, network_input.channels), [*steps, "object centred"]


def _on_black(pixels: Floats, ground: Ground) -> Pixels:
    """How far each pixel is from the ground: uint8, (height, width, 1), the ground 0.

    A darker object gives 1 - pixel / ground, which lighting does not change, and on white is plain
    inversion; a lighter one the same from the other side. An object that differs only in colour
    gives the difference of its colour.
    """
    grey, found = luma(pixels), ground.object
    darker = ground.luma - grey
    inside = darker[found] if found.any() else darker.ravel()
    if np.abs(inside).mean() < 0.25 * (ground.contrast[found].mean() if found.any() else 0):
        values = ground.contrast
    elif np.sum(inside) >= 0:
        values = darker * np.minimum(255 / np.maximum(ground.luma, 1), _MOST_GAIN)
    else:
        values = -darker * np.minimum(255 / np.maximum(255 - ground.luma, 1), _MOST_GAIN)
    return np.rint(np.clip(values, 0, 255)).astype(np.uint8)[..., np.newaxis]


def _fitted(pixels: Pixels, height: int, width: int) -> Pixels:
    """Scaled to touch two sides, and centred.

    So do the objects of Fashion-MNIST lie, with one line more free above or to the left where their
    number is odd (measured on all of them).
    """
    have_height, have_width = pixels.shape[:2]
    scale = min(height / have_height, width / have_width)
    new_height = min(height, max(1, round(have_height * scale)))
    new_width = min(width, max(1, round(have_width * scale)))
    top, left = (height - new_height + 1) // 2, (width - new_width + 1) // 2
    frame = np.zeros((height, width, pixels.shape[2]), np.uint8)
    frame[top : top + new_height, left : left + new_width] = _resized(pixels, new_width, new_height)
    return frame


def _span(found: npt.NDArray[np.bool_], axis: int) -> slice:
    """The rows (axis 0) or columns (axis 1) between the first and the last with True in them."""
    where = np.flatnonzero(found.any(axis=1 - axis))
    return slice(int(where[0]), int(where[-1]) + 1)


def _reduced(pixels: Pixels, longest: int) -> Pixels:
    height, width = pixels.shape[:2]
    scale = longest / max(height, width)
    if scale >= 1:
        return pixels
    return _resized(pixels, max(1, round(width * scale)), max(1, round(height * scale)))


def _resized(pixels: Pixels, width: int, height: int) -> Pixels:
    image = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    resized = np.asarray(image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0))
    return resized[..., np.newaxis] if resized.ndim == 2 else resized


def _with_channels(pixels: Pixels, channels: int) -> Pixels:
    """Grey by luminance, or grey repeated, where the network is of the other kind."""
    if pixels.shape[2] == channels:
        return pixels
    if channels == 1:
        return np.asarray(Image.fromarray(pixels).convert("L"))[..., np.newaxis]
    return np.repeat(pixels[..., :1], channels, axis=2)
