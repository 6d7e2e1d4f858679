import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.training.events import StepPoint
from gui.step_history import StepCurve
from gui.theme import DARK, LIGHT, Scheme, apply_scheme
from gui.train_tab.curves import Metric, RunCurves
from gui.train_tab.plots import TrainingPlots
from tests.gui.trainings import epoch

STEPS = StepCurve.of([StepPoint(i / 10, 1 / (1 + i), 0.5 + i / 100) for i in range(1, 25)])
RUN = RunCurves(3, (epoch(1), epoch(2)), STEPS, planned=5)
OLD = RunCurves(2, (epoch(1), epoch(2), epoch(3)), planned=3)


@pytest.fixture
def plots(qtbot: QtBot) -> TrainingPlots:
    made = TrainingPlots()
    qtbot.addWidget(made)
    made.resize(800, 500)
    with qtbot.waitExposed(made):
        made.show()
    return made


def hover(plots: TrainingPlots, position: float) -> None:
    """Move the mouse to `position` over the accuracy plot."""
    plot = plots.plots[Metric.ACCURACY].plot
    view = plot.getViewBox()
    scene = view.mapViewToScene(view.viewRect().center())
    scene.setX(view.mapViewToScene(view.viewRect().topLeft()).x())
    left, right = view.viewRange()[0]
    width = view.sceneBoundingRect().width()
    x = view.sceneBoundingRect().left() + width * (position - left) / (right - left)
    at = plot.mapFromScene(x, view.sceneBoundingRect().center().y())
    QTest.mouseMove(plot.viewport(), QPoint(round(at.x()) - 30, at.y()))
    QTest.mouseMove(plot.viewport(), at)


def test_hovering_reads_both_plots_at_one_place(plots: TrainingPlots) -> None:
    plots.show_runs(RUN, [OLD])
    hover(plots, 2.4)
    accuracy, loss = plots.plots[Metric.ACCURACY], plots.plots[Metric.LOSS]
    assert accuracy.readout == (
        "epoch 2.40 · training 74.0 % · validation 84.0 % after epoch 2 · run 2 85.0 / 84.0 %"
    )
    assert loss.readout.startswith("epoch 2.40 · training 0.040 · validation 0.383")
    assert accuracy._cursor.isVisible()
    assert loss._cursor.value() == pytest.approx(2.4)


def test_the_reading_goes_when_the_mouse_leaves(plots: TrainingPlots) -> None:
    plots.show_runs(RUN, [])
    hover(plots, 1.0)
    assert plots.plots[Metric.LOSS].readout == "epoch 1 · training 0.500 · validation 0.550"
    plots.plots[Metric.ACCURACY].left.emit()
    assert plots.plots[Metric.LOSS].readout == ""
    assert not plots.plots[Metric.LOSS]._cursor.isVisible()


def test_arrow_keys_read_epoch_by_epoch(plots: TrainingPlots) -> None:
    plots.show_runs(RUN, [])
    readout = plots.plots[Metric.ACCURACY]
    for key, start in (
        (Qt.Key.Key_Left, "epoch 2 ·"),
        (Qt.Key.Key_Left, "epoch 1 ·"),
        (Qt.Key.Key_Left, "epoch 1 ·"),
        (Qt.Key.Key_End, "epoch 2 ·"),
        (Qt.Key.Key_Home, "epoch 1 ·"),
        (Qt.Key.Key_Right, "epoch 2 ·"),
    ):
        QTest.keyClick(plots, key)
        assert readout.readout.startswith(start)
    QTest.keyClick(plots, Qt.Key.Key_Escape)
    assert readout.readout == ""


def test_the_plots_share_the_whole_training_and_no_wheel_moves_them(plots: TrainingPlots) -> None:
    plots.show_runs(RUN, [])
    for plot in plots.plots.values():
        low, high = plot.plot.getViewBox().viewRange()[0]
        assert low == pytest.approx(0, abs=0.1)
        assert high == pytest.approx(5, abs=0.2)
        assert plot.plot.getViewBox().mouseEnabled() == [False, False]


def test_growth_reaches_both_plots(qtbot: QtBot, plots: TrainingPlots) -> None:
    plots.show_growth(RUN, [])
    loss = plots.plots[Metric.LOSS]
    assert len(plots.plots[Metric.ACCURACY]._fine.xData) == 24
    qtbot.waitUntil(lambda: loss._fine.xData is not None and len(loss._fine.xData) == 24)


def test_overlays_are_dashed_and_numbered_and_go_again(plots: TrainingPlots) -> None:
    plots.show_runs(RUN, [OLD])
    accuracy = plots.plots[Metric.ACCURACY]
    training, validation, number = accuracy._others
    assert training.opts["pen"].dashPattern()
    assert validation.opts["pen"].color() == QColor(LIGHT.validation)
    assert number.toPlainText() == "2"
    plots.show_runs(RUN, [])
    assert accuracy._others == []
    assert training not in accuracy.plot.getPlotItem().items


def test_colours_follow_the_scheme_while_it_is_shown(
    qapp: QApplication, plots: TrainingPlots
) -> None:
    plots.show_runs(RUN, [OLD])
    accuracy = plots.plots[Metric.ACCURACY]
    try:
        apply_scheme(qapp, Scheme.DARK)
        assert accuracy._training.opts["pen"].color() == QColor(DARK.training)
        assert accuracy._others[1].opts["pen"].color() == QColor(DARK.validation)
        assert accuracy.plot.backgroundBrush().color() == QColor(DARK.panel)
    finally:
        apply_scheme(qapp, Scheme.LIGHT)
    assert accuracy._training.opts["pen"].color() == QColor(LIGHT.training)


def test_no_more_points_are_drawn_than_a_plot_is_wide(
    plots: TrainingPlots,
) -> None:
    many = StepCurve.of([StepPoint(i / 10, 0.5, 0.5) for i in range(1, 10_001)])
    long = RunCurves(1, tuple(epoch(n) for n in range(1, 3_001)), many, planned=3_000)
    plots.show_runs(long, [])
    accuracy = plots.plots[Metric.ACCURACY]
    assert len(accuracy._fine.xData) <= 2_000
    assert len(accuracy._training.xData) <= 2_000
    assert accuracy._training.opts["symbol"] is None


def test_nothing_to_read_without_points(plots: TrainingPlots) -> None:
    plots.show_runs(RunCurves(4, (), planned=5), [])
    hover(plots, 2.0)
    QTest.keyClick(plots, Qt.Key.Key_Left)
    assert plots.plots[Metric.ACCURACY].readout == ""
