"""A training is stopped half-way, and the window closed in mid-training."""

from itertools import pairwise
from pathlib import Path

from pytestqt.qtbot import QtBot

from core.run.folder import Run, read_run
from core.run.record import RunStatus, StopReason
from core.training.events import Saving, StepsDone, TrainingDone
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


def test_closing_in_mid_training_asks_stops_and_loses_no_finished_epoch(
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
    person.answer("Stop")
    assert person.state() is TrainingState.STOPPING
    assert person.window.isVisible(), "it waits where one can see it"
    assert not person.gone
    person.wait_until_closed()
    assert not person.window.isVisible()
    assert_stopped_half_way(person.document.runs[0], finished=person.finished_epochs())

    later = open_litmus()
    qtbot.waitUntil(lambda: later.document.runs == person.document.runs)
    later.go_to(Step.TRAIN)
    assert "Stopped by you" in later.window.train_tab.curves.sentence
