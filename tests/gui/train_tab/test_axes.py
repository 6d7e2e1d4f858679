import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.training.events import StepPoint
from gui.step_history import StepCurve
from gui.train_tab.axes import accuracy_axis, axis_for, epoch_axis, loss_axis
from gui.train_tab.curves import Metric, RunCurves
from tests.gui.trainings import epoch


@pytest.mark.parametrize(
    ("lowest", "texts"),
    [
        (0.63, ["60 %", "70 %", "80 %", "90 %", "100 %"]),
        (0.1, ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]),
        (0.965, ["96 %", "97 %", "98 %", "99 %", "100 %"]),
    ],
)
def test_accuracy_goes_from_below_the_data_to_one_hundred(lowest: float, texts: list[str]) -> None:
    assert [text for _, text in accuracy_axis(lowest).ticks] == texts


@pytest.mark.parametrize(
    ("highest", "texts"),
    [
        (0.95, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (1.2, ["0.00", "0.25", "0.50", "0.75", "1.00", "1.25"]),
        (40, ["0", "10", "20", "30", "40"]),
        (9e9, ["0.0e+00", "2.0e+09", "4.0e+09", "6.0e+09", "8.0e+09", "1.0e+10"]),
    ],
)
def test_loss_starts_at_zero(highest: float, texts: list[str]) -> None:
    assert [text for _, text in loss_axis(highest).ticks] == texts


@given(st.floats(0, 1))
def test_every_accuracy_fits_and_ticks_are_few(lowest: float) -> None:
    axis = accuracy_axis(lowest)
    assert 0 <= axis.low <= max(lowest, 0)
    assert axis.high == 1
    assert 2 <= len(axis.ticks) <= 6
    assert len({text for _, text in axis.ticks}) == len(axis.ticks)


@given(st.floats(0, 1e30))
def test_every_loss_fits_and_ticks_are_few(highest: float) -> None:
    axis = loss_axis(highest)
    assert axis.high >= highest * (1 - 1e-6)
    assert 2 <= len(axis.ticks) <= 7
    assert len({text for _, text in axis.ticks}) == len(axis.ticks)


@given(st.integers(1, 10_000))
def test_epoch_ticks_are_whole_and_few(end: int) -> None:
    axis = epoch_axis(end)
    assert (axis.low, axis.high) == (0, end)
    assert 2 <= len(axis.ticks) <= 11
    assert all(value == int(value) for value, _ in axis.ticks)


def test_the_steep_beginning_counts_only_until_the_first_epoch_is_over() -> None:
    steps = StepCurve.of([StepPoint(0.1, 2.0, 0.3), StepPoint(0.9, 0.5, 0.8)])
    before = RunCurves(1, (), steps)
    after = RunCurves(1, (epoch(1),), steps)
    assert axis_for(Metric.ACCURACY, [before]).low <= 0.3
    assert axis_for(Metric.ACCURACY, [after]).low == pytest.approx(0.75)
    assert axis_for(Metric.LOSS, [before]).high == pytest.approx(2.0)
    assert axis_for(Metric.LOSS, [after]).high < 1


def test_overlays_fit_too_and_a_diverged_loss_does_not_break_the_axis() -> None:
    steps = StepCurve.of([StepPoint(0.5, float("nan"), 0.1), StepPoint(1.0, float("inf"), 0.1)])
    bad = RunCurves(2, (), steps)
    assert axis_for(Metric.LOSS, [bad]).high > 0
    assert axis_for(Metric.ACCURACY, [RunCurves(1, (epoch(4),)), bad]).low <= 0.1
    assert axis_for(Metric.ACCURACY, []).low == 0
