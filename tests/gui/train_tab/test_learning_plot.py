import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.run.record import CurvePoint
from gui.theme import DARK, LIGHT, Scheme, apply_scheme
from gui.train_tab.curves import RunCurves, View
from gui.train_tab.learning_curve import LearningCurve, nearest
from gui.train_tab.learning_plot import LearningPlot
from gui.train_tab.reading import point_words
from tests.gui.feature_trainings import CURVE
from tests.gui.trainings import epoch

RUN = RunCurves(3, (epoch(1),), learning=LearningCurve(CURVE))
FEW = tuple(
    CurvePoint(pictures=n, accuracy=0.5 + n / 1000, interval=(0.4, 0.7)) for n in (30, 60, 118)
)
OLD = RunCurves(2, (epoch(1),), learning=LearningCurve(FEW))


@pytest.fixture
def plot(qtbot: QtBot) -> LearningPlot:
    made = LearningPlot()
    qtbot.addWidget(made)
    made.resize(800, 400)
    with qtbot.waitExposed(made):
        made.show()
    return made


def hover(plot: LearningPlot, pictures: float) -> None:
    """Move the mouse to where so many pictures are."""
    box = plot.plot.getViewBox()
    left, right = box.viewRange()[0]
    area = box.sceneBoundingRect()
    x = area.left() + area.width() * (pictures - left) / (right - left)
    at = plot.plot.mapFromScene(x, area.center().y())
    QTest.mouseMove(plot.plot.viewport(), QPoint(round(at.x()) - 30, at.y()))
    QTest.mouseMove(plot.plot.viewport(), at)


def test_points_and_their_intervals_are_drawn(plot: LearningPlot) -> None:
    plot.show_runs(RUN, [])
    assert plot._line.xData.tolist() == [15, 31, 62, 123, 246]
    assert plot._bars.xData.tolist() == [n for n in (15, 31, 62, 123, 246) for _ in "ab"]
    assert np.allclose(plot._bars.yData[-2:], CURVE[-1].interval)
    low, high = plot.plot.getViewBox().viewRange()[0]
    assert low == pytest.approx(0, abs=3)
    assert high > 246


def test_what_is_still_to_come_has_room_from_the_start(plot: LearningPlot) -> None:
    growing = RunCurves(4, (), learning=LearningCurve(CURVE[:1], room=246), going_on=True)
    plot.show_runs(growing, [])
    assert plot.plot.getViewBox().viewRange()[0][1] > 246


def test_hovering_reads_the_nearest_point_and_the_others_there(plot: LearningPlot) -> None:
    plot.show_runs(RUN, [OLD])
    hover(plot, 110)
    assert plot.readout == "123 pictures · 81 % ± 4 · run 2 62 % (40–70)"
    assert plot._cursor.value() == 123
    plot.left.emit()
    assert plot.readout == ""


def test_arrow_keys_read_point_by_point(plot: LearningPlot) -> None:
    plot.show_runs(RUN, [])
    for key, start in (
        (Qt.Key.Key_Left, "246 pictures"),
        (Qt.Key.Key_Left, "123 pictures"),
        (Qt.Key.Key_Home, "15 pictures"),
        (Qt.Key.Key_Left, "15 pictures"),
        (Qt.Key.Key_Right, "31 pictures"),
        (Qt.Key.Key_End, "246 pictures"),
        (Qt.Key.Key_Right, "246 pictures"),
    ):
        QTest.keyClick(plot, key)
        assert plot.readout.startswith(start)
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert plot.readout == ""


def test_nothing_to_read_without_points(plot: LearningPlot) -> None:
    plot.show_runs(RunCurves(1, (), learning=LearningCurve()), [])
    QTest.keyClick(plot, Qt.Key.Key_Left)
    hover(plot, 0.5)
    assert plot.readout == ""


def test_overlays_are_dashed_and_numbered_and_go_again(plot: LearningPlot) -> None:
    plot.show_runs(RUN, [OLD])
    line, number = plot._others
    assert line.opts["pen"].dashPattern()
    assert number.toPlainText() == "2"
    plot.show_runs(RUN, [])
    assert plot._others == []
    assert line not in plot.plot.getPlotItem().items


def test_colours_follow_the_scheme(qapp: QApplication, plot: LearningPlot) -> None:
    plot.show_runs(RUN, [OLD])
    assert plot._line.opts["pen"].color() == QColor(LIGHT.validation)
    try:
        apply_scheme(qapp, Scheme.DARK)
        assert plot._line.opts["pen"].color() == QColor(DARK.validation)
        assert plot._others[0].opts["pen"].color() == QColor(DARK.validation)
        assert plot.plot.backgroundBrush().color() == QColor(DARK.panel)
    finally:
        apply_scheme(qapp, Scheme.LIGHT)


def test_a_point_of_another_size_is_not_read_beside() -> None:
    assert "run 2" not in point_words(CURVE[-1], [OLD])
    assert point_words(CURVE[1], [OLD]).endswith("run 2 53 % (40–70)")
    assert nearest(70, LearningCurve(CURVE)) == CURVE[2]
    assert nearest(70, LearningCurve()) is None


def test_a_regression_has_no_epochs_to_look_at_until_it_is_tuned() -> None:
    assert RUN.views == (View.PICTURES,)
    tuned = RunCurves(3, (epoch(1), epoch(2)), learning=LearningCurve(CURVE))
    assert tuned.views == (View.PICTURES, View.EPOCHS)
    going = RunCurves(3, (epoch(1), epoch(2)), learning=LearningCurve(CURVE), going_on=True)
    assert going.views == (View.EPOCHS, View.PICTURES)
    assert RunCurves(1, (epoch(1), epoch(2))).views == (View.EPOCHS,)
