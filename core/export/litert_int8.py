"""A LiteRT file that computes in 8-bit integers: a quarter of the size, a little less exact."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from core.cancellation import CancelToken
from core.data.dataset import Pixels
from core.export.format_module import About, Report
from core.export.litert_conversion import MODEL, about_litert, ask, converter_of
from core.export.request import ExportProgress
from core.export.source import ExportSource
from core.prediction.interpreter import Probabilities

_MOST_CALIBRATED = 200
"""Pictures by which the ranges of the integers are found."""

_MORE = """\
It computes in 8-bit integers, whose ranges were found on up to 200 of the pictures that it learned
from. It still takes pixels as float32, 0 to 255, and gives float32: the first and the last step
turn them into integers and back. Its answers differ a little from those of the other formats."""


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

    pictures = source.learned_pictures(_MOST_CALIBRATED)

    def calibration() -> Iterator[list[Pixels]]:
        for number, picture in enumerate(pictures):
            share = 0.3 + 0.6 * number / len(pictures)
            report(ExportProgress("Finding the ranges of the integers", share))
            yield [picture[np.newaxis].astype(np.float32)]

    converter = converter_of(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = calibration
    (folder / MODEL).write_bytes(converter.convert())


def answers(folder: Path, pixels: Pixels) -> Probabilities | str:
    """What LiteRT answers."""
    return ask(folder, pixels)
