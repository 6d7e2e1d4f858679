"""Projects opened, saved, moved and left, without a window."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QFile
from pytestqt.qtbot import QtBot

from core.holding import LOCK_NAME, is_held
from core.places import old_runs_folder, runs_folder, unsaved_projects_folder
from core.project.place import place_in
from core.project.project import Project
from core.project.project_file import read_project, write_project
from core.run.shelf import read_shelf
from gui import project_opening
from gui.jobs import Jobs
from gui.project_opening import How
from gui.training_session import TrainingState
from tests.gui.projects import Kept, saved_project
from tests.gui.trainings import PATIENCE_S, ScriptedTraining, record, written_run

Open = Callable[..., Kept]


@pytest.fixture
def kept(qtbot: QtBot, jobs: Jobs) -> Iterator[Open]:
    """Starts; everything is left at the end."""
    made: list[Kept] = []

    def start(training: ScriptedTraining | None = None) -> Kept:
        made.append(Kept(qtbot, jobs, training))
        return made[-1]

    yield start
    for each in made:
        each.leave()


@pytest.fixture
def wastebasket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The names of what was thrown away."""
    thrown: list[str] = []

    def move(path: str) -> tuple[bool, str]:
        thrown.append(Path(path).name)
        shutil.move(path, tmp_path / f"thrown-{len(thrown)}")
        return True, str(tmp_path)

    monkeypatch.setattr(QFile, "moveToTrash", move)
    return thrown


def epochs_on_disk(kept: Kept) -> int:
    return read_project(kept.place).settings.epochs


def test_the_first_start_makes_an_empty_project_that_goes_with_the_window(kept: Open) -> None:
    first = kept().begin()

    assert first.place.folder.name == "project-001"
    assert first.document.runs_folder == runs_folder()
    assert first.opened[0].how is How.NEW
    assert is_held(first.place.folder)
    first.leave()
    assert not first.place.folder.exists()
    assert list(unsaved_projects_folder().iterdir()) == []


def test_an_edit_saves_itself_and_is_there_at_the_next_start(kept: Open) -> None:
    first = kept().begin()
    first.edit(9)
    first.rest()
    assert epochs_on_disk(first) == 9
    first.document.undo_stack.undo()
    first.rest()
    assert epochs_on_disk(first) == 5
    first.document.undo_stack.redo()
    first.leave()

    second = kept().begin()

    assert second.opened[0].how is How.AGAIN
    assert second.document.project.settings.epochs == 9
    assert second.document.undo_stack.count() == 0


def test_an_edit_that_was_undone_leaves_nothing_behind(kept: Open) -> None:
    first = kept().begin()
    first.edit(9)
    first.rest()
    first.document.undo_stack.undo()
    first.rest()
    first.leave()

    assert not first.place.folder.exists()


