"""A card that can be chosen, one among several."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout
from typing_extensions import override


class ChoiceCard(QPushButton):
    """A checkable card with words in a column; Enter chooses it as a click does.

    Attributes:
        column: Takes what the card shows.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "choice")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.column = QVBoxLayout(self)

    @override
    def sizeHint(self) -> QSize:
        return self.column.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        return self.column.minimumSize()

    @override
    def nextCheckState(self) -> None:
        """The document decides whether it is checked."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
