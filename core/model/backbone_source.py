"""Where a person's own backbone comes from: a Keras file, or one of `keras.applications`."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import LitmusError
from core.features.own_backbones import first_line

if TYPE_CHECKING:
    import keras

_USUAL_SIDE = 224
_SIDES = {
    "EfficientNetB1": 240,
    "EfficientNetB2": 260,
    "EfficientNetB3": 300,
    "EfficientNetB4": 380,
    "EfficientNetB5": 456,
    "EfficientNetB6": 528,
    "EfficientNetB7": 600,
    "EfficientNetV2B1": 240,
    "EfficientNetV2B2": 260,
    "EfficientNetV2B3": 300,
    "EfficientNetV2S": 384,
    "EfficientNetV2M": 480,
    "EfficientNetV2L": 480,
    "InceptionV3": 299,
    "InceptionResNetV2": 299,
    "Xception": 299,
    "NASNetLarge": 331,
}
"""Width and height that a network was trained on, where it is not the usual one."""


OFFERED = {
    "MobileNetV3Small": 4,
    "MobileNetV3Large": 12,
    "MobileNetV2": 9,
    "EfficientNetV2B0": 24,
    "EfficientNetV2S": 82,
    "DenseNet121": 29,
    "ResNet50V2": 94,
    "ConvNeXtTiny": 111,
    "Xception": 84,
}
"""Some of `keras.applications`, and the megabytes of their weights, to choose from in a window."""


class PixelRange(StrEnum):
    """What a network expects of the pixels, which come as 0-255.

    Attributes:
        BYTES: 0 to 255; also where the network scales them itself.
        UNIT: 0 to 1.
        SIGNED: -1 to 1.
        IMAGENET: Each colour less the mean of ImageNet's pictures, divided by its spread.
        CAFFE: Blue, green, red, less the mean of ImageNet's pictures; older networks do.
    """

    BYTES = "0-255"
    UNIT = "0-1"
    SIGNED = "signed"
    IMAGENET = "imagenet"
    CAFFE = "caffe"


@dataclass(frozen=True, eq=False)
class Source:
    """A network to be made a backbone.

    Attributes:
        model: The network.
        pixels: What it expects.
        title: What the window calls it.
        origin: Where it comes from, in words.
    """

    model: keras.Model
    pixels: PixelRange
    title: str
    origin: str


def from_file(path: Path, pixels: PixelRange) -> Source:
    """A network that Keras saved.

    No code is run from the file: what brings code of its own is refused.

    Raises:
        LitmusError: It is missing, damaged, of another kind, or needs code that is not here.
    """
    import keras

    if path.suffix.lower() != ".keras":
        raise LitmusError(
            f"“{path}” is no .keras file.", "In Keras, save the network: model.save('NAME.keras')."
        )
    if not path.is_file():
        raise LitmusError(f"“{path}” is not there.", "Look for its name and folder.")
    try:
        model = keras.models.load_model(path, compile=False, safe_mode=True)
    except Exception as error:
        raise LitmusError(*_why_not_loaded(path, error)) from error
    return Source(model, pixels, path.stem, f"the file {path.name}")


def name_from(text: str) -> str:
    """A name for a backbone made of what its file or its network is called."""
    plain = re.sub(r"[^a-z0-9._-]+", "-", text.lower()).strip("-._")
    return plain[:60].rstrip("-._") or "mine"


def application_names() -> tuple[str, ...]:
    """The networks of `keras.applications`."""
    from keras import applications

    return tuple(name for name in dir(applications) if name[0].isupper())


def from_application(name: str, *, weights: Path | None, download: bool) -> Source:
    """A network of `keras.applications`, with weights from a file or from its makers' server.

    Args:
        name: Of its class.
        weights: A file that Keras can load into it, with the classes of ImageNet or without.
        download: Let Keras download the weights where it has not done so before.

    Raises:
        LitmusError: There is no such network, or its weights are not there or do not fit.
    """
    from keras import applications

    if name not in application_names():
        raise LitmusError(
            f"keras.applications has no network “{name}”.",
            f"Choose one of: {', '.join(application_names())}.",
        )
    if (weights is None) == (not download):
        raise LitmusError(
            f"“{name}” needs weights.", "Give a file of them, or let Keras download them; not both."
        )
    make = getattr(applications, name)
    side = _SIDES.get(name, _USUAL_SIDE)
    if weights is not None:
        model, origin = _with_weights(make, side, weights), f"the file {weights.name}"
    else:
        model, origin = _downloaded(make, side, name), "the weights that keras.applications loads"
    return Source(model, _pixels_of(make), name, f"keras.applications.{name}, {origin}")


def _with_weights(make: Callable[..., Any], side: int, path: Path) -> keras.Model:
    """The network with the weights of a file."""
    if not path.is_file():
        raise LitmusError(f"“{path}” is not there.", "Look for its name and folder.")
    first: Exception | None = None
    for top in (False, True):
        model = make(weights=None, include_top=top, input_shape=(side, side, 3))
        try:
            model.load_weights(path)
        except Exception as error:  # noqa: BLE001 - Keras raises whatever a file leads it to
            first = first or error
        else:
            return model
    raise LitmusError(
        f"The weights “{path}” do not fit this network: {first_line(first or ValueError())}",
        "Choose the file that was made for it, with the classes of ImageNet or without.",
    ) from first


def _downloaded(make: Callable[..., Any], side: int, name: str) -> keras.Model:
    # Where its folder is missing, Keras would take what lies in one that is open to everybody.
    Path(os.environ["KERAS_HOME"]).mkdir(parents=True, exist_ok=True)
    try:
        with redirect_stdout(io.StringIO()):  # Keras draws a bar there
            return make(weights="imagenet", include_top=False, input_shape=(side, side, 3))
    except Exception as error:
        raise LitmusError(
            f"The weights of “{name}” could not be downloaded: {first_line(error)}",
            "Look whether this computer is on line, or give a file of weights.",
        ) from error


def _pixels_of(make: Callable[..., Any]) -> PixelRange:
    """What a network of `keras.applications` expects, by what its own preprocessing does.

    Raises:
        LitmusError: It does something else than all that is known here.
    """
    preprocess = import_module(make.__module__).preprocess_input
    probe = np.array([[[[0, 0, 0], [255, 255, 255], [200, 100, 50]]]], np.float32)
    wanted = np.asarray(preprocess(probe.copy()))
    for kind in PixelRange:
        if np.allclose(np.asarray(scaled(probe, kind)), wanted, atol=1e-3):
            return kind
    raise LitmusError(
        f"“{make.__name__}” prepares its pictures in a way that Litmus does not know.",
        "Save it as a .keras file that takes pixels 0-255, and add that.",
    )


_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_SPREAD = np.array([0.229, 0.224, 0.225], np.float32)
_BLUE_GREEN_RED = np.array([103.939, 116.779, 123.68], np.float32)
"""Of ImageNet's pictures, as `keras.applications.imagenet_utils` has them."""


