"""The offer at the start to go on with the last training."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.run.folder import Run
from core.run.record import RunStatus
from core.run.settings import TrainingSettings
from core.run.shelf import read_shelf
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.step_header import Step
from gui.training_session import TrainingState
from tests.gui.trainings import ScriptedTraining, record, written_run
from tests.gui.windows import Parts


@pytest.fixture(autouse=True)
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """This computer is not measured: nothing here loads TensorFlow."""
    monkeypatch.setattr("gui.model_tab.forecaster.Forecaster.start", lambda _self: None)


@pytest.fixture
def parts(qtbot: QtBot, jobs: Jobs) -> Iterator[Parts]:
    made = Parts(jobs, ScriptedTraining())
    made.window.show()
    yield made
    qtbot.waitUntil(lambda: made.session.state is TrainingState.IDLE)
    made.window.close()
    qtbot.waitUntil(lambda: not made.window.isVisible())
    made.window.deleteLater()


def left_behind(document: ProjectDocument, number: int, status: RunStatus) -> Run:
    made = record(3, status=status, settings=TrainingSettings(epochs=10))
    run = written_run(document.runs_folder, number, made)
    run.state_file.write_bytes(b"where it was")
    return run


def read(parts: Parts) -> None:
    parts.document.set_shelf(read_shelf(parts.document.runs_folder))


@pytest.mark.parametrize(
    ("status", "how"),
    [(RunStatus.RUNNING, "did not come to its end"), (RunStatus.PAUSED, "is paused")],
)
def test_the_last_run_is_offered_and_goes_on(
    qtbot: QtBot, parts: Parts, *, status: RunStatus, how: str
) -> None:
    left_behind(parts.document, 3, status)
    read(parts)
    notice = parts.window.notice
    assert notice.text() == f"Run 3 {how}."
    assert notice.action.text() == "Resume run 3 at epoch 4 of 10"
    with qtbot.waitSignal(parts.session.finished):
        QTest.mouseClick(notice.action, Qt.MouseButton.LeftButton)
    assert parts.window.step is Step.TRAIN
    assert len(parts.document.runs[0].record.epochs) == 10
    assert notice.text() == ""


def test_it_is_told_once_and_goes_when_it_is_resumed_elsewhere(qtbot: QtBot, parts: Parts) -> None:
    left_behind(parts.document, 1, RunStatus.RUNNING)
    read(parts)
    read(parts)
    notice = parts.window.notice
    assert notice.text()
    with qtbot.waitSignal(parts.session.finished):
        parts.window.menu_actions.by_name["resume"].trigger()
        assert notice.text() == ""
    read(parts)
    assert notice.text() == ""


def test_a_run_that_another_followed_is_not_brought_up_again(parts: Parts) -> None:
    left_behind(parts.document, 1, RunStatus.RUNNING)
    written_run(parts.document.runs_folder, 2, record(3))
    read(parts)
    assert parts.window.notice.text() == ""


def test_what_was_paused_just_now_is_no_news(qtbot: QtBot, parts: Parts) -> None:
    parts.load()
    parts.training.pause_at = 2
    parts.session.start()
    qtbot.waitUntil(lambda: parts.session.progress is not None)
    with qtbot.waitSignal(parts.session.finished):
        parts.window.menu_actions.by_name["pause"].trigger()
    assert parts.document.runs[0].record.status is RunStatus.PAUSED
    read(parts)
    assert parts.window.notice.text() == ""


def test_a_run_of_a_project_that_was_left_is_not_offered_any_more(parts: Parts) -> None:
    run = left_behind(parts.document, 1, RunStatus.RUNNING)
    read(parts)
    assert parts.window.notice.text()
    parts.document.remove_run(run.folder)
    assert parts.window.notice.text() == ""
