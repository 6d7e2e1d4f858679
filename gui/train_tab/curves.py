"""The curves of a run: what the plots draw and read."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from core.run.record import EpochResult
from gui.step_history import NO_STEPS, POINT_LIMIT, Numbers, StepCurve
from gui.train_tab.learning_curve import LearningCurve


class View(StrEnum):
    """Against what a run's accuracy is drawn."""

    EPOCHS = "epochs"
    PICTURES = "pictures"


class Metric(StrEnum):
    """What a plot shows."""

    ACCURACY = "accuracy"
    LOSS = "loss"


@dataclass(frozen=True)
class Line:
    """Points to be joined: x in epochs, y in the metric's unit; float64, shape (points,) each."""

    x: Numbers
    y: Numbers

    def __len__(self) -> int:
        return len(self.x)


@dataclass(frozen=True)
class RunCurves:
    """Everything that can be drawn of one run.

    Attributes:
        number: The run's number, which labels its lines.
        epochs: Its whole epochs.
        steps: Batch-fine points; none for runs of an earlier session.
        planned: How many epochs it is, or was, to have.
        learning: How good it is for more and more pictures; None where it learns in epochs.
        going_on: Whether it is being trained.
    """

    number: int
    epochs: tuple[EpochResult, ...]
    steps: StepCurve = NO_STEPS
    planned: int = 1
    learning: LearningCurve | None = None
    going_on: bool = False

    @property
    def views(self) -> tuple[View, ...]:
        """How it can be drawn, what one wants to see first.

        A regression has a single entry, which says nothing as a curve; its epochs are those of the
        fine-tuning that may follow.
        """
        if self.learning is None:
            return (View.EPOCHS,)
        if len(self.epochs) < 2 and not len(self.steps.position):
            return (View.PICTURES,)
        both = View.PICTURES, View.EPOCHS
        return both[::-1] if self.going_on else both

    def fine(self, metric: Metric) -> Line:
        """Training, batch-fine."""
        of_metric = self.steps.accuracy if metric is Metric.ACCURACY else self.steps.loss
        return Line(self.steps.position, of_metric)

    def training(self, metric: Metric) -> Line:
        """Training, one point an epoch."""
        return self._line([training_value(epoch, metric) for epoch in self.epochs])

    def validation(self, metric: Metric) -> Line:
        """Validation, one point an epoch; NaN where there was none, nothing where never any."""
        values = [validation_value(epoch, metric) for epoch in self.epochs]
        if all(value is None for value in values):
            return Line(np.array([]), np.array([]))
        return self._line([np.nan if value is None else value for value in values])

    @property
    def is_empty(self) -> bool:
        """Whether there is no point at all."""
        return not self.epochs and not len(self.steps.position)

    @property
    def end(self) -> int:
        """Epochs that the plot has to have room for."""
        last = self.epochs[-1].epoch if self.epochs else 1
        if len(self.steps.position):
            last = max(last, int(np.ceil(self.steps.position[-1])))
        return max(last, self.planned)

    def _line(self, values: list[float]) -> Line:
        x = np.array([epoch.epoch for epoch in self.epochs], dtype=np.float64)
        return Line(x, np.array(values, dtype=np.float64))


def training_value(epoch: EpochResult, metric: Metric) -> float:
    """What the training steps of an epoch gave."""
    return epoch.accuracy if metric is Metric.ACCURACY else epoch.loss


def validation_value(epoch: EpochResult, metric: Metric) -> float | None:
    """What the validation after an epoch gave; None without a validation set."""
    return epoch.val_accuracy if metric is Metric.ACCURACY else epoch.val_loss


def thinned(line: Line, limit: int = POINT_LIMIT) -> Line:
    """At most `limit` points that draw the same shape: lowest and highest of equal stretches."""
    if len(line) <= limit:
        return line
    stretches = np.array_split(np.arange(len(line)), limit // 2)
    filled = np.where(np.isnan(line.y), 0.0, line.y)
    kept = {int(s[np.argmin(filled[s])]) for s in stretches}
    kept |= {int(s[np.argmax(filled[s])]) for s in stretches}
    index = np.array(sorted(kept))
    return Line(line.x[index], line.y[index])
