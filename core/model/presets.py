"""Networks to start from."""

from dataclasses import dataclass

from core.errors import LitmusError
from core.model.layers import ONE_PER_CLASS, Activation, Conv2D, Dense, Flatten, MaxPooling2D
from core.model.network import InputSpec, NetworkSpec

_CLASSIFIER = Dense(units=ONE_PER_CLASS, activation=Activation.SOFTMAX)


@dataclass(frozen=True)
class Preset:
    """A network with a name and one line that says why one would choose it."""

    name: str
    title: str
    why: str
    network: NetworkSpec


PRESETS: tuple[Preset, ...] = (
    Preset(
        "dense-128",
        "Dense 128",
        "The first net of every course.",
        NetworkSpec(layers=(Flatten(), Dense(units=128), _CLASSIFIER)),
    ),
    Preset(
        "dense-512",
        "Dense 512",
        "Wider, a little better.",
        NetworkSpec(layers=(Flatten(), Dense(units=512), _CLASSIFIER)),
    ),
    Preset(
        "convolutional",
        "Convolutional",
        "Looks at shapes, not single pixels.",
        NetworkSpec(
            layers=(
                Conv2D(filters=64),
                MaxPooling2D(),
                Conv2D(filters=64),
                MaxPooling2D(),
                Flatten(),
                Dense(units=128),
                _CLASSIFIER,
            )
        ),
    ),
)


def preset(name: str, network_input: InputSpec | None = None) -> Preset:
    """The preset called `name`, for pictures like `network_input` (default: 28x28 grey).

    Raises:
        LitmusError: There is no such preset.
    """
    for candidate in PRESETS:
        if candidate.name == name:
            network = candidate.network.model_copy(update={"input": network_input or InputSpec()})
            return Preset(candidate.name, candidate.title, candidate.why, network)
    names = ", ".join(p.name for p in PRESETS)
    raise LitmusError(f"There is no preset “{name}”.", f"Choose one of: {names}.")
