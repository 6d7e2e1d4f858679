"""Where everything on the Data tab stands."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from gui.theme import COLUMN_GAP, PADDING
from gui.widgets.text import Card, Role, label

_WIDE = 1200
_LEFT = (248, 300)
_RIGHT = 264
_ROOM_FOR_NOTE = 290
"""Pixels that the card of the classes needs before it has room for a note."""


class ClassesCard(Card):
    """The list of classes, and below it a note where there is something to say and room for it."""

    def __init__(self, classes: QWidget) -> None:
        super().__init__("Classes")
        self.content.setContentsMargins(8, 14, 8, 8)
        self.title_row.setContentsMargins(8, 0, 8, 0)
        self._note = QFrame()
        self._note.setProperty("role", "callout")
        self._words = label("", Role.NOTE, wrap=True)
        inside = QVBoxLayout(self._note)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self._words)
        self.content.addWidget(classes, 1)
        self.content.addWidget(self._note)
        self._note.hide()

    @property
    def note(self) -> str:
        """What is said below the classes."""
        return self._words.text()

    def show_note(self, sentence: str) -> None:
        """Say something below the classes; an empty sentence says nothing."""
        self._words.setText(sentence)
        self._fit()

    def _fit(self) -> None:
        self._note.setVisible(bool(self._words.text()) and self.height() >= _ROOM_FOR_NOTE)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, 120)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class Columns:
    """Three columns: where the pictures come from, the pictures, what is made of them."""

    def __init__(
        self,
        whole: QWidget,
        *,
        left: tuple[QWidget, ...],
        centre: QWidget,
        right: tuple[QWidget, ...],
    ) -> None:
        self._left, self._right = QWidget(), QWidget()
        self._right.setFixedWidth(_RIGHT)
        columns = [QVBoxLayout(place) for place in (self._left, self._right)]
        for column in columns:
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(PADDING)
        for widget in left:
            columns[0].addWidget(widget, isinstance(widget, ClassesCard))
        *cards, button = right
        for card in cards:
            columns[1].addWidget(card)
        columns[1].addStretch(1)
        columns[1].addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        self._right_column, self._last = columns[1], cards[-1]
        self.set_stretching(stretching=False)
        row = QHBoxLayout(whole)
        row.setContentsMargins(COLUMN_GAP, COLUMN_GAP, COLUMN_GAP, COLUMN_GAP)
        row.setSpacing(COLUMN_GAP)
        row.addWidget(self._left)
        row.addWidget(centre, 1)
        row.addWidget(self._right)

    def set_stretching(self, *, stretching: bool) -> None:
        """Let the last card on the right have all the room, or none more than it needs."""
        column = self._right_column
        column.setStretchFactor(self._last, int(stretching))
        column.setStretch(column.count() - 2, int(not stretching))

    def set_width(self, width: int) -> None:
        """Suit the width of the whole."""
        self._left.setFixedWidth(_LEFT[width >= _WIDE])
