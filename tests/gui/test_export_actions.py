"""Where the export begins: menu, Train tab, Predict tab."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.run.folder import Run
from core.run.record import RunStatus
from core.run.shelf import Shelf
from gui.export_dialog import ExportDialog
from gui.jobs import Jobs
from gui.step_header import Step
from tests.gui.exports import ScriptedExport
from tests.gui.test_export_dialog import with_model
from tests.gui.trainings import ScriptedTraining, record, written_run
from tests.gui.windows import Parts

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here loads TensorFlow or a model."""
    monkeypatch.setattr("gui.model_tab.forecaster.Forecaster.start", lambda _self: None)
    monkeypatch.setattr("gui.predict_tab.gallery.Gallery.use", lambda *_, **__: None)
    monkeypatch.setattr("gui.predict_tab.gallery.Gallery.warm_up", lambda _self: None)


@pytest.fixture
def parts(qtbot: QtBot, jobs: Jobs) -> Iterator[Parts]:
    made = Parts(jobs, ScriptedTraining())
    made.window.show()
    yield made
    for dialog in made.window.findChildren(ExportDialog):
        dialog.close()
    made.window.close()
    qtbot.waitUntil(lambda: not made.window.isVisible())
    made.window.deleteLater()


@pytest.fixture
def runs(parts: Parts, tmp_path: Path) -> tuple[Run, ...]:
    """Two with a model, one without, and one that is going on."""
    shelf = tmp_path / "runs"
    made = [written_run(shelf, n, record(epochs=2)) for n in (1, 2, 3)]
    going = written_run(shelf, 4, record(epochs=1, status=RunStatus.RUNNING))
    found = (with_model(made[0]), with_model(made[1]), made[2], with_model(going))
    parts.document.set_shelf(Shelf(found, ()))
    return found


def shown(parts: Parts) -> ExportDialog:
    dialogs = [d for d in parts.window.findChildren(ExportDialog) if d.isVisible()]
    assert len(dialogs) == 1
    return dialogs[0]


def test_without_a_model_there_is_nothing_to_export(parts: Parts, tmp_path: Path) -> None:
    action = parts.window.menu_actions.by_name["export model"]
    assert not action.isEnabled()
    assert not parts.window.predict_tab.choices.export.isEnabled()

    parts.document.put_run(written_run(tmp_path, 1, record(epochs=1)))
    assert not action.isEnabled()
    parts.document.put_run(with_model(written_run(tmp_path, 2, record(epochs=1))))
    assert action.isEnabled()
    assert parts.window.predict_tab.choices.export.isEnabled()


@pytest.mark.usefixtures("runs")
def test_the_key_exports_the_newest_model_where_none_is_looked_at(parts: Parts) -> None:
    parts.window.show_step(Step.DATA)

    QTest.keyClick(parts.window, Qt.Key.Key_E, CTRL)

    assert shown(parts).run.folder.name == "run-002"


def test_on_the_train_tab_the_chosen_run_is_exported(parts: Parts, runs: tuple[Run, ...]) -> None:
    parts.window.show_step(Step.TRAIN)
    card = parts.window.train_tab.runs
    card.choose(runs[0].folder)
    assert card._export.isEnabled()

    card._export.trigger()

    assert shown(parts).run == runs[0]
    for run in runs[2:]:
        card.choose(run.folder)
        assert not card._export.isEnabled()


def test_on_the_predict_tab_the_model_that_answers_is_exported(
    parts: Parts, runs: tuple[Run, ...]
) -> None:
    parts.window.show_step(Step.PREDICT)
    choices = parts.window.predict_tab.choices
    choices.model.setCurrentIndex(1)
    choices.model.activated.emit(1)
    assert choices.run == runs[0]

    QTest.mouseClick(choices.export, Qt.MouseButton.LeftButton)
    assert shown(parts).run == runs[0]
    shown(parts).close()

    QTest.keyClick(parts.window, Qt.Key.Key_E, CTRL)
    assert shown(parts).run == runs[0]


@pytest.mark.usefixtures("runs")
def test_the_folder_of_the_last_export_is_offered_again(
    qtbot: QtBot, parts: Parts, tmp_path: Path
) -> None:
    dialog = parts.window.menu_actions.exporting.export(parts.document.runs[0])
    dialog._session._work = ScriptedExport()
    next(iter(dialog.list.rows.values())).tick.setChecked(True)
    dialog.folder.setText(str(tmp_path))
    with qtbot.waitSignal(dialog._session.ended):
        dialog.export.click()
    dialog.close()

    again = parts.window.menu_actions.exporting.export(parts.document.runs[0])

    assert again.target == tmp_path
