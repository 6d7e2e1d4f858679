"""When a state is kept, and how."""

import threading
from pathlib import Path

import numpy as np
import pytest

from core.errors import LitmusError
from core.run.folder import Run, write_record
from core.training import checkpoints as module
from core.training.checkpoints import EVERY_S, MOST_SHARE, Checkpoints
from core.training.events import Noticed, TrainingEvent
from core.training.state import TrainingState
from core.training.state_file import read_state
from tests.core.training.test_state_file import some_state
from tests.records import epoch, record


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return write_record(tmp_path, record(epoch(1)))


def ignore(_event: TrainingEvent) -> None:
    """Nobody listens."""


def test_within_an_epoch_every_two_minutes(run: Run) -> None:
    clock = Clock()
    with Checkpoints(run.state_file, report=ignore, clock=clock) as checkpoints:
        assert EVERY_S == 120
        due = []
        for seconds in (0, 119.9, 0.2):
            clock.now += seconds
            due.append(checkpoints.due_within_epoch)
        checkpoints.keep(lambda: some_state(run))
        due.append(checkpoints.due_within_epoch)
        assert due == [False, False, True, False]
    assert read_state(run).begun


def test_what_is_dear_is_not_done_after_every_epoch(run: Run) -> None:
    clock = Clock()
    assert MOST_SHARE <= 0.03

    def dear() -> TrainingState:
        clock.now += 0.3
        return some_state(run)

    with Checkpoints(run.state_file, report=ignore, clock=clock) as checkpoints:
        due = [checkpoints.due]
        checkpoints.keep(dear)
        checkpoints.wait()
        for _ in range(2):
            clock.now += 8
            due.append(checkpoints.due)
        assert due == [True, False, True]


def test_the_newest_is_written_one_at_a_time(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    going, go_on = threading.Event(), threading.Event()
    written: list[float] = []
    at_once: list[int] = []

    def write(_path: Path, state: TrainingState) -> None:
        at_once.append(1)
        going.set()
        assert go_on.wait(10)
        written.append(float(state.variables[0][0]))
        at_once.pop()
        assert at_once == []

    monkeypatch.setattr(module, "write_state", write)

    def numbered(number: float) -> TrainingState:
        state = some_state(run)
        return TrainingState(
            state.progress,
            state.manifest,
            state.training,
            state.validation,
            (np.array([number]),),
        )

    with Checkpoints(run.state_file, report=ignore) as checkpoints:
        checkpoints.keep(lambda: numbered(1))
        assert going.wait(10)
        checkpoints.keep(lambda: numbered(2))
        checkpoints.keep(lambda: numbered(3))
        go_on.set()
        checkpoints.wait()
        assert written == [1, 3]
        checkpoints.keep(lambda: numbered(4))
    assert written == [1, 3, 4]


def test_a_full_disk_is_told_once_and_ends_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _state: TrainingState) -> None:
        raise LitmusError(f"“{path.name}” could not be written: No space left on device.")

    monkeypatch.setattr(module, "write_state", full)
    told: list[TrainingEvent] = []
    with Checkpoints(run.state_file, report=told.append) as checkpoints:
        for _ in range(3):
            checkpoints.keep(lambda: some_state(run))
            checkpoints.wait()
    assert told == [
        Noticed(
            "“state.npz” could not be written: No space left on device. The training goes on, but "
            "could not be resumed from here if it were interrupted."
        )
    ]
