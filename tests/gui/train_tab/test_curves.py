import numpy as np

from core.training.events import StepPoint
from gui.step_history import StepCurve
from gui.train_tab.curves import Line, Metric, RunCurves, thinned
from tests.gui.trainings import epoch


def test_a_run_gives_its_lines() -> None:
    run = RunCurves(3, (epoch(1), epoch(2)), StepCurve.of([StepPoint(2.4, 0.3, 0.9)]), planned=2)
    assert run.training(Metric.ACCURACY).x.tolist() == [1, 2]
    assert np.allclose(run.training(Metric.ACCURACY).y, [0.80, 0.85])
    assert np.allclose(run.validation(Metric.LOSS).y, [0.55, 1 / 3 + 0.05])
    assert run.fine(Metric.LOSS).y.tolist() == [0.3]
    assert run.end == 3


def test_without_a_validation_set_its_line_has_no_points() -> None:
    run = RunCurves(1, (epoch(1, val=False),))
    assert np.isnan(run.validation(Metric.LOSS).y).all()


def test_a_run_before_its_first_step_is_empty() -> None:
    assert RunCurves(1, (), planned=5).is_empty
    assert RunCurves(1, (), planned=5).end == 5


def test_thinning_keeps_peaks_and_order() -> None:
    x = np.arange(10_000, dtype=np.float64)
    y = np.sin(x)
    y[4321] = 50
    y[8765] = -50
    small = thinned(Line(x, y), limit=500)
    assert len(small) <= 500
    assert np.all(np.diff(small.x) > 0)
    assert small.y.max() == 50
    assert small.y.min() == -50


def test_short_lines_are_left_alone() -> None:
    line = Line(np.arange(3.0), np.arange(3.0))
    assert thinned(line) is line
