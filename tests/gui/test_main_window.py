import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.errors import LitmusError
from core.places import config_folder
from core.run.record import RunStatus
from core.run.shelf import Shelf
from gui.action_spec import Menu
from gui.actions import ACTIONS
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.main_window import MainWindow
from gui.preferences import PreferenceStore
from gui.preferences_dialog import PreferencesDialog
from gui.shortcuts_dialog import ShortcutsDialog
from gui.step_header import Step
from gui.tensorflow_loader import LoadState, TensorFlowLoader
from gui.theme import DARK, LIGHT, Scheme, apply_scheme, colours_of
from gui.training_session import TrainingSession, TrainingState
from tests.gui.folders import wait_until_looked
from tests.gui.trainings import ScriptedTraining, record, written_run
from tests.gui.windows import Parts, drag_enter, drag_leave, drag_move, drop
from tests.photos import make_photos

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """This computer is not measured: nothing here loads TensorFlow."""
    monkeypatch.setattr("gui.model_tab.forecaster.Forecaster.start", lambda _self: None)


@pytest.fixture
def parts(qtbot: QtBot, jobs: Jobs) -> Iterator[Parts]:
    made = Parts(jobs, ScriptedTraining(pause_at=3))
    made.window.show()
    yield made
    if made.session.state is not TrainingState.IDLE:
        made.training.go_on.set()
        with qtbot.waitSignal(made.session.state_changed):
            made.session.stop()
        qtbot.waitUntil(lambda: not jobs.active)
    close(qtbot, made)


def close(qtbot: QtBot, parts: Parts) -> None:
    parts.window.close()
    qtbot.waitUntil(lambda: not parts.window.isVisible())
    parts.window.deleteLater()


def action(parts: Parts, name: str) -> QAction:
    return parts.window.menu_actions.by_name[name]


def test_every_action_stands_in_a_menu_with_words_keys_and_an_explanation(parts: Parts) -> None:
    menus = parts.window.menuBar().findChildren(QMenu)
    entries = [entry for menu in menus for entry in menu.actions() if not entry.isSeparator()]
    in_menus = {entry.objectName() for entry in entries}
    in_menus.discard("")  # the menus themselves
    assert in_menus == {spec.name for spec in ACTIONS}
    for spec in ACTIONS:
        made = action(parts, spec.name)
        assert made.text()
        assert made.toolTip().endswith(".")
        assert not made.shortcut().isEmpty()


def test_no_two_actions_share_keys_and_no_menu_a_mnemonic() -> None:
    keys = [QKeySequence(key).toString() for spec in ACTIONS for key in spec.keys]
    assert all(keys)
    assert len(keys) == len(set(keys))
    for texts in ([m.value for m in Menu], *menu_texts()):
        mnemonics = [t[t.index("&") + 1].lower() for t in texts if "&" in t]
        assert len(mnemonics) == len(set(mnemonics)), texts


def test_no_action_of_a_tab_has_keys_that_another_one_has(parts: Parts) -> None:
    window = parts.window
    for step in Step:
        window.show_step(step)
    grid = window.data_tab.pictures.grid.actions()
    keys = [key.toString() for one in grid for key in one.shortcuts()]
    menus = window.menu_actions.by_name.values()
    keys += [key.toString() for one in menus for key in one.shortcuts()]
    assert [key for key in sorted(set(keys)) if keys.count(key) > 1] == []


NEVER_TOGETHER = [{"Fo&lds", "&Learning rate"}]
"""A network is fitted, or trained in epochs."""


@pytest.mark.parametrize("step", Step)
def test_no_two_things_in_sight_share_a_mnemonic(parts: Parts, step: Step) -> None:
    tab = parts.window.tab(step)
    words = {action.text() for action in parts.window.menuBar().actions()}
    words |= {one.text() for one in tab.findChildren(QAbstractButton)}
    words |= {one.text() for one in tab.findChildren(QLabel) if isinstance(one.buddy(), QWidget)}
    by_letter: dict[str, set[str]] = {}
    for text in words:
        if found := re.search("&([^& ])", text):
            by_letter.setdefault(found[1].lower(), set()).add(text)
    assert len(by_letter) > 6
    clashes = [shared for shared in by_letter.values() if len(shared) > 1]
    assert [shared for shared in clashes if shared not in NEVER_TOGETHER] == []


