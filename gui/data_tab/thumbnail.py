"""How one small picture is drawn: crisp, with round corners, ringed when it is chosen."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from gui.theme import NOTE_PX, colours_of

_RADIUS = 4.0
_DRAGGED = 84
CAPTION_HEIGHT = 20
"""Of a line of words below a picture."""


class ThumbnailPainter:
    """Draws many of equal size for one paint event, `framed` where they may be white on white.

    Round corners are made by painting the ground over them: clipping each picture would cost
    more than drawing it.
    """

    def __init__(self, painter: QPainter, widget: QWidget, *, framed: bool = False) -> None:
        self._framed = framed
        self._painter = painter
        self._ratio = widget.devicePixelRatio()
        self._colours = colours_of(widget)
        self._focused = widget.hasFocus()
        self._corners: QPixmap | None = None
        self._font = QFont(widget.font())
        self._font.setPixelSize(NOTE_PX)
        self._metrics = QFontMetrics(self._font)

    def paint(self, place: QRect, image: QImage | None, *, chosen: bool) -> None:
        """Draw `image` into `place`; an empty frame where there is none yet."""
        if image is None or image.hasAlphaChannel():
            self._painter.fillRect(place, QColor(self._colours.track))
        else:
            # Eight times faster at the largest size than letting the painter convert each pixel.
            converted = image.convertToFormat(QImage.Format.Format_RGB32)
            self._painter.drawImage(_fitted(place, image.size()), converted)
        if self._corners is None:
            self._corners = _corners(place.size(), self._ratio, QColor(self._colours.panel))
            if self._framed:
                _add_frame(self._corners, place.size(), QColor(self._colours.line))
        self._painter.drawPixmap(place.topLeft(), self._corners)
        if chosen:
            self._paint_ring(place)

    def write(self, place: QRect, caption: str) -> None:
        """Write a line below what was drawn into `place`, as far as there is room."""
        below = QRect(place.left(), place.bottom() + 1, place.width(), CAPTION_HEIGHT)
        self._painter.setFont(self._font)
        self._painter.setPen(QColor(self._colours.text))
        text = self._metrics.elidedText(caption, Qt.TextElideMode.ElideRight, place.width())
        self._painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_ring(self, place: QRect) -> None:
        colour = self._colours.accent if self._focused else self._colours.dim
        self._painter.save()
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(QPen(QColor(colour), 2))
        self._painter.drawRoundedRect(
            QRectF(place).adjusted(-2, -2, 2, 2), _RADIUS + 2, _RADIUS + 2
        )
        self._painter.restore()


def dragged_pixmap(image: QImage, ratio: float) -> QPixmap:
    """What hangs on the mouse while a picture is dragged."""
    side = round(_DRAGGED * ratio)
    mode = Qt.AspectRatioMode.KeepAspectRatio
    how = Qt.TransformationMode.FastTransformation
    pixmap = QPixmap.fromImage(image.scaled(side, side, mode, how))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _fitted(place: QRect, size: QSize) -> QRect:
    if size.width() == size.height():
        return place
    scaled = size.scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
    fitted = QRect(place.topLeft(), scaled)
    fitted.moveCenter(place.center())
    return fitted


def _corners(size: QSize, ratio: float, ground: QColor) -> QPixmap:
    """All of a square but a rounded one, in the colour of the ground."""
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    whole = QRectF(0, 0, size.width(), size.height())
    path, rounded = QPainterPath(), QPainterPath()
    path.addRect(whole)
    rounded.addRoundedRect(whole, _RADIUS, _RADIUS)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(path.subtracted(rounded), ground)
    painter.end()
    return pixmap


def _add_frame(corners: QPixmap, size: QSize, colour: QColor) -> None:
    """A thin line inside the corners: pictures may be as light or as dark as the ground."""
    painter = QPainter(corners)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1))
    inside = QRectF(0, 0, size.width(), size.height()).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(inside, _RADIUS, _RADIUS)
    painter.end()
