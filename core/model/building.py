"""From a network as a value to the Keras model."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from core.features.backbone import Backbone, backbones
from core.features.head import Head, LinearHead
from core.features.keras_backbone import keras_backbone
from core.features.keras_chain import chain
from core.features.recipe import head_recipes
from core.model.layers import (
    ActivationLayer,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    LayerSpec,
    MaxPooling2D,
)
from core.model.network import NetworkSpec

if TYPE_CHECKING:
    import keras


def build(
    network: NetworkSpec, classes: int, *, seed: int = 0, fast_arithmetic: bool = False
) -> keras.Sequential:
    """The Keras model of `network`, with fresh weights that depend on `seed` alone.

    It takes pixels 0-255 of any dtype, shape (batch, height, width, channels), and gives
    probabilities, float32, shape (batch, outputs). The division by 255 is its first layer. With
    `fast_arithmetic` all layers but the last compute in bfloat16; the weights stay float32.

    Of a network that begins with a backbone it is what follows the backbone: it takes the pooled
    numbers of all its backbones, side by side, float32, shape (batch, numbers).

    Raises:
        ValueError: A layer cannot stand where it does; `shapes.examine` tells that beforehand.
    """
    import keras

    keras.utils.set_random_seed(seed)
    names = _Names()
    layers: list[Any] = [_input(network)]
    if network.input.rescale and network.backbone is None:
        layers.append(keras.layers.Rescaling(1 / 255, name=names.next("rescaling")))
    for number, spec in enumerate(network.for_classes(classes).layers):
        if number or network.backbone is None:
            layers.append(_layer(spec, names.next(_snake_case(spec.kind)), seed + number))
    if fast_arithmetic:
        for layer in layers[1:-1]:
            layer.dtype_policy = keras.DTypePolicy("mixed_bfloat16")
    return keras.Sequential(layers, name="litmus")


def _input(network: NetworkSpec) -> Any:  # noqa: ANN401 - Keras ships no types
    import keras

    if network.backbone is None:
        return keras.Input(network.input.shape, name="pixels")
    numbers = sum(found.pooled for found in backbones(network.backbone.names))
    return keras.Input((numbers,), name="features")


def summary_text(network: NetworkSpec, classes: int) -> str:
    """What Keras' own `model.summary()` prints for `network`.

    Of one that begins with backbones it is what it prints for each of them, and then for what
    follows: regressions are shown as the dense layers that they are.

    Raises:
        LitmusError: A backbone is not there for Keras, or damaged.
    """
    if network.backbone is None:
        return _summary(build(network, classes))
    found = backbones(network.backbone.names)
    texts = [f"{backbone.title}\n{_summary(keras_backbone(backbone))}" for backbone in found]
    if network.by_regression:
        whole = chain(found, _unfitted(found, classes), temperature=1.0)
        texts.append(f"The backbones and the regressions\n{_summary(whole)}")
    else:
        texts.append(f"What follows the backbones\n{_summary(build(network, classes))}")
    return "\n\n".join(texts)


def _summary(model: keras.Model) -> str:
    lines: list[str] = []
    model.summary(line_length=78, print_fn=lines.append)
    return "\n".join(lines)


def _unfitted(found: Sequence[Backbone], classes: int) -> Head:
    """The regressions of a network before they are fitted."""
    return Head(
        tuple(
            LinearHead(
                recipe.inputs,
                np.zeros((recipe.width, classes), np.float32),
                np.zeros(classes, np.float32),
            )
            for recipe in head_recipes(found)
        )
    )


def _snake_case(kind: str) -> str:
    """The name of a layer's class as Keras writes it in a layer's name: `max_pooling2d`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind).lower()


class _Names:
    """Layer names as a fresh Keras would give them: `dense`, `dense_1`, and so on."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def next(self, base: str) -> str:
        number = self._seen[base]
        self._seen[base] += 1
        return f"{base}_{number}" if number else base


def _layer(spec: LayerSpec, name: str, seed: int) -> keras.Layer:
    from keras import layers

    match spec:
        case Flatten():
            return layers.Flatten(name=name)
        case Dense():
            return layers.Dense(spec.units, activation=spec.activation.value, name=name)
        case Conv2D():
            return layers.Conv2D(
                spec.filters,
                spec.kernel_size,
                strides=spec.strides,
                padding=spec.padding.value,
                activation=spec.activation.value,
                name=name,
            )
        case MaxPooling2D():
            return layers.MaxPooling2D(
                spec.pool_size, strides=spec.strides, padding=spec.padding.value, name=name
            )
        case AveragePooling2D():
            return layers.AveragePooling2D(
                spec.pool_size, strides=spec.strides, padding=spec.padding.value, name=name
            )
        case GlobalAveragePooling2D():
            return layers.GlobalAveragePooling2D(name=name)
        case Dropout():
            return layers.Dropout(spec.rate, seed=seed, name=name)
        case BatchNormalization():
            return layers.BatchNormalization(momentum=spec.momentum, name=name)
        case ActivationLayer():
            return layers.Activation(spec.activation.value, name=name)
