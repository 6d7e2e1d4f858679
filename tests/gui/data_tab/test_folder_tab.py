import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from core.data.folder.photo_set import PhotoSet
from core.data.folder.source import PhotoSource
from core.data.side import Side
from gui.data_tab.data_tab import DataTab
from gui.data_tab.name_editor import NameEditor
from gui.data_tab.parts import Part
from gui.data_tab.pictures import FolderPictures
from gui.data_tab.tab_drops import dropped_paths
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.scan_session import ScanState
from tests.gui.folders import PATIENCE_MS, look_at, wait_until_looked
from tests.gui.windows import drag_enter, drop
from tests.photos import draw, make_photos


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_photos(tmp_path / "shapes", kinds=("disc", "square", "bar"), each=6)


@pytest.fixture
def empty_tab(qtbot: QtBot, document: ProjectDocument, jobs: Jobs) -> Iterator[DataTab]:
    """A tab without a folder; everything it does has ended when the test has."""
    made = DataTab(document, jobs)
    qtbot.addWidget(made)
    made.resize(1280, 660)
    made.show()
    yield made
    made.scans.watch.stop()
    made.thumbnails.stop()
    qtbot.waitUntil(lambda: not jobs.active, timeout=PATIENCE_MS)


@pytest.fixture
def tab(qtbot: QtBot, document: ProjectDocument, empty_tab: DataTab, folder: Path) -> DataTab:
    """A tab that shows three classes of six pictures each."""
    look_at(qtbot, document, empty_tab.scans, folder)
    return empty_tab


def settle(qtbot: QtBot, tab: DataTab) -> PhotoSet:
    """Wait until the last correction is in the pictures."""
    wait_until_looked(qtbot, tab.scans)
    photos = tab._document.dataset
    assert isinstance(photos, PhotoSet)
    return photos


def names(tab: DataTab) -> list[str]:
    """The names of the pictures shown."""
    model = tab.pictures.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def choose(tab: DataTab, *rows: int) -> None:
    """Choose the pictures in these rows."""
    grid = tab.pictures.grid
    for at, row in enumerate(rows):
        place = grid.visualRect(grid.model().index(row, 0)).center()
        key = Qt.KeyboardModifier.ControlModifier if at else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, key, place)


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def type_name(owner: QWidget, name: str) -> None:
    """Type a name where one is asked for, and press Enter."""
    (editor,) = (e for e in owner.findChildren(NameEditor) if e.isVisible())
    editor.selectAll()
    QTest.keyClicks(editor, name)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def row_named(tab: DataTab, name: str) -> QWidget:
    return next(row for row in tab.classes.rows if row.name == name)


def test_a_folder_dropped_anywhere_is_looked_at_and_shown(
    qtbot: QtBot, document: ProjectDocument, empty_tab: DataTab, folder: Path
) -> None:
    tab = empty_tab

    assert drop(tab, files(folder))
    assert tab.sources.folder.isChecked()
    assert tab.bar.isVisibleTo(tab)
    assert tab.bar.action.text() == "Stop"
    settle(qtbot, tab)

    photos = document.project.photos
    assert photos is not None
    assert photos.source == PhotoSource(root=folder)
    assert tab.pictures.title.text() == "18 pictures"
    assert [row.accessibleName() for row in tab.classes.rows] == [
        "bar: 6 pictures",
        "disc: 6 pictures",
        "square: 6 pictures",
    ]
    assert tab.sources.folder.title.text() == "shapes"
    assert "18 pictures, 3 classes" in tab.sources.folder.about.text()
    assert "to learn from" in tab.split.sentence.text()
    assert not tab.bar.isVisibleTo(tab)
    assert tab.recent.folders == (folder,)


def test_several_folders_are_a_class_each(
    qtbot: QtBot, document: ProjectDocument, empty_tab: DataTab, folder: Path
) -> None:
    assert drop(empty_tab, files(folder / "disc", folder / "bar"))

    assert settle(qtbot, empty_tab).classes == ("bar", "disc")
    assert document.undo_stack.undoText() == "choose “disc, bar”"


def test_files_dropped_beside_the_classes_are_left_to_the_window(
    empty_tab: DataTab, folder: Path
) -> None:
    assert not drag_enter(empty_tab, files(folder / "disc" / "disc 1.jpg"))


