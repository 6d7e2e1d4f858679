"""EfficientNet-Lite as a Keras network, for what only Keras can do: fine-tuning and export.

The architecture is that of M. Tan and Q. Le, "EfficientNet: Rethinking Model Scaling for
Convolutional Neural Networks", 2019, in the form that Google published as *Lite*: no
squeeze-and-excite, ReLU6, stem and head not scaled. Batch normalization is folded into the
convolutions, which then have a bias: after the training that gave the weights it is a fixed scale
and shift.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import keras

Weights = Mapping[str, npt.NDArray[np.floating]]
"""Kernels and biases by "layer/kernel" and "layer/bias"."""

_MULTIPLE_OF = 8
_HEAD = 1280
# Global means of what these stages put out, and of the widened pictures in some of their first
# blocks, are features too.
_MIDDLE_STAGES = (4, 5, 6, 7)
_MIDDLE_EXPANSIONS = ("stage5_1_expand", "stage6_1_expand", "stage7_1_expand")


@dataclass(frozen=True)
class Scale:
    """What tells one EfficientNet-Lite from another.

    Attributes:
        width: Factor on the channels.
        depth: Factor on how often a block is repeated.
        side: Width and height of the pictures it was trained on, pixels.
    """

    width: float
    depth: float
    side: int


SCALES = {
    "efficientnet-lite0": Scale(1.0, 1.0, 224),
    "efficientnet-lite2": Scale(1.1, 1.2, 260),
}


@dataclass(frozen=True)
class _Stage:
    kernel: int
    stride: int
    expansion: int
    filters: int
    repeats: int


_STAGES = (
    _Stage(3, 1, 1, 16, 1),
    _Stage(3, 2, 6, 24, 2),
    _Stage(5, 2, 6, 40, 2),
    _Stage(3, 2, 6, 80, 3),
    _Stage(5, 1, 6, 112, 3),
    _Stage(5, 2, 6, 192, 4),
    _Stage(3, 1, 6, 320, 1),
)


@dataclass(frozen=True)
class Block:
    """One inverted bottleneck: widen, filter each channel by itself, narrow.

    Attributes:
        name: "stage5_1" is the first block of stage 5.
        number: Which block it is, from 0.
        kernel: Width and height of the filters.
        stride: Steps of the filters.
        expansion: By how much it widens; 1 where it does not.
        given: Channels that come in.
        filters: Channels that go out.
    """

    name: str
    number: int
    kernel: int
    stride: int
    expansion: int
    given: int
    filters: int

    @property
    def residual(self) -> bool:
        """Whether what comes in is added to what goes out."""
        return self.stride == 1 and self.given == self.filters


def blocks(scale: Scale) -> tuple[Block, ...]:
    """All blocks, in order."""
    made: list[Block] = []
    given = 32
    for number, stage in enumerate(_STAGES, start=1):
        filters = _rounded(stage.filters * scale.width)
        scaled = number not in (1, len(_STAGES))
        for repeat in range(ceil(stage.repeats * scale.depth) if scaled else stage.repeats):
            stride = stage.stride if repeat == 0 else 1
            name = f"stage{number}_{repeat + 1}"
            made.append(
                Block(name, len(made), stage.kernel, stride, stage.expansion, given, filters)
            )
            given = filters
    return tuple(made)


def _rounded(filters: float) -> int:
    """To a multiple of 8, never more than a tenth down, as in Google's code."""
    rounded = max(_MULTIPLE_OF, int(filters + _MULTIPLE_OF / 2) // _MULTIPLE_OF * _MULTIPLE_OF)
    return rounded if rounded >= 0.9 * filters else rounded + _MULTIPLE_OF


def efficientnet(scale: Scale, weights: Weights, *, side: int) -> keras.Model:
    """The network, without its classes.

    Args:
        scale: Which one.
        weights: Of all its convolutions.
        side: Width and height of the pictures that come in; they are resized to `scale.side`
            within, bilinearly, where that is another.

    Returns:
        From pixels 0-255, shape (batch, side, side, 3), to three outputs: `pooled`, shape
        (batch, 1280), the means of the last convolution; `middle`, the means of earlier ones;
        `last`, shape (batch, rows, columns, 1280), the last convolution itself.

    Raises:
        KeyError: A weight is missing.
        ValueError: A weight has another shape.
    """
    import keras
    from keras import layers

    pixels = keras.Input((side, side, 3), name="pixels")
    x = pixels
    if side != scale.side:
        # Not the layer of that name: it would have all that follows it behave as in a training.
        x = keras.ops.image.resize(x, (scale.side, scale.side), interpolation="bilinear")
    x = layers.Rescaling(1 / 127.5, offset=-1.0, name="scaled")(x)
    x = _convolution(32, 3, 2, name="stem")(x)
    seen: dict[str, Any] = {}
    for block in blocks(scale):
        x = _block(block, x, seen)
        seen[block.name.split("_", maxsplit=1)[0]] = x
    last = _convolution(_HEAD, 1, 1, name="head")(x)
    pooled = layers.GlobalAveragePooling2D(name="pooled")(last)
    middle = [seen[f"stage{number}"] for number in _MIDDLE_STAGES]
    middle += [seen[name] for name in _MIDDLE_EXPANSIONS]
    means = [layers.GlobalAveragePooling2D(name=f"mean_{i}")(x) for i, x in enumerate(middle, 1)]
    outputs = {"pooled": pooled, "middle": layers.Concatenate(name="middle")(means), "last": last}
    model = keras.Model(pixels, outputs, name="efficientnet")
    _load(model, weights)
    return model


def _block(block: Block, given: Any, seen: dict[str, Any]) -> Any:  # noqa: ANN401 - no types
    from keras import layers

    x = given
    if block.expansion > 1:
        name = f"{block.name}_expand"
        x = seen[name] = _convolution(block.given * block.expansion, 1, 1, name=name)(x)
    x = layers.DepthwiseConv2D(
        block.kernel,
        strides=block.stride,
        padding="same",
        activation="relu6",
        name=f"{block.name}_depthwise",
    )(x)
    x = layers.Conv2D(block.filters, 1, padding="same", name=f"{block.name}_project")(x)
    return layers.Add(name=f"{block.name}_add")([given, x]) if block.residual else x


def _convolution(filters: int, kernel: int, stride: int, *, name: str) -> keras.Layer:
    from keras import layers

    return layers.Conv2D(
        filters, kernel, strides=stride, padding="same", activation="relu6", name=name
    )


def _load(model: keras.Model, weights: Weights) -> None:
    for layer in model.layers:
        if layer.weights:
            kernel, bias = weights[f"{layer.name}/kernel"], weights[f"{layer.name}/bias"]
            layer.set_weights([kernel.astype(np.float32), bias.astype(np.float32)])
