"""A training is stopped, paused and resumed, and the window closed in mid-training."""

from itertools import pairwise
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.run.folder import Run, read_run
from core.run.record import RunStatus, StopReason
from core.training.events import EpochDone, Resumed, Saving, StepsDone, TrainingDone
from gui.step_header import Step
from gui.train_tab.training_buttons import Offer
from gui.training_session import TrainingState
from tests.e2e.conftest import Open
from tests.gui.predict_tab.conftest import piece, write_picture

MANY = 1_000
TROUSER = 1
STEPS_IN_A_SECOND = 12
"""Events of steps come about ten times a second."""


def assert_stopped_half_way(run: Run, finished: int) -> None:
    record = run.record
    assert record.status is RunStatus.STOPPED
    assert record.ending is not None
    assert record.ending.reason is StopReason.PERSON
    assert len(record.epochs) == finished
    assert [epoch.epoch for epoch in record.epochs] == list(range(1, finished + 1))
    assert run == read_run(run.folder)
    assert run.has_model
    assert sorted(path.name for path in run.folder.iterdir()) == [
        ".litmus-lock",
        "labels.txt",
        "model.keras",
        "model.tflite",
        "run.json",
        "state.npz",
    ]


def test_a_long_training_is_stopped_half_way_and_answers(open_litmus: Open, tmp_path: Path) -> None:
    person = open_litmus()
    person.train(epochs=MANY)
    person.wait_for_steps(epoch=2)
    train = person.window.train_tab
    before = len(person.events)

    person.click(train.buttons.main)

    assert person.state() is TrainingState.STOPPING
    assert train.buttons.offer is Offer.STOPPING
    assert train.progress.text.startswith("Stopping…")
    run = person.wait_for_rest()
    after = person.events[before:]
    assert sum(isinstance(event, StepsDone) for event in after) <= STEPS_IN_A_SECOND
    assert [type(e) for e in after if not isinstance(e, StepsDone)] == [Saving, TrainingDone]
    stopping = person.states.index(TrainingState.STOPPING)
    assert list(dict.fromkeys(person.states[stopping:])) == [
        TrainingState.STOPPING,
        TrainingState.SAVING,
        TrainingState.IDLE,
    ]
    assert_stopped_half_way(run, finished=person.finished_epochs())
    positions = [p.position for event in person.step_events() for p in event.points]
    assert all(first < second for first, second in pairwise(positions))

    person.drop_on_window([write_picture(tmp_path / "trouser.png", piece(TROUSER))])
    (entry,) = person.wait_for_answers(1)
    assert entry.verdict is not None
    assert entry.verdict.winner == "Trouser"


def test_a_training_is_paused_resumed_and_ends_as_planned(open_litmus: Open) -> None:
    person = open_litmus()
    person.train(epochs=3)
    person.wait_for_steps(epoch=2)
    train = person.window.train_tab

    person.click(train.buttons.pause)

    assert person.state() is TrainingState.PAUSING
    paused = person.wait_for_rest()
    assert paused.record.status is RunStatus.PAUSED
    assert len(paused.record.epochs) == person.finished_epochs() < 3
    assert train.buttons.main.text() == "Re&sume run 1"
    assert train.progress.text.startswith("Run 1 paused at epoch")
    before = len(person.events)

    person.click(train.buttons.main)

    run = person.wait_for_rest()
    (resumed,) = [event for event in person.events[before:] if isinstance(event, Resumed)]
    assert resumed.epoch == len(paused.record.epochs) + 1
    assert resumed.batch > 0, "it goes on in the middle of the epoch"
    assert run.record.status is RunStatus.FINISHED
    assert [epoch.epoch for epoch in run.record.epochs] == [1, 2, 3]
    assert run.record.epochs[: len(paused.record.epochs)] == paused.record.epochs
    assert run == read_run(run.folder)
    assert len(person.document.runs) == 1
    positions = person.session.steps_of(run.folder).position.tolist()
    assert all(first < second for first, second in pairwise(positions))
    assert positions[-1] == 3
    assert train.buttons.offer is Offer.TRY


@pytest.mark.slow
def test_closing_in_mid_training_pauses_and_the_next_start_goes_on(
    qtbot: QtBot, open_litmus: Open
) -> None:
    person = open_litmus()
    person.train(epochs=MANY)
    person.wait_for_steps(epoch=2)

    person.window.close()
    person.answer("Keep")
    assert person.window.isVisible()
    assert person.state() is TrainingState.RUNNING
    person.wait_for_more_steps_than(len(person.step_events()))

    person.window.close()
    person.answer("Pause")
    assert person.state() is TrainingState.PAUSING
    assert person.window.isVisible(), "it waits where one can see it"
    assert not person.gone
    person.wait_until_closed()
    assert not person.window.isVisible()
    (paused,) = person.document.runs
    assert paused.record.status is RunStatus.PAUSED
    finished = len(paused.record.epochs)
    assert finished == person.finished_epochs() >= 1

    later = open_litmus()
    qtbot.waitUntil(lambda: later.document.runs == person.document.runs)
    window = later.window
    assert window.notice.text() == "Run 1 is paused."
    assert window.notice.action.text() == f"Resume run 1 at epoch {finished + 1} of 1,000"
    later.click(window.notice.action)
    assert later.step() is Step.TRAIN
    later.wait_for_steps(epoch=finished + 2)
    first = next(event for event in later.events if isinstance(event, EpochDone))
    assert first.result.epoch == finished + 1
    assert len(later.document.runs) == 1
    shown = window.train_tab.curves._shown[0]
    assert shown is not None
    assert [epoch.epoch for epoch in shown.epochs][:finished] == list(range(1, finished + 1))
    later.click(window.train_tab.buttons.main)
    assert_stopped_half_way(later.wait_for_rest(), finished=finished + later.finished_epochs())
