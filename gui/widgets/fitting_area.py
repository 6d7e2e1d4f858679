"""A scroll area that is as high as what is in it, and scrolls where there is less room.

Where it stands at the right edge of a card, the card's right margin shrinks by `BAR_WIDTH`: the bar
comes and goes inside the margin, and what is in the area keeps its width.
"""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

BAR_WIDTH = 12
"""Pixels kept free for the scroll bar, whether it is shown or not."""


class FittingArea(QScrollArea):
    """Scrolls a column vertically.

    Args:
        content: It becomes as wide as the area.
        column: The content's layout.
        least: The least height in pixels.
    """

    def __init__(self, content: QWidget, column: QLayout, *, least: int = 88) -> None:
        super().__init__()
        self._least = least
        self._content = content
        self._column = column
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        content.setAutoFillBackground(False)
        content.installEventFilter(self)

    @override
    def sizeHint(self) -> QSize:
        column = self._column
        if column.hasHeightForWidth():
            height = column.totalHeightForWidth(self.viewport().width())
        else:
            height = column.totalSizeHint().height()
        return QSize(column.totalMinimumSize().width() + BAR_WIDTH, height)

    @override
    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(hint.width(), min(self._least, hint.height()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        margins = self._column.contentsMargins()
        margins.setRight(max(0, BAR_WIDTH - (self.width() - self.viewport().width())))
        self._column.setContentsMargins(margins)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest and watched is self._content:
            self.updateGeometry()
        return super().eventFilter(watched, event)
