"""One class: its colour, name, bar and count; it can be renamed where it stands."""

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy
from typing_extensions import override

from gui.data_tab.name_editor import NameEditor
from gui.data_tab.picture_image import FILES_MIME
from gui.theme import class_colour, colours_of

ROW = 36
_LOWEST = 28
_SIDE = 8
_SQUARE = 10
_BAR = 8
_NAME = 96
"""Room for the name before the bar gets any."""


class ClassRow(QAbstractButton):
    """A class that is used.

    Signals:
        renamed: The person gave it another name.
        menu_asked: What can be done with it is asked for; where, on the screen.
        files_dropped: Pictures (`QMimeData`) were dropped on it.
    """

    renamed = Signal(str)
    menu_asked = Signal(object)
    files_dropped = Signal(QMimeData)

    def __init__(self, name: str, colour: int) -> None:
        super().__init__()
        self._colour = colour
        self._count = 0
        self._share = 0.0
        self._aimed = False
        self._editable = False
        self.name = name
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMaximumHeight(ROW)

    def set_editable(self, *, editable: bool) -> None:
        """Let the class be renamed, left out, given other pictures."""
        self._editable = editable
        self.setAcceptDrops(editable)

    def show_class(self, name: str, colour: int) -> None:
        """Show another name and colour."""
        self.name = name
        self._colour = colour
        self.update()

    def show_count(self, count: int, largest: int) -> None:
        """Show how many pictures there are, against the largest class."""
        self._count = count
        self._share = count / largest if largest else 0.0
        noun = f"{count:,} picture{'s' * (count != 1)}"
        self.setAccessibleName(f"{self.name}: {noun}")
        more = " F2 or a double click renames it." if self._editable else ""
        self.setToolTip(
            f"{self.name}: {noun} in this set. Click to see only these, and again to see all."
            + more
        )
        self.update()

    def edit_name(self) -> None:
        """Let the person type another name."""
        if not self._editable:
            return
        editor = NameEditor(self, self.name, f"New name of {self.name}")
        editor.setGeometry(self.rect().adjusted(_SIDE + _SQUARE + 4, 1, -1, -1))
        editor.named.connect(self.renamed)
        editor.begin()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, ROW)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, _LOWEST)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and self._editable:
            self.edit_name()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._editable and event.button() is Qt.MouseButton.LeftButton:
            self.edit_name()
        else:
            super().mouseDoubleClickEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._editable:
            keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
            inside = self.rect().center() if keyboard else event.pos()
            self.menu_asked.emit(self.mapToGlobal(inside))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if accepts(event.mimeData()):
            accept_copy(event)
            self._aim(aimed=True)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        accept_copy(event)

    @override
    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._aim(aimed=False)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._aim(aimed=False)
        accept_copy(event)
        self.files_dropped.emit(event.mimeData())

    def _aim(self, *, aimed: bool) -> None:
        self._aimed = aimed
        self.update()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5)
        if self.isChecked() or self.underMouse() or self._aimed:
            painter.setPen(Qt.PenStyle.NoPen)
            strong = self.isChecked() or self._aimed
            painter.setBrush(QColor(colours.accent_soft if strong else colours.field))
            painter.drawRoundedRect(whole, 6, 6)
        if self.hasFocus() or self._aimed:
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(whole, 6, 6)
        self._paint_content(painter)

    def _paint_content(self, painter: QPainter) -> None:
        colours, colour = colours_of(self), class_colour(self._colour)
        middle, right = self.height() / 2, self.width() - _SIDE
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(_SIDE, middle - 5, _SQUARE, _SQUARE), 2, 2)
        count_width = painter.fontMetrics().horizontalAdvance("60,000")
        name_left = _SIDE + _SQUARE + 8
        room_for_bar = right - count_width - 12 - name_left - _NAME
        bar_width = min(88.0, max(24.0, room_for_bar))
        bar_left = right - count_width - 12 - bar_width
        painter.setPen(QColor(colours.dim))
        count = QRectF(right - count_width, 0, count_width, self.height())
        align = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(count, align | Qt.AlignmentFlag.AlignRight, f"{self._count:,}")
        room = QRectF(name_left, 0, bar_left - name_left - 8, self.height())
        painter.setPen(QColor(colours.text))
        elided = painter.fontMetrics().elidedText(
            self.name, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, align | Qt.TextFlag.TextSingleLine, elided)
        painter.setPen(Qt.PenStyle.NoPen)
        for share, paint in ((1.0, QColor(colours.track)), (self._share, colour)):
            painter.setBrush(paint)
            bar = QRectF(bar_left, middle - _BAR / 2, bar_width * share, _BAR)
            painter.drawRoundedRect(bar, min(_BAR / 2, bar.width() / 2), _BAR / 2)


def accepts(mime: QMimeData) -> bool:
    """Whether pictures of the folder, or files from elsewhere, are dragged."""
    return mime.hasFormat(FILES_MIME) or any(url.isLocalFile() for url in mime.urls())


def accept_copy(event: QDropEvent) -> None:
    """Take a copy even where the file manager would rather move: files are only ever read."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
