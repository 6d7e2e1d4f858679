"""Output shape and parameter count of every layer, without Keras and equal to Keras' own.

The formulas are those of Keras' layers: a window of size k, stride s over n positions gives
floor((n - k) / s) + 1 outputs with padding *valid*, ceil(n / s) with *same*.
"""

from dataclasses import dataclass
from math import ceil, prod

from core.errors import LitmusError
from core.features.backbone import backbones
from core.features.recipe import head_recipes
from core.model.layers import (
    Activation,
    ActivationLayer,
    AveragePooling2D,
    Backbone,
    BatchNormalization,
    Conv2D,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    LayerSpec,
    LogisticRegression,
    MaxPooling2D,
    Padding,
)
from core.model.network import NetworkSpec

_MUST_BE_SOFTMAX = "The last layer must end in softmax, which turns scores into probabilities."
_BACKBONE_FIRST = "A backbone takes the picture itself: it can only be the first layer."
_AFTER_BACKBONE = "Logistic regression takes what a backbone gives: put it right after one."
_AFTER_REGRESSION = "Nothing can follow logistic regression: what it gives is the answer."
_ONE_OUTPUT = "One output for two classes must end in sigmoid, which turns it into a probability."
_SEVERAL_OUTPUTS = "Sigmoid takes one output for two classes; with one for each, choose softmax."

_INPUT = "The input"

Shape = tuple[int, ...]
"""A shape without the batch axis, e.g. (28, 28, 1) or (784,)."""


@dataclass(frozen=True)
class LayerReport:
    """What one layer of a network makes of what comes in.

    Attributes:
        output_shape: Without the batch axis; None where it cannot be computed.
        parameters: All of them, trained or not, as Keras' `count_params`.
        problem: Why the layer cannot stand here, in one sentence; None where it can.
        note: Something worth knowing that forbids nothing; None where there is none.
    """

    output_shape: Shape | None
    parameters: int = 0
    problem: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class NetworkReport:
    """The reports of a network's layers, in order, and what is wrong with the whole.

    Attributes:
        layers: One report a layer.
        problem: Why the network cannot be trained, in one sentence; None where it can.
    """

    layers: tuple[LayerReport, ...]
    problem: str | None

    @property
    def parameters(self) -> int:
        """All parameters of the network."""
        return sum(layer.parameters for layer in self.layers)


class _Misfit(Exception):  # noqa: N818 - it is told as a sentence
    """A layer cannot follow the one before it; the text says why."""


def examine(network: NetworkSpec, classes: int) -> NetworkReport:
    """Shapes, parameters and problems of `network` for a data set of `classes` classes."""
    resolved = network.for_classes(classes)
    reports: list[LayerReport] = []
    shape: Shape | None = resolved.input.shape
    before = _INPUT
    for layer in resolved.layers:
        report = _report(layer, shape, before, resolved.backbone)
        reports.append(report)
        shape, before = report.output_shape, layer.kind
    _check_end(resolved, classes, reports)
    return NetworkReport(tuple(reports), _first_problem(resolved, reports))


def describe(shape: Shape) -> str:
    """A shape in words: "26 × 26 × 64" or "784 numbers"."""
    return f"{shape[0]:,} numbers" if len(shape) == 1 else " × ".join(f"{n:,}" for n in shape)


def _report(
    layer: LayerSpec, shape: Shape | None, before: str, backbone: Backbone | None
) -> LayerReport:
    if shape is None:
        return LayerReport(None)
    try:
        made = _output_shape(layer, shape, before)
        return LayerReport(made, _parameters(layer, shape, backbone))
    except _Misfit as misfit:
        return LayerReport(None, problem=str(misfit))


def _output_shape(layer: LayerSpec, shape: Shape, before: str) -> Shape:
    if before == "LogisticRegression":
        raise _Misfit(_AFTER_REGRESSION)
    match layer:
        case Flatten():
            return (prod(shape),)
        case Dense():
            return (*shape[:-1], _units(layer))
        case Conv2D():
            rows, columns, _ = _spatial(layer, shape, before)
            size = layer.kernel_size
            return (*_slide(layer, rows, columns, size, layer.strides), layer.filters)
        case MaxPooling2D() | AveragePooling2D():
            rows, columns, channels = _spatial(layer, shape, before)
            size = layer.pool_size
            return (*_slide(layer, rows, columns, size, layer.strides or size), channels)
        case GlobalAveragePooling2D():
            return (_spatial(layer, shape, before)[2],)
        case Backbone():
            return (_features(layer, shape, before),)
        case LogisticRegression():
            if before != "Backbone":
                raise _Misfit(_AFTER_BACKBONE)
            return (_units(layer),)
        case _:
            return shape


