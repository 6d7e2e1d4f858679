"""Horizontal bars that show a share."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gui.theme import colours_of


class ShareBar(QWidget):
    """One bar of equal height cut into coloured parts; what is left shows the track."""

    def __init__(self, height: int = 8) -> None:
        super().__init__()
        self._height = height
        self._parts: tuple[tuple[float, QColor], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_parts(self, *parts: tuple[float, QColor]) -> None:
        """Show these parts from left to right: (share 0-1, colour)."""
        self._parts = parts
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(80, self._height)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(24, self._height)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        top = (self.height() - self._height) / 2
        whole = QRectF(0, top, self.width(), self._height)
        outline = QPainterPath()
        outline.addRoundedRect(whole, self._height / 2, self._height / 2)
        painter.setClipPath(outline)
        painter.fillRect(whole, QColor(colours_of(self).track))
        self._paint_parts(painter, whole)

    def _paint_parts(self, painter: QPainter, whole: QRectF) -> None:
        gap = 2.0 if len(self._parts) > 1 else 0.0
        left = 0.0
        for share, colour in self._parts:
            width = share * whole.width()
            painter.fillRect(QRectF(left, whole.top(), max(0.0, width - gap), self._height), colour)
            left += width
