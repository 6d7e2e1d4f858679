"""What the lines of the plots mean."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gui.theme import NOTE_PX, Colours, colours_of, sized_font
from gui.train_tab.curves import View
from gui.train_tab.dashes import dash_of

_SWATCH = 20
_SPACE = 6
_GAP = 14
_MOST_OTHERS = 3
BAR_OPACITY = 0.32
"""With which the colour of a line is laid over the ground for its interval."""


@dataclass(frozen=True)
class _Entry:
    text: str
    colour: str
    dash: tuple[float, ...] = ()
    opacity: float = 1.0


_TIPS = {
    View.EPOCHS: "Training: the pictures it learns from. Validation: pictures kept aside to check "
    "on.",
    View.PICTURES: "Right answers: the share of pictures named rightly by a network that had not "
    "learned from them. 95 % interval: where that share lies on other pictures of the same kind, "
    "19 times out of 20.",
}


class Legend(QWidget):
    """One row: what the lines are, and the runs drawn behind."""

    def __init__(self) -> None:
        super().__init__()
        self._others: tuple[int, ...] = ()
        self._view = View.EPOCHS
        self.setFont(sized_font(self.font(), NOTE_PX))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_lines(View.EPOCHS, ())

    def show_lines(self, view: View, numbers: Sequence[int]) -> None:
        """Name the lines of this view, and the runs drawn behind by their numbers."""
        if (view, tuple(numbers)) == (self._view, self._others) and self.toolTip():
            return
        self._view, self._others = view, tuple(numbers)
        texts = [entry.text for entry in self._entries()]
        self.setAccessibleName(f"Lines: {', '.join(texts)}")
        runs = ", ".join(str(number) for number in numbers)
        dashed = f" Dashed: the same of run {runs}." if runs else ""
        self.setToolTip(_TIPS[view] + dashed)
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
            *_lines(self._view, colours),
            *others,
            *((_Entry(f"{more} more", colours.dim, (1, 2)),) if more > 0 else ()),
        )

    def _width(self, entry: _Entry) -> int:
        return _SWATCH + _SPACE + self.fontMetrics().horizontalAdvance(entry.text)

    def _paint(self, painter: QPainter, entry: _Entry, left: int) -> None:
        middle = self.height() / 2
        colour = QColor(entry.colour)
        colour.setAlphaF(entry.opacity)
        pen = QPen(colour, 1.5 if entry.dash else 3 if entry.opacity == 1 else 8)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if entry.dash:
            pen.setDashPattern(list(entry.dash))
        painter.setPen(pen)
        painter.drawLine(QPointF(left, middle), QPointF(left + _SWATCH, middle))
        painter.setPen(QColor(colours_of(self).text))
        baseline = (self.height() + self.fontMetrics().ascent() - self.fontMetrics().descent()) / 2
        painter.drawText(QPointF(left + _SWATCH + _SPACE, baseline), entry.text)


def _lines(view: View, colours: Colours) -> tuple[_Entry, ...]:
    """The lines of the shown run."""
    if view is View.EPOCHS:
        return _Entry("training", colours.training), _Entry("validation", colours.validation)
    return (
        _Entry("right answers", colours.validation),
        _Entry("95 % interval", colours.validation, opacity=BAR_OPACITY),
    )
