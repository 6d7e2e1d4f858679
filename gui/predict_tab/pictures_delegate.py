"""Draws one dropped picture of the strip: what the model saw, and its verdict."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from gui.predict_tab.entry import Entry, State
from gui.predict_tab.pictures_model import Index, PictureRole, caption
from gui.theme import NOTE_PX, VERDICT_PX, Colours, colours_of, sized_font

TILE_PX = 88
_GAP = 12
_ROOM = 4
_CAPTION_PX = 20
_RADIUS = 6


class PicturesDelegate(QStyledItemDelegate):
    """A square with round corners, a line of text under it, and a ring around the selected."""

    @override
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(TILE_PX + _GAP, TILE_PX + 2 * _ROOM + _CAPTION_PX)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(PictureRole.ENTRY)
        colours = colours_of(option.widget.window())  # the view itself is transparent
        place: QRect = option.rect
        tile = QRect(place.left() + _ROOM, place.top() + _ROOM, TILE_PX, TILE_PX)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            _paint_ring(painter, tile, QColor(colours.accent))
        _paint_tile(painter, tile, entry, colours)
        below = QRect(tile.left(), tile.bottom() + 3, TILE_PX + _GAP // 2, _CAPTION_PX)
        font = sized_font(option.font, NOTE_PX)
        painter.setFont(font)
        painter.setPen(QColor(colours.warning if entry.problem else colours.dim))
        text = _fitting(caption(entry), QFontMetrics(font), below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


def _fitting(texts: tuple[str, str], metrics: QFontMetrics, width: int) -> str:
    """Both texts in one line: the first gives way, so that every percentage can be read."""
    first, rest = texts
    room = width - metrics.horizontalAdvance(rest)
    return metrics.elidedText(first, Qt.TextElideMode.ElideRight, room) + rest


def _paint_ring(painter: QPainter, tile: QRect, colour: QColor) -> None:
    painter.setPen(QPen(colour, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(tile).adjusted(-3, -3, 3, 3), _RADIUS + 3, _RADIUS + 3)


def _paint_tile(painter: QPainter, tile: QRect, entry: Entry, colours: Colours) -> None:
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(tile), _RADIUS, _RADIUS)
    painter.save()
    painter.setClipPath(outline)
    if entry.verdict:
        painter.drawImage(tile, entry.verdict.thumbnail)
    elif entry.problem:
        painter.fillRect(tile, QColor(colours.warning_soft))
        _paint_sign(painter, tile, "!", QColor(colours.warning))
    else:
        painter.fillRect(tile, QColor(colours.track))
        sign = "–" if entry.state is State.SKIPPED else "…"
        _paint_sign(painter, tile, sign, QColor(colours.dim))
    painter.restore()


def _paint_sign(painter: QPainter, tile: QRect, sign: str, colour: QColor) -> None:
    painter.setFont(sized_font(painter.font(), VERDICT_PX))
    painter.setPen(colour)
    painter.drawText(tile, Qt.AlignmentFlag.AlignCenter, sign)
