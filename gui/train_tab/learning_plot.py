"""The plot of accuracy against the number of pictures; importing this module imports pyqtgraph."""

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent
from typing_extensions import override

from gui.theme import Colours, colours_of
from gui.train_tab.axes import accuracy_axis, epoch_axis
from gui.train_tab.curves import RunCurves
from gui.train_tab.dashes import dash_of
from gui.train_tab.learning_curve import LearningCurve, nearest
from gui.train_tab.legend import BAR_OPACITY
from gui.train_tab.plot_frame import Item, PlotFrame, add_number, mixed
from gui.train_tab.reading import point_words
from gui.widgets.text import Role, label

_HEADING = "Accuracy on pictures it did not learn from"
_UNDER = "Pictures it learned from"
_BAR_WIDTH = 7
_NOTHING = LearningCurve()


class LearningPlot(PlotFrame):
    """One run in full, with its intervals; others dashed behind it."""

    def __init__(self) -> None:
        super().__init__(_HEADING)
        self._run: RunCurves | None = None
        self._behind: tuple[RunCurves, ...] = ()
        self._others: list[Item] = []
        self._position: float | None = None
        self._bars: Item = pg.PlotCurveItem(connect="pairs")
        self._line: Item = pg.PlotDataItem(antialias=True)
        for item in (self._bars, self._line):
            self._plot.addItem(item)
        under = label(_UNDER, Role.NOTE)
        under.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(under)
        self._column.setSpacing(2)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Accuracy against the number of pictures learned from")
        self.setAccessibleDescription("The left and right arrow keys read the values one by one")
        self.pointed.connect(self.read_at)
        self.left.connect(self._on_left)
        self._show_colours()

    def show_runs(self, run: RunCurves | None, others: Sequence[RunCurves]) -> None:
        """Draw `run` with its intervals and `others` dashed, on axes that hold them all."""
        self._run, self._behind = run, tuple(others)
        curve = self._curve
        shown = [curve, *(_curve_of(other) for other in others)]
        lowest = min(one.lowest for one in shown)
        self.show_axes(
            accuracy_axis(lowest if any(one.points for one in shown) else 0.0),
            epoch_axis(max(one.end for one in shown)),
        )
        self._bars.setData(*curve.bars)
        self._line.setData(curve.sizes, curve.accuracies, symbol="o", symbolSize=9)
        self._show_others()
        self._read()

    def read_at(self, position: float | None) -> None:
        """Read the point nearest to so many pictures; None ends the reading."""
        self._position = position
        self._read()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        targets = self._key_targets()
        if event.key() == Qt.Key.Key_Escape and self._position is not None:
            self.read_at(None)
        elif event.key() in targets:
            self.read_at(targets[event.key()])
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.read_at(float(self._curve.end))

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.read_at(None)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_colours()
            self.show_runs(self._run, self._behind)

    @property
    def _curve(self) -> LearningCurve:
        return _curve_of(self._run)

    def _show_colours(self) -> None:
        colours = self.colour_frame()
        bar = mixed(colours.validation, colours.panel, BAR_OPACITY)
        pen = pg.mkPen(bar, width=_BAR_WIDTH)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        self._bars.setPen(pen)
        self._line.setPen(pg.mkPen(colours.validation, width=2))
        self._line.setSymbolBrush(pg.mkBrush(colours.validation))
        self._line.setSymbolPen(pg.mkPen(colours.panel, width=1))

    def _show_others(self) -> None:
        for item in self._others:
            self._plot.removeItem(item)
        self._others = []
        colours = colours_of(self)
        for place, run in enumerate(self._behind):
            curve = _curve_of(run)
            if curve.points:
                self._add_other(curve, dash_of(place), colours)
                last = curve.points[-1]
                at = float(last.pictures), last.accuracy
                self._others.append(add_number(self._plot, run.number, at, colours))

    def _add_other(self, curve: LearningCurve, dash: Sequence[float], colours: Colours) -> None:
        pen = pg.mkPen(QColor(colours.validation), width=1, dash=list(dash))
        item: Item = pg.PlotDataItem(curve.sizes, curve.accuracies, pen=pen, antialias=True)
        item.setSymbol("o")
        item.setSymbolSize(5)
        item.setSymbolBrush(pg.mkBrush(colours.validation))
        item.setSymbolPen(None)
        self._plot.addItem(item, ignoreBounds=True)
        self._others.append(item)

    def _key_targets(self) -> dict[int, float]:
        """Where each key moves the reading, point by point."""
        sizes = [float(size) for size in self._curve.sizes]
        if not sizes:
            return {}
        now = sizes[-1] + 1 if self._position is None else self._position
        lower, higher = [s for s in sizes if s < now], [s for s in sizes if s > now]
        return {
            Qt.Key.Key_Left: lower[-1] if lower else sizes[0],
            Qt.Key.Key_Right: higher[0] if higher else sizes[-1],
            Qt.Key.Key_Home: sizes[0],
            Qt.Key.Key_End: sizes[-1],
        }

    def _on_left(self) -> None:
        self.read_at(None)

    def _read(self) -> None:
        point = None if self._position is None else nearest(self._position, self._curve)
        if point is None:
            self.show_cursor(None, "")
        else:
            self.show_cursor(float(point.pictures), point_words(point, self._behind))


def _curve_of(run: RunCurves | None) -> LearningCurve:
    return _NOTHING if run is None or run.learning is None else run.learning
