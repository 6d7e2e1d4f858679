"""Trainings and answers beside one another, and trainings one after the other."""

from collections.abc import Iterable
from itertools import cycle, islice
from pathlib import Path

import pytest

from core.run.record import RunStatus
from gui.predict_tab.entry import State
from gui.step_header import Step
from gui.training_session import TrainingState
from tests.e2e.conftest import Open
from tests.gui.predict_tab.conftest import piece, write_picture

TROUSER, BAG = 1, 8
MANY = 1_000


def trousers_and_bags(folder: Path, count: int) -> Iterable[Path]:
    for number, label in enumerate(islice(cycle((TROUSER, BAG)), count)):
        yield write_picture(folder / f"{number:03d}.png", piece(label, number))


@pytest.mark.usefixtures("clothes_run")
def test_pictures_are_answered_while_a_training_runs(open_litmus: Open, tmp_path: Path) -> None:
    person = open_litmus()
    person.train(epochs=MANY)

    person.drop_on_window(trousers_and_bags(tmp_path / "few", 2))
    entries = person.wait_for_answers(2)

    assert [e.verdict.winner for e in entries if e.verdict] == ["Trouser", "Bag"]
    assert person.state() is TrainingState.RUNNING
    seen = len(person.step_events())
    person.wait_for_more_steps_than(seen)
    assert person.step() is Step.PREDICT, "the training takes nobody away from the pictures"


@pytest.mark.usefixtures("clothes_run")
def test_a_training_is_started_while_pictures_are_answered(
    open_litmus: Open, tmp_path: Path
) -> None:
    person = open_litmus()
    person.drop_on_window(trousers_and_bags(tmp_path / "many", 150))
    model = person.window.predict_tab.gallery.model
    person.wait_until(lambda: any(e.state is State.ANSWERED for e in model.entries))
    person.document.set_settings(
        person.document.project.settings.model_copy(update={"epochs": 1}), words="change epochs"
    )

    person.window.train()
    assert person.state() is TrainingState.PREPARING
    person.go_to(Step.PREDICT)
    entries = person.wait_for_answers(150)
    run = person.wait_for_rest()

    winners = [e.verdict.winner for e in entries if e.verdict]
    assert len(winners) == 150
    assert winners.count("Trouser") == pytest.approx(75, abs=8)
    assert run.record.status is RunStatus.FINISHED
    assert [r.folder.name for r in person.document.runs] == ["run-001", "run-002"]


def test_a_second_training_starts_from_fresh_weights(open_litmus: Open) -> None:
    person = open_litmus()
    person.train(epochs=1)
    first = person.wait_for_rest()
    points = [p for event in person.step_events() for p in event.points]
    person.events.clear()

    person.train(epochs=1)
    second = person.wait_for_rest()
    again = [p for event in person.step_events() for p in event.points]

    assert [r.folder.name for r in person.document.runs] == ["run-001", "run-002"]
    (a,), (b,) = first.record.epochs, second.record.epochs
    assert a.model_copy(update={"seconds": 0}) == b.model_copy(update={"seconds": 0})
    assert again[0].loss > 1.0, "it would be near 0.5 with the weights of the first training"
    assert points[0].loss > 1.0
    assert first.litert_file.read_bytes() == second.litert_file.read_bytes()
