import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.training.events import StepPoint
from gui.step_history import StepHistory


def points(count: int) -> list[StepPoint]:
    return [StepPoint(position=(i + 1) / 100, loss=1 / (i + 1), accuracy=0.5) for i in range(count)]


def test_few_points_are_kept_as_they_are() -> None:
    history = StepHistory(limit=100)
    history.extend(points(99))
    curve = history.curve()
    assert curve.position.tolist() == [p.position for p in points(99)]
    assert curve.loss.tolist() == [p.loss for p in points(99)]


def test_ten_thousand_points_stay_within_the_limit_and_keep_mean_and_end() -> None:
    history = StepHistory(limit=2_000)
    made = points(10_000)
    history.extend(made)
    curve = history.curve()
    assert 1_000 <= len(curve.position) <= 2_000
    assert curve.position[-1] == made[-1].position
    assert np.isclose(curve.loss.mean(), np.mean([p.loss for p in made]), rtol=1e-6)


@given(count=st.integers(0, 500), limit=st.integers(2, 50), chunk=st.integers(1, 40))
def test_positions_rise_and_the_last_point_is_shown(count: int, limit: int, chunk: int) -> None:
    history = StepHistory(limit=limit)
    made = points(count)
    for start in range(0, count, chunk):
        history.extend(made[start : start + chunk])
    curve = history.curve()
    assert len(curve.position) == len(history) <= limit
    assert np.all(np.diff(curve.position) > 0)
    if made:
        assert curve.position[-1] == made[-1].position
        low, high = min(p.loss for p in made), max(p.loss for p in made)
        assert np.all((curve.loss >= low - 1e-12) & (curve.loss <= high + 1e-12))


def test_the_few_pictures_left_at_the_end_of_an_epoch_make_no_spike() -> None:
    history = StepHistory()
    history.extend([StepPoint(0.49, 0.5, 0.8), StepPoint(0.98, 0.4, 0.84), StepPoint(1.0, 9, 0.1)])
    curve = history.curve()
    assert curve.position.tolist() == [0.49, 1.0]
    weight = 0.02 / 0.51
    assert np.isclose(curve.loss[-1], (1 - weight) * 0.4 + weight * 9)
    history.extend([StepPoint(1.49, 0.3, 0.9)])
    assert history.curve().accuracy[-1] == 0.9


@given(st.lists(st.sampled_from([1, 2, 9, 40]), min_size=1, max_size=300))
def test_on_a_busy_computer_no_stretch_of_the_curve_is_swallowed(spans: list[int]) -> None:
    """Long and short steps come as they may; none takes in more than a few of the others."""
    history = StepHistory()
    ends = np.cumsum(spans) / 1000
    history.extend(StepPoint(float(end), 1.0, 0.5) for end in ends)
    position = history.curve().position
    assert position[-1] == ends[-1]
    assert np.diff(position, prepend=0.0).max() <= 1.5 * max(spans) / 1000 + 9 * 0.009 + 1e-9


def test_a_curve_that_begins_in_a_later_epoch_loses_none_of_its_first_points() -> None:
    history = StepHistory()
    history.extend([StepPoint(1 + n / 10, 1.0 / n, 0.5) for n in range(1, 5)])
    assert history.curve().position.tolist() == [1.1, 1.2, 1.3, 1.4]
    whole = StepHistory()
    whole.extend([StepPoint(2.0, 1.0, 0.5), StepPoint(3.0, 0.9, 0.6)])
    assert whole.curve().position.tolist() == [2.0, 3.0]
