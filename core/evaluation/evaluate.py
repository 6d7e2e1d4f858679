"""How many pictures of the test set a run answers rightly."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.cancellation import CancelToken
from core.data.dataset import Dataset, Labels
from core.errors import LitmusError
from core.prediction.classifier import Classifier
from core.prediction.interpreter import Probabilities
from core.run.folder import Run

_STEP = 250
"""Pictures between two reports of progress and two looks at the token."""

_EPSILON = 1e-7
"""Least probability that counts, as in Keras (`keras.config.epsilon()`)."""


@dataclass(frozen=True)
class Evaluation:
    """How good a run is.

    Attributes:
        accuracy: Share (0-1) of the pictures answered rightly.
        loss: Mean sparse categorical cross-entropy, as Keras computes it.
        pictures: How many were asked.
        set_name: Which set: "test", "validation", or "all" for a folder that is used whole.
        skipped: Pictures that could not be asked: unreadable, or of a class the run never learned.
        learned: How many of those asked the run had learned from.
    """

    accuracy: float
    loss: float
    pictures: int
    set_name: str
    skipped: int = 0
    learned: int = 0


def evaluate(
    run: Run,
    dataset: Dataset,
    *,
    report: Callable[[float], None] | None = None,
    cancel: CancelToken | None = None,
) -> Evaluation:
    """Measure a run on the test set, with LiteRT: the very file that predicts.

    Args:
        run: With a model.
        dataset: With the classes that the run learned.
        report: Called with the share done (0-1) now and then.
        cancel: Ends it.

    Raises:
        LitmusError: The model cannot be used, or the data set does not fit it.
        Cancelled: The token was set.
    """
    classifier = Classifier.load(run)
    _check_fit(run, dataset)
    test = dataset.test
    answers = np.empty((len(test), len(classifier.names)), np.float32)
    for start in range(0, len(test), _STEP):
        if cancel is not None:
            cancel.raise_if_cancelled()
        part = slice(start, start + _STEP)
        answers[part] = classifier.probabilities(test.pixels[part])
        if report is not None:
            report(min(1.0, (start + _STEP) / len(test)))
    return Evaluation(accuracy(answers, test.labels), loss(answers, test.labels), len(test), "test")


def accuracy(answers: Probabilities, labels: Labels) -> float:
    """Share (0-1) of the rows of `answers` whose largest number is that of the label."""
    return float(np.mean(answers.argmax(axis=1) == labels))


def loss(answers: Probabilities, labels: Labels) -> float:
    """Mean sparse categorical cross-entropy of probabilities, clipped as Keras clips them."""
    given = answers[np.arange(len(labels)), labels].astype(np.float64)
    return float(-np.mean(np.log(np.clip(given, _EPSILON, 1 - _EPSILON))))


def _check_fit(run: Run, dataset: Dataset) -> None:
    record, shape = run.record, dataset.test.pixels.shape[1:]
    if record.classes != dataset.classes:
        raise LitmusError(
            f"“{record.name}” learned other classes than {dataset.title} has.",
            "Choose the data set that it was trained on.",
        )
    if record.network.input.shape != shape:
        raise LitmusError(
            f"“{record.name}” takes pictures of shape {record.network.input.shape}, "
            f"{dataset.title} has {shape}.",
            "Choose the data set that it was trained on.",
        )
