"""Where a dragged row would land: the gap under the mouse, a line that shows it, scrolling."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

from gui.theme import colours_of

_EDGE = 32
_STEP = 12
_TICK_MS = 30


class DropLine(QWidget):
    """A line between two rows."""

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(colours_of(self).accent)
        painter.fillRect(QRect(8, 2, self.width() - 8, 3), colour)
        painter.setPen(colour)
        painter.setBrush(colour)
        painter.drawEllipse(1, 0, 6, 6)


class RowDrag(QObject):
    """A drag within a scroll area whose content is a column of rows."""

    def __init__(self, area: QScrollArea, content: QWidget) -> None:
        super().__init__(area)
        self._area = area
        self._content = content
        self._rows: Sequence[QWidget] = ()
        self._line = DropLine(content)
        self._line.hide()
        self._gaps = range(1)
        self._place = QPoint()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def line(self) -> QWidget:
        """The line; visible while something is dragged."""
        return self._line

    def move(self, rows: Sequence[QWidget], place: QPoint, *, gaps: range) -> None:
        """The mouse is somewhere else.

        Args:
            rows: What stands one below the other.
            place: Where it is on the screen.
            gaps: Where it may be dropped: 0 before the first row, 1 after it, and so on.
        """
        self._rows, self._place, self._gaps = rows, place, gaps
        self._show_line()
        if not self._timer.isActive():
            self._timer.start()

    def end(self) -> int:
        """The drag is over; the gap where it ended: 0 before the first row, and so on."""
        gap = self._gap()
        self._timer.stop()
        self._line.hide()
        self._rows = ()
        return gap

    def _gap(self) -> int:
        y = self._content.mapFromGlobal(self._place).y()
        gap = sum(1 for row in self._rows if row.geometry().center().y() < y)
        return min(max(gap, self._gaps.start), self._gaps.stop - 1)

    def _show_line(self) -> None:
        gap = self._gap()
        if gap < len(self._rows):
            y = self._rows[gap].geometry().top()
        else:
            y = self._rows[-1].geometry().bottom()
        self._line.setGeometry(0, y - 3, self._content.width(), 7)
        self._line.raise_()
        self._line.show()

    def _on_timer_timeout(self) -> None:
        """Scroll while the mouse is held near an edge."""
        viewport = self._area.viewport()
        y = viewport.mapFromGlobal(self._place).y()
        bar = self._area.verticalScrollBar()
        if y < _EDGE:
            bar.setValue(bar.value() - _STEP)
        elif y > viewport.height() - _EDGE:
            bar.setValue(bar.value() + _STEP)
        self._show_line()
