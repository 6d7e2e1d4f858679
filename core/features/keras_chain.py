"""The whole way from pixels to calibrated probabilities as one Keras network, for exports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.features.backbone import Backbone
from core.features.head import LEAST, Head, LinearHead
from core.features.keras_backbone import keras_backbone

if TYPE_CHECKING:
    import keras

# TensorFlow ships no types; its tensors are named here for the reader.
_Tensor = Any


def chain(backbones: Sequence[Backbone], head: Head, *, temperature: float) -> keras.Model:
    """Backbones, regressions, the mean of their answers and the temperature, as one network.

    Args:
        backbones: Those that `head` takes its numbers from; all take pictures of one form.
        head: What answers.
        temperature: As the run's record has it.

    Returns:
        From pixels 0-255, float32 or uint8, shape (batch, height, width, channels), to the
        probabilities that `head.probabilities` gives, float32, shape (batch, classes).

    Raises:
        LitmusError: The weights of a backbone are not there, or damaged.
    """
    import keras
    from keras import layers

    pixels = keras.Input(backbones[0].form.shape, name="pixels")
    features = {backbone.name: _features(backbone, pixels) for backbone in backbones}
    answers = [_answer(part, features, number) for number, part in enumerate(head.parts, 1)]
    mean = answers[0] if len(answers) == 1 else layers.Average(name="mean")(answers)
    given = mean if temperature == 1 else _calibrated(mean, temperature)
    return keras.Model(pixels, given, name="litmus")


def keras_head_chain(backbones: Sequence[Backbone], head: keras.Model) -> keras.Model:
    """Backbones and what Keras trained behind them, as one network.

    Args:
        backbones: In the order of the network's own.
        head: Takes their pooled numbers, side by side.

    Returns:
        From pixels 0-255, shape (batch, height, width, channels), to what `head` gives.

    Raises:
        LitmusError: The weights of a backbone are not there, or damaged.
    """
    import keras
    from keras import layers

    pixels = keras.Input(backbones[0].form.shape, name="pixels")
    pooled = [_features(backbone, pixels, pooled=True) for backbone in backbones]
    features = pooled[0] if len(pooled) == 1 else layers.Concatenate(name="features")(pooled)
    return keras.Model(pixels, head(features), name="litmus")


def with_temperature(model: keras.Model, temperature: float) -> keras.Model:
    """`model`, whose probabilities have their logarithms divided by `temperature`."""
    import keras

    if temperature == 1:
        return model
    return keras.Model(model.input, _calibrated(model.output, temperature), name=model.name)


def _features(backbone: Backbone, pixels: _Tensor, *, pooled: bool = False) -> _Tensor:
    """The pooled outputs of a backbone, then the middle ones."""
    import keras
    from keras import layers

    network = keras_backbone(backbone)
    whole = network.output
    numbers = whole["pooled"]
    if backbone.middle and not pooled:
        numbers = layers.Concatenate(name="numbers")([numbers, whole["middle"]])
    name = backbone.name.replace("-", "_")
    return keras.Model(network.input, numbers, name=name)(pixels)


def _answer(part: LinearHead, features: Mapping[str, _Tensor], number: int) -> _Tensor:
    """One regression: the numbers it takes, side by side, and a dense layer with softmax."""
    from keras import layers, ops

    taken = [_first(features[output.backbone], output.width) for output in part.inputs]
    numbers = taken[0] if len(taken) == 1 else layers.Concatenate(name=f"taken_{number}")(taken)
    if part.rooted:
        numbers = ops.sign(numbers) * ops.sqrt(ops.abs(numbers))
    dense = layers.Dense(len(part.bias), activation="softmax", name=f"regression_{number}")
    answer = dense(numbers)
    dense.set_weights([part.weights, part.bias])
    return answer


def _first(numbers: _Tensor, width: int) -> _Tensor:
    return numbers if numbers.shape[-1] == width else numbers[:, :width]


def _calibrated(probabilities: _Tensor, temperature: float) -> _Tensor:
    """As `core.features.head.calibrated`: their logarithms divided by the temperature."""
    from keras import layers, ops

    logarithms = ops.log(ops.maximum(probabilities, LEAST))
    return layers.Softmax(name="calibrated")(logarithms / temperature)
