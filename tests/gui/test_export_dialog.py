from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from core.data.folder.edits import FolderEdits
from core.data.folder.source import PhotoSource
from core.export.formats import FORMATS, ExportFormat
from core.export.naming import folder_name, new_folder
from core.run.folder import Run, write_record
from core.run.shelf import Shelf
from gui.document import ProjectDocument
from gui.error_dialog import ErrorDialog
from gui.export_dialog import ExportDialog
from gui.export_row import RowState
from gui.export_session import ExportSession
from gui.jobs import Jobs
from tests.gui.exports import ScriptedExport
from tests.gui.trainings import record, written_run

KERAS, ONNX, PAGE = ExportFormat.KERAS, ExportFormat.ONNX, ExportFormat.WEB_PAGE

Open = Callable[..., ExportDialog]


def with_model(run: Run) -> Run:
    """The run with files that look like a model."""
    run.litert_file.touch()
    return run


@pytest.fixture
def document(qtbot: QtBot, tmp_path: Path) -> ProjectDocument:  # noqa: ARG001 - it needs Qt
    """Two runs with a model and one without."""
    made = ProjectDocument()
    runs = [written_run(tmp_path / "runs", n, record(epochs=2)) for n in (1, 2, 3)]
    made.set_shelf(Shelf((with_model(runs[0]), with_model(runs[1]), runs[2]), ()))
    return made


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(1280, 800)
    qtbot.addWidget(window)
    return window


