"""The two linked plots; importing this module imports pyqtgraph."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from gui.train_tab.curves import Metric, RunCurves
from gui.train_tab.metric_plot import MetricPlot
from gui.train_tab.reading import in_words, reading_at

_SNAP_PX = 8
_APART_MS = 40


class TrainingPlots(QWidget):
    """Accuracy over loss; the mouse or the arrow keys read the values of both at one place."""

    def __init__(self) -> None:
        super().__init__()
        self._run: RunCurves | None = None
        self._others: tuple[RunCurves, ...] = ()
        self._position: float | None = None
        self.plots = {metric: MetricPlot(metric) for metric in Metric}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for plot in self.plots.values():
            layout.addWidget(plot, 1)
            plot.pointed.connect(self._on_plot_pointed)
            plot.left.connect(self._on_plot_left)
        self._drawing_loss = QTimer(self)
        self._drawing_loss.setSingleShot(True)
        self._drawing_loss.setInterval(_APART_MS)
        self._drawing_loss.timeout.connect(self._on_drawing_loss_timeout)
        accuracy, loss = (self.plots[metric].plot for metric in Metric)
        loss.setXLink(accuracy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Accuracy and loss over the epochs")
        self.setAccessibleDescription(
            "The left and right arrow keys read the values epoch by epoch"
        )

    def show_runs(self, run: RunCurves | None, others: Sequence[RunCurves]) -> None:
        """Draw `run` in full and `others` dashed behind it."""
        self._run, self._others = run, tuple(others)
        for plot in self.plots.values():
            plot.show_runs(run, self._others)
        self._read()

    def show_growth(self, run: RunCurves, others: Sequence[RunCurves]) -> None:
        """As `show_runs`, but one plot a little after the other.

        So the window is busy twice for a few milliseconds and not once for twice as many.
        """
        self._run, self._others = run, tuple(others)
        self.plots[Metric.ACCURACY].show_runs(run, self._others)
        if not self._drawing_loss.isActive():
            self._drawing_loss.start()

    def read_at(self, position: float | None) -> None:
        """Read the values nearest to `position`, in epochs; None ends the reading."""
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
            self.read_at(float(self._run.end) if self._run else None)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.read_at(None)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for plot in self.plots.values():
                plot.apply_colours()
                plot.show_runs(self._run, self._others)

    def _key_targets(self) -> dict[int, float]:
        """Where each key moves the reading, epoch by epoch."""
        if self._run is None or not self._run.epochs:
            return {}
        first, last = self._run.epochs[0].epoch, self._run.epochs[-1].epoch
        now = last + 1 if self._position is None else self._position
        return {
            Qt.Key.Key_Left: float(max(first, -(-now // 1) - 1)),
            Qt.Key.Key_Right: float(min(last, now // 1 + 1)),
            Qt.Key.Key_Home: float(first),
            Qt.Key.Key_End: float(last),
        }

    def _on_plot_pointed(self, position: float) -> None:
        self.read_at(position)

    def _on_plot_left(self) -> None:
        self.read_at(None)

    def _on_drawing_loss_timeout(self) -> None:
        self.plots[Metric.LOSS].show_runs(self._run, self._others)
        self._read()

    def _read(self) -> None:
        reading = None
        if self._run is not None and self._position is not None:
            snap = _SNAP_PX * self.plots[Metric.ACCURACY].unit_a_pixel
            reading = reading_at(self._position, self._run, snap=snap)
        if self._run is None or reading is None:
            for plot in self.plots.values():
                plot.show_cursor(None, "")
            return
        for metric, plot in self.plots.items():
            words = in_words(reading, self._run, self._others, metric=metric)
            plot.show_cursor(reading.position, words)
