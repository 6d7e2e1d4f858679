"""Edits of a network's layers: each returns a new network."""

from core.limits import longest
from core.model.layers import (
    ONE_PER_CLASS,
    Activation,
    Backbone,
    Dense,
    LayerSpec,
    LogisticRegression,
)
from core.model.network import NetworkSpec
from core.values import Value

LAYERS_AT_MOST = longest(NetworkSpec, "layers")

ANSWER = Dense(units=ONE_PER_CLASS, activation=Activation.SOFTMAX)
"""The layer that gives the answer of a network that is trained in epochs."""


def with_layer(network: NetworkSpec, position: int, layer: LayerSpec) -> NetworkSpec:
    """`layer` put in before the one at `position`."""
    layers = network.layers
    return _with(network, (*layers[:position], layer, *layers[position:]))


def without_layer(network: NetworkSpec, position: int) -> NetworkSpec:
    """The layer at `position` taken out."""
    layers = network.layers
    return _with(network, (*layers[:position], *layers[position + 1 :]))


def with_added(
    network: NetworkSpec, selected: int | None, layer: LayerSpec
) -> tuple[NetworkSpec, int]:
    """A new layer put in where it can stand, and its position.

    Logistic regression and layers that are trained in epochs take one another's place.

    Args:
        network: The network to put it into.
        selected: Position of the selected layer; -1 for the input; None for none.
        layer: The new one.
    """
    if isinstance(layer, LogisticRegression):
        return _with(network, (*network.layers[:1], layer)), 1
    if network.by_regression:
        network = with_changed(network, len(network.layers) - 1, ANSWER)
        if layer == ANSWER:
            return network, len(network.layers) - 1
    place = len(network.layers) if layer == ANSWER else place_for_new(network, selected)
    return with_layer(network, place, layer), place


def with_changed(network: NetworkSpec, position: int, layer: LayerSpec) -> NetworkSpec:
    """The layer at `position` replaced."""
    layers = network.layers
    return _with(network, (*layers[:position], layer, *layers[position + 1 :]))


def with_moved(network: NetworkSpec, position: int, target: int) -> NetworkSpec:
    """The layer at `position` moved, so that it stands at `target` afterwards."""
    return with_layer(without_layer(network, position), target, network.layers[position])


def with_rescale(network: NetworkSpec, *, on: bool) -> NetworkSpec:
    """Pixels divided by 255 first, or not."""
    return network.model_copy(update={"input": network.input.model_copy(update={"rescale": on})})


def with_setting(layer: LayerSpec, field: str, value: object) -> LayerSpec:
    """`layer` with one of its settings changed; the value is checked.

    Raises:
        pydantic.ValidationError: The layer doesn't take the value.
    """
    return type(layer).model_validate({**layer.model_dump(), field: value})


def place_for_new(network: NetworkSpec, selected: int | None) -> int:
    """Where a new layer goes: after the selected one, but before the layer that answers.

    Args:
        network: The network to put it into.
        selected: Position of the selected layer; -1 for the input; None for none.
    """
    end = len(network.layers)
    if end and answers(network.layers[-1]):
        end -= 1
    place = end if selected is None else min(selected + 1, end)
    return place if network.backbone is None else max(place, 1)


def fixed(layer: Value) -> bool:
    """Whether a layer can stand in one place only, where the preset has put it."""
    return isinstance(layer, Backbone | LogisticRegression)


def may_move(network: NetworkSpec, position: int, target: int) -> bool:
    """Whether the layer at `position` can be moved so that it stands at `target`."""
    places = range(len(network.layers))
    if position == target or position not in places or target not in places:
        return False
    return not (fixed(network.layers[position]) or fixed(network.layers[target]))


def gaps_between(network: NetworkSpec) -> range:
    """Where a layer can be put: 0 before the first one, 1 after it, and so on."""
    end = len(network.layers)
    last = end - 1 if end and isinstance(network.layers[-1], LogisticRegression) else end
    return range(0 if network.backbone is None else 1, last + 1)


def answers(layer: Value) -> bool:
    """Whether this layer has one unit for each class, whatever their number."""
    return isinstance(layer, Dense | LogisticRegression) and layer.units == ONE_PER_CLASS


def binary(layer: Value, classes: int) -> bool:
    """Whether this layer answers two classes with one unit: the probability of the second."""
    return classes == 2 and _has_sigmoid(layer)


def becomes_softmax(layer: Value, classes: int) -> bool:
    """Whether this layer's sigmoid gives way to softmax, because there are several classes."""
    return classes > 2 and _has_sigmoid(layer)


def _has_sigmoid(layer: Value) -> bool:
    return isinstance(layer, Dense) and answers(layer) and layer.activation is Activation.SIGMOID


def _with(network: NetworkSpec, layers: tuple[LayerSpec, ...]) -> NetworkSpec:
    return network.model_copy(update={"layers": layers})