@pytest.fixture
def opened(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs, tmp_path: Path, parent: QWidget
) -> Iterator[Open]:
    """Opens the dialog for the older run, with a folder that is there."""
    (tmp_path / "out").mkdir()
    dialogs: list[ExportDialog] = []

    def open_dialog(work: ScriptedExport, *, training: bool = False) -> ExportDialog:
        dialog = ExportDialog(
            parent,
            document,
            ExportSession(jobs, work=work),
            run=document.runs[0],
            folder=tmp_path / "out",
            training=lambda: training,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        dialogs.append(dialog)
        dialog.open()
        qtbot.waitExposed(dialog)
        return dialog

    yield open_dialog
    for dialog in dialogs:
        dialog.reject()
        qtbot.waitUntil(lambda: not jobs.active)
        dialog.reject()
        dialog.deleteLater()


def tick(dialog: ExportDialog, *formats: ExportFormat) -> None:
    for wanted in formats:
        dialog.list.rows[wanted].tick.setChecked(True)


def export(qtbot: QtBot, dialog: ExportDialog) -> None:
    """Press the button and wait for the end."""
    with qtbot.waitSignal(dialog._session.ended):
        dialog.export.click()


def test_every_format_stands_there_with_one_line(opened: Open) -> None:
    dialog = opened(ScriptedExport())

    assert tuple(dialog.list.rows) == tuple(FORMATS)
    for wanted, row in dialog.list.rows.items():
        assert row.tick.text() == FORMATS[wanted].title
        assert row.tick.accessibleDescription() == FORMATS[wanted].use
    assert not dialog.export.isEnabled()
    assert dialog.note == "Tick at least one format."
    assert dialog.run_box.count() == 2
    assert dialog.run.folder.name == "run-001"


def test_ticked_formats_are_exported_one_after_another(
    qtbot: QtBot, opened: Open, tmp_path: Path
) -> None:
    work = ScriptedExport()
    dialog = opened(work)
    tick(dialog, ONNX, KERAS, PAGE)
    assert dialog.note == "Makes “Dense 128 Web page”, “Dense 128 Keras” and 1 more."

    export(qtbot, dialog)

    assert [request.format for request in work.requests] == [PAGE, KERAS, ONNX]
    assert work.requests[1].folder == tmp_path / "out" / "Dense 128 Keras"
    assert work.requests[1].pictures_folder is None
    for wanted in (PAGE, KERAS, ONNX):
        row = dialog.list.rows[wanted]
        assert row.state is RowState.DONE
        assert row.told.startswith("✓ 199 of 200 answers agree, largest difference 0.00003. It is")
        assert row.open_folder.isVisible()
        assert row.open_page.isVisible() == (wanted is PAGE)
    assert not dialog.list.rows[ExportFormat.COREML].isVisible()
    assert dialog.note == f"Exported into “{tmp_path / 'out'}”."


def test_more_formats_can_follow_and_nothing_is_overwritten(qtbot: QtBot, opened: Open) -> None:
    work = ScriptedExport()
    dialog = opened(work)
    tick(dialog, KERAS)
    export(qtbot, dialog)

    dialog.export.click()
    assert dialog.list.rows[ExportFormat.COREML].isVisible()
    assert dialog.list.rows[KERAS].state is RowState.DONE
    tick(dialog, KERAS)
    export(qtbot, dialog)

    assert [request.folder.name for request in work.requests] == [
        "Dense 128 Keras",
        "Dense 128 Keras 2",
    ]


def test_a_failure_is_told_in_its_row_and_the_others_go_on(qtbot: QtBot, opened: Open) -> None:
    dialog = opened(ScriptedExport(failing=(KERAS,)))
    tick(dialog, KERAS, ONNX)

    export(qtbot, dialog)

    row = dialog.list.rows[KERAS]
    assert (row.state, row.told) == (RowState.FAILED, "The disk is full. Free some space.")
    assert row._told.property("role") == "problem"
    assert not row.open_folder.isVisible()
    assert dialog.list.rows[ONNX].state is RowState.DONE


def test_what_nobody_expected_is_shown_with_details(qtbot: QtBot, opened: Open) -> None:
    dialog = opened(ScriptedExport(failing=(KERAS,), error=RuntimeError("no such operation")))
    tick(dialog, KERAS)

    export(qtbot, dialog)

    assert dialog.list.rows[KERAS].state is RowState.FAILED
    shown = dialog.findChild(ErrorDialog)
    assert shown is not None
    shown.accept()


def test_escape_cancels_first_and_closes_then(qtbot: QtBot, opened: Open) -> None:
    work = ScriptedExport(waiting=(KERAS,))
    dialog = opened(work)
    tick(dialog, KERAS, ONNX)
    dialog.export.click()
    qtbot.waitUntil(lambda: dialog.list.rows[KERAS].state is RowState.GOING)
    assert dialog.list.rows[KERAS].bar.isVisible()
    assert dialog.list.rows[KERAS].told == "Making the model…"
    assert dialog.list.rows[ONNX].state is RowState.WAITING
    assert not dialog.run_box.isEnabled()
    assert dialog.close_button.text() == "&Cancel"

    with qtbot.waitSignal(dialog._session.ended):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert dialog.isVisible()
    assert [request.format for request in work.requests] == [KERAS]
    for wanted in (KERAS, ONNX):
        assert dialog.list.rows[wanted].told == "Cancelled; nothing was left behind."
    assert dialog.close_button.text() == "&Close"
    assert dialog.close_button.hasFocus()
    assert dialog.note == "Nothing was exported."
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_enter_presses_the_button_that_has_the_keyboard(qtbot: QtBot, opened: Open) -> None:
    dialog = opened(ScriptedExport(waiting=(KERAS,)))
    tick(dialog, KERAS)
    dialog.export.click()
    qtbot.waitUntil(lambda: dialog.list.rows[KERAS].state is RowState.GOING)
    assert dialog.close_button.hasFocus()

    with qtbot.waitSignal(dialog._session.ended):
        QTest.keyClick(dialog.close_button, Qt.Key.Key_Return)

    assert dialog.list.rows[KERAS].state is RowState.CANCELLED
    QTest.keyClick(dialog.close_button, Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_nothing_follows_where_the_window_closes(qtbot: QtBot, opened: Open, jobs: Jobs) -> None:
    work = ScriptedExport(waiting=(KERAS,))
    dialog = opened(work)
    tick(dialog, KERAS, ONNX)
    dialog.export.click()
    qtbot.waitUntil(lambda: dialog.list.rows[KERAS].state is RowState.GOING)

    with qtbot.waitSignal(dialog._session.ended):
        jobs.cancel_all()

    assert [request.format for request in work.requests] == [KERAS]
    assert dialog.list.rows[ONNX].state is RowState.CANCELLED


def test_the_keyboard_alone_is_enough(qtbot: QtBot, opened: Open) -> None:
    work = ScriptedExport()
    dialog = opened(work)
    dialog.activateWindow()
    qtbot.waitUntil(lambda: dialog.list.rows[PAGE].tick.hasFocus())

    QTest.keyClick(dialog.list.rows[PAGE].tick, Qt.Key.Key_Space)
    with qtbot.waitSignal(dialog._session.ended):
        QTest.keyClick(dialog.list.rows[PAGE].tick, Qt.Key.Key_Return)

    assert [request.format for request in work.requests] == [PAGE]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Choose the folder that the exports go to."),
        ("somewhere", "Give the whole path of the folder, or choose it with Browse…"),
        ("FILE", "is a file; choose a folder."),
        (
            "~nobody-of-this-name/models",
            "Give the whole path of the folder, or choose it with Browse…",
        ),
        (f"/{'long' * 100}/models", "Nothing can be put there: File name too long."),
    ],
)
def test_a_folder_that_is_none_is_told(opened: Open, tmp_path: Path, typed: str, said: str) -> None:
    (tmp_path / "file").touch()
    dialog = opened(ScriptedExport())
    tick(dialog, KERAS)

    dialog.folder.setText(typed.replace("FILE", str(tmp_path / "file")))

    assert dialog.note.endswith(said)
    assert not dialog.export.isEnabled()