def test_the_list_of_keys_fits_the_smallest_window(parts: Parts) -> None:
    parts.window.resize(parts.window.minimumSize())
    action(parts, "shortcuts").trigger()
    (dialog,) = parts.window.findChildren(ShortcutsDialog)
    assert dialog.width() <= parts.window.width()
    assert dialog.height() <= parts.window.height() - 40, "with its own title"
    dialog.reject()


def menu_texts() -> list[list[str]]:
    return [[spec.text for spec in ACTIONS if spec.menu is menu] for menu in Menu]


@pytest.mark.parametrize(("key", "step"), [(Qt.Key.Key_1 + n, s) for n, s in enumerate(Step)])
def test_control_and_a_number_show_a_step(parts: Parts, key: int, step: Step) -> None:
    parts.window.show_step(Step.TRAIN if step is Step.DATA else Step.DATA)
    QTest.keyClick(parts.window, Qt.Key(key), CTRL)

    assert parts.window.step is step
    assert action(parts, f"step {step}").isChecked()
    assert parts.window.header.button(step).isChecked()


def test_every_tab_takes_the_keyboard_when_it_is_shown(parts: Parts) -> None:
    parts.load()
    for step in Step:
        parts.window.show_step(step)
        focused = parts.window.focusWidget()
        assert focused is not None
        assert parts.window.tab(step).isAncestorOf(focused)


def test_the_header_by_keyboard(parts: Parts) -> None:
    header = parts.window.header
    header.button(Step.DATA).setFocus(Qt.FocusReason.TabFocusReason)

    QTest.keyClick(header.button(Step.DATA), Qt.Key.Key_Right)
    assert header.button(Step.MODEL).hasFocus()
    QTest.keyClick(header.button(Step.MODEL), Qt.Key.Key_Space)

    assert parts.window.step is Step.MODEL


def tab_stops(parts: Parts) -> list[QWidget]:
    """What the Tab key goes through, from the header on."""
    start: QWidget = parts.window.header.button(Step.DATA)
    stops, widget = [start], start.nextInFocusChain()
    while widget is not None and widget is not start:
        reachable = widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
        if reachable and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            stops.append(widget)
        widget = widget.nextInFocusChain()
    return stops


def test_tab_goes_through_header_and_data_tab_from_left_to_right(parts: Parts) -> None:
    parts.load()
    data = parts.window.data_tab

    assert tab_stops(parts) == [
        *(parts.window.header.button(step) for step in Step),
        data.sources.built_in,
        data.sources.folder,
        data.sources.folder.menu_button,
        *data.classes.rows,
        data.pictures.classes,
        data.pictures.parts,
        data.pictures.grid,
        data.split.validation,
        data.split.seed,
        data.next,
    ]


def test_steps_become_done(tmp_path: Path, parts: Parts) -> None:
    header = parts.window.header
    assert not any(header.button(step).done for step in Step)

    parts.load()
    assert header.button(Step.DATA).done
    assert header.button(Step.DATA).accessibleName() == "Step 1: Data, done"
    parts.window.show_step(Step.MODEL)
    assert header.button(Step.MODEL).done
    parts.document.put_run(written_run(tmp_path, 1, record(2)))
    assert header.button(Step.TRAIN).done

    empty = parts.document.project.network.model_copy(update={"layers": ()})
    parts.document.set_network(empty, words="remove all")
    assert not header.button(Step.MODEL).done
    assert header.button(Step.MODEL).accessibleName() == "Step 2: Model, not done yet"
    assert "Custom | " in parts.window.status.text

    assert not header.button(Step.PREDICT).done
    parts.window.predict_tab.answered.emit(6.2)
    assert header.button(Step.PREDICT).done


