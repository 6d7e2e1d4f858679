"""A network as a value: what comes in, and the layers it passes."""

from pydantic import Field

from core.model.layers import Dense, LayerSpec
from core.values import Value


class InputSpec(Value):
    """The pictures a network takes: pixels 0-255, uint8, shape (height, width, channels).

    Attributes:
        height: Pixels.
        width: Pixels.
        channels: 1 for grey, 3 for colour.
        rescale: Whether the network divides the pixels by 255 first. It is part of the model, so
            that every file of it takes plain pixels.
    """

    height: int = Field(default=28, ge=1, le=4096)
    width: int = Field(default=28, ge=1, le=4096)
    channels: int = Field(default=1, ge=1, le=3)
    rescale: bool = True

    @property
    def shape(self) -> tuple[int, int, int]:
        """(height, width, channels)."""
        return (self.height, self.width, self.channels)


class NetworkSpec(Value):
    """An input and the layers behind it, in order."""

    input: InputSpec = InputSpec()
    layers: tuple[LayerSpec, ...] = Field(default=(), max_length=200)

    def for_classes(self, classes: int) -> "NetworkSpec":
        """The same network with every *one per class* replaced by the number of classes."""
        layers = tuple(
            layer.model_copy(update={"units": classes})
            if isinstance(layer, Dense) and layer.units == "classes"
            else layer
            for layer in self.layers
        )
        return self.model_copy(update={"layers": layers})
