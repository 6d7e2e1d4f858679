"""What the lines of the plots mean."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gui.theme import NOTE_PX, colours_of, sized_font
from gui.train_tab.dashes import dash_of

_SWATCH = 20
_SPACE = 6
_GAP = 14
_MOST_OTHERS = 3


@dataclass(frozen=True)
class _Entry:
    text: str
    colour: str
    dash: tuple[float, ...] = ()


class Legend(QWidget):
    """One row: training, validation, and the runs drawn behind."""

    def __init__(self) -> None:
        super().__init__()
        self._others: tuple[int, ...] = ()
        self.setFont(sized_font(self.font(), NOTE_PX))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_others(())

    def show_others(self, numbers: Sequence[int]) -> None:
        """Name the runs drawn behind, by their numbers."""
        if tuple(numbers) == self._others and self.toolTip():
            return
        self._others = tuple(numbers)
        texts = [entry.text for entry in self._entries()]
        self.setAccessibleName(f"Lines: {', '.join(texts)}")
        runs = ", ".join(str(number) for number in numbers)
        dashed = f" Dashed: the same of run {runs}." if runs else ""
        self.setToolTip(
            "Training: the pictures it learns from. Validation: pictures kept aside to check on."
            + dashed
        )
        self.updateGeometry()
        self.update()

    @property
    def texts(self) -> tuple[str, ...]:
        """What it names, from left to right."""
        return tuple(entry.text for entry in self._entries())

    @override
    def sizeHint(self) -> QSize:
        width = sum(self._width(entry) + _GAP for entry in self._entries()) - _GAP
        return QSize(width, self.fontMetrics().height() + 4)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0
        for entry in self._entries():
            self._paint(painter, entry, left)
            left += self._width(entry) + _GAP

    def _entries(self) -> tuple[_Entry, ...]:
        colours = colours_of(self)
        others = tuple(
            _Entry(f"run {number}", colours.dim, dash_of(place))
            for place, number in enumerate(self._others[:_MOST_OTHERS])
        )
        more = len(self._others) - len(others)
        return (
            _Entry("training", colours.training),
            _Entry("validation", colours.validation),
            *others,
            *((_Entry(f"{more} more", colours.dim, (1, 2)),) if more > 0 else ()),
        )

    def _width(self, entry: _Entry) -> int:
        return _SWATCH + _SPACE + self.fontMetrics().horizontalAdvance(entry.text)

    def _paint(self, painter: QPainter, entry: _Entry, left: int) -> None:
        middle = self.height() / 2
        pen = QPen(QColor(entry.colour), 1.5 if entry.dash else 3)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if entry.dash:
            pen.setDashPattern(list(entry.dash))
        painter.setPen(pen)
        painter.drawLine(QPointF(left, middle), QPointF(left + _SWATCH, middle))
        painter.setPen(QColor(colours_of(self).text))
        baseline = (self.height() + self.fontMetrics().ascent() - self.fontMetrics().descent()) / 2
        painter.drawText(QPointF(left + _SWATCH + _SPACE, baseline), entry.text)