def test_after_an_answer_the_status_line_tells_its_time_on_predict(
    qtbot: QtBot, parts: Parts
) -> None:
    parts.load()
    parts.window.predict_tab.answered.emit(6.2)
    assert "a picture" not in parts.window.status.text
    parts.window.show_step(Step.PREDICT)
    assert parts.window.status.text.endswith("6 ms a picture")
    parts.session.start()
    assert "Training" in parts.window.status.text
    qtbot.waitUntil(lambda: parts.session.progress is not None)
    parts.training.go_on.set()
    qtbot.waitUntil(lambda: parts.session.state is TrainingState.IDLE)
    assert parts.window.status.text.endswith("6 ms a picture")


@pytest.mark.parametrize("way", ["menu", "Train tab"])
def test_a_measurement_gives_way_however_a_training_is_started(
    qtbot: QtBot, parts: Parts, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    given: list[bool] = []
    forecaster = parts.window.model_tab.forecaster
    monkeypatch.setattr(forecaster, "give_way", lambda: given.append(True))
    parts.load()
    parts.window.show_step(Step.TRAIN)
    assert not given
    if way == "menu":
        action(parts, "train").trigger()
    else:
        parts.window.train_tab.buttons.main.click()
    assert given
    qtbot.waitUntil(lambda: parts.session.state is TrainingState.RUNNING)


def test_the_status_line_tells_data_network_and_tensorflow(parts: Parts) -> None:
    assert "being read" in parts.window.status.text
    parts.load()
    assert "Fashion-MNIST · 10 classes | Dense 128 · 101,770 parameters" in parts.window.status.text

    parts.loader.state, parts.loader.version = LoadState.READY, "2.21.0"
    parts.loader.state_changed.emit()

    assert parts.window.status.text.endswith("TensorFlow 2.21.0 ready")


def test_the_header_tells_what_computes(parts: Parts) -> None:
    pill = next(w for w in parts.window.header.findChildren(QLabel) if w.property("role") == "pill")
    assert pill.text().startswith("CPU · ")
    parts.loader.graphics_processors = ("Fast Card 3",)
    parts.loader.state = LoadState.READY
    parts.loader.state_changed.emit()
    assert pill.text() == "GPU"
    assert "Fast Card 3" in pill.toolTip()


def test_a_failed_tensorflow_can_be_looked_into(parts: Parts) -> None:
    parts.loader.state, parts.loader.error = LoadState.FAILED, ImportError("no libfoo")
    parts.loader.state_changed.emit()
    assert "could not be loaded" in parts.window.status.text

    QTest.mouseClick(parts.window.status.details, Qt.MouseButton.LeftButton)

    dialog = open_dialog(parts.window)
    assert "no libfoo" in dialog.findChildren(QPlainTextEdit)[0].toPlainText()
    dialog.close()


def open_dialog(window: QWidget) -> QDialog:
    (found,) = [d for d in window.findChildren(QDialog) if d.isVisible()]
    return found


def test_train_trains_and_the_status_line_tells_the_time_left(qtbot: QtBot, parts: Parts) -> None:
    parts.load()
    assert action(parts, "train").isEnabled()
    assert not action(parts, "stop").isEnabled()

    with qtbot.waitSignal(parts.session.reported):
        action(parts, "train").trigger()
    qtbot.waitUntil(lambda: parts.session.state is TrainingState.RUNNING)

    assert parts.window.step is Step.TRAIN
    assert not action(parts, "train").isEnabled()
    assert action(parts, "stop").isEnabled()
    assert parts.window.status.text.endswith("Training · 47 s left")
    with qtbot.waitSignal(parts.session.finished):
        action(parts, "stop").trigger()
    assert not parts.window.status.text.endswith("left")


def test_train_before_the_pictures_are_there_says_so(parts: Parts) -> None:
    action(parts, "train").trigger()

    assert "still being loaded" in parts.window.notice.text()
    assert parts.session.state is TrainingState.IDLE


def test_only_the_data_tab_is_built_before_the_window_is_shown(qtbot: QtBot, jobs: Jobs) -> None:
    document = ProjectDocument()
    session = TrainingSession(document, jobs, ScriptedTraining())
    loader, preferences = TensorFlowLoader(jobs), PreferenceStore()
    window = MainWindow(document, session=session, loader=loader, preferences=preferences)
    qtbot.addWidget(window)
    tabs = {"model_tab", "train_tab", "predict_tab"}

    with qtbot.waitSignal(window.painted):
        window.show()

    assert not tabs & set(vars(window))
    window.complete()
    assert tabs <= set(vars(window))
    assert window.step is Step.DATA


def test_undo_and_redo_name_the_edit(parts: Parts) -> None:
    assert not action(parts, "undo").isEnabled()

    action(parts, "preset dense-512").trigger()

    assert parts.document.project.preset_name == "dense-512"
    assert parts.window.step is Step.MODEL
    assert action(parts, "preset dense-512").isChecked()
    assert action(parts, "undo").text() == "&Undo choose Dense 512"
    action(parts, "undo").trigger()
    assert parts.document.project.preset_name == "dense-128"
    assert action(parts, "redo").text() == "&Redo choose Dense 512"
    assert action(parts, "preset dense-128").isChecked()
    assert parts.window.notice.text() == ""


def test_an_edit_undone_where_it_does_not_show_is_told(parts: Parts) -> None:
    action(parts, "preset dense-512").trigger()
    parts.window.show_step(Step.PREDICT)
    action(parts, "undo").trigger()
    assert parts.window.notice.text() == "Undone: choose Dense 512."
    action(parts, "redo").trigger()
    assert parts.window.notice.text() == "Redone: choose Dense 512."
    parts.window.notice.hide()


def test_colours_are_switched_and_remembered(qapp: QApplication, parts: Parts) -> None:
    parts.preferences.changed.connect(lambda: apply_scheme(qapp, parts.preferences.current.scheme))
    action(parts, "scheme dark").trigger()
    assert colours_of(parts.window) == DARK
    assert action(parts, "scheme dark").isChecked()
    assert '"dark"' in (config_folder() / "preferences.json").read_text(encoding="utf-8")

    action(parts, "scheme light").trigger()
    assert colours_of(parts.window.data_tab.pictures.grid) == LIGHT
    assert parts.preferences.current.scheme is Scheme.LIGHT


def test_damaged_runs_are_told_and_hide_nothing(tmp_path: Path, parts: Parts) -> None:
    run = written_run(tmp_path, 1, record(2))
    damaged = (LitmusError("“run-002/run.json” cannot be read.", "The run is damaged."),)

    parts.document.set_shelf(Shelf((run,), damaged))

    assert parts.document.runs == (run,)
    assert parts.window.notice.text().startswith("1 earlier run could not be read")
    QTest.mouseClick(parts.window.notice.action, Qt.MouseButton.LeftButton)
    dialog = open_dialog(parts.window)
    assert (
        "“run-002/run.json” cannot be read." in dialog.findChildren(QPlainTextEdit)[0].toPlainText()
    )
    dialog.close()
    assert parts.window.notice.text() == ""


def picture_drag(tmp_path: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a #1 50% “b” 👟.png"))])
    return mime


def text_drag(text: str) -> QMimeData:
    mime = QMimeData()
    mime.setText(text)
    return mime


def wait_for_pictures(qtbot: QtBot, parts: Parts, count: int) -> tuple[str, ...]:
    model = parts.window.predict_tab.gallery.model
    qtbot.waitUntil(lambda: model.rowCount() == count)
    return tuple(entry.name for entry in model.entries)


def test_a_picture_dropped_anywhere_goes_to_predict(
    qtbot: QtBot, tmp_path: Path, parts: Parts
) -> None:
    mime = picture_drag(tmp_path)

    assert drop(parts.window, mime)

    assert parts.window.step is Step.PREDICT
    assert wait_for_pictures(qtbot, parts, 1) == ("a #1 50% “b” 👟.png",)


@pytest.mark.parametrize("where", ["tab", "window"])
def test_a_folder_dropped_while_data_is_shown_is_trained_on(
    qtbot: QtBot, tmp_path: Path, parts: Parts, where: str
) -> None:
    parts.load()
    folder = make_photos(tmp_path / "shapes", each=4)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])

    assert drop(parts.window.data_tab if where == "tab" else parts.window, mime)

    assert parts.window.step is Step.DATA
    assert "shapes · being looked at" in parts.window.status.text
    assert not parts.window.header.button(Step.DATA).done
    wait_until_looked(qtbot, parts.window.scans)
    assert parts.window.status.text.startswith("shapes · 8 pictures, 2 classes")
    assert "Your files are only read" in parts.window.status.text
    assert "Scanned in" in parts.window.status.text
    assert parts.window.header.button(Step.DATA).done
    assert parts.window.recent.folders == (folder,)
    parts.window.scans.watch.stop()


