from pathlib import Path
from shutil import rmtree

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from core.errors import LitmusError
from core.holding import hold
from core.places import runs_folder
from core.run.folder import Run, read_run
from core.run.record import RunStatus
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.train_tab.runs_card import RunsCard
from gui.train_tab.runs_model import NAME, RESULT, RunsModel
from gui.training_session import TrainingSession
from tests.gui.trainings import ScriptedTraining, record, tiny_dataset, written_run


@pytest.fixture
def document(litmus_home: Path) -> ProjectDocument:
    made = ProjectDocument()
    made.set_dataset(tiny_dataset())
    shelf = runs_folder()
    assert shelf.is_relative_to(litmus_home)
    for number, preset, name in (
        (1, "dense-128", "Dense 128"),
        (2, "dense-512", "Dense 512"),
        (3, "convolutional", "Convolutional"),
    ):
        made.put_run(written_run(shelf, number, record(number, preset=preset, name=name)))
    return made


@pytest.fixture
def card(qtbot: QtBot, document: ProjectDocument, jobs: Jobs) -> RunsCard:
    made = RunsCard(document, TrainingSession(document, jobs, ScriptedTraining()))
    qtbot.addWidget(made)
    document.runs_changed.connect(made.show_runs)
    with qtbot.waitExposed(made):
        made.show()
    made.choose(runs_folder() / "run-003")
    return made


def rows(model: RunsModel) -> list[tuple[str, str]]:
    return [
        (str(model.index(row, NAME).data()), str(model.index(row, RESULT).data()))
        for row in range(model.rowCount())
    ]


def test_runs_are_listed_newest_first_with_their_results(card: RunsCard) -> None:
    assert rows(card.model) == [
        ("3 · Convolutional", "89.0 %"),
        ("2 · Dense 512", "84.0 %"),
        ("1 · Dense 128", "79.0 %"),
    ]


@pytest.mark.parametrize(
    ("status", "epochs", "words"),
    [
        (RunStatus.FAILED, 2, "failed"),
        (RunStatus.STOPPED, 0, "stopped"),
        (RunStatus.STOPPED, 1, "79.0 %"),
        (RunStatus.RUNNING, 0, "stopped at epoch 1 of 5"),
        (RunStatus.RUNNING, 3, "stopped at epoch 4 of 5"),
        (RunStatus.PAUSED, 3, "paused at epoch 4 of 5"),
    ],
)
def test_what_became_of_a_run(
    card: RunsCard, document: ProjectDocument, *, status: RunStatus, epochs: int, words: str
) -> None:
    document.put_run(written_run(runs_folder(), 4, record(epochs, status=status)))
    assert rows(card.model)[0] == ("4 · Dense 128", words)


def test_a_row_tells_its_settings_and_closing_sentence(card: RunsCard) -> None:
    tip = str(card.model.index(1, NAME).data(Qt.ItemDataRole.ToolTipRole))
    assert "batches of 32 · Adam · learning rate 0.001" in tip
    assert "18 pictures to learn from, 2 to check on" in tip
    assert "Stopped after epoch 2" in tip


def test_space_ticks_and_the_arrow_keys_choose(qtbot: QtBot, card: RunsCard) -> None:
    with qtbot.waitSignal(card.run_chosen) as chosen:
        QTest.keyClick(card.view, Qt.Key.Key_Down)
    assert chosen.args == [runs_folder() / "run-002"]
    with qtbot.waitSignal(card.ticks_changed):
        QTest.keyClick(card.view, Qt.Key.Key_Space)
    assert card.ticked == {runs_folder() / "run-002"}
    QTest.keyClick(card.view, Qt.Key.Key_Space)
    assert card.ticked == frozenset()


def test_a_click_on_the_box_ticks(card: RunsCard) -> None:
    row = card.view.visualRect(card.model.index(2, NAME))
    spot = row.topLeft()
    spot.setX(spot.x() + 12)
    spot.setY(row.center().y())
    QTest.mouseClick(
        card.view.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        spot,
    )
    assert card.ticked == {runs_folder() / "run-001"}


