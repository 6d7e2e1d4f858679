"""A run's network, ready to answer."""

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from core.data import fashion_mnist
from core.data.dataset import Pixels
from core.errors import LitmusError
from core.model.network import InputSpec
from core.plain import read_plain
from core.prediction.backbone_model import BackboneModel
from core.prediction.interpreter import LiteRTModel, Probabilities
from core.run.folder import Run

_MOST_LABEL_BYTES = 10_000_000
_TRAIN_AGAIN = "The run is damaged; train again, or choose another run."


class Model(Protocol):
    """What answers.

    Attributes:
        input_shape: (height, width, channels) of the pictures that it takes.
        outputs: How many numbers it gives for a picture.
    """

    input_shape: tuple[int, ...]
    outputs: int

    def probabilities(self, pixels: Pixels) -> Probabilities:
        """The answers to uint8 pixels, shape (pictures, height, width, channels)."""
        ...


@dataclass(frozen=True)
class Classifier:
    """A trained network with the names of its classes. Thread-safe.

    Attributes:
        run: Where it comes from.
        names: A name for each output, in order; outputs beyond the classes are "(unused 11)" ....
        model: The network itself.
    """

    run: Run
    names: tuple[str, ...]
    model: Model

    @classmethod
    def load(cls, run: Run) -> "Classifier":
        """The network of `run`; about 0.2 s the first time, then a few milliseconds.

        Raises:
            LitmusError: The model is missing or damaged, or does not fit the run's record.
        """
        model, record = _model(run), run.record
        file = run.head_file if run.by_head else run.litert_file
        if model.input_shape != record.network.input.shape:
            raise LitmusError(
                f"“{file}” takes pictures of shape {model.input_shape}, "
                f"but run.json says {record.network.input.shape}.",
                _TRAIN_AGAIN,
            )
        binary = model.outputs == 1 and len(record.classes) == 2
        if model.outputs < len(record.classes) and not binary:
            raise LitmusError(
                f"“{file}” has {model.outputs} outputs, "
                f"but run.json names {len(record.classes)} classes.",
                _TRAIN_AGAIN,
            )
        _check_labels(run)
        unused = range(len(record.classes) + 1, model.outputs + 1)
        return cls(run, (*record.classes, *(f"(unused {n})" for n in unused)), model)

    def called(self, names: tuple[str, ...]) -> "Classifier":
        """The same with other names for the classes; outputs beyond them keep theirs."""
        return replace(self, names=(*names, *self.names[len(names) :]))

    @property
    def network_input(self) -> InputSpec:
        """Size and channels of the pictures it takes."""
        return self.run.record.network.input

    @property
    def dark_background(self) -> bool:
        """Whether it learned from objects on black that fill the frame."""
        return self.run.record.data.source == fashion_mnist.SOURCE

    def probabilities(self, pixels: Pixels) -> Probabilities:
        """The share of each output: float32, shape (pictures, outputs).

        A network with one output for two classes gives the share of the second; the first has the
        rest.

        Args:
            pixels: uint8, shape (pictures, height, width, channels), or one picture without the
                first axis.

        Raises:
            LitmusError: The network's weights are broken, so that its answers are no numbers.
            ValueError: The pixels have another shape or dtype than the network takes.
        """
        return self.shares(self.model.probabilities(pixels))

    def shares(self, answers: Probabilities) -> Probabilities:
        """The share of each output, from what `model` answered: as `probabilities`.

        Raises:
            LitmusError: They are no numbers.
        """
        if not (answers.sum() < float("inf")):
            raise LitmusError(
                f"The model of “{self.run.record.name}” answers with something that is no number.",
                "Its training went wrong; train again with a smaller learning rate.",
            )
        return np.hstack([1 - answers, answers]) if self.model.outputs == 1 else answers


def _model(run: Run) -> Model:
    """What answers for `run`.

    Raises:
        LitmusError: Its files are missing or damaged.
    """
    if run.record.network.backbone and not run.answers_from_pixels:
        return BackboneModel(run)
    return LiteRTModel(run.litert_file)


def _check_labels(run: Run) -> None:
    """Refuse a run whose `labels.txt` was exchanged; one without the file still has its record.

    Raises:
        LitmusError: The file names other classes than the record.
    """
    path = run.folder / "labels.txt"
    try:
        content = read_plain(path, most=_MOST_LABEL_BYTES).decode("utf-8")
    except FileNotFoundError:
        return
    except OSError as error:
        reason = error.strerror or error
        raise LitmusError(f"“{path}” cannot be read: {reason}.", _TRAIN_AGAIN) from error
    except ValueError as error:
        raise LitmusError(f"“{path}” is no text in UTF-8.", _TRAIN_AGAIN) from error
    if tuple(content.replace("\r\n", "\n").removesuffix("\n").split("\n")) != run.record.classes:
        raise LitmusError(f"“{path}” names other classes than run.json.", _TRAIN_AGAIN)