def test_a_folder_dropped_on_another_tab_is_answered(
    qtbot: QtBot, tmp_path: Path, parts: Parts
) -> None:
    folder = make_photos(tmp_path / "shapes", each=2)
    parts.window.show_step(Step.TRAIN)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])

    assert drop(parts.window, mime)

    assert parts.window.step is Step.PREDICT
    assert parts.document.project.photos is None
    wait_for_pictures(qtbot, parts, 4)


def test_undoing_the_choice_of_a_folder_is_told_where_it_does_not_show(
    qtbot: QtBot, tmp_path: Path, parts: Parts
) -> None:
    parts.load()
    folder = make_photos(tmp_path / "shapes", each=4)
    parts.window.choose_folder(folder)
    wait_until_looked(qtbot, parts.window.scans)
    parts.window.show_step(Step.MODEL)

    action(parts, "undo").trigger()

    assert parts.window.notice.text() == "Undone: choose “shapes”."
    assert parts.document.project.preset_name == "dense-128"
    parts.window.notice.hide()


@pytest.mark.parametrize(
    ("text", "words"),
    [("https://example.org/shoe.png", "web address"), ("just some words", "text, not a picture")],
)
def test_text_is_let_in_to_be_refused_with_a_sentence(parts: Parts, text: str, words: str) -> None:
    mime = text_drag(text)

    assert not drop(parts.window, mime)

    assert words in parts.window.notice.text()
    assert parts.window.step is Step.DATA
    parts.window.notice.hide()


