"""Sorting by likeness in the tab, with the backbone itself and real small photos."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import ImageOps
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from core.errors import LitmusError
from core.features.backbone import QUICK
from gui.data_tab.data_tab import DataTab
from gui.data_tab.likeness_row import LikenessRow
from gui.data_tab.lookalikes import Sorting
from gui.data_tab.pictures import FolderPictures
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.similarity_session import SimilaritySession, SimilarityState
from tests.gui.folders import PATIENCE_MS, look_at, wait_until_looked
from tests.photos import draw, make_photos


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Discs and squares; one disc lies among the squares, and one square is there mirrored."""
    made = make_photos(tmp_path / "shapes", each=6)
    shutil.move(made / "disc" / "disc 3.jpg", made / "square" / "a disc.jpg")
    ImageOps.mirror(draw("square", 1)).save(made / "square" / "mirrored.png")
    return made


@pytest.fixture
def tab(qtbot: QtBot, document: ProjectDocument, jobs: Jobs, folder: Path) -> Iterator[DataTab]:
    """A tab that shows the folder."""
    made = DataTab(document, jobs)
    qtbot.addWidget(made)
    made.resize(1280, 660)
    made.show()
    look_at(qtbot, document, made.scans, folder)
    document.choose_preset("photo-features", QUICK)
    yield made
    made.scans.watch.stop()
    made.thumbnails.stop()
    jobs.cancel_all()
    qtbot.waitUntil(lambda: not jobs.active, timeout=PATIENCE_MS)


def session(tab: DataTab) -> SimilaritySession:
    return tab.likeness._session


def choose(tab: DataTab, sorting: Sorting) -> None:
    """Choose an order as a person does."""
    box = tab.likeness_row.sortings
    box.setCurrentIndex(box.findData(sorting))


def wait_until_compared(qtbot: QtBot, tab: DataTab) -> None:
    wait_until_looked(qtbot, tab.scans)
    qtbot.waitUntil(
        lambda: session(tab).state is SimilarityState.READY and session(tab).found is not None,
        timeout=PATIENCE_MS,
    )


def find(qtbot: QtBot, tab: DataTab, sorting: Sorting = Sorting.LIKENESS) -> None:
    choose(tab, sorting)
    wait_until_compared(qtbot, tab)


def names(tab: DataTab) -> list[str]:
    """The names of the pictures shown."""
    model = tab.pictures.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def click(tab: DataTab, name: str) -> None:
    """Choose a picture with the mouse."""
    grid = tab.pictures.grid
    index = grid.model().index(names(tab).index(name), 0)
    grid.scrollTo(index)
    place = grid.visualRect(index).center()
    QTest.mouseClick(
        grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )


def offered(row: LikenessRow) -> list[str]:
    return [row.sortings.itemText(i) for i in range(row.sortings.count())]


def test_nothing_is_compared_before_it_is_asked_for(tab: DataTab) -> None:
    row = tab.likeness_row

    assert session(tab).state is SimilarityState.IDLE
    assert row.isVisibleTo(tab)
    assert row.find_button.isVisibleTo(tab)
    assert row.sorting is Sorting.FOLDER
    assert offered(row) == [
        "In folder order",
        "By likeness",
        "Odd ones out",
        "Nearly the same",
        "Like another class",
    ]


def test_the_built_in_pictures_are_not_sorted(tab: DataTab, document: ProjectDocument) -> None:
    document.choose_built_in()

    assert not tab.likeness_row.isVisibleTo(tab)


def test_find_lookalikes_sorts_by_likeness_and_says_what_it_found(
    qtbot: QtBot, tab: DataTab
) -> None:
    row, told = tab.likeness_row, []
    session(tab).state_changed.connect(lambda: told.append(row.bar.text.text()))
    before = names(tab)

    QTest.mouseClick(row.find_button, Qt.MouseButton.LeftButton)
    assert row.bar.isVisibleTo(tab)
    assert row.bar.action.text() == "Stop"
    wait_until_compared(qtbot, tab)

    assert any("13 of 13" in words for words in told)
    assert not row.bar.isVisibleTo(tab)
    assert not row.find_button.isVisibleTo(tab)
    assert row.sorting is Sorting.LIKENESS
    assert sorted(names(tab)) == sorted(before)
    assert names(tab) != before
    assert "look like another class" in row.sentence.text() or (
        "looks like another class" in row.sentence.text()
    )


