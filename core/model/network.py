"""A network as a value: what comes in, and the layers it passes."""

from pydantic import Field

from core.data.form import PictureForm
from core.model.layers import (
    ONE_PER_CLASS,
    Activation,
    Backbone,
    Dense,
    LayerSpec,
    LogisticRegression,
)
from core.values import Value


class InputSpec(PictureForm):
    """The pictures a network takes: their form, and what is done to their pixels first.

    Attributes:
        rescale: Whether the network divides the pixels by 255 first. It is part of the model, so
            that every file of it takes plain pixels.
    """

    rescale: bool = True


class NetworkSpec(Value):
    """An input and the layers behind it, in order."""

    input: InputSpec = InputSpec()
    layers: tuple[LayerSpec, ...] = Field(default=(), max_length=200)

    def for_classes(self, classes: int) -> "NetworkSpec":
        """The same network with every *one per class* replaced by a number.

        For two classes, one output with sigmoid says as much as two with softmax; so *one per
        class* with sigmoid is one output for two classes, and softmax where there are more.
        """
        layers = tuple(
            _for_classes(layer, classes)
            if isinstance(layer, Dense | LogisticRegression) and layer.units == ONE_PER_CLASS
            else layer
            for layer in self.layers
        )
        return self.model_copy(update={"layers": layers})

    @property
    def backbone(self) -> Backbone | None:
        """The pretrained networks that it begins with; None where it learns from pixels."""
        first = self.layers[0] if self.layers else None
        return first if isinstance(first, Backbone) else None

    @property
    def by_regression(self) -> bool:
        """Whether it is fitted by scikit-learn rather than trained in epochs."""
        return bool(self.layers) and isinstance(self.layers[-1], LogisticRegression)


def _for_classes(layer: Dense | LogisticRegression, classes: int) -> Dense | LogisticRegression:
    if isinstance(layer, LogisticRegression):
        return layer.model_copy(update={"units": classes})
    if layer.activation is not Activation.SIGMOID:
        return layer.model_copy(update={"units": classes})
    if classes == 2:
        return layer.model_copy(update={"units": 1})
    return layer.model_copy(update={"units": classes, "activation": Activation.SOFTMAX})
