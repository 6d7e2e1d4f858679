"""The foot of the window: facts on the left, what goes on on the right."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from gui.theme import COLUMN_GAP, colours_of
from gui.widgets.text import ButtonRole, Role, button, label

HEIGHT = 40


class StatusLine(QWidget):
    """Two facts, and what goes on.

    Signals:
        details_asked: A person wants to know more about what failed.
    """

    details_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Status")
        self._facts = (label(role=Role.NOTE), label(role=Role.NOTE))
        self._activity = label(role=Role.NOTE)
        self.details = button("Details…", ButtonRole.SMALL, tooltip="What went wrong, in full.")
        self.details.clicked.connect(self.details_asked)
        self.details.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(COLUMN_GAP, 1, COLUMN_GAP, 0)
        layout.setSpacing(COLUMN_GAP)
        for fact in self._facts:
            layout.addWidget(fact)
        layout.addStretch(1)
        layout.addWidget(self._activity)
        layout.addWidget(self.details)

    @property
    def text(self) -> str:
        """Everything that is shown, for tests and screen readers."""
        return " | ".join(shown.text() for shown in (*self._facts, self._activity))

    def show_facts(self, first: str, second: str) -> None:
        """Say what is loaded and what is chosen."""
        for fact, words in zip(self._facts, (first, second), strict=True):
            fact.setText(words)
            fact.setVisible(bool(words))

    def show_activity(self, words: str, *, details: bool = False) -> None:
        """Say what goes on; `details` where a failure can be looked into."""
        self._activity.setText(words)
        self.details.setVisible(details)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.panel))
        painter.fillRect(0, 0, self.width(), 1, QColor(colours.line))
