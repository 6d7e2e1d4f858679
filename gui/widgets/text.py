"""Labels in the roles of the type scale."""

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class Role(StrEnum):
    """What a text is; the style sheet gives it its size, weight and colour."""

    PLAIN = ""
    TITLE = "title"
    SUBTITLE = "subtitle"
    SECTION = "section"
    DIM = "dim"
    NOTE = "note"
    REASON = "reason"
    PROBLEM = "problem"
    VERDICT = "verdict"
    CHIP = "chip"
    QUIET_CHIP = "quiet-chip"


def label(text: str = "", role: Role = Role.PLAIN, *, wrap: bool = False) -> QLabel:
    """A label; `wrap` breaks its lines where the width ends."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role is not Role.PLAIN:
        made.setProperty("role", role.value)
    made.setWordWrap(wrap)
    return made


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget another role and let the style sheet see it."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class ButtonRole(StrEnum):
    """How much a button asks to be pressed."""

    PLAIN = ""
    SMALL = "small"
    LARGE = "large"
    PRIMARY = "primary"
    LINK = "link"


def button(text: str, role: ButtonRole = ButtonRole.PLAIN, *, tooltip: str = "") -> QPushButton:
    """A push button; `&` in the text makes a mnemonic."""
    made = QPushButton(text)
    made.setProperty("role", role.value)
    made.setAutoDefault(False)
    made.setToolTip(tooltip)
    return made


class Card(QFrame):
    """A panel with round corners, an optional title row, and a vertical `content`.

    `title_row` is a horizontal layout: what is added to it stands right of the title.
    """

    def __init__(self, title: str = "", *, role: str = "card") -> None:
        super().__init__()
        self.setProperty("role", role)
        self.content = QVBoxLayout(self)
        self.content.setContentsMargins(16, 14, 16, 16)
        self.content.setSpacing(8)
        self.title_row = QHBoxLayout()
        self.title_row.setSpacing(8)
        self.title = label(title, Role.TITLE)
        if title:
            self.title_row.addWidget(self.title, 1)
            self.content.addLayout(self.title_row)


class Callout(QFrame):
    """A sentence in a soft box; as a warning where something is wrong."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setProperty("role", "callout")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        self._label = label(text, wrap=True)
        layout.addWidget(self._label)

    def show_text(self, text: str, *, warning: bool = False, rich: bool = False) -> None:
        """Show `text`; `rich` for text with marks of our own making, never a person's."""
        form = Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText
        self._label.setTextFormat(form)
        self._label.setText(text)
        role = "warning" if warning else "callout"
        set_role(self, role)
        self.style().polish(self._label)

    def text(self) -> str:
        """What is shown."""
        return self._label.text()
