import pytest

from core.training.events import StepPoint
from gui.step_history import StepCurve
from gui.train_tab.curves import Metric, RunCurves
from gui.train_tab.reading import in_words, reading_at
from tests.gui.trainings import epoch

STEPS = StepCurve.of([StepPoint(i / 10, 1 / (1 + i), 0.5 + i / 100) for i in range(1, 25)])
RUN = RunCurves(3, (epoch(1), epoch(2)), STEPS, planned=5)
OLD = RunCurves(2, (epoch(1), epoch(2), epoch(3)))


def words(position: float, *others: RunCurves, metric: Metric = Metric.ACCURACY) -> str:
    reading = reading_at(position, RUN, snap=0.04)
    assert reading is not None
    return in_words(reading, RUN, others, metric=metric)


def test_between_epochs_a_step_is_read_with_the_last_validation() -> None:
    assert words(2.37) == "epoch 2.40 · training 74.0 % · validation 84.0 % after epoch 2"
    assert words(0.31) == "epoch 0.30 · training 53.0 %"


def test_near_an_epoch_the_epoch_is_read() -> None:
    assert words(1.97) == "epoch 2 · training 85.0 % · validation 84.0 %"
    assert words(1.97, metric=Metric.LOSS) == "epoch 2 · training 0.333 · validation 0.383"


def test_overlays_are_read_at_the_same_epoch() -> None:
    assert words(2.0, OLD).endswith("validation 84.0 % · run 2 85.0 / 84.0 %")
    assert "run 2" not in words(0.5, OLD)


def test_beyond_the_last_point_the_last_is_read() -> None:
    assert words(4.8).startswith("epoch 2.40 · ")


@pytest.mark.parametrize(("position", "epoch_read"), [(0.0, 1), (1.6, 2), (9.0, 3)])
def test_a_run_without_steps_is_read_at_whole_epochs(position: float, epoch_read: int) -> None:
    reading = reading_at(position, OLD, snap=0.01)
    assert reading is not None
    assert reading.position == reading.epoch == epoch_read


def test_a_run_without_points_cannot_be_read() -> None:
    assert reading_at(1.0, RunCurves(1, ()), snap=0.1) is None


def test_what_stands_at_zero_is_from_before_fine_tuning() -> None:
    first = epoch(1).model_copy(update={"epoch": 0})
    steps = StepCurve.of([StepPoint(0.5, 0.5, 0.9)])
    run = RunCurves(1, (first,), steps)
    at_start, at_step = reading_at(0.0, run, snap=0.04), reading_at(0.5, run, snap=0.04)
    assert at_start is not None
    assert at_step is not None
    assert in_words(at_start, run, (), metric=Metric.ACCURACY) == (
        "before fine-tuning · training 80.0 % · validation 79.0 %"
    )
    assert in_words(at_step, run, (), metric=Metric.ACCURACY) == (
        "epoch 0.50 · training 90.0 % · validation 79.0 % before fine-tuning"
    )
