"""A disk that fills up while a run is written."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from core import atomic
from core.errors import LitmusError
from core.run.folder import read_run
from core.run.record import RunStatus
from core.training.events import EpochDone, Noticed, TrainingEvent
from tests.core.training.conftest import Trainer

Fill = Callable[[str], None]


@pytest.fixture
def fill(monkeypatch: pytest.MonkeyPatch) -> Fill:
    """From now on there is no room for files whose name holds this."""
    flush = atomic._flush

    def fill(name: str) -> None:
        def full(path: Path) -> None:
            if name in path.name:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            flush(path)

        monkeypatch.setattr(atomic, "_flush", full)

    return fill


@pytest.mark.parametrize("name", ["labels", "run", "state"])
def test_where_nothing_can_be_written_no_half_run_stays(
    trainer: Trainer, fill: Fill, name: str
) -> None:
    fill(name)
    with pytest.raises(LitmusError, match=rf"{name}\.\w+” could not be written: No space left"):
        trainer("dense-128")
    assert list(trainer.folder.iterdir()) == []


def test_a_disk_full_in_mid_training_keeps_the_epochs_from_before(
    trainer: Trainer, fill: Fill
) -> None:
    def on_event(event: TrainingEvent) -> None:
        if isinstance(event, EpochDone) and event.result.epoch == 2:
            fill("run")

    trainer.on_event = on_event
    with pytest.raises(LitmusError, match="No space left"):
        trainer("dense-128", epochs=4)
    record = read_run(trainer.folder / "run-001").record
    assert [epoch.epoch for epoch in record.epochs] == [1, 2]
    assert record.status is RunStatus.RUNNING
    names = {path.name for path in (trainer.folder / "run-001").iterdir()}
    assert names == {"labels.txt", "run.json", "state.npz", ".litmus-lock"}


def test_where_only_the_keras_file_does_not_fit_the_run_still_answers(
    trainer: Trainer, fill: Fill
) -> None:
    fill(".keras")
    with pytest.raises(LitmusError, match=r"model\.keras” could not be written"):
        trainer("dense-128", epochs=1)
    run = read_run(trainer.folder / "run-001")
    assert run.record.status is RunStatus.FAILED
    assert run.has_model
    assert not run.keras_file.exists()


def test_without_room_for_its_state_a_training_goes_on_and_says_so(
    trainer: Trainer, fill: Fill
) -> None:
    def on_event(event: TrainingEvent) -> None:
        if isinstance(event, EpochDone) and event.result.epoch == 1:
            fill("state")

    trainer.on_event = on_event
    run = trainer("dense-128", epochs=2)
    assert run.record.status is RunStatus.FINISHED
    assert run.has_model
    told = [event.sentence for event in trainer.events if isinstance(event, Noticed)]
    assert len(told) == 1
    assert "state.npz” could not be written: No space left on device. The training goes" in told[0]
