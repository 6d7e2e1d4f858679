"""A LiteRT file with all its numbers as they were learned."""

import shutil
from pathlib import Path

from core.cancellation import CancelToken
from core.data.dataset import Pixels
from core.export.format_module import About, Report
from core.export.litert_conversion import MODEL, about_litert, ask, converter_of
from core.export.request import ExportProgress
from core.export.source import ExportSource
from core.model.shapes import is_binary
from core.prediction.interpreter import Probabilities
from core.run.folder import Run


def about(_source: ExportSource) -> About:
    """How it is presented."""
    return about_litert("")


def in_own_process(source: ExportSource) -> bool:
    """Only where the run's own file is of another form."""
    return not _is_there(source.run)


def write(source: ExportSource, folder: Path, *, report: Report, cancel: CancelToken) -> None:
    """Write `model.tflite`: the run's own, by which Litmus itself answers, where that is the same.

    Raises:
        LitmusError: The run is damaged.
    """
    if _is_there(source.run):
        shutil.copyfile(source.run.litert_file, folder / MODEL)
        return
    report(ExportProgress("Loading TensorFlow and the network", 0.1))
    model = source.model
    cancel.raise_if_cancelled()
    report(ExportProgress("Converting the network", 0.4))
    (folder / MODEL).write_bytes(converter_of(model).convert())


def answers(folder: Path, pixels: Pixels) -> Probabilities | str:
    """What LiteRT answers."""
    return ask(folder, pixels)


def _is_there(run: Run) -> bool:
    """Whether `run` has a file that takes pixels and gives a probability for each class."""
    return run.answers_from_pixels and not is_binary(run.record.network, len(run.record.classes))
