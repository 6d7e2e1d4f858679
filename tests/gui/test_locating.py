"""Pictures of a project whose folder was moved, found again in the window."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.data.folder.source import PhotoSource
from core.project.content_index import read_index
from core.project.locating import Relocated
from core.project.place import ProjectPlace
from core.project.project import Photos
from gui.data_tab.bar_contents import LOCATE
from gui.data_tab.folder_view import FolderView
from gui.data_tab.photo_edits import leave_out, rename_class
from gui.jobs import Jobs
from gui.locate_dialog import LocateDialog, found_words
from gui.scan_session import ScanSession, ScanState
from tests.gui.folders import PATIENCE_MS, wait_until_looked
from tests.gui.test_project_window import Window, unmeasured
from tests.photos import make_photos

__all__ = ["unmeasured"]


class Moved:
    """A window whose project's photo folder was corrected, and then went elsewhere."""

    def __init__(self, qtbot: QtBot, jobs: Jobs, folder: Path) -> None:
        self._qtbot = qtbot
        self.old, self.new = folder / "shapes", folder / "elsewhere" / "forms"
        make_photos(self.old, each=4)
        self.window = Window(qtbot, jobs)
        self.window.window.choose_folder(self.old)
        self.look()
        path = self.view.file(0).path
        left = leave_out(self.photos.edits, [path])
        renamed = rename_class(self.view, left.edits, "disc", "round")
        self.window.document.set_photos(words=renamed.words, edits=renamed.edits)
        self.look()
        self.new.parent.mkdir()
        shutil.move(self.old, self.new)
        self.scans.look_again()
        qtbot.waitUntil(lambda: self.scans.state is ScanState.FAILED, timeout=PATIENCE_MS)

    @property
    def scans(self) -> ScanSession:
        return self.window.window.scans

    @property
    def view(self) -> FolderView:
        view = self.scans.view
        assert view is not None
        return view

    @property
    def photos(self) -> Photos:
        photos = self.window.document.project.photos
        assert photos is not None
        return photos

    @property
    def place(self) -> ProjectPlace:
        place = self.window.document.place
        assert place is not None
        return place

    def look(self) -> None:
        wait_until_looked(self._qtbot, self.scans)
        self.window.rest()

    def look_in(self, folder: Path) -> None:
        self.window.window.projects.locating.look_in(folder)
        self._qtbot.waitUntil(lambda: not self.window.jobs.active, timeout=PATIENCE_MS)
        self.look()

    def dialog(self) -> LocateDialog:
        (found,) = [d for d in self.window.window.findChildren(LocateDialog) if d.isVisible()]
        return found


@pytest.fixture
def moved(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> Iterator[Moved]:
    made = Moved(qtbot, jobs, tmp_path)
    yield made
    made.scans.watch.stop()
    made.window.close()


def test_a_folder_that_is_gone_offers_to_be_located(moved: Moved) -> None:
    bar = moved.window.window.data_tab.bar
    assert bar.content is not None
    assert bar.content.second == LOCATE
    assert bar.second.text() == "Locate…"
    assert moved.window.document.obstacle is not None
    assert len(read_index(moved.place)) == 8, "it is known what the pictures held"


def test_all_that_is_found_is_taken_over_with_its_corrections(moved: Moved) -> None:
    moved.look_in(moved.new)

    assert moved.window.window.notice.text() == "Found again: 8 pictures."
    assert moved.photos.source.root == moved.new
    assert moved.photos.earlier_names == ("shapes",), "runs of the folder keep their class names"
    assert "round" in moved.view.classes
    assert moved.photos.edits.left_out == {str(moved.new / "disc" / "disc 1.jpg")}
    assert moved.window.document.obstacle is None
    assert moved.window.document.undo_stack.undoText() == "locate pictures"


def test_what_is_missing_is_listed_and_the_rest_can_be_used(moved: Moved) -> None:
    (gone, *_) = sorted((moved.new / "disc").iterdir())
    gone.unlink()
    moved.look_in(moved.new)

    dialog = moved.dialog()
    assert dialog.missing.toPlainText() == f"disc/{gone.name}"
    assert moved.photos.source.root == moved.old, "nothing is done before it is wanted"
    QTest.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
    moved.look()
    assert moved.photos.source.root == moved.new


def test_a_folder_of_other_pictures_is_not_taken_by_itself(moved: Moved, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    moved.look_in(tmp_path / "empty")

    dialog = moved.dialog()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert moved.photos.source.root == moved.old


def test_words_of_what_was_found() -> None:
    photos, folder = Photos(source=PhotoSource(root=Path("x"))), Path("/work/forms")
    assert found_words(folder, Relocated(photos, 2, ("a", "b"))) == (
        "2 of 4 pictures are in “forms”."
    )
    assert "None of the 1 " in found_words(folder, Relocated(photos, 0, ("a",)))
    assert "not known" in found_words(folder, Relocated(photos, 0, ()))