def scaled(pixels: Any, kind: PixelRange) -> Any:  # noqa: ANN401 - Keras ships no types
    """Pixels 0-255, float32, shape (batch, height, width, 3), as a network expects them."""
    match kind:
        case PixelRange.BYTES:
            return pixels
        case PixelRange.UNIT:
            return pixels / 255.0
        case PixelRange.SIGNED:
            return pixels / 127.5 - 1.0
        case PixelRange.IMAGENET:
            return (pixels / 255.0 - _MEAN) / _SPREAD
        case PixelRange.CAFFE:
            return pixels[..., ::-1] - _BLUE_GREEN_RED


def _why_not_loaded(path: Path, error: Exception) -> tuple[str, str]:
    """What is wrong with a file, and what to do."""
    text = str(error)
    if "Lambda" in text:
        return (
            f"“{path}” has a Lambda layer, which is program code: Litmus runs none from a file.",
            "In Keras, say the same with layers or keras.ops, and save it again.",
        )
    if "Could not locate" in text or "custom_objects" in text or "Unknown layer" in text:
        what = f"“{path}” has a layer of its maker's own, whose code is not in the file"
        return f"{what}: {first_line(error)}", "Only Keras' own layers can be used."
    return f"“{path}” cannot be read: {first_line(error)}", "It is damaged, or no Keras network."
