"""The whole way from pixels to probabilities as one Keras network, whatever kind the run is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.errors import LitmusError
from core.features.backbone import Backbone, backbones
from core.features.head_file import read_head
from core.features.keras_chain import chain, keras_head_chain, with_temperature
from core.run.folder import Run
from core.training.loading import load_tensorflow

if TYPE_CHECKING:
    import keras

INPUT = "pixels"
"""Name of the network's one input."""

OUTPUT = "probabilities"
"""Name of its one output, and of its last layer."""

_TRAIN_AGAIN = "The run is damaged; train again, or choose another run."


def keras_model(run: Run) -> keras.Model:
    """The network of `run`, with the weights that it kept. Loads TensorFlow.

    Returns:
        From `INPUT`, pixels 0-255, float32, shape (batch, height, width, channels), to `OUTPUT`,
        float32, shape (batch, outputs), each row adding up to 1. One output with sigmoid became
        two: the first class, then the second. Scaling, backbones and temperature are within.

    Raises:
        LitmusError: A file of the run is missing or damaged, or a backbone is another one by now.
    """
    load_tensorflow()
    whole = _whole(run)
    shape = run.record.network.input.shape
    if whole.input_shape[1:] != shape:
        raise LitmusError(
            f"The model of “{run.record.name}” takes pictures of shape {whole.input_shape[1:]}, "
            f"but run.json says {shape}.",
            _TRAIN_AGAIN,
        )
    return _named(whole, shape)


def _whole(run: Run) -> keras.Model:
    """From pixels to what the run's own last layer gives."""
    record = run.record
    if run.answers_from_pixels:
        return _loaded(run)
    found = backbones(record.network.backbone.names if record.network.backbone else ())
    _check_the_same(run, found)
    if run.by_head:
        return chain(found, read_head(run.head_file), temperature=record.temperature)
    return with_temperature(keras_head_chain(found, _loaded(run)), record.temperature)


def _check_the_same(run: Run, found: tuple[Backbone, ...]) -> None:
    for backbone in found:
        if run.record.backbones.get(backbone.name) != backbone.sha256:
            raise LitmusError(
                f"“{run.record.name}” was trained with another version of the backbone "
                f"“{backbone.title}”.",
                "Train again with the one that is here.",
            )


def _loaded(run: Run) -> keras.Model:
    """`model.keras` of the run; no code within it is run."""
    import keras

    if not run.keras_file.is_file():
        raise LitmusError(f"The model “{run.keras_file}” is missing.", _TRAIN_AGAIN)
    try:
        return keras.models.load_model(run.keras_file, compile=False, safe_mode=True)
    except Exception as error:  # Keras raises a great many kinds for damaged files
        raise LitmusError(f"The model “{run.keras_file}” is damaged.", _TRAIN_AGAIN) from error


def _named(whole: keras.Model, shape: tuple[int, ...]) -> keras.Model:
    """`whole` with names that stay, and two outputs for a sigmoid."""
    import keras
    from keras import layers

    pixels = keras.Input(shape, name=INPUT)
    given = _passed(whole, pixels)
    if given.shape[-1] == 1:
        first = layers.Rescaling(-1.0, 1.0, name="first_class")(given)
        given = layers.Concatenate(name="both_classes")([first, given])
    return keras.Model(pixels, layers.Identity(name=OUTPUT)(given), name="litmus")


def _passed(whole: keras.Model, pixels: Any) -> Any:  # noqa: ANN401 - Keras ships no types
    """What `whole` makes of the input; layers in a row stay such, rather than a model within."""
    import keras

    if not isinstance(whole, keras.Sequential):
        return whole(pixels)
    given = pixels
    for layer in whole.layers:
        given = layer(given)
    return given
