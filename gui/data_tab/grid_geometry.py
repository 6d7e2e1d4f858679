"""Where each picture of the grid lies; computed, never stored, so that 70,000 cost nothing."""

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRect

GAP = 8


@dataclass(frozen=True)
class GridGeometry:
    """Equal squares in rows that fill the width.

    Attributes:
        width: Of the place for the grid, in pixels.
        side: Of a square, in pixels.
        count: How many there are.
        below: Room for words below each square, in pixels.
    """

    width: int
    side: int
    count: int
    below: int = 0

    @property
    def columns(self) -> int:
        """How many fit beside one another."""
        return max(1, (self.width + GAP) // (self.side + GAP))

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return ceil(self.count / self.columns)

    @property
    def gap(self) -> int:
        """Between squares; what is left of the width goes into it."""
        if self.columns == 1:
            return GAP
        return (self.width - self.columns * self.side) // (self.columns - 1)

    @property
    def _row_gap(self) -> int:
        return min(self.gap, 2 * GAP)

    @property
    def row_height(self) -> int:
        """From one row to the next."""
        return self.side + self.below + self._row_gap

    @property
    def height(self) -> int:
        """Of all rows."""
        return max(0, self.rows * self.row_height - self._row_gap)

    def rect(self, number: int) -> QRect:
        """The square of one picture, counted from the top of all."""
        row, column = divmod(number, self.columns)
        return QRect(column * (self.side + self.gap), row * self.row_height, self.side, self.side)

    def at(self, x: int, y: int) -> int | None:
        """The picture at a point; None between squares and beyond the last."""
        if x < 0 or y < 0:
            return None
        column, right = divmod(x, self.side + self.gap)
        row, below = divmod(y, self.row_height)
        number = row * self.columns + column
        inside = right < self.side and below < self.side + self.below and column < self.columns
        return number if inside and number < self.count else None

    def between(self, top: int, bottom: int) -> range:
        """The pictures of which anything lies between two heights."""
        first = max(0, top) // self.row_height * self.columns
        last = (max(0, bottom) // self.row_height + 1) * self.columns
        return range(min(first, self.count), min(last, self.count))