def test_edits_of_one_moment_are_written_once(kept: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    first = kept().begin()
    written: list[int] = []

    def count(_place: object, project: Project) -> None:
        written.append(project.settings.epochs)
        write_project(first.place, project)

    monkeypatch.setattr("gui.project_saver.write_project", count)
    for epochs in range(10, 30):
        first.edit(epochs)
    first.rest()

    assert written == [29]
    assert epochs_on_disk(first) == 29


def test_runs_without_an_edit_are_offered_again(kept: Open) -> None:
    written_run(runs_folder(), 1, record(2))

    again = kept().begin()

    assert again.opened[0].how is How.AGAIN
    assert [run.folder.name for run in again.document.runs] == ["run-001"]
    again.leave()
    assert (runs_folder() / "run-001").is_dir()


def test_runs_of_a_version_without_projects_are_adopted(kept: Open) -> None:
    written_run(old_runs_folder(), 3, record(2))

    again = kept().begin()

    assert again.place.folder.parent == unsaved_projects_folder()
    assert [run.folder.name for run in again.document.runs] == ["run-003"]
    assert not old_runs_folder().exists()


def test_one_that_somebody_has_open_is_not_taken(kept: Open) -> None:
    first = kept().begin()
    first.edit(9)
    first.rest()

    second = kept().begin()

    assert second.place.folder != first.place.folder
    assert not second.document.read_only
    assert second.document.project == Project()


def test_after_a_saved_project_a_start_is_empty(kept: Open, tmp_path: Path) -> None:
    place = saved_project(tmp_path / "fruit")
    first = kept().begin()
    first.edit(9)
    first.rest()
    first.leave()

    assert kept().begin(last=place.file).opened[0].how is How.NEW
    assert kept().begin(last=tmp_path / "gone.litmus").opened[0].how is How.AGAIN


def test_a_second_window_is_read_only(kept: Open, tmp_path: Path) -> None:
    place = saved_project(tmp_path / "fruit", runs=1)
    first = kept().begin(place.folder)
    before = place.file.read_bytes()
    second = kept().begin(place.file)
    refused: list[str] = []
    second.document.edit_refused.connect(refused.append)

    second.edit(30)
    second.document.discard_run(place.runs_folder / "run-001")
    second.rest()

    assert second.document.read_only == ("“fruit” is open in another window: here it is read-only.")
    assert refused == [second.document.read_only] * 2
    assert second.document.project.settings.epochs == 5
    assert len(second.document.runs) == 1
    assert second.training.obstacle == second.document.read_only
    second.leave()
    assert place.file.read_bytes() == before
    first.edit(7)
    first.rest()
    assert epochs_on_disk(first) == 7


def test_once_the_first_window_has_gone_the_second_can_be_opened_for_good(
    kept: Open, tmp_path: Path
) -> None:
    place = saved_project(tmp_path / "fruit")
    first, second = kept().begin(place.file), kept().begin(place.file)
    first.edit(8)
    first.leave()

    second.session.open(place.file)
    second.rest()

    assert second.document.read_only == ""
    assert second.document.project.settings.epochs == 8
    second.edit(9)
    second.rest()
    assert epochs_on_disk(second) == 9


def test_saving_for_the_first_time_moves_everything_and_keeps_undo(
    kept: Open, tmp_path: Path
) -> None:
    one = kept().begin()
    one.edit(9)
    one.train(1)
    one.rest()
    old = one.place

    one.session.move(tmp_path / "work" / "fruit")
    one.rest()

    assert one.place == place_in(tmp_path / "work" / "fruit")
    assert not old.folder.exists()
    assert epochs_on_disk(one) == 9
    (run,) = one.document.runs
    assert run.folder == one.place.runs_folder / "run-001"
    assert run == read_shelf(one.place.runs_folder).runs[0]
    assert is_held(one.place.folder)
    one.document.undo_stack.undo()
    one.rest()
    assert epochs_on_disk(one) == 5
    one.leave()
    assert one.place.file.is_file()
    assert not is_held(one.place.folder)


def test_after_a_move_that_was_called_off_before_it_began_edits_are_saved_again(
    kept: Open, jobs: Jobs, tmp_path: Path
) -> None:
    one = kept().begin()
    one.edit(7)
    one.rest()
    go_on = Event()
    jobs.run_saving(lambda _report, _cancel: go_on.wait(PATIENCE_S))  # A disk that is busy.
    job = one.session.move(tmp_path / "fruit")
    assert job is not None
    job.cancel()
    go_on.set()
    one.rest()

    one.edit(9)
    one.rest()

    assert epochs_on_disk(one) == 9


def test_where_another_window_was_quicker_a_moved_project_is_read_only(
    kept: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = kept().begin()
    one.edit(9)
    monkeypatch.setattr(project_opening, "hold", lambda _folder: None)

    one.session.move(tmp_path / "fruit")
    one.rest()
    one.edit(11)
    one.rest()

    assert one.place == place_in(tmp_path / "fruit")
    assert one.document.read_only == "“fruit” is open in another window: here it is read-only."
    assert one.document.project.settings.epochs == epochs_on_disk(one) == 9


def test_a_target_that_exists_changes_nothing(kept: Open, tmp_path: Path) -> None:
    one = kept().begin()
    one.edit(9)
    (tmp_path / "fruit").mkdir()

    one.session.move(tmp_path / "fruit")
    one.rest()

    assert "exists already" in one.errors[0]
    assert one.place.folder.name == "project-001"
    assert is_held(one.place.folder)
    one.edit(11)
    one.rest()
    assert epochs_on_disk(one) == 11


def test_a_copy_holds_what_is_in_memory_and_the_runs(kept: Open, tmp_path: Path) -> None:
    place = saved_project(tmp_path / "fruit", runs=2)
    one = kept().begin(place.file)
    one.edit(9)
    copies: list[object] = []

    one.session.copy(tmp_path / "copy", then=copies.append)
    one.rest()

    copy = place_in(tmp_path / "copy")
    assert copies == [copy]
    assert read_project(copy).settings.epochs == 9
    assert len(read_shelf(copy.runs_folder).runs) == 2
    assert one.place == place


def test_a_folder_that_vanishes_is_told_once_and_nothing_is_lost(
    kept: Open, tmp_path: Path
) -> None:
    place = saved_project(tmp_path / "fruit")
    one = kept().begin(place.file)
    told: list[object] = []
    recovered: list[bool] = []
    one.session.saver.failed.connect(told.append)
    one.session.saver.recovered.connect(lambda: recovered.append(True))
    shutil.rmtree(place.folder)

    for epochs in (7, 8, 9):
        one.edit(epochs)
        one.rest()

    assert len(told) == 1
    assert str(one.session.saver.problem) == str(told[0])
    assert one.document.project.settings.epochs == 9
    one.session.copy(tmp_path / "rescued", then=lambda _place: None)
    one.rest()
    assert read_project(place_in(tmp_path / "rescued")).settings.epochs == 9
    place.folder.mkdir()
    one.edit(10)
    one.rest()
    assert recovered == [True]
    assert one.session.saver.problem is None
    assert epochs_on_disk(one) == 10


def test_what_cannot_be_written_keeps_the_project_from_being_left(
    qtbot: QtBot, kept: Open, tmp_path: Path
) -> None:
    place = saved_project(tmp_path / "fruit")
    one = kept().begin(place.file)
    shutil.rmtree(place.folder)
    one.edit(9)
    one.rest()

    with qtbot.waitSignal(one.session.finish_failed):
        one.session.finish()
    assert not one.session.finished
    one.session.open(saved_project(tmp_path / "other").file)
    one.rest()
    assert "could not be written" in one.errors[0]
    assert one.place == place, "nothing else is shown instead"

    with qtbot.waitSignal(one.jobs.emptied):
        one.session.finish(whatever_happens=True)
    assert one.session.finished


def _text(content: str | bytes) -> Callable[[Path], object]:
    raw = content.encode() if isinstance(content, str) else content
    return lambda file: file.write_bytes(raw)


def _changed(**changes: object) -> Callable[[Path], object]:
    def spoil(file: Path) -> None:
        content = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps(content | changes), encoding="utf-8")

    return spoil


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_text(""), "is damaged"),
        (_text("once upon a time"), "is not a project of Litmus"),
        (_text(b"\xff\xfe"), "is not a project of Litmus"),
        (_text("[1, 2]"), "is not a project of Litmus"),
        (_text('{"program": "Paint", "schema": 1}'), "is not a project of Litmus"),
        (_changed(schema=99), "newer Litmus"),
        (_changed(settings={"epochs": -1}), "is damaged"),
        (_changed(discarded_runs=["../../home"]), "is damaged"),
        (lambda file: file.unlink(), "is not there"),
    ],
)
def test_a_project_that_cannot_be_read_leaves_the_window_what_it_had(
    kept: Open, tmp_path: Path, spoil: Callable[[Path], object], told: str
) -> None:
    place = saved_project(tmp_path / "fruit")
    spoil(place.file)
    content = place.file.read_bytes() if place.file.exists() else None
    one = kept().begin()
    one.edit(9)
    before = one.place

    one.session.open(place.file)
    one.rest()

    assert told in one.errors[0]
    assert one.place == before
    assert one.document.project.settings.epochs == 9
    assert one.document.undo_stack.count() == 1
    assert (place.file.read_bytes() if place.file.exists() else None) == content
    assert not is_held(place.folder)


