"""How accuracy grows with the number of pictures learned from: what the plot draws and reads."""

from dataclasses import dataclass

import numpy as np

from core.run.record import CurvePoint
from gui.step_history import Numbers


@dataclass(frozen=True)
class LearningCurve:
    """What was measured of a network with fewer and with all pictures.

    Attributes:
        points: Ascending.
        room: Pictures that the plot has to have room for.
        missing: Why there is no point, and will be none; empty where there are some.
    """

    points: tuple[CurvePoint, ...] = ()
    room: int = 0
    missing: str = ""

    @property
    def sizes(self) -> Numbers:
        """How many pictures each point learned from: float64, shape (points,)."""
        return np.array([point.pictures for point in self.points], np.float64)

    @property
    def accuracies(self) -> Numbers:
        """Shares (0-1): float64, shape (points,)."""
        return np.array([point.accuracy for point in self.points], np.float64)

    @property
    def bars(self) -> tuple[Numbers, Numbers]:
        """The intervals as lines from low to high, end after end: x and y, shape (2 * points,)."""
        ends = [end for point in self.points for end in point.interval]
        return np.repeat(self.sizes, 2), np.array(ends, np.float64)

    @property
    def lowest(self) -> float:
        """The lowest that the plot has to show; 1 where it has nothing to show."""
        return min((point.interval[0] for point in self.points), default=1.0)

    @property
    def end(self) -> int:
        """Pictures up to which the plot reaches."""
        return max(self.room, *(point.pictures for point in self.points), 1)


def nearest(position: float, curve: LearningCurve) -> CurvePoint | None:
    """The point nearest to so many pictures; None where there is none."""
    return min(curve.points, key=lambda point: abs(point.pictures - position), default=None)
