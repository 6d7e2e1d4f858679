"""A LiteRT file with its weights as 16-bit numbers: half the size."""

from pathlib import Path

from core.cancellation import CancelToken
from core.data.dataset import Pixels
from core.export.format_module import About, Report
from core.export.litert_conversion import MODEL, about_litert, ask, converter_of
from core.export.request import ExportProgress
from core.export.source import ExportSource
from core.prediction.interpreter import Probabilities

_MORE = """\
Its weights are stored in 16 bits, which halves the file; it takes and gives 32-bit numbers."""


def about(_source: ExportSource) -> About:
    """How it is presented."""
    return about_litert(_MORE)


def in_own_process(_source: ExportSource) -> bool:
    """It needs TensorFlow's converter."""
    return True


def write(source: ExportSource, folder: Path, *, report: Report, cancel: CancelToken) -> None:
    """Write `model.tflite`.

    Raises:
        LitmusError: The run is damaged.
    """
    report(ExportProgress("Loading TensorFlow and the network", 0.1))
    model = source.model
    cancel.raise_if_cancelled()
    import tensorflow as tf

    report(ExportProgress("Converting the network", 0.4))
    converter = converter_of(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_types = [tf.float16]
    (folder / MODEL).write_bytes(converter.convert())


def answers(folder: Path, pixels: Pixels) -> Probabilities | str:
    """What LiteRT answers."""
    return ask(folder, pixels)
