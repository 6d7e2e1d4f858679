"""Networks to start from."""

from dataclasses import dataclass, replace

from core.data.form import PictureForm
from core.errors import LitmusError
from core.model.layers import (
    ONE_PER_CLASS,
    Activation,
    Backbone,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    LogisticRegression,
    MaxPooling2D,
    Padding,
)
from core.model.network import InputSpec, NetworkSpec

_CLASSIFIER = Dense(units=ONE_PER_CLASS, activation=Activation.SOFTMAX)
_BINARY = Dense(units=ONE_PER_CLASS, activation=Activation.SIGMOID)
"""One output where there are two classes."""


@dataclass(frozen=True)
class Preset:
    """A network with a name and one line that says why one would choose it.

    Attributes:
        name: As the command line and `run.json` call it.
        title: As the window calls it.
        why: One line.
        network: Its input is for pictures of `size` where they come from a folder.
        size: Height and width to which pictures of a folder are brought, in pixels.
        for_photos: Whether it is offered for photo folders alone: it needs larger pictures.
        epochs: How many it needs where that differs from the usual; None where it does not.
    """

    name: str
    title: str
    why: str
    network: NetworkSpec
    size: int = 28
    for_photos: bool = False
    epochs: int | None = None


def _photo_block(filters: int) -> tuple[Conv2D, BatchNormalization]:
    """One step of the small photo net; `docs/decisions/0004-small-photo-cnn.md` says why.

    Batches are few where pictures are few, so the mean and spread to be used after the training
    have to follow within some ten of them: Keras' own momentum of 0.99 takes hundreds.
    """
    return (
        Conv2D(filters=filters, padding=Padding.SAME),
        BatchNormalization(momentum=0.8),
    )


_BACKBONE_SIDE = 260
_BACKBONE_INPUT = InputSpec(height=_BACKBONE_SIDE, width=_BACKBONE_SIDE, channels=3, rescale=False)
"""A backbone scales the pixels by itself."""

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
    Preset(
        "photo-features",
        "Photo features",
        "Twenty photos a class are enough.",
        NetworkSpec(input=_BACKBONE_INPUT, layers=(Backbone(), LogisticRegression())),
        size=_BACKBONE_SIDE,
        for_photos=True,
    ),
    Preset(
        "keras-head",
        "Keras head",
        "The same features, one dense layer.",
        NetworkSpec(input=_BACKBONE_INPUT, layers=(Backbone(), _CLASSIFIER)),
        size=_BACKBONE_SIDE,
        for_photos=True,
        epochs=10,
    ),
    Preset(
        "small-photo-cnn",
        "Small photo net",
        "For your own photos, a few per class.",
        NetworkSpec(
            layers=(
                *_photo_block(16),
                MaxPooling2D(),
                *_photo_block(32),
                MaxPooling2D(),
                *_photo_block(64),
                MaxPooling2D(),
                *_photo_block(128),
                MaxPooling2D(),
                *_photo_block(128),
                GlobalAveragePooling2D(),
                Dropout(rate=0.3),
                _CLASSIFIER,
            )
        ),
        size=64,
        epochs=30,
        for_photos=True,
    ),
    Preset(
        "horse-or-human",
        "Horse or human",
        "The lesson's net for two classes.",
        NetworkSpec(
            layers=(
                *(
                    part
                    for filters in (16, 32, 64, 64, 64)
                    for part in (Conv2D(filters=filters), MaxPooling2D())
                ),
                Flatten(),
                Dense(units=512),
                _BINARY,
            )
        ),
        size=300,
        for_photos=True,
    ),
)


def offered(*, photos: bool) -> tuple[Preset, ...]:
    """The presets for photo folders, those made for them first, or for the built-in pictures."""
    if photos:
        return tuple(sorted(PRESETS, key=lambda p: not p.for_photos))
    return tuple(p for p in PRESETS if not p.for_photos)


def preset(name: str, network_input: InputSpec | None = None) -> Preset:
    """The preset called `name`, for pictures like `network_input` (default: 28x28 grey).

    Raises:
        LitmusError: There is no such preset.
    """
    chosen = _named(name)
    given = network_input or InputSpec()
    given = given.model_copy(update={"rescale": chosen.network.input.rescale})
    return replace(chosen, network=chosen.network.model_copy(update={"input": given}))


def photo_preset(name: str, form: PictureForm | None = None) -> Preset:
    """The preset called `name`, for photos: at its own size, in colour, unless `form` says.

    Raises:
        LitmusError: There is no such preset.
    """
    chosen = _named(name)
    form = form or PictureForm(height=chosen.size, width=chosen.size, channels=3)
    return preset(name, InputSpec.model_validate(form.model_dump()))


def _named(name: str) -> Preset:
    for candidate in PRESETS:
        if candidate.name == name:
            return candidate
    names = ", ".join(p.name for p in PRESETS)
    raise LitmusError(f"There is no preset “{name}”.", f"Choose one of: {names}.")