def test_thumbnails_come_from_the_files(qtbot: QtBot, tab: DataTab) -> None:
    pictures = tab.pictures.model.pictures
    assert isinstance(pictures, FolderPictures)
    tab.pictures.grid.grab()

    qtbot.waitUntil(lambda: pictures.image(17) is not None, timeout=PATIENCE_MS)

    image = pictures.image(17)
    assert image is not None
    side = tab.pictures.grid.geometry_of_all.side
    assert image.width() == image.height() == round(side * tab.devicePixelRatio())
    middle = image.pixelColor(image.width() // 2, image.height() // 2)
    assert middle.value() > 20 or image.pixelColor(4, 4).value() < 90


def test_filters_by_class_and_set(qtbot: QtBot, tab: DataTab) -> None:
    photos = settle(qtbot, tab)
    tab.pictures.choose_part(Part.VALIDATION)
    assert tab.pictures.model.rowCount() == len(photos.division.validation)

    tab.pictures.choose_part(Part.ALL)
    QTest.mouseClick(row_named(tab, "disc"), Qt.MouseButton.LeftButton)
    assert names(tab) == [f"disc {n}.jpg" for n in range(1, 7)]


def test_delete_leaves_pictures_out_and_undo_takes_them_back(
    qtbot: QtBot, document: ProjectDocument, tab: DataTab, folder: Path
) -> None:
    choose(tab, 0, 2)
    QTest.keyClick(tab.pictures.grid, Qt.Key.Key_Delete)
    assert len(settle(qtbot, tab).catalogue.photos) == 16
    assert document.undo_stack.undoText() == "leave out 2 pictures"
    assert "bar 1.jpg" not in names(tab)
    assert tab.pictures.grid.currentIndex().isValid(), "the keyboard stays among the pictures"

    tab.pictures.choose_part(Part.LEFT_OUT)
    assert names(tab) == ["bar 1.jpg", "bar 3.jpg"]
    assert tab.pictures.title.text() == "2 pictures"
    choose(tab, 0)
    QTest.keyClick(tab.pictures.grid, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    assert len(settle(qtbot, tab).catalogue.photos) == 17

    document.undo_stack.undo()
    document.undo_stack.undo()
    assert len(settle(qtbot, tab).catalogue.photos) == 18
    assert len(list(folder.glob("*/*.jpg"))) == 18


def test_shift_chooses_all_up_to_there(tab: DataTab) -> None:
    choose(tab, 1)
    grid = tab.pictures.grid
    place = grid.visualRect(grid.model().index(9, 0)).center()
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, shift, place)
    assert grid.selected_rows.tolist() == list(range(1, 10))

    QTest.keyClick(grid, Qt.Key.Key_Left, shift)
    assert grid.selected_rows.tolist() == list(range(1, 9))
    QTest.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(grid.selected_rows) == 18


def test_pictures_are_put_into_a_set_by_hand(qtbot: QtBot, tab: DataTab) -> None:
    choose(tab, 4, 5)
    numbers = tab.pictures.selected.tolist()
    tab.photo_actions.sides[Side.TEST].trigger()
    settle(qtbot, tab)

    view = tab.scans.view
    assert view is not None
    assert [view.side(number) for number in numbers] == [Side.TEST, Side.TEST]
    assert view.size(Part.TEST) == 2
    assert "2 for the test" in tab.split.sentence.text()
    assert "by hand" in str(tab.pictures.model.index(4, 0).data(Qt.ItemDataRole.ToolTipRole))

    choose(tab, 4, 5)
    tab.photo_actions.sides[None].trigger()
    settle(qtbot, tab)
    assert tab.scans.view is not None
    assert tab.scans.view.size(Part.TEST) == 0


def test_pictures_dropped_on_a_class_go_into_it(
    qtbot: QtBot, document: ProjectDocument, tab: DataTab
) -> None:
    choose(tab, 0, 1)
    mime = tab.pictures.mime()
    assert mime is not None

    assert drop(row_named(tab, "square"), mime)

    assert [p.class_number for p in settle(qtbot, tab).catalogue.photos].count(2) == 8
    assert document.undo_stack.undoText() == "put 2 pictures into “square”"


def test_files_from_elsewhere_dropped_on_a_class_are_added_by_reference(
    qtbot: QtBot, document: ProjectDocument, tab: DataTab, tmp_path: Path
) -> None:
    loose = tmp_path / "elsewhere.jpg"
    draw("disc", 999).save(loose)

    assert drop(row_named(tab, "disc"), files(loose))

    photos = settle(qtbot, tab)
    assert str(loose) in {photo.path for photo in photos.catalogue.photos}
    assert document.undo_stack.undoText() == "add 1 picture to “disc”"
    document.undo_stack.undo()
    assert len(settle(qtbot, tab).catalogue.photos) == 18


def test_a_folder_dropped_on_a_class_is_refused_in_words(
    qtbot: QtBot, tab: DataTab, folder: Path
) -> None:
    with qtbot.waitSignal(tab.said) as said:
        drop(row_named(tab, "disc"), files(folder))
    assert said.args is not None
    assert "Drop pictures on a class" in str(said.args[0])


def test_a_new_class_for_the_pictures_chosen(
    qtbot: QtBot, document: ProjectDocument, tab: DataTab
) -> None:
    choose(tab, 0, 1, 2)
    QTest.keyClick(tab.pictures.grid, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    type_name(tab.classes.new_class, "R&D")

    assert settle(qtbot, tab).classes == ("bar", "disc", "R&D", "square")
    assert row_named(tab, "R&D").accessibleName() == "R&D: 3 pictures"
    assert document.undo_stack.undoText() == "put 3 pictures into “R&D”"


def test_f2_renames_a_class(qtbot: QtBot, document: ProjectDocument, tab: DataTab) -> None:
    row = row_named(tab, "disc")
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_F2)
    type_name(row, "Scheiben")

    assert settle(qtbot, tab).classes == ("bar", "Scheiben", "square")
    assert document.undo_stack.undoText() == "rename class “disc”"


def test_escape_leaves_the_old_name(tab: DataTab, document: ProjectDocument) -> None:
    row = row_named(tab, "disc")
    QTest.mouseDClick(row, Qt.MouseButton.LeftButton)
    (editor,) = row.findChildren(NameEditor)
    QTest.keyClicks(editor, "x")
    QTest.keyClick(editor, Qt.Key.Key_Escape)

    assert document.undo_stack.undoText() == "choose “shapes”"


def test_renaming_to_a_name_that_is_there_asks_and_merges(
    qtbot: QtBot, document: ProjectDocument, tab: DataTab
) -> None:
    row = row_named(tab, "disc")
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_F2)
    type_name(row, "bar")
    (box,) = tab.findChildren(QMessageBox)
    assert "There is a class “bar” already." in box.text()
    merge = next(b for b in box.buttons() if "Merge" in b.text())
    QTest.mouseClick(merge, Qt.MouseButton.LeftButton)

    assert settle(qtbot, tab).classes == ("bar", "square")
    assert document.undo_stack.undoText() == "merge class “disc” into “bar”"
    document.undo_stack.undo()
    assert settle(qtbot, tab).classes == ("bar", "disc", "square")


