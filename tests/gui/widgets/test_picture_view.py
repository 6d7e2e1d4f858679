import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from gui.widgets.picture_view import PictureView, fitted

SIDES = st.integers(1, 5000)


@given(SIDES, SIDES, st.integers(56, 2000), st.integers(56, 2000), st.sampled_from([1.0, 1.5, 2.0]))
def test_a_picture_never_leaves_its_room(
    width: int, height: int, wide: int, high: int, ratio: float
) -> None:
    place = fitted(QSize(width, height), QSize(wide, high), ratio)
    assert 0 < place.width() <= wide + 1 / ratio
    assert 0 < place.height() <= high + 1 / ratio


def test_every_pixel_becomes_a_whole_number_of_pixels() -> None:
    place = fitted(QSize(28, 28), QSize(300, 310), 1.0)
    assert (place.width(), place.height()) == (280, 280)
    assert place.x() == 10


def test_a_fine_screen_gets_finer_steps() -> None:
    place = fitted(QSize(28, 28), QSize(300, 300), 2.0)
    assert place.width() == 294


@pytest.mark.parametrize(("width", "height"), [(1, 3000), (3000, 1), (1, 1)])
def test_extreme_pictures_are_drawn(qtbot: QtBot, width: int, height: int) -> None:
    view = PictureView()
    qtbot.addWidget(view)
    view.resize(300, 300)
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    view.show_image(picture)
    drawn = view.grab().toImage()
    place = view.picture_rect().toRect()
    assert drawn.pixelColor(place.center()) == QColor("red")


def test_enlarging_never_blurs(qtbot: QtBot) -> None:
    picture = QImage(2, 1, QImage.Format.Format_Grayscale8)
    picture.setPixelColor(0, 0, QColor("black"))
    picture.setPixelColor(1, 0, QColor("white"))
    view = PictureView()
    qtbot.addWidget(view)
    view.resize(200, 100)
    view.show_image(picture)
    drawn = view.grab().toImage()
    row = [drawn.pixelColor(x, 50).lightness() for x in range(200)]
    assert row == [0] * 100 + [255] * 100
