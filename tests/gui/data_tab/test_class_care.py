"""What happens to the rest of the tab when classes and pictures are corrected."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from gui.data_tab.class_care import COLOUR_NAMES
from gui.data_tab.data_tab import DataTab
from gui.data_tab.parts import Part
from gui.data_tab.problems_dialog import ProblemsDialog
from gui.data_tab.problems_model import RowRole
from gui.data_tab.renaming import followed
from gui.data_tab.row_delegate import longest_that_fits
from gui.document import ProjectDocument
from gui.theme import CLASS_COLOURS
from tests.gui.data_tab.test_folder_tab import (
    choose,
    empty_tab,
    folder,
    menu_action,
    names,
    row_named,
    settle,
    tab,
    type_name,
)
from tests.gui.folders import look_at

__all__ = ["empty_tab", "folder", "tab"]


def counts(tab: DataTab) -> list[str]:
    return [row.accessibleName() for row in tab.classes.rows]


def test_beside_the_pictures_left_out_stand_the_classes_as_they_are_used(
    qtbot: QtBot, tab: DataTab
) -> None:
    choose(tab, 0, 2)
    tab.photo_actions.leave_out.trigger()
    settle(qtbot, tab)

    tab.pictures.choose_part(Part.LEFT_OUT)

    assert counts(tab) == ["bar: 4 pictures", "disc: 6 pictures", "square: 6 pictures"]


def test_a_class_is_shown_whole_though_the_pictures_left_out_were_shown(
    qtbot: QtBot, tab: DataTab
) -> None:
    choose(tab, 0)
    tab.photo_actions.leave_out.trigger()
    settle(qtbot, tab)
    tab.pictures.choose_part(Part.LEFT_OUT)

    QTest.mouseClick(row_named(tab, "disc"), Qt.MouseButton.LeftButton)
    assert tab.pictures.part is Part.ALL
    assert names(tab) == [f"disc {n}.jpg" for n in range(1, 7)]

    tab.pictures.choose_part(Part.LEFT_OUT)
    assert tab.pictures.class_number is None
    assert names(tab) == ["bar 1.jpg"]


def test_a_class_that_is_renamed_stays_the_one_shown_and_keeps_its_colour(
    qtbot: QtBot, document: ProjectDocument, tab: DataTab
) -> None:
    row = row_named(tab, "bar")
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_F2)
    type_name(row, "zebra")

    photos = settle(qtbot, tab)
    assert photos.classes == ("disc", "square", "zebra")
    assert photos.catalogue.colours == (1, 2, 0)
    assert names(tab) == [f"bar {n}.jpg" for n in range(1, 7)]
    assert row_named(tab, "zebra").hasFocus()

    document.undo_stack.undo()
    settle(qtbot, tab)
    assert names(tab) == [f"bar {n}.jpg" for n in range(1, 7)]


@pytest.mark.parametrize(
    ("after", "name"),
    [
        (("b", "c"), None),
        (("b", "c", "d"), "d"),
        (("a", "b"), "a"),
        (("b", "x", "y"), None),
        (("c", "x"), None),
    ],
)
def test_following_a_class(after: tuple[str, ...], name: str | None) -> None:
    assert followed("a", ("a", "b", "c"), after) == name


def test_merging_from_the_menu_asks_what_was_chosen(tab: DataTab) -> None:
    tab.classes.menu_asked.emit(1, QPoint(0, 0))
    into = menu_action("Merge into").menu()
    assert isinstance(into, QMenu)
    into.actions()[0].trigger()

    (box,) = tab.findChildren(QMessageBox)
    assert box.text() == "Merge “disc” into “bar”?"
    box.reject()


def test_every_colour_has_a_name() -> None:
    assert len(set(COLOUR_NAMES)) == len(CLASS_COLOURS)


@pytest.fixture
def dialog(
    qtbot: QtBot, document: ProjectDocument, empty_tab: DataTab, folder: Path
) -> ProblemsDialog:
    """The problems of a folder that has one picture in two classes."""
    copy = folder / "square" / "the very same.jpg"
    copy.write_bytes((folder / "disc" / "disc 1.jpg").read_bytes())
    look_at(qtbot, document, empty_tab.scans, folder)
    settle(qtbot, empty_tab)
    empty_tab.problems.show_all.click()
    shown = empty_tab.folder._dialog
    assert shown is not None
    shown.kinds.setCurrentIndex(shown.kinds.findData("in two classes"))
    return shown


def test_of_one_picture_in_two_classes_the_person_says_which_to_leave_out(
    qtbot: QtBot, empty_tab: DataTab, dialog: ProblemsDialog
) -> None:
    assert not dialog.paths
    assert not dialog.leave_button.isEnabled()
    assert "wrong class" in dialog.note.text()

    dialog.files.setCurrentIndex(dialog.files.model().index(1, 0))
    assert dialog.leave_button.isEnabled()
    assert not dialog.note.text()
    dialog.leave_button.click()

    kept = {Path(photo.path).name for photo in settle(qtbot, empty_tab).catalogue.photos}
    assert "disc 1.jpg" in kept
    assert "the very same.jpg" not in kept
    dialog.close()


def test_undo_in_the_dialog_takes_back_what_was_done_there(
    qtbot: QtBot, document: ProjectDocument, empty_tab: DataTab, dialog: ProblemsDialog
) -> None:
    dialog.files.setCurrentIndex(dialog.files.model().index(0, 0))
    dialog.leave_button.click()
    assert len(settle(qtbot, empty_tab).catalogue.photos) == 18

    for _ in range(3):
        QTest.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(settle(qtbot, empty_tab).catalogue.photos) == 19
    assert document.project.photos is not None, "choosing the folder was not done there"
    dialog.close()


def test_the_card_has_a_short_word_where_a_reason_is_too_long(
    empty_tab: DataTab, dialog: ProblemsDialog
) -> None:
    index = empty_tab.problems.model.index(0, 0)
    clause = "The same picture in “disc” and “square”"
    assert tuple(index.data(RowRole.BRIEF)) == (clause, "In two classes")
    assert str(index.data(RowRole.NOTE)).startswith(f"{clause}: ")
    assert not dialog.model.index(0, 0).data(RowRole.BRIEF)
    dialog.close()


def test_the_longest_words_that_fit(empty_tab: DataTab) -> None:
    metrics = empty_tab.problems.list.fontMetrics()
    words = ("It has 6 pictures; 14 more would help.", "It has 6 pictures", "Few pictures")
    widths = [metrics.horizontalAdvance(each) for each in words]
    assert [longest_that_fits(words, metrics, width) for width in widths] == list(words)
    assert longest_that_fits(words, metrics, 10) == "Few pictures"
