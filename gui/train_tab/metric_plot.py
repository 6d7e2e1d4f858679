"""One plot over the epochs, with its heading and the words for what is read."""

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtGui import QColor

from gui.theme import Colours, colours_of
from gui.train_tab.axes import axis_for, epoch_axis
from gui.train_tab.curves import Line, Metric, RunCurves, thinned
from gui.train_tab.dashes import dash_of
from gui.train_tab.plot_frame import Item, PlotFrame, add_number, mixed

_MOST_DOTS = 60


class MetricPlot(PlotFrame):
    """Accuracy or loss: one run in full, others dashed behind it."""

    def __init__(self, metric: Metric) -> None:
        super().__init__(metric.capitalize(), "epoch")
        self._metric = metric
        self._others: list[Item] = []
        self._drawn_others: tuple[object, ...] = ()
        self._fine: Item = pg.PlotCurveItem(connect="finite")
        self._training: Item = pg.PlotDataItem(connect="finite", antialias=True)
        self._validation: Item = pg.PlotDataItem(connect="finite", antialias=True)
        for curve in (self._fine, self._training, self._validation):
            self._plot.addItem(curve)
        self.apply_colours()

    def show_runs(self, run: RunCurves | None, others: Sequence[RunCurves]) -> None:
        """Draw `run` in full and `others` dashed, on axes that hold them all."""
        shown = [run, *others] if run else list(others)
        end = max((run.end for run in shown), default=1)
        self.show_axes(axis_for(self._metric, shown), epoch_axis(end))
        fine = run or RunCurves(0, ())
        self._fine.setData(*_xy(fine.fine(self._metric)))
        self._show_epochs(self._training, fine.training(self._metric))
        self._show_epochs(self._validation, fine.validation(self._metric))
        self._show_others(others)

    def apply_colours(self) -> None:
        """Draw in the colours of the scheme; `show_runs` must follow for the dashed runs."""
        colours = self.colour_frame()
        self._drawn_others = ()
        self._fine.setPen(pg.mkPen(mixed(colours.training, colours.panel, 0.6), width=1))
        for item, colour in self._series(colours):
            item.setPen(pg.mkPen(colour, width=2))
            item.setSymbolBrush(pg.mkBrush(colour))
            item.setSymbolPen(pg.mkPen(colours.panel, width=1))

    def _series(self, colours: Colours) -> tuple[tuple[Item, str], tuple[Item, str]]:
        return (self._training, colours.training), (self._validation, colours.validation)

    def _show_epochs(self, item: Item, line: Line) -> None:
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
            line = run.training(self._metric)
            if len(line):
                at = float(line.x[-1]), float(line.y[-1])
                self._others.append(add_number(self._plot, run.number, at, colours))

    def _add_other(self, line: Line, colour: QColor, dash: Sequence[float]) -> None:
        pen = pg.mkPen(colour, width=1, dash=list(dash))
        item: Item = pg.PlotDataItem(*_xy(line), pen=pen, connect="finite", antialias=True)
        if len(line) == 1:
            item.setSymbol("o")
            item.setSymbolSize(5)
            item.setSymbolBrush(pg.mkBrush(colour))
            item.setSymbolPen(None)
        self._plot.addItem(item, ignoreBounds=True)
        self._others.append(item)


def _xy(line: Line) -> tuple[Any, Any]:
    drawn = thinned(line)
    return drawn.x, drawn.y