def test_a_broken_one_at_the_start_is_told_and_an_empty_one_shown(kept: Open) -> None:
    broken = unsaved_projects_folder() / "project-004" / "Unsaved.litmus"
    broken.parent.mkdir(parents=True)
    broken.write_text("{")

    one = kept().begin()

    assert one.opened[0].how is How.NEW
    assert "is damaged" in str(one.opened[0].problem)
    assert one.place.folder.name == "project-005"
    assert broken.read_text() == "{"


def test_another_project_takes_the_place_of_this_one_which_is_written(
    kept: Open, tmp_path: Path
) -> None:
    one = kept().begin()
    one.edit(9)
    first = one.place

    one.session.open(saved_project(tmp_path / "fruit", epochs=3, runs=2).folder)
    one.rest()

    assert one.document.project.settings.epochs == 3
    assert len(one.document.runs) == 2
    assert one.document.undo_stack.count() == 0
    assert read_project(first).settings.epochs == 9
    assert not is_held(first.folder)
    one.session.new()
    one.rest()
    assert one.document.project == Project()
    assert not one.document.runs


def test_while_a_training_runs_no_other_project_is_shown(
    qtbot: QtBot, kept: Open, tmp_path: Path
) -> None:
    training = ScriptedTraining(pause_at=1)
    one = kept(training).begin()
    place = one.place
    one.training.start()
    qtbot.waitUntil(lambda: one.training.state is TrainingState.RUNNING)

    one.session.new()
    one.session.open(saved_project(tmp_path / "fruit").file)
    one.session.move(tmp_path / "elsewhere")

    assert one.errors == ["A training is going on. Stop or pause it first."] * 3
    assert one.place == place
    training.go_on.set()
    with qtbot.waitSignal(one.training.finished):
        one.training.stop()
    one.rest()


