"""How a line with a small picture or a sign is drawn."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from gui.data_tab.problems_model import RowRole
from gui.theme import NOTE_PX, TEXT_PX, colours_of, sized_font

HEIGHT = 44
_SIGN = 32
_GAP = 8
_END = Qt.TextElideMode.ElideRight


class RowDelegate(QStyledItemDelegate):
    """Two lines of text behind a square."""

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(120, HEIGHT)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        widget: QWidget = option.widget
        colours, rect = colours_of(widget), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft))
            painter.drawRoundedRect(QRectF(rect), 6, 6)
        square = QRect(rect.left() + 4, rect.top() + (rect.height() - _SIGN) // 2, _SIGN, _SIGN)
        self._paint_square(painter, square, index, widget)
        text = rect.adjusted(_SIGN + 4 + _GAP, 3, -4, -3)
        note = str(index.data(RowRole.NOTE) or "")
        top = text.adjusted(0, 0, 0, -text.height() // 2) if note else text
        font = sized_font(widget.font(), TEXT_PX)
        middle = Qt.TextElideMode.ElideMiddle
        _paint_line(painter, top, str(index.data()), font, QColor(colours.text), middle)
        if note:
            below = text.adjusted(0, text.height() // 2, 0, 0)
            small = sized_font(font, NOTE_PX)
            brief = index.data(RowRole.BRIEF) or ()
            note = longest_that_fits((note, *brief), QFontMetrics(small), below.width())
            _paint_line(painter, below, note, small, QColor(colours.dim), _END)
        painter.restore()

    def _paint_square(
        self,
        painter: QPainter,
        square: QRect,
        index: QModelIndex | QPersistentModelIndex,
        widget: QWidget,
    ) -> None:
        colours, image = colours_of(widget), index.data(RowRole.IMAGE)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(square), 4, 4)
        if isinstance(image, QImage) and not image.hasAlphaChannel():
            painter.save()
            painter.setClipPath(outline)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(square, image)
            painter.restore()
            return
        painter.fillPath(outline, QColor(colours.warning_soft))
        painter.setPen(QColor(colours.warning))
        painter.setFont(sized_font(widget.font(), TEXT_PX, QFont.Weight.DemiBold))
        painter.drawText(square, Qt.AlignmentFlag.AlignCenter, str(index.data(RowRole.SIGN)))


class RowList(QListView):
    """A list of such lines; it may be as low as there is room."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setItemDelegate(RowDelegate(self))
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(80, 0)

    def row_at(self, point: QPoint) -> int:
        """The row at a point; -1 where there is none."""
        return self.indexAt(point).row()


def longest_that_fits(words: Sequence[str], metrics: QFontMetrics, width: int) -> str:
    """The first of `words`, which come longest first, that is not too wide; else the last."""
    fitting = (each for each in words if metrics.horizontalAdvance(each) <= width)
    return next(fitting, words[-1])


def _paint_line(
    painter: QPainter,
    place: QRect,
    text: str,
    font: QFont,
    colour: QColor,
    elide: Qt.TextElideMode,
) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    line = painter.fontMetrics().elidedText(text, elide, place.width())
    align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(place, align | Qt.TextFlag.TextSingleLine, line)