def _parameters(layer: LayerSpec, shape: Shape, backbone: Backbone | None) -> int:
    match layer:
        case Dense():
            return (shape[-1] + 1) * _units(layer)
        case Conv2D():
            return (layer.kernel_size**2 * shape[-1] + 1) * layer.filters
        case BatchNormalization():
            return 4 * shape[-1]
        case Backbone():
            return sum(found.parameters for found in backbones(layer.names))
        case LogisticRegression():
            recipes = head_recipes(backbones(backbone.names)) if backbone else ()
            return sum((recipe.width + 1) * _units(layer) for recipe in recipes)
        case _:
            return 0


def _features(layer: Backbone, shape: Shape, before: str) -> int:
    """How many numbers the backbones give."""
    if before != _INPUT:
        raise _Misfit(_BACKBONE_FIRST)
    try:
        found = backbones(layer.names)
    except LitmusError as error:
        raise _Misfit(error.message) from error
    for backbone in found:
        if backbone.form.shape != shape:
            height, width, _ = backbone.form.shape
            raise _Misfit(
                f"{backbone.title} takes pictures of {width}×{height} pixels in colour; "
                f"these are {describe(shape)}."
            )
    return sum(backbone.pooled for backbone in found)


def _units(layer: Dense | LogisticRegression) -> int:
    if layer.units == "classes":
        raise ValueError("for_classes() replaces the units first")
    return layer.units


def _spatial(layer: LayerSpec, shape: Shape, before: str) -> tuple[int, int, int]:
    if len(shape) != 3:
        raise _Misfit(
            f"{layer.kind} needs height × width × channels; {before} gave {describe(shape)}."
        )
    return shape[0], shape[1], shape[2]


def _slide(
    layer: Conv2D | MaxPooling2D | AveragePooling2D, rows: int, columns: int, size: int, stride: int
) -> tuple[int, int]:
    if layer.padding is Padding.SAME:
        return ceil(rows / stride), ceil(columns / stride)
    if size > rows or size > columns:
        raise _Misfit(
            f"A window of {size}×{size} does not fit into {rows}×{columns}; "
            "make it smaller or choose padding “same”."
        )
    return (rows - size) // stride + 1, (columns - size) // stride + 1


def _check_end(network: NetworkSpec, classes: int, reports: list[LayerReport]) -> None:
    """Put what is wrong or remarkable about the last layer onto its report."""
    if not reports or (shape := reports[-1].output_shape) is None:
        return
    problem, note = _end(network.layers[-1], shape, classes)
    last = reports[-1]
    reports[-1] = LayerReport(last.output_shape, last.parameters, problem, note)


def _end(layer: LayerSpec, shape: Shape, classes: int) -> tuple[str | None, str | None]:
    if len(shape) != 1:
        gives = f"it gives {describe(shape)}. Add Flatten before it."
        return f"The last layer must give one number for each class; {gives}", None
    if isinstance(layer, LogisticRegression):
        fits = shape[0] == classes
        return None if fits else f"{classes} classes need {classes} outputs, not {shape[0]}.", None
    activation = layer.activation if isinstance(layer, Dense | ActivationLayer) else None
    if shape[0] == 1 and classes == 2:
        return (None, None) if activation is Activation.SIGMOID else (_ONE_OUTPUT, None)
    if shape[0] < classes:
        return f"{classes} classes need {classes} outputs; this layer has {shape[0]}.", None
    if activation is Activation.SIGMOID:
        return _SEVERAL_OUTPUTS if classes == 2 else _MUST_BE_SOFTMAX, None
    if activation is not Activation.SOFTMAX:
        return _MUST_BE_SOFTMAX, None
    if shape[0] > classes:
        return None, f"{shape[0] - classes} more than the {classes} classes: they will stay near 0."
    return None, None


def is_binary(network: NetworkSpec, classes: int) -> bool:
    """Whether `network` answers two classes with one number: the probability of the second."""
    if classes != 2:
        return False
    reports = examine(network, classes).layers
    return bool(reports) and reports[-1].output_shape == (1,)


def _first_problem(network: NetworkSpec, reports: list[LayerReport]) -> str | None:
    if not reports:
        return "The network has no layers. Add a layer or choose a preset."
    for number, (layer, report) in enumerate(zip(network.layers, reports, strict=True), start=1):
        if report.problem:
            named = report.problem.startswith(layer.kind)
            return f"Layer {number}{'' if named else f', {layer.kind}'}: {report.problem}"
    return None
