"""What the plots show at one place, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.run.record import CurvePoint, EpochResult
from core.training.wording import share_with_interval
from gui.train_tab.curves import Metric, RunCurves, training_value, validation_value
from gui.train_tab.learning_curve import nearest

_START = "before fine-tuning"
"""What stands at 0, where there is something."""

_SAME_SIZE = 0.15
"""Of another run a point is read whose size differs by no more than this share."""


@dataclass(frozen=True)
class Reading:
    """The measured place nearest to a wanted one.

    Attributes:
        position: In epochs; where the reading line stands.
        epoch: The last whole epoch there, None before the first.
        step: Index of the batch-fine point that is read; None where an epoch is read.
    """

    position: float
    epoch: int | None
    step: int | None


def reading_at(position: float, run: RunCurves, *, snap: float) -> Reading | None:
    """What of `run` is nearest to `position`; None where it has no points.

    Args:
        position: In epochs.
        run: The run to read.
        snap: So near (in epochs) to a whole epoch, the epoch is read and not a step.
    """
    numbers = [epoch.epoch for epoch in run.epochs]
    nearest = min(numbers, key=lambda n: abs(n - position)) if numbers else None
    steps = run.steps.position
    if nearest is not None and (not len(steps) or abs(nearest - position) <= snap):
        return Reading(float(nearest), nearest, None)
    if not len(steps):
        return None
    step = int(np.argmin(np.abs(steps - position)))
    before = [n for n in numbers if n <= steps[step] + 1e-9]
    return Reading(float(steps[step]), before[-1] if before else None, step)


def in_words(
    reading: Reading, run: RunCurves, others: Sequence[RunCurves], *, metric: Metric
) -> str:
    """All values at `reading`: "epoch 2.4 · training 91.2 % · …"."""
    if reading.step is None:
        parts = [f"epoch {reading.epoch:,}" if reading.epoch else _START]
    else:
        parts = [f"epoch {reading.position:,.2f}"]
        fine = run.fine(metric).y[reading.step]
        parts.append(f"training {value_text(float(fine), metric)}")
    parts += _epoch_parts(reading, run, metric)
    parts += [p for other in others if (p := _other_part(reading, other, metric))]
    return " · ".join(parts)


def point_words(point: CurvePoint, others: Sequence[RunCurves]) -> str:
    """A point and what other runs have there: "154 pictures · 81 % ± 6 · run 2 79 % ± 6"."""
    pictures = f"{point.pictures:,} picture{'s' * (point.pictures != 1)}"
    parts = [pictures, share_with_interval(point.accuracy, point.interval)]
    for other in others:
        found = nearest(point.pictures, other.learning) if other.learning else None
        if found and abs(found.pictures - point.pictures) <= _SAME_SIZE * point.pictures:
            told = share_with_interval(found.accuracy, found.interval)
            parts.append(f"run {other.number} {told}")
    return " · ".join(parts)


def value_text(value: float, metric: Metric) -> str:
    """One value: "91.2 %" or "0.312"."""
    if metric is Metric.ACCURACY:
        return f"{value * 100:.1f} %"
    return f"{value:.3f}" if abs(value) < 1000 else f"{value:.3g}"


def _epoch_parts(reading: Reading, run: RunCurves, metric: Metric) -> list[str]:
    epoch = _epoch(run, reading.epoch)
    if epoch is None:
        return []
    parts = []
    if reading.step is None:
        parts.append(f"training {value_text(training_value(epoch, metric), metric)}")
    validation = validation_value(epoch, metric)
    if validation is not None:
        after = f"after epoch {epoch.epoch:,}" if epoch.epoch else _START
        when = "" if reading.step is None else f" {after}"
        parts.append(f"validation {value_text(validation, metric)}{when}")
    return parts


def _other_part(reading: Reading, other: RunCurves, metric: Metric) -> str:
    epoch = _epoch(other, reading.epoch)
    if epoch is None:
        return ""
    values = [training_value(epoch, metric), validation_value(epoch, metric)]
    texts = [value_text(value, metric) for value in values if value is not None]
    # One unit for the pair keeps the line short.
    return f"run {other.number} " + " / ".join(
        [t.removesuffix(" %") for t in texts[:-1]] + texts[-1:]
    )


def _epoch(run: RunCurves, number: int | None) -> EpochResult | None:
    return next((epoch for epoch in run.epochs if epoch.epoch == number), None)