def test_browsing_fills_the_folder(qtbot: QtBot, opened: Open, tmp_path: Path) -> None:
    dialog = opened(ScriptedExport())
    dialog.browse.click()
    chooser = dialog.findChild(QFileDialog)
    assert chooser is not None

    chooser.fileSelected.emit(str(tmp_path))
    chooser.reject()

    qtbot.waitUntil(lambda: dialog.target == tmp_path)


def test_packages_that_are_missing_are_told(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "gui.export_row.missing_packages", lambda w: ("onnx", "tf2onnx") if w is ONNX else ()
    )
    dialog = opened(ScriptedExport())
    row = dialog.list.rows[ONNX]

    assert not row.tick.isEnabled()
    assert "(onnx, tf2onnx): uv sync --extra export" in row._use.text()
    assert dialog.list.rows[KERAS].tick.isEnabled()


def test_a_training_in_progress_is_told(opened: Open) -> None:
    dialog = opened(ScriptedExport(), training=True)
    tick(dialog, KERAS)

    assert dialog.note == (
        "Makes “Dense 128 Keras”. A training is going on; both are slower meanwhile."
    )


def test_another_run_can_be_chosen(qtbot: QtBot, opened: Open) -> None:
    work = ScriptedExport()
    dialog = opened(work)
    tick(dialog, KERAS)
    export(qtbot, dialog)

    dialog.run_box.setCurrentIndex(0)
    assert dialog.list.rows[KERAS].state is RowState.IDLE
    tick(dialog, KERAS)
    export(qtbot, dialog)

    assert [request.run.folder.name for request in work.requests] == ["run-001", "run-002"]


def test_names_of_classes_are_those_of_now_and_moved_photos_are_found(
    qtbot: QtBot, opened: Open, document: ProjectDocument, tmp_path: Path
) -> None:
    photos = tmp_path / "fruit"
    photos.mkdir()
    document.choose_photos(PhotoSource(root=photos))
    edits = FolderEdits(names={"class 0": "apple"})
    document.set_photos(words="rename class", edits=edits)
    made = document.runs[0].record
    folders = tuple((name,) for name in made.classes)
    gone = str(tmp_path / "before" / "fruit")
    data = made.data.model_copy(update={"source": gone, "folder": gone, "class_folders": folders})
    run = write_record(document.runs[0].folder, made.model_copy(update={"data": data}))
    document.put_run(run)
    work = ScriptedExport()
    dialog = opened(work)
    tick(dialog, KERAS)
    export(qtbot, dialog)

    assert work.requests[0].classes[:2] == ("apple", "class 1")
    assert work.requests[0].pictures_folder == photos


def test_the_result_is_shown_where_the_system_shows_it(
    qtbot: QtBot, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[QUrl] = []

    def open_url(address: QUrl) -> bool:
        asked.append(address)
        return len(asked) < 3

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    dialog = opened(ScriptedExport())
    tick(dialog, PAGE)
    export(qtbot, dialog)
    row = dialog.list.rows[PAGE]

    row.open_folder.click()
    row.open_page.click()
    folder = tmp_path / "out" / "Dense 128 Web page"
    assert [Path(a.toLocalFile()) for a in asked] == [folder, folder / "page.html"]
    row.open_page.click()
    assert dialog.note.startswith("There is no browser")


def test_folder_names_are_such_that_every_system_takes_them(tmp_path: Path) -> None:
    made = record(epochs=1)

    def named(title: str) -> str:
        return folder_name(made.model_copy(update={"name": title}), KERAS)

    assert named("../a/b:c") == "a-b-c Keras"
    assert named("CON") == "Model CON Keras"
    assert named("...") == "Model Keras"
    assert named("x" * 300) == f"{'x' * 60} Keras"
    assert named("a\nb 🦊") == "a-b 🦊 Keras"
    (tmp_path / "Dense 128 Keras").mkdir()
    assert new_folder(tmp_path, made, KERAS).name == "Dense 128 Keras 2"