def test_a_new_run_disturbs_neither_the_choice_nor_the_ticks(
    card: RunsCard, document: ProjectDocument
) -> None:
    QTest.keyClick(card.view, Qt.Key.Key_Space)
    document.put_run(written_run(runs_folder(), 4, record(1)))
    assert card.chosen == document.run_in(runs_folder() / "run-003")
    assert card.ticked == {runs_folder() / "run-003"}
    document.remove_run(runs_folder() / "run-003")
    assert card.ticked == frozenset()
    assert rows(card.model)[0][0] == "4 · Dense 128"


def editor(card: RunsCard) -> QLineEdit:
    found = card.view.findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


def test_f2_renames_on_disk_too(qtbot: QtBot, card: RunsCard, document: ProjectDocument) -> None:
    QTest.keyClick(card.view, Qt.Key.Key_F2)
    line = editor(card)
    assert line.text() == "Convolutional"
    line.setText("  with   more filters ")
    with qtbot.waitSignal(document.runs_changed):
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert rows(card.model)[0][0] == "3 · with more filters"
    assert read_run(runs_folder() / "run-003").record.name == "with more filters"


def test_an_empty_name_changes_nothing(card: RunsCard, jobs: Jobs) -> None:
    QTest.keyClick(card.view, Qt.Key.Key_F2)
    line = editor(card)
    line.setText("   ")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert not jobs.active
    assert rows(card.model)[0][0] == "3 · Convolutional"


def test_a_name_that_cannot_be_written_is_told_under_the_list(qtbot: QtBot, card: RunsCard) -> None:
    (runs_folder() / "run-003" / "run.json").write_text("broken")
    with qtbot.waitSignal(card.care.failed):
        card.care.rename(runs_folder() / "run-003", "new")
    assert "cannot be read" in card.note


def test_delete_only_marks_and_undo_brings_the_run_back(
    card: RunsCard, document: ProjectDocument
) -> None:
    QTest.keyClick(card.view, Qt.Key.Key_Delete)

    assert [name for name, _ in rows(card.model)] == ["2 · Dense 512", "1 · Dense 128"]
    assert "Ctrl+Z" in card.note
    assert (runs_folder() / "run-003").is_dir()
    assert document.project.discarded_runs == {"run-003"}
    assert document.undo_stack.undoText() == "delete run “Convolutional”"
    document.undo_stack.undo()
    assert rows(card.model)[0][0] == "3 · Convolutional"
    document.undo_stack.redo()
    assert document.run_in(runs_folder() / "run-003") is None


def test_undo_gives_a_run_its_old_name_on_disk_too(
    qtbot: QtBot, card: RunsCard, document: ProjectDocument, jobs: Jobs
) -> None:
    folder = runs_folder() / "run-003"
    with qtbot.waitSignal(document.run_named):
        card.care.rename(folder, "Best")
    assert document.undo_stack.undoText() == "rename run “Convolutional”"

    for _ in range(3):
        document.undo_stack.undo()
        document.undo_stack.redo()
    document.undo_stack.undo()

    assert rows(card.model)[0][0] == "3 · Convolutional"
    qtbot.waitUntil(lambda: not jobs.active)
    assert read_run(folder).record.name == "Convolutional"
    document.undo_stack.redo()
    qtbot.waitUntil(lambda: not jobs.active)
    assert read_run(folder).record.name == "Best"


def test_the_name_of_a_run_that_is_trained_is_written_when_it_is_over(
    qtbot: QtBot, card: RunsCard, document: ProjectDocument, jobs: Jobs
) -> None:
    folder = runs_folder() / "run-003"
    with qtbot.waitSignal(document.run_named):
        card.care.rename(folder, "Best")
    qtbot.waitUntil(lambda: not jobs.active)
    trained = read_run(folder)
    held = hold(folder)
    assert held is not None
    going_on = trained.record.model_copy(update={"status": RunStatus.RUNNING})
    document.put_run(Run(folder, going_on))

    document.undo_stack.undo()
    qtbot.waitUntil(lambda: not jobs.active)
    assert read_run(folder).record.name == "Best", "the training writes it"
    document.put_run(Run(folder, going_on))
    assert rows(card.model)[0][0] == "3 · Convolutional", "whatever the training says"

    held.release()
    document.put_run(trained)
    qtbot.waitUntil(lambda: not jobs.active)
    assert read_run(folder).record.name == "Convolutional"


