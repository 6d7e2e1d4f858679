"""Cutting a network where its picture has become one row of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import TYPE_CHECKING, Any

from core.data.form import LARGEST_SIDE
from core.errors import LitmusError
from core.model.backbone_source import Source, scaled

if TYPE_CHECKING:
    import keras

_USUAL_SIDE = 224
_POOLING = ("GlobalAveragePooling2D", "GlobalMaxPooling2D")
_CONVOLUTIONS = ("Conv2D", "DepthwiseConv2D", "SeparableConv2D", "Conv2DTranspose")

# Keras ships no types; its tensors are named here for the reader.
_Tensor = Any


def headless(source: Source, *, side: int | None = None) -> keras.Model:
    """The network up to its global pooling, with what it expects of pixels built in.

    Without a global pooling it is cut behind its last convolution, which is averaged.

    Args:
        source: The network.
        side: Width and height of the pictures, where the network takes any; 224 by default.

    Returns:
        From pixels 0-255, shape (batch, height, width, 3), to `pooled`, shape (batch, numbers), and
        `last`, shape (batch, rows, columns, channels), where there is such a layer.

    Raises:
        LitmusError: It takes no pictures in colour, or several inputs, or has no convolution.
    """
    import keras
    from keras import layers

    given = _only_input(source)
    height, width = _size(source, given, side)
    pooled, last = _cut(source)
    inner = keras.Model(given, [pooled] if last is None else [pooled, last], name="network")
    pixels = keras.Input((height, width, 3), name="pixels")
    prepared = scaled(pixels, source.pixels)
    if given.dtype != prepared.dtype:
        prepared = keras.ops.cast(prepared, given.dtype)
    made = inner(prepared, training=False)
    found = made if isinstance(made, list | tuple) else [made]
    outputs = {"pooled": layers.Identity(name="pooled")(found[0])}
    if last is not None:
        outputs["last"] = layers.Identity(name="last")(found[1])
    return keras.Model(pixels, outputs, name="backbone")


def multiplications_of(model: keras.Model) -> int:
    """Of the convolutions and dense layers, for one picture; 0 for what tells no shape."""
    return sum(_multiplications(layer) for layer in _all_layers(model))


def _only_input(source: Source) -> _Tensor:
    inputs = getattr(source.model, "inputs", None)
    if not inputs:
        raise LitmusError(
            f"“{source.title}” does not say what pictures it takes.",
            "In Keras, give it an Input, call it once, and save it again.",
        )
    if len(inputs) > 1:
        raise LitmusError(
            f"“{source.title}” has {len(inputs)} inputs; a backbone takes one picture.",
            "Choose another network.",
        )
    shape = inputs[0].shape
    if len(shape) != 4 or shape[-1] != 3:
        words = " × ".join("?" if n is None else str(n) for n in shape[1:])
        raise LitmusError(
            f"“{source.title}” takes {words or 'single numbers'}; a backbone takes pictures in "
            "colour: height × width × 3.",
            "Choose another network.",
        )
    return inputs[0]


def _size(source: Source, given: _Tensor, side: int | None) -> tuple[int, int]:
    height, width = given.shape[1:3]
    usual = side or _USUAL_SIDE
    height, width = height or usual, width or usual
    if side is not None and (height, width) != (side, side):
        raise LitmusError(
            f"“{source.title}” takes pictures of {width}×{height}, not {side}×{side}.",
            "Leave the size out.",
        )
    if max(height, width) > LARGEST_SIDE:
        raise LitmusError(
            f"“{source.title}” takes pictures of {width}×{height}; {LARGEST_SIDE} is the most.",
            "Choose another network.",
        )
    return height, width


def _cut(source: Source) -> tuple[_Tensor, _Tensor | None]:
    """The row of numbers, and the convolution that it is the mean of."""
    import keras
    from keras import layers

    if not any(_is_convolution(layer) for layer in _all_layers(source.model)):
        raise LitmusError(
            f"“{source.title}” has no convolution: a backbone needs one.",
            "Choose another network.",
        )
    for layer in reversed(source.model.layers):
        output = _output(layer)
        if output is None or isinstance(layer, keras.layers.InputLayer):
            continue
        if type(layer).__name__ in _POOLING:
            row = output if len(output.shape) == 2 else layers.Flatten()(output)
            return row, layer.input
        if len(output.shape) == 4 and output.shape[1:3] != (1, 1):
            return layers.GlobalAveragePooling2D(name="global_mean")(output), output
        if isinstance(layer, keras.Model) and len(output.shape) == 2:
            return output, None
    raise LitmusError(
        f"“{source.title}” has no global pooling and no convolution to put one behind.",
        "Choose another network.",
    )


def _output(layer: _Tensor) -> _Tensor | None:
    """What a layer gives; None where it is not one thing."""
    try:
        output = layer.output
    except (AttributeError, ValueError, RuntimeError):
        return None
    return output if hasattr(output, "shape") else None


def _all_layers(model: _Tensor) -> Iterator[_Tensor]:
    """All layers, also those of networks within the network."""
    for layer in model.layers:
        if getattr(layer, "layers", None):
            yield from _all_layers(layer)
        else:
            yield layer


def _is_convolution(layer: _Tensor) -> bool:
    return type(layer).__name__ in _CONVOLUTIONS


def _multiplications(layer: _Tensor) -> int:
    output = _output(layer)
    kernel = getattr(layer, "kernel", None)
    if output is None or kernel is None or None in output.shape[1:]:
        return 0
    if type(layer).__name__ == "Dense":
        return int(prod(kernel.shape))
    if not _is_convolution(layer):
        return 0
    return int(prod(output.shape[1:3]) * prod(kernel.shape))
