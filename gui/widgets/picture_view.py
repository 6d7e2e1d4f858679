"""A picture shown as large as fits, every pixel sharp."""

from math import floor

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override


class PictureView(QWidget):
    """Enlarges without blurring and reduces without jagged edges, in the middle of its room."""

    def __init__(self, *, radius: int = 0) -> None:
        super().__init__()
        self._radius = radius
        self._image = QImage()
        self._reduced = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(56, 56))

    @property
    def image(self) -> QImage:
        """What is shown; a null image where there is nothing."""
        return self._image

    def show_image(self, image: QImage) -> None:
        """Show this from now on."""
        self._image = image
        self._reduced = QImage()
        self.update()

    def picture_rect(self) -> QRectF:
        """Where the picture lies, in this widget's own pixels."""
        ratio = self.devicePixelRatioF()
        return fitted(self._image.size(), QSize(self.width(), self.height()), ratio)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        place = self.picture_rect()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._radius:
            outline = QPainterPath()
            outline.addRoundedRect(place, self._radius, self._radius)
            painter.setClipPath(outline)
        painter.drawImage(place, self._drawn(place))

    def _drawn(self, place: QRectF) -> QImage:
        """The picture itself, or one reduced once to the pixels of the screen."""
        wanted = (place.size() * self.devicePixelRatioF()).toSize()
        if wanted.width() >= self._image.width() and wanted.height() >= self._image.height():
            return self._image
        if self._reduced.size() != wanted:
            self._reduced = self._image.scaled(
                wanted.expandedTo(QSize(1, 1)),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        return self._reduced


def fitted(picture: QSize, room: QSize, ratio: float) -> QRectF:
    """The largest place for `picture` in the middle of `room`, which has `ratio` device pixels.

    Where a picture is enlarged, all its pixels become equal whole numbers of device pixels.
    """
    width, height = max(1, picture.width()), max(1, picture.height())
    scale = min(room.width() * ratio / width, room.height() * ratio / height)
    if scale > 1:
        scale = floor(scale)
    wide = max(1, round(width * scale)) / ratio
    high = max(1, round(height * scale)) / ratio
    left = round((room.width() - wide) / 2 * ratio) / ratio
    top = round((room.height() - high) / 2 * ratio) / ratio
    return QRectF(left, top, wide, high)
