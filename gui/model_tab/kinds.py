"""What the layer list shows of each kind of layer: colour, one line, and editable settings."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QColor

from core.limits import limits_of
from core.model.layers import Activation, LayerSpec, Padding
from core.values import Value
from gui.glossary import explain
from gui.model_tab.edits import answers
from gui.theme import Colours, class_colour
from gui.widgets.choice_field import Choice
from gui.widgets.numbers import Number, NumberForm, Stepping


@dataclass(frozen=True, kw_only=True)
class NumberSetting:
    """A setting of a layer that is a number.

    Attributes:
        field: Its name in the layer, as in Keras, and its term in the glossary.
        name: What messages call it.
        before: Text left of the number.
        after: Text right of the number, made from it.
        stepping: What one press of Up does.
        step: How much it adds.
        extra: Whether it is shown only on request, or where it isn't the usual value.
    """

    field: str
    name: str
    before: str = ""
    after: Callable[[Number], str] = lambda _value: ""
    stepping: Stepping = Stepping.ADD
    step: Number = 1
    extra: bool = False

    def form(self, kind: type[Value]) -> NumberForm:
        """What numbers `kind` takes here."""
        limits = limits_of(kind, self.field)
        return NumberForm(
            name=self.name,
            low=limits.low,
            high=limits.high,
            low_allowed=limits.low_allowed,
            whole=not isinstance(kind.model_fields[self.field].default, float),
            stepping=self.stepping,
            step=self.step,
        )


@dataclass(frozen=True, kw_only=True)
class ChoiceSetting:
    """A setting of a layer that is chosen from a few."""

    field: str
    name: str
    choices: tuple[Choice, ...]
    extra: bool = False


Setting = NumberSetting | ChoiceSetting


def _choices(values: type[StrEnum]) -> tuple[Choice, ...]:
    return tuple(Choice(value, value.value, explain(value).html) for value in values)


def _times_itself(value: Number) -> str:
    return f"×{value}"


_ACTIVATION = ChoiceSetting(field="activation", name="Activation", choices=_choices(Activation))
_PADDING = ChoiceSetting(field="padding", name="Padding", choices=_choices(Padding), extra=True)
_STRIDES = NumberSetting(field="strides", name="Stride", before="stride", extra=True)
_POOL = (
    NumberSetting(field="pool_size", name="Pool size", after=_times_itself),
    _STRIDES,
    _PADDING,
)

SETTINGS: dict[str, tuple[Setting, ...]] = {
    "Flatten": (),
    "Dense": (
        NumberSetting(field="units", name="Units", after=lambda _n: "units"),
        _ACTIVATION,
    ),
    "Conv2D": (
        NumberSetting(field="filters", name="Filters", after=lambda _n: "filters"),
        NumberSetting(field="kernel_size", name="Kernel", after=_times_itself),
        _ACTIVATION,
        _STRIDES,
        _PADDING,
    ),
    "MaxPooling2D": _POOL,
    "AveragePooling2D": _POOL,
    "GlobalAveragePooling2D": (),
    "Dropout": (NumberSetting(field="rate", name="Rate", before="rate", step=0.05),),
    "BatchNormalization": (
        NumberSetting(field="momentum", name="Momentum", before="momentum", step=0.01),
    ),
    "Activation": (_ACTIVATION,),
    "Backbone": (),
    "LogisticRegression": (),
}
"""The settings of each kind, in the order in which they are shown."""

ONE_LINE: dict[str, str] = {
    "Dense": "every unit looks at every number",
    "Conv2D": "small filters slide over the picture",
    "MaxPooling2D": "keeps the strongest of every square",
    "AveragePooling2D": "keeps the mean of every square",
    "GlobalAveragePooling2D": "one mean for each channel",
    "Flatten": "a picture becomes one long row",
    "Dropout": "hides a random share while training",
    "BatchNormalization": "evens the numbers out",
    "Activation": "bends the numbers: relu, softmax …",
    "LogisticRegression": "the answer, fitted in seconds",
}
"""What *Add layer* says about each kind."""

AFTER_BACKBONE = ("Dense", "Dropout", "BatchNormalization", "Activation")
"""The kinds that take one row of numbers, as a backbone gives it."""

_COLOUR_NUMBERS = {
    "Backbone": 0,
    "Conv2D": 0,
    "MaxPooling2D": 4,
    "AveragePooling2D": 4,
    "GlobalAveragePooling2D": 4,
    "Dense": 2,
    "Dropout": 3,
    "BatchNormalization": 6,
    "Activation": 1,
}
_ANSWER_COLOUR = 5


def kind_of(layer: type[Value]) -> str:
    """The name of a kind of layer, as Keras calls it."""
    return str(layer.model_fields["kind"].default)


def layer_colour(layer: LayerSpec, colours: Colours) -> QColor:
    """The colour of a layer's bar; the layer that answers has one of its own."""
    if answers(layer):
        return class_colour(_ANSWER_COLOUR)
    number = _COLOUR_NUMBERS.get(layer.kind)
    return QColor(colours.dim) if number is None else class_colour(number)


def breakable(kind: str) -> str:
    """A kind's name with places where a narrow column may break it."""
    result = kind
    for part in ("Average", "Batch", "Logistic"):
        result = result.replace(part, f"{part}\u200b") if len(kind) > 16 else result
    return result