def test_what_is_neither_picture_nor_text_is_not_let_in(parts: Parts) -> None:
    mime = QMimeData()
    mime.setData("application/x-something", b"1")

    assert not drag_enter(parts.window, mime)


def test_a_picture_held_over_a_step_opens_it(qtbot: QtBot, tmp_path: Path, parts: Parts) -> None:
    mime = picture_drag(tmp_path)
    button = parts.window.header.button(Step.PREDICT)
    place = button.mapTo(parts.window, button.rect().center())
    drag_enter(parts.window, mime)

    drag_move(parts.window, mime, place)
    assert parts.window.step is Step.DATA

    qtbot.waitUntil(lambda: parts.window.step is Step.PREDICT, timeout=2000)
    drag_leave(parts.window)


def test_a_picture_that_only_passes_a_step_opens_nothing(
    qtbot: QtBot, tmp_path: Path, parts: Parts
) -> None:
    mime = picture_drag(tmp_path)
    button = parts.window.header.button(Step.PREDICT)
    drag_enter(parts.window, mime)
    drag_move(parts.window, mime, button.mapTo(parts.window, button.rect().center()))

    with qtbot.assertNotEmitted(parts.window.step_shown, wait=700):
        drag_leave(parts.window)


def test_a_thumbnail_dropped_on_the_predict_step_is_tried(qtbot: QtBot, parts: Parts) -> None:
    parts.load()
    model = parts.window.data_tab.pictures.model
    button = parts.window.header.button(Step.PREDICT)
    place = button.mapTo(parts.window, button.rect().center())

    assert drop(parts.window, model.mimeData([model.index(3, 0)]), place)

    assert parts.window.step is Step.PREDICT
    assert wait_for_pictures(qtbot, parts, 1) == ("class 3, training picture 4",)