def test_a_picture_in_the_wrong_class_is_moved_by_one_press_and_comes_back(
    qtbot: QtBot, tab: DataTab, document: ProjectDocument
) -> None:
    find(qtbot, tab, Sorting.MISFITS)
    row = tab.likeness_row
    assert names(tab)[0] == "a disc.jpg"
    assert tab.pictures.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole).endswith(".")
    assert not row.move_button.isEnabled()

    click(tab, "a disc.jpg")
    assert "“disc”" in tab.sight.reason.text()
    QTest.mouseClick(row.move_button, Qt.MouseButton.LeftButton)
    wait_until_compared(qtbot, tab)

    photos = document.project.photos
    assert photos is not None
    assert [Path(path).name for path in photos.edits.classes] == ["a disc.jpg"]
    assert document.undo_stack.undoText() == "put 1 picture into “disc”"
    qtbot.waitUntil(lambda: "a disc.jpg" not in names(tab), timeout=PATIENCE_MS)
    progress = session(tab).progress
    assert progress is not None
    assert progress.done == 13, "no picture passed the backbone again"

    document.undo_stack.undo()
    wait_until_compared(qtbot, tab)
    qtbot.waitUntil(lambda: "a disc.jpg" in names(tab), timeout=PATIENCE_MS)


def test_near_duplicates_but_for_one_of_each_are_left_out_by_two_presses(
    qtbot: QtBot, tab: DataTab, document: ProjectDocument
) -> None:
    find(qtbot, tab, Sorting.COPIES)
    row = tab.likeness_row
    found = session(tab).found
    assert found is not None
    assert {"mirrored.png", "square 2.jpg"} <= set(names(tab))
    spare = {number for group in found.groups for number in group[1:]}

    QTest.mouseClick(row.spare_button, Qt.MouseButton.LeftButton)
    assert set(tab.pictures.selected.tolist()) == spare
    QTest.mouseClick(row.leave_button, Qt.MouseButton.LeftButton)
    wait_until_compared(qtbot, tab)

    qtbot.waitUntil(lambda: names(tab) == [], timeout=PATIENCE_MS)
    photos = document.project.photos
    assert photos is not None
    assert len(photos.edits.left_out) == len(spare)
    assert "No two pictures are nearly the same" in tab.pictures.message.text()
    assert not row.leave_button.isEnabled()


def test_most_like_one_picture_by_its_menu(qtbot: QtBot, tab: DataTab) -> None:
    click(tab, "square 2.jpg")
    tab.pictures.menu_asked.emit(QPoint(0, 0))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    (action,) = (a for a in menu.actions() if a.text() == "&Most like this one first")
    menu.close()
    action.trigger()
    wait_until_compared(qtbot, tab)
    qtbot.waitUntil(lambda: names(tab)[0] == "square 2.jpg", timeout=PATIENCE_MS)

    squares = {"mirrored.png", *(f"square {number}.jpg" for number in range(1, 7))}
    assert set(names(tab)[:7]) == squares
    assert len(names(tab)) == 13
    assert "Most like “square 2.jpg”" in offered(tab.likeness_row)
    assert tab.likeness_row.sorting is Sorting.MOST_LIKE
    assert tab.pictures.current == tab.pictures.model.number(0), "the picture stays chosen"


def test_most_like_one_picture_by_the_keyboard(qtbot: QtBot, tab: DataTab) -> None:
    click(tab, "disc 1.jpg")
    QTest.keyClick(
        tab.pictures.grid,
        Qt.Key.Key_L,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier,
    )
    wait_until_compared(qtbot, tab)
    qtbot.waitUntil(lambda: names(tab)[0] == "disc 1.jpg", timeout=PATIENCE_MS)
    assert tab.likeness_row.sorting is Sorting.MOST_LIKE


def test_filters_keep_to_the_class_that_is_shown(qtbot: QtBot, tab: DataTab) -> None:
    find(qtbot, tab, Sorting.MISFITS)

    tab.pictures.choose_class(0)

    assert "a disc.jpg" not in names(tab)
    assert "in other classes or sets" in tab.pictures.message.text()
    tab.pictures.choose_class(1)
    assert "a disc.jpg" in names(tab)