def test_reverting_is_an_edit(kept: Open, tmp_path: Path) -> None:
    one = kept().begin(saved_project(tmp_path / "fruit", epochs=3).file)
    one.edit(9)
    one.session.revert()
    one.rest()

    assert one.document.project.settings.epochs == 3
    assert one.document.undo_stack.undoText() == "revert to opened"
    assert epochs_on_disk(one) == 3
    one.document.undo_stack.undo()
    assert one.document.project.settings.epochs == 9


def test_a_deleted_run_is_thrown_away_when_the_project_closes(
    kept: Open, tmp_path: Path, wastebasket: list[str]
) -> None:
    place = saved_project(tmp_path / "fruit", runs=3)
    one = kept().begin(place.file)
    for number in (1, 3):
        one.document.discard_run(place.runs_folder / f"run-{number:03d}")
    one.document.undo_stack.undo()
    one.rest()
    assert read_project(place).discarded_runs == {"run-001"}
    assert wastebasket == []

    one.leave()

    assert wastebasket == ["run-001"]
    assert read_project(place).discarded_runs == frozenset()
    again = kept().begin(place.file)
    assert [run.folder.name for run in again.document.runs] == ["run-002", "run-003"]


def test_what_an_unclean_end_left_is_thrown_away_at_the_next_start(
    kept: Open, tmp_path: Path, wastebasket: list[str]
) -> None:
    place = saved_project(tmp_path / "fruit", runs=2)
    discarded = frozenset({"run-001", "run-009"})
    write_project(place, Project(discarded_runs=discarded))

    one = kept().begin(place.file)

    assert wastebasket == ["run-001"]
    assert [run.folder.name for run in one.document.runs] == ["run-002"]
    assert one.document.project.discarded_runs == frozenset()
    assert read_project(place).discarded_runs == frozenset()


def test_a_run_that_no_wastebasket_takes_stands_in_the_list_again(
    kept: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFile, "moveToTrash", lambda _path: False)
    place = saved_project(tmp_path / "fruit", runs=1)
    one = kept().begin(place.file)
    one.document.discard_run(place.runs_folder / "run-001")
    one.leave()
    assert read_project(place).discarded_runs == {"run-001"}, "told at the next start"

    again = kept().begin(place.file)

    assert [run.folder.name for run in again.document.runs] == ["run-001"]
    assert "could not be moved to the wastebasket" in again.opened[0].told[0]


def test_a_project_that_cannot_be_opened_at_the_start_is_told(kept: Open, tmp_path: Path) -> None:
    place = saved_project(tmp_path / "fruit")
    place.file.write_text("{")

    one = kept().begin(place.file)

    assert "is damaged" in str(one.opened[0].problem)
    one.edit(9)
    one.rest()
    assert epochs_on_disk(one) == 9
    assert place.file.read_text() == "{"


def test_empty_projects_of_killed_windows_are_swept_away(kept: Open) -> None:
    shelf = unsaved_projects_folder()
    for name in ("project-001", "project-002", "project-003", "project-004"):
        (shelf / name).mkdir(parents=True)
        (shelf / name / LOCK_NAME).touch()
    (shelf / "project-002" / "notes.txt").write_text("mine")
    once = shelf / "project-004" / "Unsaved.litmus.bak"
    once.write_text("what it held once")
    for name in ("project-001", "project-002", "project-004"):
        os.utime(shelf / name, (0, 0))

    one = kept().begin()

    assert sorted(folder.name for folder in shelf.iterdir()) == [
        "project-002",
        "project-003",
        "project-004",
        one.place.folder.name,
    ]
    assert once.exists()
    assert (shelf / "project-002" / "notes.txt").read_text() == "mine"
