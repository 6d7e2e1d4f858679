"""A `.keras` file, for programs with Keras."""

from pathlib import Path

import numpy as np

from core.cancellation import CancelToken
from core.data.dataset import Pixels
from core.export.format_module import About, Example, Report
from core.export.request import ExportProgress
from core.export.source import ExportSource
from core.prediction.interpreter import Probabilities

_MODEL = "model.keras"

_EXAMPLE = Example(
    imports="import keras",
    load=f'MODEL = keras.saving.load_model(HERE / "{_MODEL}", compile=False)',
    answer="shares = np.asarray(MODEL(pictures))[0]",
    packages=("tensorflow",),
)

_USE = f"""\
`{_MODEL}` is a Keras 3 model: `keras.saving.load_model("{_MODEL}", compile=False)`. It holds no
code of its own. Its input is called `pixels`, its output `probabilities`. To train it further,
compile it with `loss="sparse_categorical_crossentropy"`."""


def about(_source: ExportSource) -> About:
    """How it is presented."""
    return About(model=_MODEL, use=_USE, example=_EXAMPLE)


def in_own_process(_source: ExportSource) -> bool:
    """It needs Keras."""
    return True


def write(source: ExportSource, folder: Path, *, report: Report, cancel: CancelToken) -> None:
    """Write `model.keras`.

    Raises:
        LitmusError: The run is damaged.
    """
    report(ExportProgress("Loading TensorFlow and the network", 0.1))
    model = source.model
    cancel.raise_if_cancelled()
    report(ExportProgress("Writing the Keras file", 0.8))
    model.save(folder / _MODEL)


def answers(folder: Path, pixels: Pixels) -> Probabilities | str:
    """What Keras answers."""
    import keras

    model = keras.saving.load_model(folder / _MODEL, compile=False, safe_mode=True)
    return np.asarray(model.predict(pixels.astype(np.float32), batch_size=8, verbose=0))