def test_enter_tries_a_picture_and_presses_no_button_of_predict(qtbot: QtBot, parts: Parts) -> None:
    parts.load()
    grid = parts.window.data_tab.pictures.grid
    grid.setFocus()
    grid.setCurrentIndex(grid.model().index(2, 0))

    QTest.keyClick(grid, Qt.Key.Key_Return)

    assert parts.window.step is Step.PREDICT
    assert len(wait_for_pictures(qtbot, parts, 1)) == 1
    assert not [d for d in parts.window.findChildren(QFileDialog) if d.isVisible()]


def test_paste_tries_the_clipboard(qtbot: QtBot, parts: Parts) -> None:
    parts.load()
    parts.window.data_tab.pictures.grid.setCurrentIndex(
        parts.window.data_tab.pictures.model.index(0, 0)
    )
    parts.window.data_tab.pictures.copy_action.trigger()

    action(parts, "paste picture").trigger()

    assert wait_for_pictures(qtbot, parts, 1) == ("class 0, training picture 1",)
    QGuiApplication.clipboard().clear()
    action(parts, "paste picture").trigger()
    assert "nothing to paste" in parts.window.predict_tab.message.text()


@pytest.mark.parametrize("name", ["shortcuts", "about", "preferences"])
def test_dialogs_open_without_blocking_and_close_with_escape(
    qtbot: QtBot, parts: Parts, name: str
) -> None:
    action(parts, name).trigger()

    dialog = open_dialog(parts.window)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not parts.window.findChildren(QDialog))


def test_geometry_is_remembered(qtbot: QtBot, jobs: Jobs) -> None:
    first = Parts(jobs, ScriptedTraining())
    first.window.show()
    first.window.resize(1024, 733)
    close(qtbot, first)

    second = Parts(jobs, ScriptedTraining())
    assert second.window.height() == 733
    close(qtbot, second)


def test_closing_in_mid_training_asks_and_can_be_refused(qtbot: QtBot, parts: Parts) -> None:
    parts.load()
    parts.session.start()
    qtbot.waitUntil(lambda: parts.session.progress is not None)

    parts.window.close()

    box = open_dialog(parts.window)
    assert isinstance(box, QMessageBox)
    assert parts.window.isVisible()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert parts.window.isVisible()
    assert parts.session.state is TrainingState.RUNNING


def test_pause_and_close_waits_visibly_and_can_be_resumed_after_it(
    qtbot: QtBot, parts: Parts
) -> None:
    parts.load()
    parts.session.start()
    qtbot.waitUntil(lambda: parts.session.progress is not None)
    parts.window.close()
    box = open_dialog(parts.window)
    assert isinstance(box, QMessageBox)
    assert "can be resumed" in box.informativeText()
    assert [b.text().replace("&", "") for b in box.buttons()] == [
        "Pause and close",
        "Keep training",
    ]
    pause = next(b for b in box.buttons() if "Pause" in b.text())

    with qtbot.waitSignal(parts.window.closed):
        QTest.mouseClick(pause, Qt.MouseButton.LeftButton)
        assert parts.session.state is TrainingState.PAUSING
        assert parts.window.isVisible()

    assert not parts.window.isVisible()
    (run,) = parts.document.runs
    assert run.record.status is RunStatus.PAUSED
    assert run.resumable


def test_a_training_that_ends_while_it_asks_takes_the_question_away(
    qtbot: QtBot, parts: Parts
) -> None:
    parts.load()
    parts.session.start()
    qtbot.waitUntil(lambda: parts.session.progress is not None)
    parts.window.close()

    with qtbot.waitSignal(parts.session.finished):
        parts.training.go_on.set()

    assert not any(d.isVisible() for d in parts.window.findChildren(QDialog))
    assert parts.window.isVisible()