def menu_action(words: str) -> QAction:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return next(a for a in menu.actions() if words in a.text().replace("&", ""))


def close_menu() -> None:
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()


def test_a_class_is_left_out_and_taken_back(qtbot: QtBot, tab: DataTab) -> None:
    tab.classes.menu_asked.emit(1, QPoint(0, 0))
    menu_action("Leave out").trigger()
    close_menu()
    assert settle(qtbot, tab).classes == ("bar", "square")
    (left,) = tab.classes.left_out_rows
    assert left.accessibleName() == "Take disc back"

    QTest.mouseClick(left, Qt.MouseButton.LeftButton)
    assert settle(qtbot, tab).classes == ("bar", "disc", "square")
    assert not tab.classes.left_out_rows


def test_a_class_gets_another_colour(qtbot: QtBot, tab: DataTab) -> None:
    tab.classes.menu_asked.emit(0, QPoint(0, 0))
    colours = menu_action("Colour").menu()
    assert isinstance(colours, QMenu)
    colours.actions()[7].trigger()
    close_menu()

    assert settle(qtbot, tab).catalogue.colours[0] == 7


def test_the_menu_of_the_pictures_says_what_can_be_done(tab: DataTab) -> None:
    choose(tab, 3)
    tab.pictures.menu_asked.emit(QPoint(0, 0))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    shown = [a for a in menu.actions() if a.isVisible() and not a.isSeparator()]
    texts = [a.text().replace("&", "") for a in shown]
    menu.close()

    assert texts == [
        "Try it in Predict",
        "Copy picture",
        "Show in file manager",
        "Most like this one first",
        "Put into class",
        "Put into set",
        "Leave out",
    ]


