import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset, LabelledPictures
from core.data.split import split
from core.errors import LitmusError
from gui.data_tab.arrangement import Picture
from gui.data_tab.data_tab import DataTab
from gui.data_tab.picture_image import PICTURE_MIME
from gui.data_tab.pictures import BuiltInPictures
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.predict_tab import offer


def shown(tab: DataTab, row: int) -> Picture:
    """The built-in picture in a row of the grid."""
    pictures = tab.pictures.model.pictures
    assert isinstance(pictures, BuiltInPictures)
    return pictures.arrangement.picture(tab.pictures.model.number(row))


def test_before_the_pictures_are_there_it_says_so(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    tab = DataTab(document, jobs)
    qtbot.addWidget(tab)

    assert "being read" in tab.pictures.message.text()
    assert not tab.pictures.grid.isVisibleTo(tab)


def test_a_problem_is_told_where_the_pictures_would_be(tab: DataTab) -> None:
    tab.show_problem(LitmusError("“x.gz” is damaged.", "Install Litmus again."))

    assert "“x.gz” is damaged." in tab.pictures.message.text()
    assert "Install Litmus again." in tab.pictures.message.text()
    with pytest.raises(ZeroDivisionError):
        tab.show_problem(ZeroDivisionError())


def test_it_shows_all_pictures_first(tab: DataTab) -> None:
    assert tab.pictures.title.text() == "390 pictures"
    assert tab.pictures.model.rowCount() == 390
    assert [row.accessibleName() for row in tab.classes.rows] == [
        "Cat: 130 pictures",
        "Dog: 130 pictures",
        "Owl: 130 pictures",
    ]


def test_filter_by_set(tab: DataTab) -> None:
    tab.resize(1280, 580)
    tab.pictures.parts.setCurrentText("Test")

    assert tab.pictures.title.text() == "90 test pictures"
    assert tab.classes.rows[0].accessibleName() == "Cat: 30 pictures"

    tab.pictures.parts.setFocus()
    QTest.keyClick(tab.pictures.parts, Qt.Key.Key_Up)
    assert tab.pictures.title.text() == "30 validation pictures"


def test_a_click_on_a_class_shows_it_alone_and_again_all(tab: DataTab) -> None:
    dog = tab.classes.rows[1]

    QTest.mouseClick(dog, Qt.MouseButton.LeftButton)

    assert tab.pictures.classes.currentText() == "Dog"
    names = {shown(tab, r).class_name for r in range(130)}
    assert names == {"Dog"}
    assert tab.pictures.model.rowCount() == 130

    QTest.mouseClick(dog, Qt.MouseButton.LeftButton)
    assert tab.pictures.model.rowCount() == 390
    assert not any(row.isChecked() for row in tab.classes.rows)


def test_classes_by_keyboard(tab: DataTab) -> None:
    tab.classes.rows[0].setFocus()

    QTest.keyClick(tab.classes.rows[0], Qt.Key.Key_Down)
    QTest.keyClick(tab.classes.rows[1], Qt.Key.Key_Space)

    assert tab.pictures.class_number == 1


def test_the_split_tells_the_very_numbers_of_the_core(
    tab: DataTab, dataset: Dataset, document: ProjectDocument
) -> None:
    field = tab.split.validation.lineEdit()
    field.selectAll()
    QTest.keyClicks(field, "25 %")

    assert document.project.settings.validation == 0.25
    expected = split(dataset.training.labels, validation=0.25, seed=7)
    assert tab.split.sentence.text().startswith(
        f"{len(expected.training)} to learn from, {len(expected.validation)} to check on"
    )
    assert "90 never seen while training" in tab.split.sentence.text()

    tab.pictures.parts.setCurrentText("Validation")
    numbers = [shown(tab, row).number - 1 for row in range(75)]
    assert numbers == expected.validation.tolist()


def test_another_seed_keeps_other_pictures_aside(tab: DataTab, document: ProjectDocument) -> None:
    tab.pictures.parts.setCurrentText("Validation")
    before = [shown(tab, row).number for row in range(30)]

    QTest.keyClick(tab.split.seed, Qt.Key.Key_Up)

    assert document.project.settings.seed == 8
    assert [shown(tab, row).number for row in range(30)] != before


def test_no_validation_pictures_is_said(tab: DataTab) -> None:
    tab.pictures.parts.setCurrentText("Validation")
    field = tab.split.validation.lineEdit()
    field.selectAll()
    QTest.keyClicks(field, "0")

    assert tab.split.sentence.text() == (
        "300 to learn from, none to check on, 90 never seen while training."
    )
    assert "validation share is 0 %" in tab.pictures.message.text()


def test_a_share_out_of_range_is_said_and_not_taken(
    tab: DataTab, document: ProjectDocument
) -> None:
    field = tab.split.validation.lineEdit()
    field.selectAll()
    QTest.keyClicks(field, "95")

    assert document.project.settings.validation == 0.1  # not the 9 before the 5
    assert tab.split.problem.text() == "Validation share: 0 % to 90 %."
    assert tab.split.problem.isVisibleTo(tab)


def test_typing_a_share_is_undone_as_one(tab: DataTab, document: ProjectDocument) -> None:
    tab.split.validation.setFocus()
    field = tab.split.validation.lineEdit()
    field.selectAll()
    QTest.keyClicks(field, "35")
    assert document.undo_stack.undoText() == "change validation share"

    document.undo_stack.undo()

    assert document.project.settings.validation == 0.1
    assert tab.split.validation.text() == "10 %"
    assert tab.split.sentence.text().startswith("270 to learn from, 30 to check on")
    assert not document.undo_stack.canUndo()


def png_pixels(content: QByteArray) -> QImage:
    return QImage.fromData(content).convertToFormat(QImage.Format.Format_Grayscale8)


def test_what_is_dragged_is_the_picture_exactly(tab: DataTab) -> None:
    row = 300
    mime = tab.pictures.model.mimeData([tab.pictures.model.index(row, 0)])

    image = png_pixels(mime.data(PICTURE_MIME))
    assert (image.width(), image.height()) == (28, 28)
    found = np.frombuffer(image.constBits(), np.uint8).reshape(28, -1)[:, :28]
    assert (found == shown(tab, row).pixels[..., 0]).all()
    assert mime.imageData().size() == image.size()
    assert mime.text() == "Cat, test picture 1"


def test_the_predict_tab_knows_what_is_dragged(tab: DataTab) -> None:
    assert PICTURE_MIME == offer.PICTURE_MIME
    mime = tab.pictures.model.mimeData([tab.pictures.model.index(0, 0)])

    read = offer.read_offer(mime)

    assert read is not None
    assert isinstance(read.content, bytes)
    assert read.content.startswith(b"\x89PNG")
    assert read.name == "Cat, training picture 1"


def test_enter_offers_the_picture(qtbot: QtBot, tab: DataTab) -> None:
    grid = tab.pictures.grid
    grid.setCurrentIndex(grid.model().index(4, 0))

    with qtbot.waitSignal(tab.picture_offered) as offered:
        QTest.keyClick(grid, Qt.Key.Key_Return)

    assert isinstance(offered.args, list)
    mime = offered.args[0]
    assert isinstance(mime, QMimeData)
    assert mime.text() == "Dog, training picture 5"


def test_the_context_menu_offers_and_copies(tab: DataTab) -> None:
    grid = tab.pictures.grid
    grid.setCurrentIndex(grid.model().index(2, 0))

    grid.customContextMenuRequested.emit(grid.visualRect(grid.currentIndex()).center())

    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["&Try it in Predict", "&Copy picture"]
    menu.close()
    tab.pictures.copy_action.trigger()
    assert QGuiApplication.clipboard().mimeData().hasFormat(PICTURE_MIME)
    QGuiApplication.clipboard().clear()


def test_next_goes_on(qtbot: QtBot, tab: DataTab) -> None:
    with qtbot.waitSignal(tab.advanced):
        QTest.keyClick(tab, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)


def test_everything_has_a_name_and_an_explanation(tab: DataTab) -> None:
    pictures, card = tab.pictures, tab.split
    for widget in (pictures.classes, pictures.parts, card.validation, card.seed, card.test):
        assert widget.accessibleName()
        assert widget.toolTip()
    assert "0 % to 90 %" in card.validation.toolTip()
    assert "0 to 2,147,483,647" in card.seed.toolTip()


def test_the_title_leaves_out_the_set_before_it_loses_a_letter(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    tab = DataTab(document, jobs)
    qtbot.addWidget(tab)
    tab.resize(1024, 580)
    tab.show()
    pixels = np.zeros((60_000, 1, 1, 1), np.uint8)
    many = LabelledPictures(pixels, np.zeros(60_000, np.int32))
    document.set_dataset(Dataset("many", "Many", ("Cat", "Dog"), many, many))
    title = tab.pictures.title
    tab.grab()
    assert title.text() == "120,000 pictures"
    tab.pictures.parts.setCurrentText("Training")
    tab.grab()
    assert title.text() == "54,000 pictures"
    assert title.toolTip() == "54,000 training pictures"
    assert title.fontMetrics().horizontalAdvance(title.text()) <= title.width()
    tab.resize(1400, 580)
    tab.grab()
    assert title.text() == "54,000 training pictures"
