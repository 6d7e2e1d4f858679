"""What a person does about projects in the window, and what is said of it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from core.places import runs_folder
from core.project.place import place_in
from core.project.project_file import read_project
from gui.data_tab.name_editor import NameEditor
from gui.jobs import Jobs
from gui.project_name_dialog import ProjectNameDialog, problem_of
from gui.step_header import Step
from gui.training_session import TrainingState
from tests.gui.folders import wait_until_looked
from tests.gui.projects import saved_project
from tests.gui.trainings import ScriptedTraining, record, written_run
from tests.gui.windows import Parts, drop
from tests.photos import make_photos


@pytest.fixture(autouse=True)
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """This computer is not measured: nothing here loads TensorFlow."""
    monkeypatch.setattr("gui.model_tab.forecaster.Forecaster.start", lambda _self: None)


class Window(Parts):
    """The whole window with the project of a start."""

    def __init__(self, qtbot: QtBot, jobs: Jobs, path: Path | None = None) -> None:
        super().__init__(jobs, ScriptedTraining(pause_at=1))
        self._qtbot = qtbot
        self.projects = self.window.projects.session
        self.care = self.window.projects.care
        self.window.show()
        with qtbot.waitSignal(self.projects.begun):
            self.care.begin(path)
        self.load()
        self.rest()

    def rest(self) -> None:
        """Wait until everything that was begun is done."""
        saver = self.projects.saver
        self._qtbot.waitUntil(lambda: not self.jobs.active and saver.resting)

    def do(self, action: str) -> None:
        """Choose an action of the menus."""
        made = self.window.menu_actions.by_name[action]
        assert made.isEnabled(), action
        made.trigger()

    def edit(self, epochs: int) -> None:
        """Edit something, and wait until it is saved."""
        settings = self.document.project.settings.model_copy(update={"epochs": epochs})
        self.document.set_settings(settings, words="change epochs")
        self.rest()

    def dialog(self) -> ProjectNameDialog:
        """The dialog that asks for a name."""
        (found,) = [d for d in self.window.findChildren(ProjectNameDialog) if d.isVisible()]
        return found

    def name_it(self, name: str, folder: Path) -> None:
        """Answer that dialog."""
        dialog = self.dialog()
        dialog.set_folder(folder)
        dialog.name.setText(name)
        assert dialog.accept_button.isEnabled(), dialog.problem
        QTest.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
        self.rest()

    def press_notice(self) -> None:
        """Press the button of the message."""
        QTest.mouseClick(self.window.notice.action, Qt.MouseButton.LeftButton)
        self.rest()

    def question(self) -> QMessageBox:
        """The question that the window asks."""
        (found,) = [b for b in self.window.findChildren(QMessageBox) if b.isVisible()]
        return found

    def answer(self, word: str) -> None:
        """Press the button of the question that has this word."""
        (button,) = [b for b in self.question().buttons() if word in b.text()]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def close(self) -> None:
        """Close the window, whatever happens."""
        with self._qtbot.waitSignal(self.window.closed):
            self.window.close_at_once()
        self.document.undo_stack.clear()
        self.window.deleteLater()


class Windows:
    """Opens windows, and closes them at the end."""

    def __init__(self, qtbot: QtBot, jobs: Jobs) -> None:
        self._qtbot, self._jobs = qtbot, jobs
        self.open: list[Window] = []

    def __call__(self, path: Path | None = None) -> Window:
        self.open.append(Window(self._qtbot, self._jobs, path))
        return self.open[-1]


@pytest.fixture
def start(qtbot: QtBot, jobs: Jobs) -> Iterator[Windows]:
    windows = Windows(qtbot, jobs)
    yield windows
    for window in windows.open:
        window.close()


def mime_of(path: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    return mime


def title(window: Window) -> str:
    return window.window.windowTitle()


def shown(window: Window) -> list[str]:
    return [run.folder.name for run in window.document.runs]


def test_saving_asks_once_and_from_then_on_it_saves_itself(start: Windows, tmp_path: Path) -> None:
    window = start()
    assert title(window) == "Unsaved project — Litmus"
    window.edit(9)

    window.do("save project")
    assert window.dialog().name.text() == "Fashion-MNIST"
    window.name_it("fruit", tmp_path)

    assert title(window) == "fruit — Litmus"
    assert str(tmp_path / "fruit") in window.window.notice.text()
    assert read_project(place_in(tmp_path / "fruit")).settings.epochs == 9
    window.edit(11)
    assert read_project(place_in(tmp_path / "fruit")).settings.epochs == 11
    window.do("save project")
    assert "saves itself" in window.window.notice.text()
    assert window.care.recent.folders == (tmp_path / "fruit" / "fruit.litmus",)


def test_save_as_goes_on_with_the_copy_and_duplicate_does_not(
    start: Windows, tmp_path: Path
) -> None:
    window = start(saved_project(tmp_path / "fruit", runs=1).folder)
    window.edit(9)
    window.do("duplicate project")
    assert window.dialog().name.text() == "fruit copy"
    window.name_it("first", tmp_path)
    assert title(window) == "fruit — Litmus"

    window.do("save project as")
    window.name_it("second", tmp_path)
    assert title(window) == "second — Litmus"
    assert len(window.document.runs) == 1
    window.edit(12)

    epochs = [
        read_project(place_in(tmp_path / n)).settings.epochs for n in ("fruit", "first", "second")
    ]
    assert epochs == [9, 9, 12]


def test_what_was_not_saved_comes_again_and_a_new_one_is_a_click_away(start: Windows) -> None:
    written_run(runs_folder(), 1, record(2))
    window = start()
    assert "worked on last" in window.window.notice.text()
    assert shown(window) == ["run-001"]

    window.press_notice()

    assert shown(window) == []
    assert title(window) == "Unsaved project — Litmus"
    menu = window.window.menu_actions.recent_projects
    menu.fill()
    (again,) = [a for a in menu.actions() if a.text().startswith("Project of")]
    again.trigger()
    window.rest()
    assert shown(window) == ["run-001"]


def test_what_came_again_is_not_called_unsaved_once_it_is_saved(
    qtbot: QtBot, start: Windows, tmp_path: Path
) -> None:
    written_run(runs_folder(), 1, record(2))
    window = start()
    assert "not saved under a name" in window.window.notice.text()

    window.do("save project")
    window.name_it("fruit", tmp_path)

    assert window.window.notice.text().startswith("Saved in")
    QTest.mouseClick(window.window.notice.findChildren(QToolButton)[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.window.notice.text() == "")


def test_the_saved_project_that_was_open_last_is_offered(start: Windows, tmp_path: Path) -> None:
    first = start(saved_project(tmp_path / "fruit", epochs=3).file)
    first.close()
    start.open.remove(first)
    second = start()

    assert second.window.notice.text() == "“fruit” was open last."
    assert title(second) == "Unsaved project — Litmus"
    second.press_notice()
    assert title(second) == "fruit — Litmus"
    assert second.document.project.settings.epochs == 3


def test_a_second_window_says_so_and_lets_nothing_be_changed(
    start: Windows, tmp_path: Path
) -> None:
    place = saved_project(tmp_path / "fruit", runs=1)
    first, second = start(place.file), start(place.file)

    assert title(second) == "fruit (read-only) — Litmus"
    assert "is open in another window" in second.window.projects.bar.text
    actions = second.window.menu_actions.by_name
    assert not actions["train"].isEnabled()
    assert not actions["revert project"].isEnabled()
    second.window.show_step(Step.MODEL)
    model = second.window.model_tab
    assert not model.train.isEnabled()
    assert "another window" in model.reason.text()
    assert not model.training.isEnabled()
    assert not second.window.data_tab.sources.isEnabled()
    assert not actions["preset dense-512"].isEnabled()
    second.document.choose_preset("dense-512")
    assert second.document.project.preset_name == "dense-128"
    assert "another window" in second.window.notice.text()

    first.edit(21)
    first.close()
    start.open.remove(first)
    QTest.mouseClick(second.window.projects.bar.again, Qt.MouseButton.LeftButton)
    second.rest()

    assert title(second) == "fruit — Litmus"
    assert second.window.projects.bar.text == ""
    assert second.document.project.settings.epochs == 21
    assert model.training.isEnabled()
    assert model.train.isEnabled()


def test_the_project_that_is_open_is_known_by_every_path(start: Windows, tmp_path: Path) -> None:
    place = saved_project(tmp_path / "fruit")
    (tmp_path / "link").symlink_to(place.folder)
    window = start(place.file)

    for path in (place.folder, tmp_path / "link", tmp_path / "link" / "fruit.litmus"):
        window.window.notice.say("")
        window.care.open(path)
        window.rest()
        assert window.window.notice.text() == "“fruit” is open already."
        assert window.projects.place == place
        assert not window.document.read_only


def test_a_read_only_window_never_moves_an_unsaved_project_away(
    start: Windows, tmp_path: Path
) -> None:
    first = start()
    first.edit(7)
    place = first.projects.place
    assert place is not None
    second = start(place.file)
    assert second.document.read_only

    second.do("save project")
    second.name_it("Mine", tmp_path)

    assert place.file.is_file(), "it is still there for the first window"
    first.edit(8)
    assert first.projects.saver.problem is None
    assert second.projects.place == place_in(tmp_path / "Mine")
    assert second.document.project.settings.epochs == 7
    assert not second.document.read_only


def test_classes_of_a_read_only_project_can_be_looked_at_and_not_changed(
    qtbot: QtBot, start: Windows, tmp_path: Path
) -> None:
    pictures = make_photos(tmp_path / "shapes", each=3)
    first = start(saved_project(tmp_path / "fruit").file)
    first.window.choose_folder(pictures)
    wait_until_looked(qtbot, first.window.scans)
    first.rest()
    second = start(tmp_path / "fruit" / "fruit.litmus")
    wait_until_looked(qtbot, second.window.scans)
    classes, card = second.window.data_tab.classes, second.window.data_tab.pictures

    QTest.mouseClick(classes.rows[1], Qt.MouseButton.LeftButton)
    assert card.class_number == 1
    QTest.keyClick(classes.rows[1], Qt.Key.Key_F2)
    assert not classes.rows[1].findChildren(NameEditor)
    assert not classes.new_class.isVisibleTo(classes)

    first.close()
    start.open.remove(first)
    QTest.mouseClick(second.window.projects.bar.again, Qt.MouseButton.LeftButton)
    second.rest()
    wait_until_looked(qtbot, second.window.scans)
    assert classes.new_class.isVisibleTo(classes)
    QTest.keyClick(classes.rows[1], Qt.Key.Key_F2)
    assert classes.rows[1].findChildren(NameEditor)
    second.window.scans.watch.stop()


def test_edits_that_the_disk_refuses_are_told_and_rescued(start: Windows, tmp_path: Path) -> None:
    place = saved_project(tmp_path / "fruit")
    window = start(place.file)
    shutil.rmtree(place.folder)
    window.edit(9)

    assert title(window) == "fruit (not saved) — Litmus"
    assert "could not be saved" in window.window.notice.text()
    window.press_notice()
    window.name_it("rescued", tmp_path)

    assert title(window) == "rescued — Litmus"
    assert window.document.project.settings.epochs == 9
    assert read_project(place_in(tmp_path / "rescued")).settings.epochs == 9


def test_what_was_refused_is_told_no_more_once_it_is_saved(start: Windows, tmp_path: Path) -> None:
    place = saved_project(tmp_path / "fruit")
    window = start(place.file)
    shutil.rmtree(place.folder)
    window.edit(9)
    window.do("save project as")
    window.name_it("rescued", tmp_path)
    assert "could not be saved" not in window.window.notice.text()

    shutil.move(tmp_path / "rescued", tmp_path / "away")
    window.edit(10)
    assert "could not be saved" in window.window.notice.text()
    shutil.move(tmp_path / "away", tmp_path / "rescued")
    window.edit(11)
    assert "is saved again" in window.window.notice.text()
    window.window.notice.findChildren(QToolButton)[0].click()
    assert window.window.notice.text() == ""


def test_closing_asks_only_where_edits_would_be_lost(
    qtbot: QtBot, start: Windows, tmp_path: Path
) -> None:
    place = saved_project(tmp_path / "fruit")
    window = start(place.file)
    shutil.rmtree(place.folder)
    window.edit(9)

    window.window.close()
    qtbot.waitUntil(lambda: any(b.isVisible() for b in window.window.findChildren(QMessageBox)))
    assert window.window.isVisible()
    window.answer("Keep")
    assert window.document.project.settings.epochs == 9
    window.do("new project")
    assert "could not be saved" in window.question().text()
    assert window.question().textFormat() is Qt.TextFormat.PlainText, "a name may hold <b>"
    window.answer("Leave")
    window.rest()
    assert title(window) == "Unsaved project — Litmus"


def test_closing_a_project_that_is_saved_asks_nothing(
    qtbot: QtBot, start: Windows, tmp_path: Path
) -> None:
    place = saved_project(tmp_path / "fruit")
    window = start(place.file)
    settings = window.document.project.settings.model_copy(update={"epochs": 33})
    window.document.set_settings(settings, words="change epochs")

    with qtbot.waitSignal(window.window.closed):
        window.window.close()

    assert read_project(place).settings.epochs == 33
    start.open.remove(window)
    window.document.undo_stack.clear()
    window.window.deleteLater()


def test_what_is_no_project_is_told_and_nothing_changes(start: Windows, tmp_path: Path) -> None:
    window = start()
    window.edit(9)
    broken = tmp_path / "broken.litmus"
    broken.write_text("{")

    window.care.open(broken)
    window.rest()

    assert "is damaged" in window.window.notice.text()
    assert window.document.project.settings.epochs == 9
    assert broken.read_text() == "{"


def test_while_a_training_runs_no_other_project_takes_its_place(
    qtbot: QtBot, start: Windows
) -> None:
    window = start()
    window.window.train()
    qtbot.waitUntil(lambda: window.session.state is TrainingState.RUNNING)
    place = window.document.place

    for action in ("new project", "open project", "save project"):
        window.window.notice.hide()
        window.do(action)
        assert "Stop or pause it first" in window.window.notice.text(), action

    assert window.document.place == place
    window.training.go_on.set()
    with qtbot.waitSignal(window.session.finished):
        window.session.stop()


@pytest.mark.parametrize("what", ["file", "folder"])
@pytest.mark.parametrize("step", [Step.DATA, Step.PREDICT])
def test_a_project_dropped_anywhere_is_opened(
    start: Windows, tmp_path: Path, what: str, step: Step
) -> None:
    place = saved_project(tmp_path / "fruit")
    window = start()
    window.window.show_step(step)

    assert drop(window.window.tab(step), mime_of(place.file if what == "file" else place.folder))
    window.rest()

    assert title(window) == "fruit — Litmus"
    assert window.document.project.photos is None
    assert window.window.predict_tab.gallery.model.rowCount() == 0


def test_packing_and_opening_what_was_packed(qtbot: QtBot, start: Windows, tmp_path: Path) -> None:
    window = start()
    pictures = make_photos(tmp_path / "shapes", each=3)
    window.window.choose_folder(pictures)
    wait_until_looked(qtbot, window.window.scans)
    window.rest()
    window.do("pack project")
    assert window.dialog().accept_button.text() == "&Pack"
    window.name_it("packed", tmp_path)
    packed = tmp_path / "packed.zip"
    assert str(packed) in window.window.notice.text()
    shutil.rmtree(pictures)

    assert drop(window.window, mime_of(packed))
    assert window.dialog().name.text() == "packed"
    window.name_it("unpacked", tmp_path)
    wait_until_looked(qtbot, window.window.scans)

    assert title(window) == "unpacked — Litmus"
    photos = window.document.project.photos
    assert photos is not None
    assert photos.source.root is not None
    assert photos.source.root.is_relative_to(tmp_path / "unpacked")
    assert window.document.dataset is not None
    window.window.scans.watch.stop()


def test_a_zip_that_holds_no_project_is_told(start: Windows, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("a.txt", "1")
    window = start()
    window.care.open(tmp_path / "other.zip")
    window.name_it("unpacked", tmp_path)

    assert window.window.notice.text()
    assert title(window) == "Unsaved project — Litmus"
    assert not (tmp_path / "unpacked").exists()


def test_reverting_names_itself_in_the_edit_menu(start: Windows, tmp_path: Path) -> None:
    window = start(saved_project(tmp_path / "fruit", epochs=3).file)
    window.do("revert project")
    assert "Nothing is different" in window.window.notice.text()
    window.edit(9)
    window.do("revert project")
    assert window.document.project.settings.epochs == 3
    assert window.window.menu_actions.by_name["undo"].text() == "&Undo revert to opened"


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("", "Give it a name"),
        ("a/b", "must not hold /"),
        ('"quoted"', "must not hold"),
        ("a\nb", "line breaks"),
        ("x" * 81, "too long"),
        (".hidden", "Not every system"),
        ("con", "Not every system"),
        ("COM1.fruit", "Not every system"),
        ("end.", "Not every system"),
        ("fruit", ""),
        ("Früchte 🍎 & “more”", ""),
    ],
)
def test_names_that_no_system_refuses(name: str, part: str) -> None:
    problem = problem_of(name)
    assert part in problem
    assert bool(part) == bool(problem)


def test_the_name_dialog_says_where_it_goes_and_refuses_what_exists(
    start: Windows, tmp_path: Path
) -> None:
    (tmp_path / "there").mkdir()
    window = start()
    window.do("save project")
    dialog = window.dialog()
    dialog.set_folder(tmp_path)

    dialog.name.setText("there")
    assert not dialog.accept_button.isEnabled()
    dialog.name.setText("fruit.litmus")
    assert dialog.target == tmp_path / "fruit"
    assert dialog.accept_button.isEnabled()
    dialog.set_folder(tmp_path / "gone")
    assert not dialog.accept_button.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert title(window) == "Unsaved project — Litmus"