def test_it_can_be_stopped_and_asked_for_again(qtbot: QtBot, tab: DataTab) -> None:
    before = names(tab)
    choose(tab, Sorting.ODD)
    QTest.mouseClick(tab.likeness_row.bar.action, Qt.MouseButton.LeftButton)

    assert session(tab).state is SimilarityState.IDLE
    assert tab.likeness.order is None
    assert names(tab) == before
    assert tab.likeness_row.find_button.isVisibleTo(tab)

    find(qtbot, tab, Sorting.ODD)
    assert tab.likeness_row.sorting is Sorting.ODD


def test_pictures_added_meanwhile_are_compared_on_request(
    qtbot: QtBot, tab: DataTab, folder: Path
) -> None:
    find(qtbot, tab)
    draw("square", 77).save(folder / "square" / "new.png")
    tab.scans.look_again()
    wait_until_compared(qtbot, tab)
    row = tab.likeness_row

    assert row.bar.text.text() == "1 picture has not been compared yet."
    assert names(tab)[-1] == "new.png"
    QTest.mouseClick(row.bar.action, Qt.MouseButton.LeftButton)
    wait_until_compared(qtbot, tab)

    assert not row.bar.isVisibleTo(tab)
    found = session(tab).found
    assert found is not None
    assert found.missing == 0


def test_a_backbone_that_cannot_be_used_is_told_where_one_is_looking(
    qtbot: QtBot, tab: DataTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_given: object) -> None:
        raise LitmusError("The backbone is damaged.", "Install Litmus again.")

    monkeypatch.setattr("core.features.photo_features.Extractor", damaged)
    choose(tab, Sorting.ODD)
    qtbot.waitUntil(lambda: session(tab).state is SimilarityState.FAILED, timeout=PATIENCE_MS)
    row = tab.likeness_row

    assert "The backbone is damaged. Install Litmus again." in row.bar.text.text()
    QTest.mouseClick(row.bar.close_button, Qt.MouseButton.LeftButton)
    assert not row.bar.isVisibleTo(tab)
    assert row.sorting is Sorting.FOLDER


def test_pictures_of_another_size_than_the_backbone_takes_are_compared_all_the_same(
    qtbot: QtBot, tab: DataTab, document: ProjectDocument
) -> None:
    form = document.project.network.input.model_copy(update={"height": 100, "channels": 1})
    document.set_form(form, words="size")

    find(qtbot, tab, Sorting.MISFITS)

    assert names(tab)[0] == "a disc.jpg"


def test_another_folder_lets_go_of_what_was_found(
    qtbot: QtBot, tab: DataTab, document: ProjectDocument, tmp_path: Path
) -> None:
    find(qtbot, tab)
    other = make_photos(tmp_path / "others", each=2)

    look_at(qtbot, document, tab.scans, other)

    assert session(tab).found is None
    assert session(tab).state is SimilarityState.IDLE
    assert tab.likeness_row.sorting is Sorting.FOLDER
    assert isinstance(tab.pictures.model.pictures, FolderPictures)
    assert tab.pictures.model.pictures.order is None


def test_all_the_same_pictures_have_sentences_for_what_is_not_found(
    qtbot: QtBot, tab: DataTab, document: ProjectDocument, tmp_path: Path
) -> None:
    same = tmp_path / "same"
    for kind in ("one", "two"):
        (same / kind).mkdir(parents=True)
        for number in range(5):
            picture = draw("disc", 1)
            picture.putpixel((0, 0), (number, kind == "two", 0))
            picture.save(same / kind / f"{number}.png")
    look_at(qtbot, document, tab.scans, same)
    document.choose_preset("photo-features", QUICK)

    find(qtbot, tab, Sorting.ODD)
    assert names(tab) == []
    assert "as like the rest of its class" in tab.pictures.message.text()
    choose(tab, Sorting.MISFITS)
    assert "as much like its own class" in tab.pictures.message.text()
    choose(tab, Sorting.COPIES)
    assert len(names(tab)) == 10
    assert "They are in “one” and “two”." in str(
        tab.pictures.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    )
