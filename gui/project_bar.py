"""The line under the header that says why a project is read-only."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from gui.theme import COLUMN_GAP
from gui.widgets.text import ButtonRole, button, label

_REST = "Look at it and try pictures; once that is over, “Try again” lets you change it here."


class ProjectBar(QFrame):
    """Shown while nothing of the project may be changed.

    Signals:
        again_asked: The person wants to see whether it can be changed now.
        duplicate_asked: The person wants a copy of their own.
    """

    again_asked = Signal()
    duplicate_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "band")
        self.setAccessibleName("Read-only project")
        self._text = label("", wrap=True)
        self.again = button(
            "Try a&gain", ButtonRole.SMALL, tooltip="See whether it can be changed here now."
        )
        self.duplicate = button(
            "Duplicate…",
            ButtonRole.SMALL,
            tooltip="Make a copy of the project, with its runs, that can be changed.",
        )
        self.again.clicked.connect(self.again_asked)
        self.duplicate.clicked.connect(self.duplicate_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(COLUMN_GAP, 6, COLUMN_GAP, 6)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        row.addWidget(self.again)
        row.addWidget(self.duplicate)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is not there."""
        return "" if self.isHidden() else self._text.text()

    def show_reason(self, reason: str) -> None:
        """Say why the project is read-only; an empty reason hides the line."""
        self._text.setText(f"{reason} {_REST}" if reason else "")
        self.setVisible(bool(reason))