def test_enter_offers_the_file_itself(qtbot: QtBot, tab: DataTab, folder: Path) -> None:
    choose(tab, 0)
    with qtbot.waitSignal(tab.picture_offered) as offered:
        QTest.keyClick(tab.pictures.grid, Qt.Key.Key_Return)

    assert isinstance(offered.args, list)
    mime = offered.args[0]
    assert isinstance(mime, QMimeData)
    assert [url.toLocalFile() for url in mime.urls()] == [str(folder / "bar" / "bar 1.jpg")]


def test_what_the_model_sees_of_the_picture_chosen(
    qtbot: QtBot, document: ProjectDocument, tab: DataTab
) -> None:
    choose(tab, 2)
    size = document.project.network.input.width
    qtbot.waitUntil(lambda: tab.sight.fitted.image.width() == size, timeout=PATIENCE_MS)
    assert tab.sight.title.text() == "bar 3.jpg"
    assert "64 × 48 pixels" in tab.sight.facts.text().replace("\u00a0", " ")

    document.choose_preset("small-photo-cnn")  # a backbone takes one size alone
    line = tab.form.size_field.line
    line.setText("40x30")
    QTest.keyClick(line, Qt.Key.Key_Return)
    tab.form.colour.setCurrentIndex(1)

    assert (document.project.network.input.width, document.project.network.input.height) == (40, 30)
    assert document.project.network.input.channels == 1
    qtbot.waitUntil(lambda: tab.sight.fitted.image.width() == 40, timeout=PATIENCE_MS)
    assert tab.sight.fitted.image.isGrayscale()
    assert "40 × 30, in grey" in tab.sight.sees.text().replace("\u00a0", " ")


def test_problems_are_listed_by_kind_and_left_out(
    qtbot: QtBot, document: ProjectDocument, empty_tab: DataTab, folder: Path
) -> None:
    tab = empty_tab
    (folder / "disc" / "empty.jpg").write_bytes(b"")
    copy = folder / "square" / "a copy.jpg"
    copy.write_bytes((folder / "square" / "square 2.jpg").read_bytes())
    look_at(qtbot, document, tab.scans, folder)
    kinds = {problem.kind for problem in settle(qtbot, tab).problems}
    assert {"empty", "duplicate"} <= kinds

    tab.problems.show_all.click()
    dialog = tab.folder._dialog
    assert dialog is not None
    dialog.kinds.setCurrentIndex(dialog.kinds.findData("empty"))
    assert dialog.problem is not None
    assert dialog.problem.file == "disc/empty.jpg"
    assert not dialog.leave_button.isEnabled()
    dialog.kinds.setCurrentIndex(dialog.kinds.findData("duplicate"))
    assert len(dialog.paths) == 1, "all copies but the first are chosen"
    QTest.mouseClick(dialog.leave_button, Qt.MouseButton.LeftButton)
    assert "duplicate" not in {problem.kind for problem in settle(qtbot, tab).problems}
    assert dialog.kinds.findData("duplicate") < 0
    dialog.close()
    assert tab.folder._dialog is None
    assert copy.exists()


def test_a_layout_that_brings_its_sets_is_told(
    qtbot: QtBot, document: ProjectDocument, empty_tab: DataTab, tmp_path: Path
) -> None:
    for side, each in (("train", 5), ("validation", 3), ("test", 2)):
        make_photos(tmp_path / "laid out" / side, each=each, seed=each)
    look_at(qtbot, document, empty_tab.scans, tmp_path / "laid out")

    card = empty_tab.split
    assert not card.validation.isVisibleTo(empty_tab)
    assert card.told_validation.text() == "from the folder"
    assert not card.test_share.isVisibleTo(empty_tab)
    assert card.test.text() == "from the folder"
    told = "10 to learn from, 6 to check on, 4 for the test. As the folder has it."
    assert card.sentence.text() == told
    assert not empty_tab.photo_actions.sides[Side.TEST].isEnabled()


def test_loose_pictures_become_classes_by_dragging(
    qtbot: QtBot, document: ProjectDocument, empty_tab: DataTab, tmp_path: Path
) -> None:
    tab, loose = empty_tab, tmp_path / "loose"
    loose.mkdir()
    for kind in ("disc", "square"):
        for number in range(4):
            draw(kind, number).save(loose / f"{kind} {number}.jpg")
    look_at(qtbot, document, tab.scans, loose)
    assert tab.bar.isVisibleTo(tab)
    assert "New class" in tab.bar.text.text()
    assert tab.pictures.title.text() == "8 pictures"

    for name in ("disc", "square"):
        choose(tab, 0, 1, 2, 3)
        mime = tab.pictures.mime()
        assert mime is not None
        assert drop(tab.classes.new_class, mime)
        type_name(tab.classes.new_class, name)
        wait_until_looked(qtbot, tab.scans)

    assert settle(qtbot, tab).classes == ("disc", "square")
    assert document.obstacle is None
    assert not tab.bar.isVisibleTo(tab)
    assert tab.pictures.part is Part.ALL
    assert sorted(path.name for path in loose.iterdir())[0] == "disc 0.jpg"


