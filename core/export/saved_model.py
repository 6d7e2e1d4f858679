"""A TensorFlow SavedModel, for servers: it takes pixels, or the bytes of picture files."""

import sys
from pathlib import Path

import numpy as np

from core.cancellation import CancelToken
from core.data import fashion_mnist
from core.data.dataset import Pixels
from core.export.format_module import About, Example, Report
from core.export.request import ExportProgress
from core.export.source import ExportSource
from core.prediction.interpreter import Probabilities

_MODEL = "saved_model"
PIXELS = "pixels"
ENCODED = "encoded"
_OUTPUT = "probabilities"
_BATCH = 8

_EXAMPLE = Example(
    imports="import tensorflow as tf",
    load=f'MODEL = tf.saved_model.load(HERE / "{_MODEL}")',
    answer=(
        f'given = MODEL.signatures["{PIXELS}"](pixels=tf.constant(pictures))\n'
        f'shares = given["{_OUTPUT}"].numpy()[0]'
    ),
    packages=("tensorflow",),
)

_USE = f"""\
`{_MODEL}` is a folder for `tf.saved_model.load`, TensorFlow Serving and the like; it needs no
Keras. It has three signatures, each of which gives `{_OUTPUT}`:

- `{PIXELS}`, and the same as `serving_default`: takes `pixels`, float32;
- `{ENCODED}`: takes `pictures`, a batch of strings that are the bytes of JPEG, PNG, BMP or GIF
  files, and decodes and resizes them within, of an animation the first picture. Pixels differ by
  one or two of 255 from those of the example; EXIF orientation and colour profiles are ignored."""


def about(_source: ExportSource) -> About:
    """How it is presented."""
    return About(model=f"{_MODEL}/", use=_USE, example=_EXAMPLE)


def in_own_process(_source: ExportSource) -> bool:
    """It needs TensorFlow."""
    return True


def write(source: ExportSource, folder: Path, *, report: Report, cancel: CancelToken) -> None:
    """Write the folder `saved_model`.

    Raises:
        LitmusError: The run is damaged.
    """
    report(ExportProgress("Loading TensorFlow and the network", 0.1))
    model = source.model
    cancel.raise_if_cancelled()
    import tensorflow as tf

    from core.export.tensorflow_fitting import decoded

    report(ExportProgress("Writing the SavedModel", 0.5))
    record = source.run.record
    form, dark = record.network.input, record.data.source == fashion_mnist.SOURCE

    def from_pixels(pixels: tf.Tensor) -> dict[str, tf.Tensor]:
        return {_OUTPUT: model(pixels, training=False)}

    def from_files(pictures: tf.Tensor) -> dict[str, tf.Tensor]:
        pixels = tf.map_fn(
            lambda file: decoded(file, form, white_on_black=dark),
            pictures,
            fn_output_signature=tf.TensorSpec(form.shape, tf.float32),
        )
        return {_OUTPUT: model(pixels, training=False)}

    many = tf.TensorSpec((None, *form.shape), tf.float32, name="pixels")
    files = tf.TensorSpec((None,), tf.string, name="pictures")
    module = tf.Module(name="litmus")
    module.variables_kept = model.variables
    module.from_pixels = tf.function(from_pixels, input_signature=[many])
    module.from_files = tf.function(from_files, input_signature=[files])
    signatures = {
        "serving_default": module.from_pixels,
        PIXELS: module.from_pixels,
        ENCODED: module.from_files,
    }
    tf.saved_model.save(module, str(folder / _MODEL), signatures=signatures)


def without_keras() -> None:
    """Let every import of Keras fail in this process from here on: who answers needs none."""
    sys.modules["keras"] = None  # type: ignore[assignment]  # Python's own way to forbid a module


def answers(folder: Path, pixels: Pixels) -> Probabilities | str:
    """What TensorFlow answers, without Keras."""
    without_keras()
    import tensorflow as tf

    answer = tf.saved_model.load(str(folder / _MODEL)).signatures[PIXELS]
    parts = (pixels[start : start + _BATCH] for start in range(0, len(pixels), _BATCH))
    given = [answer(pixels=tf.constant(part, tf.float32))[_OUTPUT].numpy() for part in parts]
    return np.concatenate(given)