def test_of_two_names_for_a_run_that_is_trained_the_later_is_written(
    qtbot: QtBot, card: RunsCard, document: ProjectDocument, jobs: Jobs
) -> None:
    folder = runs_folder() / "run-003"
    with qtbot.waitSignal(document.run_named):
        card.care.rename(folder, "Best")
    qtbot.waitUntil(lambda: not jobs.active)
    trained = read_run(folder)
    held = hold(folder)
    assert held is not None
    document.put_run(Run(folder, trained.record.model_copy(update={"status": RunStatus.RUNNING})))
    for change in (document.undo_stack.undo, document.undo_stack.redo):
        change()
        qtbot.waitUntil(lambda: not jobs.active)

    held.release()
    document.put_run(trained)
    qtbot.waitUntil(lambda: not jobs.active)

    assert rows(card.model)[0][0] == "3 · Best"
    assert read_run(folder).record.name == "Best"


def test_in_a_project_that_is_read_only_no_run_is_changed(
    card: RunsCard, document: ProjectDocument
) -> None:
    document._read_only = "It is open elsewhere."
    card.show_runs()
    for change in (card._rename, card._delete):
        assert not change.isEnabled()
    card.care.rename(runs_folder() / "run-001", "Best")
    assert card.note == "It is open elsewhere."
    card.care.discard(runs_folder() / "run-001")
    assert len(document.runs) == 3
    assert document.undo_stack.count() == 0


def test_a_run_whose_folder_is_gone_says_so_and_can_be_deleted(
    qtbot: QtBot, card: RunsCard, document: ProjectDocument
) -> None:
    folder = runs_folder() / "run-002"
    rmtree(folder)
    with qtbot.waitSignal(card.care.failed):
        card.care.rename(folder, "Best")
    assert "is gone" in card.note
    assert "delete the run" in card.note
    card.care.open_folder(folder)
    assert "is gone" in card.note
    card.care.discard(folder)
    assert document.run_in(folder) is None


def test_a_note_goes_when_another_run_is_chosen(card: RunsCard) -> None:
    card.show_problem(LitmusError("It could not be done."))
    QTest.keyClick(card.view, Qt.Key.Key_Down)
    assert card.note == ""


def test_the_folder_is_opened_or_named(
    qtbot: QtBot, card: RunsCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def refuse(url: object) -> bool:
        opened.append(str(url))
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", refuse)
    with qtbot.waitSignal(card.care.failed):
        card.care.open_folder(runs_folder() / "run-001")
    assert "run-001" in opened[0]
    assert "run-001" in card.note


def test_the_run_being_trained_cannot_be_renamed_or_deleted(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    training = ScriptedTraining(pause_at=1)
    session = TrainingSession(document, jobs, training)
    card = RunsCard(document, session)
    qtbot.addWidget(card)
    document.runs_changed.connect(card.show_runs)
    with qtbot.waitSignal(document.runs_changed):
        session.start()
    card.choose(runs_folder() / "run-004")
    index = card.model.index(0, NAME)
    assert rows(card.model)[0] == ("4 · Dense 128", "running")
    assert not card.model.flags(index) & Qt.ItemFlag.ItemIsEditable
    assert not card._rename.isEnabled()
    assert not card._delete.isEnabled()
    assert card._open.isEnabled()
    with qtbot.waitSignal(session.finished):
        training.go_on.set()
    card.show_runs()
    assert rows(card.model)[0][1] == "99.0 %"
    assert card._delete.isEnabled()


def test_no_runs_yet(qtbot: QtBot, jobs: Jobs) -> None:
    document = ProjectDocument()
    card = RunsCard(document, TrainingSession(document, jobs, ScriptedTraining()))
    qtbot.addWidget(card)
    assert card.model.rowCount(QModelIndex()) == 0
    assert "becomes a run" in card.note
    assert not card._open.isEnabled()
