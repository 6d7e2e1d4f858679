"""The kinds of layer a person can put into a network, with their arguments and ranges.

Each layer is an immutable value; `kind` is the name of the Keras class it becomes. To add a kind:
a class here and in `LayerSpec`, its output shape in `shapes.py`, its Keras layer in `building.py`.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from core.features.backbone import ACCURATE
from core.values import Value

ONE_PER_CLASS: Literal["classes"] = "classes"
"""The `units` of a last layer that follows the number of classes."""


class Activation(StrEnum):
    """What is applied to a layer's sums before they go on."""

    LINEAR = "linear"
    RELU = "relu"
    ELU = "elu"
    GELU = "gelu"
    SILU = "silu"
    SIGMOID = "sigmoid"
    TANH = "tanh"
    SOFTMAX = "softmax"


class Padding(StrEnum):
    """Whether a window may reach over the border: `valid` no, `same` yes (zeros outside)."""

    VALID = "valid"
    SAME = "same"


Size = Annotated[int, Field(ge=1, le=64)]


class Flatten(Value):
    """Any shape to one row of numbers."""

    kind: Literal["Flatten"] = "Flatten"


class Dense(Value):
    """Every unit sees every number of the last axis."""

    kind: Literal["Dense"] = "Dense"
    units: Annotated[int, Field(ge=1, le=65_536)] | Literal["classes"] = 128
    activation: Activation = Activation.RELU


class Conv2D(Value):
    """Square filters slid over the picture."""

    kind: Literal["Conv2D"] = "Conv2D"
    filters: int = Field(default=64, ge=1, le=4096)
    kernel_size: Size = 3
    strides: Size = 1
    padding: Padding = Padding.VALID
    activation: Activation = Activation.RELU


class MaxPooling2D(Value):
    """The largest of every square of values. `strides` None means the pool's own size."""

    kind: Literal["MaxPooling2D"] = "MaxPooling2D"
    pool_size: Size = 2
    strides: Size | None = None
    padding: Padding = Padding.VALID


class AveragePooling2D(Value):
    """The mean of every square of values. `strides` None means the pool's own size."""

    kind: Literal["AveragePooling2D"] = "AveragePooling2D"
    pool_size: Size = 2
    strides: Size | None = None
    padding: Padding = Padding.VALID


class GlobalAveragePooling2D(Value):
    """One mean for each channel."""

    kind: Literal["GlobalAveragePooling2D"] = "GlobalAveragePooling2D"


class Dropout(Value):
    """A random share of the numbers set to 0 in every training step."""

    kind: Literal["Dropout"] = "Dropout"
    rate: float = Field(default=0.5, ge=0, le=0.95)


class BatchNormalization(Value):
    """Every channel brought to mean 0 and spread 1 over the batch."""

    kind: Literal["BatchNormalization"] = "BatchNormalization"
    momentum: float = Field(default=0.99, ge=0, le=0.9999)


class ActivationLayer(Value):
    """An activation as a layer of its own."""

    kind: Literal["Activation"] = "Activation"
    activation: Activation = Activation.RELU


class Backbone(Value):
    """Pretrained networks that turn a picture into one row of numbers; always the first layer.

    Attributes:
        names: Of the backbones; what they give is put side by side. Before *logistic regression*
            the first one is the more important.
    """

    kind: Literal["Backbone"] = "Backbone"
    names: tuple[str, ...] = Field(default=ACCURATE, min_length=1, max_length=4)


class LogisticRegression(Value):
    """One row of numbers to one probability a class, fitted by scikit-learn; after a backbone."""

    kind: Literal["LogisticRegression"] = "LogisticRegression"
    units: Annotated[int, Field(ge=1, le=65_536)] | Literal["classes"] = ONE_PER_CLASS


LayerSpec = Annotated[
    Flatten
    | Dense
    | Conv2D
    | MaxPooling2D
    | AveragePooling2D
    | GlobalAveragePooling2D
    | Dropout
    | BatchNormalization
    | ActivationLayer
    | Backbone
    | LogisticRegression,
    Field(discriminator="kind"),
]

LAYER_KINDS: tuple[type[Value], ...] = (
    Dense,
    Conv2D,
    MaxPooling2D,
    AveragePooling2D,
    GlobalAveragePooling2D,
    Flatten,
    Dropout,
    BatchNormalization,
    ActivationLayer,
)
"""Every kind that stands by itself, in the order in which *Add layer* offers them."""
