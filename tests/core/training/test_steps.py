from collections.abc import Iterator

from core.training.events import StepsDone, TrainingEvent
from core.training.live import LiveSettings
from core.training.steps import StepReporter


def _clock(step: float) -> Iterator[float]:
    now = 0.0
    while True:
        yield now
        now += step


def _run(step_s: float, batches: int) -> list[StepsDone]:
    events: list[TrainingEvent] = []
    clock = _clock(step_s)
    reporter = StepReporter(
        events.append, LiveSettings(2, 0.001), batches=batches, clock=lambda: next(clock)
    )
    reporter.begin_epoch(1)
    for batch in range(1, batches + 1):
        reporter.steps_done(batch, loss=1 / batch, accuracy=0.5, pictures=32)
    return [event for event in events if isinstance(event, StepsDone)]


def test_about_ten_events_a_second_whatever_the_steps() -> None:
    events = _run(0.001, 1000)
    assert 9 <= len(events) <= 12


def test_no_point_is_lost_and_they_are_in_order() -> None:
    points = [point for event in _run(0.004, 500) for point in event.points]
    assert len(points) == 500
    assert points == sorted(points, key=lambda p: p.position)
    assert points[-1].position == 1.0


def test_speed_and_time_left_follow_the_clock() -> None:
    last = _run(0.2, 10)[-1]
    assert abs(last.pictures_per_second - 32 / 0.2) < 1
    assert abs(last.seconds_left - 10 * 0.2) < 0.01
