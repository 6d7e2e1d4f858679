"""The mark of Litmus: a strip of test paper, dipped."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPixmap

from gui.theme import LIGHT, Colours

_ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)


def paint_mark(painter: QPainter, place: QRectF, colours: Colours) -> None:
    """Draw the mark into `place`, which should be about twice as high as wide."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPainterPath()
    radius = place.width() * 0.3
    outline.addRoundedRect(place, radius, radius)
    painter.setClipPath(outline)
    half = place.height() / 2
    painter.fillRect(place.adjusted(0, 0, 0, -half), QColor(colours.training))
    painter.fillRect(place.adjusted(0, half, 0, 0), QColor(colours.validation))
    painter.restore()


def window_icon() -> QIcon:
    """The icon for the window's frame and the task bar."""
    icon = QIcon()
    for size in _ICON_SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        width = size * 0.45
        paint_mark(painter, QRectF((size - width) / 2, size * 0.04, width, size * 0.92), LIGHT)
        painter.end()
        icon.addPixmap(pixmap)
    return icon
