"""What a network costs to train, in numbers that do not depend on the computer."""

from dataclasses import dataclass
from math import prod

from core.features.backbone import backbones
from core.features.recipe import head_recipes
from core.model.layers import Backbone, Conv2D
from core.model.network import NetworkSpec
from core.model.shapes import examine

FEATURE_BYTES = 4
"""Of a number that a backbone gives."""

# The numbers that are fitted are float64, and scikit-learn needs some beside them.
_FITTED_BYTES = 12


@dataclass(frozen=True)
class Cost:
    """The work of a network, without that of its backbone: pictures pass it once, beforehand.

    Attributes:
        parameters: All of them.
        multiplications: Of the convolutions, for one picture forward.
        activations: Numbers that all layers put out for one picture.
        convolutional: Whether there is a convolution.
    """

    parameters: int
    multiplications: int
    activations: int
    convolutional: bool


def cost_of(network: NetworkSpec, classes: int) -> Cost | None:
    """The cost of `network`; None where it cannot be trained."""
    report = examine(network, classes)
    if report.problem:
        return None
    multiplications = parameters = 0
    activations = prod(network.input.shape) if network.backbone is None else 0
    channels = network.input.channels
    for layer, of_layer in zip(network.layers, report.layers, strict=True):
        shape = of_layer.output_shape or ()
        activations += prod(shape)
        if not isinstance(layer, Backbone):
            parameters += of_layer.parameters
        if isinstance(layer, Conv2D):
            multiplications += prod(shape) * layer.kernel_size**2 * channels
        channels = shape[-1]
    convolutional = any(isinstance(layer, Conv2D) for layer in network.layers)
    return Cost(parameters, multiplications, activations, convolutional)


def regression_bytes(backbone: Backbone) -> int:
    """For each picture: what the backbones say of it, and what one fit at a time needs."""
    found = backbones(backbone.names)
    features = FEATURE_BYTES * sum(one.width for one in found)
    return features + _FITTED_BYTES * max(recipe.width for recipe in head_recipes(found))
