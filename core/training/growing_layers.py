"""Whether the layers of two networks are alike, so that one can begin with the other's weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from core.model.layers import (
    ONE_PER_CLASS,
    Activation,
    ActivationLayer,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    LayerSpec,
    LogisticRegression,
    MaxPooling2D,
)
from core.model.network import NetworkSpec
from core.model.shapes import describe, examine
from core.values import Value

_MIXED = (
    "What follows the layer with the outputs mixes them, so that the weights of a class cannot be "
    "told from those of the others."
)
_ONE_OUTPUT = (
    "With what follows the layer with the outputs, one output for two classes cannot be made of "
    "others."
)
_ENDS = (Activation.SOFTMAX, Activation.SIGMOID)
_OF_CLASSES = {"Dense": "units", "Conv2D": "filters", "LogisticRegression": "units"}
"""What says of a layer how many outputs it has."""


@dataclass(frozen=True)
class _Ends:
    """Where the outputs of a network come from, and how many there are.

    Attributes:
        position: Of the layer whose last axis is the outputs.
        outputs: How many.
        clear: Whether what follows that layer keeps the outputs apart.
        plain: Whether what follows it leaves a zero zero, and a difference a difference.
    """

    position: int
    outputs: int
    clear: bool
    plain: bool


def difference(
    before: NetworkSpec,
    after: NetworkSpec,
    *,
    name: str,
    classes: tuple[int, int],
    same_classes: bool,
) -> str | None:
    """Why `after` cannot begin with the weights of `before`, in one sentence; None where it can.

    Layers without weights and without a say in the answers, and the number of outputs, may differ.

    Args:
        before: A network that was trained.
        after: One that is to be trained.
        name: Of the run that holds the first.
        classes: How many each of them tells apart.
        same_classes: Whether these are the same, in the same order.
    """
    before, after = before.for_classes(classes[0]), after.for_classes(classes[1])
    if problem := _input_difference(before, after, name):
        return problem
    ends = _ends(before, classes[0]), _ends(after, classes[1])
    if problem := _layer_difference((before, after), ends, name):
        return problem
    if same_classes and ends[0].outputs == ends[1].outputs:
        return None
    if not (ends[0].clear and ends[1].clear):
        return _MIXED
    one_output = any(end.outputs == 1 for end in ends)
    return _ONE_OUTPUT if one_output and not all(end.plain for end in ends) else None


def open_network(network: NetworkSpec, classes: int) -> NetworkSpec:
    """A network of so many classes with *one per class* again where it has just as many outputs."""
    position = _ends(network, classes).position
    layers = list(network.layers)
    layer = layers[position]
    if isinstance(layer, LogisticRegression | Dense) and layer.units in _units_of(layer, classes):
        layers[position] = layer.model_copy(update={"units": ONE_PER_CLASS})
    return network.model_copy(update={"layers": tuple(layers)})


def _units_of(layer: LogisticRegression | Dense, classes: int) -> tuple[int, ...]:
    """How many outputs *one per class* makes of `layer`."""
    binary = classes == 2 and isinstance(layer, Dense) and layer.activation is Activation.SIGMOID
    return (1,) if binary else (classes,)


def _input_difference(before: NetworkSpec, after: NetworkSpec, name: str) -> str | None:
    first, second = before.input, after.input
    if first.shape != second.shape:
        return (
            f"The pictures differ: “{name}” takes {describe(first.shape)}, "
            f"the network here {describe(second.shape)}."
        )
    if first.rescale != second.rescale:
        return f"“{name}” and the network here scale the pixels differently."
    return None


def _layer_difference(
    networks: tuple[NetworkSpec, NetworkSpec], ends: tuple[_Ends, _Ends], name: str
) -> str | None:
    """What is different about the first layer that differs."""
    for before, after in zip_longest(*map(_counted, networks, ends)):
        if before is None or after is None:
            one = before or after
            where = f"in “{name}”" if after is None else "here"
            return f"Layer {one.number} differs: {one.layer.kind} is there only {where}."
        if before.compared != after.compared:
            return f"Layer {after.number} differs: {_told(before, after, name)}."
    return None


@dataclass(frozen=True)
class _Counted:
    """A layer that counts: its number, itself, and itself without what may differ."""

    number: int
    layer: LayerSpec
    compared: Value


def _counted(network: NetworkSpec, end: _Ends) -> Iterator[_Counted]:
    """The layers that have a say in the answers."""
    last = len(network.layers) - 1
    for position, layer in enumerate(network.layers):
        update: dict[str, object] = {}
        match layer:
            case Dropout():
                continue
            case BatchNormalization():
                update = {"momentum": 0.0}
            case Dense() | ActivationLayer() if position == last and layer.activation in _ENDS:
                update = {"activation": Activation.SOFTMAX}
        if position == end.position and layer.kind in _OF_CLASSES:
            update[_OF_CLASSES[layer.kind]] = 1
        yield _Counted(position + 1, layer, layer.model_copy(update=update))


def _told(before: _Counted, after: _Counted, name: str) -> str:
    kinds = before.layer.kind, after.layer.kind
    if kinds[0] != kinds[1]:
        return f"{kinds[0]} in “{name}”, {kinds[1]} here"
    fields = [
        field
        for field in type(after.layer).model_fields
        if getattr(before.compared, field) != getattr(after.compared, field)
    ]
    words = []
    for field in fields:
        there, here = (_value(getattr(one.layer, field)) for one in (before, after))
        words.append(f"{field.replace('_', ' ')} {there} in “{name}”, {here} here")
    return f"{kinds[1]}, {'; '.join(words)}"


def _value(value: object) -> str:
    if isinstance(value, tuple | list):
        return " and ".join(map(str, value))
    return "as the pool" if value is None else str(value)


def _ends(network: NetworkSpec, classes: int) -> _Ends:
    kinds = Dense | Conv2D | LogisticRegression
    weighted = [n for n, layer in enumerate(network.layers) if isinstance(layer, kinds)]
    position = weighted[-1] if weighted else -1
    reports = examine(network, classes).layers
    shape = reports[-1].output_shape if reports else None
    own = reports[position].output_shape if weighted else None
    outputs = shape[-1] if shape else 0
    clear = own is not None and own[-1] == outputs
    return _Ends(position, outputs, clear, _is_plain(network.layers[position:]))


def _is_plain(end: tuple[LayerSpec, ...]) -> bool:
    """Whether the layers from the one with the outputs on are linear, up to the last activation."""
    *inner, last = end
    if any(isinstance(layer, BatchNormalization | MaxPooling2D) for layer in end):
        return False
    return isinstance(last, Dense | ActivationLayer) and all(
        layer.activation is Activation.LINEAR
        for layer in inner
        if isinstance(layer, Dense | Conv2D | ActivationLayer)
    )
