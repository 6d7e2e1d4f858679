"""One plot over the epochs, with its heading and the words for what is read."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from gui.theme import NOTE_PX, Colours, colours_of, sized_font
from gui.train_tab.axes import Axis, axis_for, epoch_axis
from gui.train_tab.curves import Line, Metric, RunCurves, thinned
from gui.train_tab.dashes import dash_of
from gui.widgets.text import Role, label

_AXIS_WIDTH = 52
_AXIS_HEIGHT = 22
_AXIS_GAP = 8
_MOST_DOTS = 60
_ROOM_RIGHT = 0.02
_ROOM_TOP = 0.03
# Without it, a tick that stands exactly at the start is left out where a pixel is rounded.
_ROOM_START = 0.005

# pyqtgraph ships no types; its things are named here for the reader.
_Item = Any


class MetricPlot(QWidget):
    """Accuracy or loss: one run in full, others dashed behind it.

    Signals:
        pointed: The mouse is at this position, in epochs.
        left: The mouse has left.
    """

    pointed = Signal(float)
    left = Signal()

    def __init__(self, metric: Metric) -> None:
        super().__init__()
        self._metric = metric
        self._plot: _Item = pg.PlotWidget()
        self._readout = label("", Role.NOTE)
        self._epoch = label("epoch", Role.NOTE)
        self._epoch.setParent(self._plot)
        self._words = ""
        self._others: list[_Item] = []
        self._drawn_others: tuple[object, ...] = ()
        self._drawn_axes: tuple[Axis, ...] = ()
        # The axes' own grid would hide the labels at its ends.
        self._grid: _Item = pg.PlotCurveItem(connect="pairs")
        self._fine: _Item = pg.PlotCurveItem(connect="finite")
        self._training: _Item = pg.PlotDataItem(connect="finite", antialias=True)
        self._validation: _Item = pg.PlotDataItem(connect="finite", antialias=True)
        self._cursor: _Item = pg.InfiniteLine(angle=90, movable=False)
        self._prepare_plot()
        self._lay_out()
        self.apply_colours()

    @property
    def plot(self) -> _Item:
        """The pyqtgraph widget."""
        return self._plot

    @property
    def readout(self) -> str:
        """What is read at the moment."""
        return self._words

    @property
    def epochs_a_pixel(self) -> float:
        """How much of an epoch one pixel is."""
        return float(self._plot.getViewBox().viewPixelSize()[0])

    def show_runs(self, run: RunCurves | None, others: Sequence[RunCurves]) -> None:
        """Draw `run` in full and `others` dashed, on axes that hold them all."""
        shown = [run, *others] if run else list(others)
        self._show_axes(shown)
        fine = run or RunCurves(0, ())
        self._fine.setData(*_xy(fine.fine(self._metric)))
        self._show_epochs(self._training, fine.training(self._metric))
        self._show_epochs(self._validation, fine.validation(self._metric))
        self._show_others(others)

    def show_cursor(self, position: float | None, words: str) -> None:
        """Put the reading line at `position` (in epochs; None for nowhere) and tell `words`."""
        self._cursor.setVisible(position is not None)
        if position is not None:
            self._cursor.setPos(position)
        self._words = words
        self._readout.setToolTip(words)
        width = self._readout.width()
        elided = self._readout.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)
        self._readout.setText(elided)

    def apply_colours(self) -> None:
        """Draw in the colours of the scheme; `show_runs` must follow for the dashed runs."""
        colours = colours_of(self)
        self._drawn_others = ()
        self._plot.setBackground(QColor(colours.panel))
        # Opaque, as a pen with transparency is slow to draw.
        faint = _mixed(colours.training, colours.panel, 0.6)
        self._fine.setPen(pg.mkPen(faint, width=1))
        self._grid.setPen(pg.mkPen(colours.line, width=1))
        for item, colour in self._series(colours):
            item.setPen(pg.mkPen(colour, width=2))
            item.setSymbolBrush(pg.mkBrush(colour))
            item.setSymbolPen(pg.mkPen(colours.panel, width=1))
        self._cursor.setPen(pg.mkPen(colours.dim, width=1, style=Qt.PenStyle.DotLine))
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(pg.mkPen(None))
            # Ticks of no length still leave a dot.
            axis.setTickPen(pg.mkPen(colours.panel))
            axis.setTextPen(pg.mkPen(colours.dim))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            scene = self._plot.mapToScene(event.position().toPoint())
            self.pointed.emit(float(self._plot.getViewBox().mapSceneToView(scene).x()))
        elif event.type() == QEvent.Type.Leave:
            self.left.emit()
        elif event.type() == QEvent.Type.Resize:
            self._place_epoch()
        return super().eventFilter(watched, event)

    def _place_epoch(self) -> None:
        """Put the word before the first number under the plot, as a column's heading."""
        size = self._epoch.sizeHint()
        right = _AXIS_WIDTH - _AXIS_GAP
        self._epoch.setGeometry(0, self._plot.height() - _AXIS_HEIGHT + 3, right, size.height())

    def _prepare_plot(self) -> None:
        # It always shows the whole training; a wheel that zooms by accident would only confuse.
        item = self._plot.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setMouseEnabled(x=False, y=False)
        item.disableAutoRange()
        item.setContentsMargins(0, 4, 0, 0)
        self._prepare_axes()
        for curve in (self._grid, self._fine, self._training, self._validation):
            item.addItem(curve)
        item.addItem(self._cursor, ignoreBounds=True)
        self._cursor.hide()
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setMinimumHeight(96)
        self._plot.viewport().installEventFilter(self)
        self._epoch.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._epoch.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

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

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.setSpacing(16)
        heading.addWidget(label(self._metric.capitalize(), Role.SUBTITLE))
        self._readout.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        heading.addWidget(self._readout, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(heading)
        layout.addWidget(self._plot, 1)

    def _series(self, colours: Colours) -> tuple[tuple[_Item, str], tuple[_Item, str]]:
        return (self._training, colours.training), (self._validation, colours.validation)

    def _show_axes(self, shown: Sequence[RunCurves]) -> None:
        vertical = axis_for(self._metric, shown)
        horizontal = epoch_axis(max((run.end for run in shown), default=1))
        if (vertical, horizontal) == self._drawn_axes:
            return
        self._drawn_axes = (vertical, horizontal)
        self._show_axis("left", vertical, room=_ROOM_TOP)
        self._show_axis("bottom", horizontal, room=_ROOM_RIGHT)
        heights = np.repeat([value for value, _ in vertical.ticks], 2)
        ends = np.tile([horizontal.low, horizontal.high], len(vertical.ticks))
        self._grid.setData(ends, heights)

    def _show_axis(self, side: str, axis: Axis, *, room: float) -> None:
        view = self._plot.getViewBox()
        span = axis.high - axis.low
        low, high = axis.low - span * _ROOM_START, axis.high + span * room
        set_range = view.setYRange if side == "left" else view.setXRange
        set_range(low, high, padding=0)
        self._plot.getAxis(side).setTicks([list(axis.ticks)])

    def _show_epochs(self, item: _Item, line: Line) -> None:
        item.setData(
            *_xy(line),
            symbol="o" if len(line) <= _MOST_DOTS else None,
            symbolSize=9,
        )

    def _show_others(self, others: Sequence[RunCurves]) -> None:
        # They seldom change while a training draws ten times a second.
        wanted = tuple((run.number, run.epochs) for run in others)
        if wanted == self._drawn_others:
            return
        self._drawn_others = wanted
        for item in self._others:
            self._plot.removeItem(item)
        self._others = []
        colours = colours_of(self)
        for place, run in enumerate(others):
            for line, colour in (
                (run.training(self._metric), colours.training),
                (run.validation(self._metric), colours.validation),
            ):
                self._add_other(line, QColor(colour), dash_of(place))
            self._add_number(run, colours)

    def _add_other(self, line: Line, colour: QColor, dash: Sequence[float]) -> None:
        pen = pg.mkPen(colour, width=1, dash=list(dash))
        item: _Item = pg.PlotDataItem(*_xy(line), pen=pen, connect="finite", antialias=True)
        if len(line) == 1:
            item.setSymbol("o")
            item.setSymbolSize(5)
            item.setSymbolBrush(pg.mkBrush(colour))
            item.setSymbolPen(None)
        self._add(item)

    def _add_number(self, run: RunCurves, colours: Colours) -> None:
        line = run.training(self._metric)
        if not len(line):
            return
        text: _Item = pg.TextItem(str(run.number), color=colours.dim, anchor=(1, 1))
        text.setFont(sized_font(self.font(), NOTE_PX))
        text.setPos(float(line.x[-1]), float(line.y[-1]))
        self._add(text)

    def _add(self, item: _Item) -> None:
        self._plot.addItem(item, ignoreBounds=True)
        self._others.append(item)


def _xy(line: Line) -> tuple[Any, Any]:
    drawn = thinned(line)
    return drawn.x, drawn.y


def _mixed(colour: str, ground: str, share: float) -> QColor:
    """`colour` painted over `ground` with this opacity."""
    top, below = QColor(colour), QColor(ground)
    parts = zip(top.getRgb()[:3], below.getRgb()[:3], strict=True)  # type: ignore[index] # a tuple
    return QColor(*(round(t * share + b * (1 - share)) for t, b in parts))
