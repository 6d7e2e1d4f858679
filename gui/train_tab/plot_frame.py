"""A plot with its heading, its axes and the words for what is read; what is drawn, others say."""

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from gui.theme import NOTE_PX, Colours, colours_of, sized_font
from gui.train_tab.axes import Axis
from gui.widgets.text import Role, label

_AXIS_WIDTH = 52
_AXIS_HEIGHT = 22
_AXIS_GAP = 8
_ROOM_RIGHT = 0.02
_ROOM_TOP = 0.03
# Without it, a tick that stands exactly at the start is left out where a pixel is rounded.
_ROOM_START = 0.005

# pyqtgraph ships no types; its things are named here for the reader.
Item = Any


class PlotFrame(QWidget):
    """The parts that all plots have.

    Signals:
        pointed: The mouse is at this position, in units of the lower axis.
        left: The mouse has left.
    """

    pointed = Signal(float)
    left = Signal()

    def __init__(self, heading: str, unit: str = "") -> None:
        """Make it.

        Args:
            heading: What the height means.
            unit: A word for the numbers under the plot, that stands before the first of them.
        """
        super().__init__()
        self._plot: Item = pg.PlotWidget()
        self._readout = label("", Role.NOTE)
        self._unit = label(unit, Role.NOTE)
        self._unit.setParent(self._plot)
        self._words = ""
        self._drawn_axes: tuple[Axis, ...] = ()
        # The axes' own grid would hide the labels at its ends.
        self._grid: Item = pg.PlotCurveItem(connect="pairs")
        self._cursor: Item = pg.InfiniteLine(angle=90, movable=False)
        self._prepare_plot()
        self._lay_out_frame(heading)

    @property
    def plot(self) -> Item:
        """The pyqtgraph widget."""
        return self._plot

    @property
    def readout(self) -> str:
        """What is read at the moment."""
        return self._words

    @property
    def unit_a_pixel(self) -> float:
        """How much of the lower axis one pixel is."""
        return float(self._plot.getViewBox().viewPixelSize()[0])

    def show_cursor(self, position: float | None, words: str) -> None:
        """Put the reading line at `position` (None for nowhere) and tell `words`."""
        self._cursor.setVisible(position is not None)
        if position is not None:
            self._cursor.setPos(position)
        self._words = words
        self._readout.setToolTip(words)
        width = self._readout.width()
        elided = self._readout.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)
        self._readout.setText(elided)

    def show_axes(self, vertical: Axis, horizontal: Axis) -> None:
        """Let the plot reach over these."""
        if (vertical, horizontal) == self._drawn_axes:
            return
        self._drawn_axes = (vertical, horizontal)
        self._show_axis("left", vertical, room=_ROOM_TOP)
        self._show_axis("bottom", horizontal, room=_ROOM_RIGHT)
        heights = np.repeat([value for value, _ in vertical.ticks], 2)
        ends = np.tile([horizontal.low, horizontal.high], len(vertical.ticks))
        self._grid.setData(ends, heights)

    def colour_frame(self) -> Colours:
        """Draw ground and axes in the colours of the scheme, which are given back."""
        colours = colours_of(self)
        self._plot.setBackground(QColor(colours.panel))
        self._grid.setPen(pg.mkPen(colours.line, width=1))
        self._cursor.setPen(pg.mkPen(colours.dim, width=1, style=Qt.PenStyle.DotLine))
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(pg.mkPen(None))
            # Ticks of no length still leave a dot.
            axis.setTickPen(pg.mkPen(colours.panel))
            axis.setTextPen(pg.mkPen(colours.dim))
        return colours

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            scene = self._plot.mapToScene(event.position().toPoint())
            self.pointed.emit(float(self._plot.getViewBox().mapSceneToView(scene).x()))
        elif event.type() == QEvent.Type.Leave:
            self.left.emit()
        elif event.type() == QEvent.Type.Resize:
            self._place_unit()
        return super().eventFilter(watched, event)

    def _place_unit(self) -> None:
        """Put the word before the first number under the plot, as a column's heading."""
        size = self._unit.sizeHint()
        right = _AXIS_WIDTH - _AXIS_GAP
        self._unit.setGeometry(0, self._plot.height() - _AXIS_HEIGHT + 3, right, size.height())

    def _prepare_plot(self) -> None:
        # It always shows the whole training; a wheel that zooms by accident would only confuse.
        item = self._plot.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setMouseEnabled(x=False, y=False)
        item.disableAutoRange()
        item.setContentsMargins(0, 4, 0, 0)
        self._prepare_axes()
        item.addItem(self._grid)
        item.addItem(self._cursor, ignoreBounds=True)
        self._cursor.hide()
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setMinimumHeight(96)
        self._plot.viewport().installEventFilter(self)
        self._unit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._unit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def _prepare_axes(self) -> None:
        left, bottom = self._plot.getAxis("left"), self._plot.getAxis("bottom")
        left.setWidth(_AXIS_WIDTH)
        bottom.setHeight(_AXIS_HEIGHT)
        for axis in (left, bottom):
            axis.setStyle(
                tickLength=0,
                tickFont=sized_font(self.font(), NOTE_PX),
                tickTextOffset=_AXIS_GAP if axis is left else 4,
                hideOverlappingLabels=False,
            )

    def _lay_out_frame(self, text: str) -> None:
        heading = QHBoxLayout()
        heading.setSpacing(16)
        heading.addWidget(label(text, Role.SUBTITLE))
        self._readout.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        heading.addWidget(self._readout, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addLayout(heading)
        self._column.addWidget(self._plot, 1)

    def _show_axis(self, side: str, axis: Axis, *, room: float) -> None:
        view = self._plot.getViewBox()
        span = axis.high - axis.low
        low, high = axis.low - span * _ROOM_START, axis.high + span * room
        set_range = view.setYRange if side == "left" else view.setXRange
        set_range(low, high, padding=0)
        self._plot.getAxis(side).setTicks([list(axis.ticks)])


def mixed(colour: str, ground: str, share: float) -> QColor:
    """`colour` painted over `ground` with this opacity: a pen with transparency is slow to draw."""
    top, below = QColor(colour), QColor(ground)
    parts = zip(top.getRgb()[:3], below.getRgb()[:3], strict=True)  # type: ignore[index] # a tuple
    return QColor(*(round(t * share + b * (1 - share)) for t, b in parts))


def add_number(plot: Item, number: int, at: tuple[float, float], colours: Colours) -> Item:
    """Write a run's number at the end of its line, and give back the text."""
    text: Item = pg.TextItem(str(number), color=colours.dim, anchor=(1, 1))
    text.setFont(sized_font(plot.font(), NOTE_PX))
    text.setPos(*at)
    plot.addItem(text, ignoreBounds=True)
    return text