def test_a_missing_folder_is_told_in_the_tab(
    qtbot: QtBot, document: ProjectDocument, empty_tab: DataTab, tmp_path: Path
) -> None:
    look_at(qtbot, document, empty_tab.scans, tmp_path / "gone")

    assert empty_tab.scans.state is ScanState.FAILED
    assert empty_tab.bar.isVisibleTo(empty_tab)
    assert "gone" in empty_tab.bar.text.text()
    assert empty_tab.bar.action.text() == "Look again"


def test_changes_are_taken_over_when_the_person_says_so(
    qtbot: QtBot, document: ProjectDocument, tab: DataTab, folder: Path
) -> None:
    draw("disc", 77).save(folder / "disc" / "new.jpg")
    qtbot.waitUntil(lambda: tab.bar.isVisibleTo(tab), timeout=PATIENCE_MS)
    assert tab.bar.text.text() == "1 picture was added."
    assert len(settle(qtbot, tab).catalogue.photos) == 18

    QTest.mouseClick(tab.bar.action, Qt.MouseButton.LeftButton)

    assert len(settle(qtbot, tab).catalogue.photos) == 19
    assert not tab.bar.isVisibleTo(tab)
    assert document.undo_stack.count() == 1


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_names_of_any_bytes_are_shown_and_can_be_worked_with(
    qtbot: QtBot, document: ProjectDocument, empty_tab: DataTab, tmp_path: Path
) -> None:
    tab, root = empty_tab, tmp_path / os.fsdecode(b"caf\xe9")
    for number, name in enumerate((b"caf\xe9 &b", b"line\nfeed", b"-=.", b"x" * 255)):
        folder = root / os.fsdecode(name)
        folder.mkdir(parents=True)
        for at in range(3):
            path = folder / os.fsdecode(b"p\xff%d.jpg" % at)
            draw("disc", 10 * number + at).save(path, "JPEG")
    look_at(qtbot, document, tab.scans, root)
    assert len(settle(qtbot, tab).catalogue.photos) == 12
    assert r"caf\xe9 &b" in {row.name for row in tab.classes.rows}
    tab.pictures.grid.grab()

    choose(tab, 0)
    pictures = tab.pictures.model.pictures
    assert isinstance(pictures, FolderPictures)
    number = int(tab.pictures.selected[0])
    qtbot.waitUntil(lambda: pictures.image(number) is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not tab.sight.fitted.image.isNull(), timeout=PATIENCE_MS)
    mime = tab.pictures.mime()
    assert mime is not None
    assert dropped_paths(mime) == (Path(tab.photo_actions.paths[0]),)
    tab.photo_actions.leave_out.trigger()
    assert len(settle(qtbot, tab).catalogue.photos) == 11
    draw("bar", 1).save(root / "-=." / "new.jpg")
    tab.hide()
    tab.show()
    qtbot.waitUntil(lambda: tab.bar.isVisibleTo(tab), timeout=PATIENCE_MS)


def test_back_to_fashion_mnist_and_forth(
    qtbot: QtBot, document: ProjectDocument, tab: DataTab
) -> None:
    QTest.mouseClick(tab.sources.built_in, Qt.MouseButton.LeftButton)
    assert tab.sources.built_in.isChecked()
    assert not tab.sources.folder.isChecked()
    assert not tab.form.isVisibleTo(tab)
    assert not tab.sight.isVisibleTo(tab)

    document.undo_stack.undo()
    settle(qtbot, tab)
    assert tab.form.isVisibleTo(tab)
    assert tab.pictures.title.text() == "18 pictures"


def test_everything_for_photos_has_a_name_and_an_explanation(tab: DataTab) -> None:
    widgets = (
        *(tab.sources.built_in, tab.sources.folder, tab.sources.folder.menu_button),
        *(*tab.classes.rows, tab.classes.new_class),
        *(tab.split.validation, tab.split.test_share, tab.split.seed, *tab.form.fields),
        *(tab.problems.list,),
    )
    for widget in widgets:
        assert widget.accessibleName(), widget
        assert widget.toolTip(), widget
