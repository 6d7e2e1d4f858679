"""Where the axes of the plots begin and end, and what stands at their ticks."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np

from core.training.wording import percent
from gui.step_history import Numbers
from gui.train_tab.curves import Metric, RunCurves

_MOST_INTERVALS = 5
_ACCURACY_STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)
_MOST_EPOCH_TICKS = 10


@dataclass(frozen=True)
class Axis:
    """A range in the data's unit, and its ticks: (value, text)."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


def axis_for(metric: Metric, curves: Sequence[RunCurves]) -> Axis:
    """The vertical axis on which all `curves` fit."""
    values = np.concatenate([_values(run, metric) for run in curves] or [np.empty(0)])
    if metric is Metric.ACCURACY:
        return accuracy_axis(float(values.min(initial=1.0)) if len(values) else 0.0)
    return loss_axis(float(values.max(initial=0.0)) if len(values) else 1.0)


def accuracy_axis(lowest: float) -> Axis:
    """From just below `lowest` (a share) to 100 %."""
    lowest = min(max(lowest, 0.0), 0.999)
    step = next(s for s in _ACCURACY_STEPS if _intervals_to_one(lowest, s) <= _MOST_INTERVALS)
    count = _intervals_to_one(lowest, step)
    values = [round(1 - step * i, 6) for i in range(count, -1, -1)]
    return Axis(values[0], 1.0, tuple((v, percent(v)) for v in values))


def loss_axis(highest: float) -> Axis:
    """From 0 to just above `highest`."""
    step = _round_step(max(highest, 1e-6) / _MOST_INTERVALS)
    count = max(1, ceil(highest / step - 1e-9))
    decimals = max(0, -floor(log10(step) + 1e-9))
    if not np.isclose(step * 10**decimals % 1, 0):
        decimals += 1
    form = ",.0f" if decimals == 0 else f".{decimals}f"
    if highest >= 1e6:
        form = ".1e"
    return Axis(
        0.0, step * count, tuple((step * i, f"{step * i:{form}}") for i in range(count + 1))
    )


def epoch_axis(end: int) -> Axis:
    """From the start of the training to `end` epochs."""
    step = 1
    while end / step > _MOST_EPOCH_TICKS:
        step = _next_round(step)
    return Axis(0.0, float(end), tuple((float(i), f"{i:,}") for i in range(0, end + 1, step)))


def _values(run: RunCurves, metric: Metric) -> Numbers:
    """What the axis has to hold.

    The steep beginning counts until the first epoch is over; after that it would only press
    together what one wants to see.
    """
    fine = run.fine(metric)
    settled = fine.y[fine.x >= 0.5] if run.epochs else fine.y
    values = np.concatenate([settled, run.training(metric).y, run.validation(metric).y])
    finite: Numbers = values[np.isfinite(values)]
    return finite


def _intervals_to_one(lowest: float, step: float) -> int:
    return max(1, ceil((1 - lowest) / step - 1e-9))


def _round_step(at_least: float) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `at_least`."""
    power = 10.0 ** floor(log10(at_least))
    return next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= at_least * (1 - 1e-9))


def _next_round(step: int) -> int:
    """1, 2, 5, 10, 20, 50 and so on."""
    return step * 5 // 2 if str(step)[0] == "2" else step * 2