def test_closing_while_something_loads_hides_at_once_and_goes_when_it_is_done(
    qtbot: QtBot, parts: Parts
) -> None:
    done = threading.Event()
    parts.jobs.run_tensorflow(lambda _report, _cancel: done.wait(5))

    with qtbot.waitSignal(parts.window.closed):
        parts.window.close()
        assert not parts.window.isVisible()
        done.set()


def test_enter_presses_the_button_that_has_the_keyboard(qtbot: QtBot, parts: Parts) -> None:
    parts.load()
    data = parts.window.data_tab
    data.next.setFocus()
    QTest.keyClick(data.next, Qt.Key.Key_Return)
    assert parts.window.step is Step.MODEL

    parts.window.show_step(Step.TRAIN)
    main = parts.window.train_tab.buttons.main
    assert main.hasFocus()
    with qtbot.waitSignal(parts.session.state_changed):
        QTest.keyClick(main, Qt.Key.Key_Enter)

    assert parts.session.state is TrainingState.PREPARING
    assert len(parts.training.requests) <= 1


def test_enter_elsewhere_presses_nothing(parts: Parts) -> None:
    parts.load()
    parts.window.show_step(Step.TRAIN)
    parts.window.train_tab.runs.setFocus()
    QTest.keyClick(parts.window.train_tab.curves, Qt.Key.Key_Return)
    parts.window.setFocus()
    QTest.keyClick(parts.window, Qt.Key.Key_Return)
    assert parts.session.state is TrainingState.IDLE


def test_the_run_that_is_looked_at_is_the_one_to_try(parts: Parts) -> None:
    parts.load()
    for number in (1, 2):
        run = written_run(parts.document.runs_folder, number, record(3))
        run.litert_file.write_bytes(b"a model")
        parts.document.put_run(run)
    window = parts.window
    window.show_step(Step.TRAIN)
    view = window.train_tab.runs.view
    QTest.keyClick(view, Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.mouseClick(window.train_tab.buttons.main, Qt.MouseButton.LeftButton)
    assert window.step is Step.PREDICT
    assert window.predict_tab.choices.run == parts.document.runs[0]


def test_logs_for_tensorboard_are_switched_in_the_menu_and_in_the_preferences(
    qtbot: QtBot, parts: Parts
) -> None:
    switch = action(parts, "tensorboard")
    assert (switch.isChecked(), parts.session.logs) == (False, False)
    switch.trigger()
    assert (switch.isChecked(), parts.session.logs) == (True, True)
    assert PreferenceStore().current.tensorboard, "it is still so after the next start"

    action(parts, "preferences").trigger()
    dialog = open_dialog(parts.window)
    assert isinstance(dialog, PreferencesDialog)
    assert dialog.tensorboard.isChecked()
    dialog.tensorboard.click()
    assert (switch.isChecked(), parts.session.logs) == (False, False)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not parts.window.findChildren(QDialog))


def test_the_training_menu_offers_what_can_be_done(qtbot: QtBot, parts: Parts) -> None:
    going, resting = ("pause", "stop"), ("resume", "train longer", "continue from run")

    def enabled(*names: str) -> set[bool]:
        return {action(parts, name).isEnabled() for name in names}

    parts.load()
    assert enabled(*going, *resting) == {False}
    parts.document.put_run(written_run(parts.document.runs_folder, 1, record(3)))
    assert enabled(*resting) == {True}
    parts.session.start()
    qtbot.waitUntil(lambda: parts.session.progress is not None)
    assert enabled(*going) == {True}
    assert enabled("train", *resting) == {False}
    with qtbot.waitSignal(parts.session.finished):
        action(parts, "pause").trigger()
        assert enabled("pause") == {False}
    action(parts, "train longer").trigger()
    assert parts.window.step is Step.TRAIN
    assert "can only be resumed" in parts.window.train_tab.curves.sentence
