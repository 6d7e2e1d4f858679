import sys

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from core.data import fashion_mnist
from core.data.split import split
from gui.data_tab.arrangement import Arrangement
from gui.data_tab.data_tab import DataTab
from gui.data_tab.parts import Part
from gui.data_tab.picture_grid import PictureGrid
from gui.data_tab.pictures import BuiltInPictures
from gui.data_tab.pictures_model import PicturesModel

Index = QModelIndex | QPersistentModelIndex

KEYS = (
    (Qt.Key.Key_End, 389),
    (Qt.Key.Key_Left, 388),
    (Qt.Key.Key_Home, 0),
    (Qt.Key.Key_Right, 1),
)


def test_keys_move_through_all_pictures(tab: DataTab) -> None:
    grid = tab.pictures.grid
    grid.setCurrentIndex(grid.model().index(0, 0))

    for key, row in KEYS:
        QTest.keyClick(grid, key)
        assert grid.currentIndex().row() == row
        assert grid.viewport().rect().contains(grid.visualRect(grid.currentIndex()))

    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.currentIndex().row() == 1 + grid.geometry_of_all.columns
    QTest.keyClick(grid, Qt.Key.Key_Up)
    QTest.keyClick(grid, Qt.Key.Key_PageDown)
    assert grid.verticalOffset() > 0


def test_a_click_chooses_the_picture_under_it(tab: DataTab) -> None:
    grid = tab.pictures.grid
    place = grid.visualRect(grid.model().index(7, 0)).center()

    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert grid.currentIndex().row() == 7
    assert [index.row() for index in grid.selectedIndexes()] == [7]
    assert grid.visualRegionForSelection(grid.selectionModel().selection()).contains(place)


def test_the_wheel_scrolls_a_row_a_notch(tab: DataTab) -> None:
    grid = tab.pictures.grid
    event = QWheelEvent(
        QPointF(20, 20),
        grid.viewport().mapToGlobal(QPointF(20, 20)),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt's signature
    )

    QApplication.sendEvent(grid.viewport(), event)

    lines = QApplication.wheelScrollLines()
    assert grid.verticalOffset() == lines * grid.geometry_of_all.row_height


def test_the_tooltip_names_class_set_and_number(qtbot: QtBot, tab: DataTab) -> None:
    grid = tab.pictures.grid
    place = grid.visualRect(grid.model().index(1, 0)).center()

    event = QHelpEvent(QEvent.Type.ToolTip, place, grid.viewport().mapToGlobal(place))
    QApplication.sendEvent(grid.viewport(), event)

    qtbot.waitUntil(QToolTip.isVisible)
    assert QToolTip.text().startswith("Dog\nTraining picture 2 of 300")
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_what_is_painted_is_the_picture(tab: DataTab) -> None:
    grid = tab.pictures.grid
    row = 255  # its first pixel is white, the one beside it black
    grid.scrollTo(grid.model().index(row, 0))
    rect = grid.visualRect(grid.model().index(row, 0))

    image = grid.viewport().grab().toImage()
    ratio = image.width() / grid.viewport().width()

    def grey(x: float, y: float) -> int:
        return image.pixelColor(round(x * ratio), round(y * ratio)).value()

    assert grey(rect.left() + 28, rect.top() + 28) == 0
    corner = grey(rect.left(), rect.top())
    assert corner > 200, "the corner is round: the panel shows"


def test_painting_takes_no_references_from_none(tab: DataTab) -> None:
    # A binding that does ends the whole program after some pages.
    tab.pictures.grid.grab()
    before = sys.getrefcount(None)
    for _ in range(10):
        tab.pictures.grid.grab()

    assert sys.getrefcount(None) > before - 100


class CountingModel(PicturesModel):
    """Counts the pictures that it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[int] = set()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        self.asked.add(index.row())
        return super().data(index, role)


@pytest.mark.parametrize(("size", "most"), [((610, 560), 110), ((3200, 1900), 600)])
def test_of_all_70_000_only_a_page_is_drawn(qtbot: QtBot, size: tuple[int, int], most: int) -> None:
    data = fashion_mnist.load()
    arrangement = Arrangement(data, split(data.training.labels, validation=0.1, seed=7))
    model = CountingModel()
    model.show(BuiltInPictures(arrangement), part=Part.ALL, class_number=None)
    grid = PictureGrid()
    qtbot.addWidget(grid)
    grid.setModel(model)
    grid.resize(*size)
    grid.show()
    page = QImage(grid.viewport().size(), QImage.Format.Format_RGB32)
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum() // 2)
    model.asked.clear()
    grid.viewport().render(page)

    assert model.rowCount() == 70_000
    assert 20 < len(model.asked) <= most
