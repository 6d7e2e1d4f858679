"""Pictures of Fashion-MNIST as people would photograph the clothes."""

from collections.abc import Callable
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from PIL import Image

Floats = npt.NDArray[np.float64]


class Scene(StrEnum):
    """Ground, lighting and object of a photo."""

    WHITE = "dark on white"
    TINTED = "dark on a tinted ground"
    NOISY = "dark on a tinted ground, with noise"
    SHADED = "dark on a tinted ground, lit from one side, with noise"
    COLOURED = "coloured on a tinted ground"
    LIGHTER = "light on grey"
    DARK_GROUND = "light on a dark ground, with noise"


def photo(pixels: npt.NDArray[np.uint8], scene: Scene, seed: int) -> npt.NDArray[np.uint8]:
    """A photo of a picture: (height, width, 3) from (28, 28), some hundred pixels, off-centre."""
    random = np.random.default_rng(seed)
    ink = _placed(pixels, random)[..., np.newaxis]
    image = _SCENES[scene](ink, random)
    if scene is Scene.SHADED:
        image = image * _light_from_one_side(ink.shape[0], ink.shape[1], random)
    if scene in (Scene.NOISY, Scene.SHADED, Scene.DARK_GROUND):
        image = image + random.normal(0, 0.02, image.shape)
    return np.clip(image * 255, 0, 255).astype(np.uint8)


def _placed(pixels: npt.NDArray[np.uint8], random: np.random.Generator) -> Floats:
    """The object, enlarged and off-centre: 0 is ground, 1 object; (height, width)."""
    side = int(random.integers(100, 240))
    enlarged = Image.fromarray(pixels).resize((side, side), Image.Resampling.BICUBIC)
    height, width = (int(side * random.uniform(1.2, 2.2)) for _ in range(2))
    top, left = (int(random.integers(0, room - side + 1)) for room in (height, width))
    ink = np.zeros((height, width))
    ink[top : top + side, left : left + side] = np.asarray(enlarged) / 255
    return ink


def _on_tint(ink: Floats, random: np.random.Generator) -> Floats:
    return random.uniform(0.75, 1, 3) * (1 - ink)


def _coloured(ink: Floats, random: np.random.Generator) -> Floats:
    return random.uniform(0.75, 1, 3) * (1 - ink * (1 - random.uniform(0, 0.6, 3)))


def _lighter(ink: Floats, random: np.random.Generator) -> Floats:
    ground = random.uniform(0.4, 0.7)
    return np.repeat(ground + (0.97 - ground) * ink, 3, axis=2)


def _on_dark(ink: Floats, random: np.random.Generator) -> Floats:
    ground = random.uniform(0.03, 0.25)
    return ink * random.uniform(0.7, 1, 3) + (1 - ink) * ground


_SCENES: dict[Scene, Callable[[Floats, np.random.Generator], Floats]] = {
    Scene.WHITE: lambda ink, _: np.repeat(1 - ink, 3, axis=2),
    Scene.TINTED: _on_tint,
    Scene.NOISY: _on_tint,
    Scene.SHADED: _on_tint,
    Scene.COLOURED: _coloured,
    Scene.LIGHTER: _lighter,
    Scene.DARK_GROUND: _on_dark,
}


def _light_from_one_side(height: int, width: int, random: np.random.Generator) -> Floats:
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    angle = random.uniform(0, 2 * np.pi)
    light: Floats = 0.8 + 0.2 * (np.cos(angle) * x + np.sin(angle) * y) / np.sqrt(2)
    return light[..., np.newaxis]
