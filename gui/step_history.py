"""The batch-fine curve of a training, kept small however long the training is."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Self

import numpy as np
import numpy.typing as npt

from core.training.events import StepPoint

Numbers = npt.NDArray[np.float64]

POINT_LIMIT = 2_000
"""More than a plot is wide; what is drawn at most for one curve."""

_RECENT = 9
"""So many points say how much of an epoch one usually is: that follows a busy computer soon."""


@dataclass(frozen=True)
class StepCurve:
    """Loss and accuracy over the steps of a training.

    Attributes:
        position: Where each point ends, in epochs: float64, shape (points,), rising.
        loss: float64, shape (points,).
        accuracy: Shares (0-1): float64, shape (points,).
    """

    position: Numbers
    loss: Numbers
    accuracy: Numbers

    @classmethod
    def of(cls, points: Iterable[StepPoint]) -> Self:
        """The curve through `points`."""
        rows = [(p.position, p.loss, p.accuracy) for p in points]
        table = np.array(rows, dtype=np.float64).reshape(-1, 3)
        return cls(table[:, 0], table[:, 1], table[:, 2])


NO_STEPS = StepCurve.of(())


class StepHistory:
    """Takes step points one after the other and keeps at most `limit` of them.

    When they become too many, neighbours are merged into their mean, and from then on as many
    points as were merged make one: the curve has the same fineness from start to end. A point over
    far fewer pictures than the others (what was left at the end of an epoch) would be a spike that
    means nothing; it is taken together with the one before it.
    """

    def __init__(self, limit: int = POINT_LIMIT) -> None:
        self._limit = limit
        self._points: list[StepPoint] = []
        self._pending: list[StepPoint] = []
        self._merged = 1
        self._spans: deque[float] = deque(maxlen=_RECENT)
        self._start: float | None = None
        self._end = 0.0

    def extend(self, points: Iterable[StepPoint]) -> None:
        """Add what came since the last call; the first belongs to the epoch it begins with."""
        for point in points:
            if self._start is None:
                self._start = self._end = ceil(point.position) - 1.0
            span, self._end = point.position - self._end, point.position
            self._spans.append(span)
            if span < median(self._spans) / 2:
                self._take_with_last(point, span)
            else:
                self._add(point)

    def take_back(self, position: float) -> None:
        """Forget what comes after `position`: a training goes on from there."""
        self._points = [point for point in self._points if point.position <= position]
        self._pending = [point for point in self._pending if point.position <= position]
        self._end = min(self._end, position)

    def curve(self) -> StepCurve:
        """The curve up to the last point taken."""
        tail = [_mean(self._pending)] if self._pending else []
        return StepCurve.of((*self._points, *tail))

    def __len__(self) -> int:
        return len(self._points) + bool(self._pending)

    def _add(self, point: StepPoint) -> None:
        self._pending.append(point)
        if len(self._pending) == self._merged:
            self._points.append(_mean(self._pending))
            self._pending = []
            if len(self._points) >= self._limit:
                self._halve()

    def _take_with_last(self, point: StepPoint, span: float) -> None:
        """Let `point` count in the last point as much as it is long."""
        points = self._pending or self._points
        last = points[-1]
        before = [*self._points[-2:], *self._pending][-2:-1]
        start = before[0].position if before else self._start or 0.0
        weight = span / (point.position - start)
        points[-1] = StepPoint(
            position=point.position,
            loss=last.loss + weight * (point.loss - last.loss),
            accuracy=last.accuracy + weight * (point.accuracy - last.accuracy),
        )

    def _halve(self) -> None:
        pairs = zip(self._points[::2], self._points[1::2], strict=False)
        left = self._points[-1:] if len(self._points) % 2 else []
        self._points = [_mean(pair) for pair in pairs]
        self._pending = left
        self._merged *= 2


def _mean(points: list[StepPoint] | tuple[StepPoint, StepPoint]) -> StepPoint:
    """One point for several, standing where the last of them ends."""
    if len(points) == 1:
        return points[0]
    count = len(points)
    return StepPoint(
        position=points[-1].position,
        loss=sum(p.loss for p in points) / count,
        accuracy=sum(p.accuracy for p in points) / count,
    )
