"""A backbone cut in two: what stays as it is, and the end of it that is trained on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.errors import LitmusError
from core.features.backbone import Backbone
from core.features.efficientnet import SCALES, blocks
from core.features.head import LinearHead
from core.features.keras_backbone import keras_backbone

if TYPE_CHECKING:
    import keras

_TRAINED_STAGE = "stage7"
"""From here on the layers are trained: a third of the weights, a tenth of the work."""


@dataclass(frozen=True, eq=False)
class CutBackbone:
    """A backbone with a classifier, in two parts that follow one another, and as a whole.

    Attributes:
        frozen: From pixels 0-255 to what its last frozen layer gives.
        end: From there to probabilities, float32, shape (batch, classes).
        whole: Both in one; it shares their weights.
    """

    frozen: keras.Model
    end: keras.Model
    whole: keras.Model


def can_be_cut(backbone: Backbone) -> bool:
    """Whether it is known where the end of `backbone` begins."""
    return backbone.name in SCALES and backbone.weights_file is not None


def cut(backbone: Backbone, start: LinearHead, *, dropout: float, seed: int) -> CutBackbone:
    """`backbone` with a softmax that begins as `start`, a regression on its pooled outputs.

    Args:
        backbone: Which one.
        start: Takes all pooled outputs of it.
        dropout: Share of them that is dropped out in every step of a training.
        seed: Decides which.

    Raises:
        LitmusError: Its weights are not there, or damaged, or it is not known where to cut it.
    """
    import keras
    from keras import layers

    if not can_be_cut(backbone):
        raise LitmusError(
            f"“{backbone.title}” cannot be trained on.", "Leave fine-tuning out, or choose another."
        )
    network = keras_backbone(backbone)
    before, after = _names_around_the_cut(backbone)
    bottom = network.get_layer(before).output
    given = keras.Input(bottom.shape[1:], name="given")
    dropped = layers.Dropout(dropout, seed=seed, name="dropout")
    softmax = layers.Dense(len(start.bias), activation="softmax", name="softmax")
    end = keras.Model(given, softmax(dropped(_through(network, after, given))), name="end")
    softmax.set_weights([start.weights, start.bias])
    frozen = keras.Model(network.input, bottom, name="frozen")
    whole = keras.Model(network.input, softmax(dropped(network.output["pooled"])), name="litmus")
    return CutBackbone(frozen, end, whole)


def in_bfloat16(end: keras.Model) -> keras.Model:
    """A twin of an end that computes in bfloat16 up to its softmax; its weights are float32."""
    import keras

    last = end.layers[-1]

    def clone(layer: keras.Layer) -> keras.Layer:
        config = layer.get_config()
        if layer is not last:
            config["dtype"] = "mixed_bfloat16"
        return layer.__class__.from_config(config)

    twin = keras.models.clone_model(end, clone_function=clone)
    twin.set_weights(end.get_weights())
    return twin


def _through(network: keras.Model, names: tuple[str, ...], given: Any) -> Any:  # noqa: ANN401
    """What these layers of `network`, one after another, make of a tensor."""
    for name in names:
        given = network.get_layer(name)(given)
    return given


def _names_around_the_cut(backbone: Backbone) -> tuple[str, tuple[str, ...]]:
    """The last frozen layer, and those after it."""
    last = None
    after: list[str] = []
    for block in blocks(SCALES[backbone.name]):
        if not block.name.startswith(_TRAINED_STAGE):
            last = f"{block.name}_add" if block.residual else f"{block.name}_project"
            continue
        if block.residual:
            raise ValueError(f"{block.name} does not follow the one before it alone")
        after += [f"{block.name}_{part}" for part in ("expand", "depthwise", "project")]
    if last is None:
        raise ValueError("nothing is left frozen")
    return last, (*after, "head", "pooled")
