"""From a run to a folder that can be given away: with the real exports, in the whole window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.export.formats import ExportFormat
from core.run.folder import Run
from gui.export_dialog import ExportDialog
from gui.export_row import ExportRow, RowState
from gui.step_header import Step
from gui.training_session import TrainingState
from tests.e2e.conftest import Open
from tests.e2e.person import Person

_CTRL = Qt.KeyboardModifier.ControlModifier
_PATIENCE_MS = 240_000
_OVER = (RowState.DONE, RowState.FAILED)


def export(person: Person, qtbot: QtBot, folder: Path, *formats: ExportFormat) -> ExportDialog:
    """Press Ctrl+E, tick, choose the folder, export, and wait until all are done."""
    QTest.keyClick(person.window, Qt.Key.Key_E, _CTRL)
    (dialog,) = person.window.findChildren(ExportDialog)
    for wanted in formats:
        dialog.list.rows[wanted].tick.setChecked(True)
    dialog.folder.setText(str(folder))
    person.click(dialog.export)
    rows = [dialog.list.rows[wanted] for wanted in formats]
    qtbot.waitUntil(lambda: all(row.state in _OVER for row in rows), timeout=_PATIENCE_MS)
    return dialog


def check(row: ExportRow, folder: Path) -> None:
    """The row says that all answers agree, and the folder is whole."""
    assert row.told.startswith("✓ 200 of 200 answers agree, largest difference below 0.00001"), (
        row.told
    )
    assert row.open_folder.isVisible()
    names = {path.name for path in folder.iterdir()}
    assert {"README.md", "labels.txt", "example.py"} < names


@pytest.mark.usefixtures("clothes_run")
def test_a_model_leaves_for_litert(qtbot: QtBot, open_litmus: Open, tmp_path: Path) -> None:
    person = open_litmus()
    person.wait_until(lambda: bool(person.document.runs))
    person.go_to(Step.PREDICT)

    dialog = export(person, qtbot, tmp_path, ExportFormat.LITERT)

    check(dialog.list.rows[ExportFormat.LITERT], tmp_path / "Clothes LiteRT (TFLite)")
    person.click(dialog.close_button)


@pytest.mark.slow
def test_a_trained_network_leaves_for_keras_and_as_a_script(
    qtbot: QtBot, open_litmus: Open, tmp_path: Path
) -> None:
    person = open_litmus()
    person.train(epochs=1)
    person.wait_until(lambda: person.state() is TrainingState.IDLE)
    (run,) = person.document.runs
    assert isinstance(run, Run)

    dialog = export(person, qtbot, tmp_path, ExportFormat.KERAS, ExportFormat.SCRIPT)

    check(dialog.list.rows[ExportFormat.KERAS], tmp_path / "Dense 128 Keras")
    script = dialog.list.rows[ExportFormat.SCRIPT]
    assert script.state is RowState.DONE
    assert script.told.startswith("✓ It was run: validation accuracy")
    assert (tmp_path / "Dense 128 Training script" / "train.py").is_file()
    person.click(dialog.close_button)
