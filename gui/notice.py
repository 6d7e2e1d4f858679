"""A passing message over the status line."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget
from typing_extensions import override

from gui.icons import icon
from gui.theme import colours_of
from gui.widgets.text import ButtonRole, button, label

_LASTS_MS = 9000
_NEXT_MS = 700
"""Before the next question stands where one was answered: no double click meets both."""
_ABOVE_EDGE = 4
_BESIDE = 16
_WIDEST = 640
_NARROWEST = 440
"""So that it covers the facts of the status line and doesn't cut through them."""


@dataclass(frozen=True)
class _Question:
    """What stays until it is closed: a sentence, and a button with what it does."""

    text: str
    action: str
    then: Callable[[], None]
    first: bool


class Notice(QFrame):
    """One sentence that goes by itself, or stays until it is closed.

    Of several that stay, the newest is shown; those below it come to light when it is closed, and
    when what was said over it has gone. It lies over its parent's lower left corner, where nothing
    of a tab is, and never takes the keyboard away.
    """

    def __init__(self, parent: QWidget, *, lasts_ms: int = _LASTS_MS) -> None:
        super().__init__(parent)
        self._window = parent
        self._lasts_ms = lasts_ms
        self.setProperty("role", "notice")
        self.setAccessibleName("Message")
        self._questions: list[_Question] = []
        self._asks = False
        self._label = label(wrap=True)
        self.action = button("", ButtonRole.SMALL)
        self.action.clicked.connect(self._on_action_clicked)
        self._close = QToolButton()
        self._close.setToolTip("Close this message.")
        self._close.setAccessibleName("Close this message")
        self._close.clicked.connect(self._on_close_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 8, 4)
        layout.setSpacing(12)
        layout.addWidget(self._label, 1)
        layout.addWidget(self.action)
        layout.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show_question)
        parent.installEventFilter(self)
        self.hide()

    def text(self) -> str:
        """What is said; empty when nothing is shown."""
        return self._label.text() if self.isVisibleTo(self._window) else ""

    def say(self, text: str) -> None:
        """Show a sentence for some seconds."""
        self._asks = False
        self._show(text, "")
        self._timer.start(self._lasts_ms)

    def ask(self, text: str, action: str, then: Callable[[], None], *, first: bool = False) -> None:
        """Show a sentence with a button beside it, until one of the two is closed or pressed.

        Args:
            text: The sentence.
            action: What stands on the button.
            then: What it does.
            first: Whether it stays before others that are asked later.
        """
        others = [one for one in self._questions if one.text != text]
        later = [one for one in others if one.first and not first]
        before = [one for one in others if one not in later]
        self._questions = [*before, _Question(text, action, then, first), *later]
        self._show_question()

    def withdraw(self, text: str) -> None:
        """Ask this no more."""
        self._questions = [one for one in self._questions if one.text != text]
        if self._asks:
            self._show_question()

    def _show_question(self) -> None:
        """Show the newest that stays; nothing where there is none."""
        self._timer.stop()
        self._asks = bool(self._questions)
        if self._questions:
            self._show(self._questions[-1].text, self._questions[-1].action)
        else:
            self.hide()

    def _show(self, text: str, action: str) -> None:
        self._label.setText(text)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self._close.setIcon(icon("x", colours_of(self).dim))
        self.show()
        self._place()
        self.raise_()

    def _on_close_clicked(self) -> None:
        if self._asks:
            self._questions.pop()
        self._show_question()

    def _on_action_clicked(self) -> None:
        question = self._questions.pop()
        self._asks = False
        self.hide()
        question.then()
        if self._questions and not self.isVisibleTo(self._window):
            self._timer.start(_NEXT_MS)

    def _place(self) -> None:
        parent = self._window
        width = min(_WIDEST, parent.width() - 48)
        inner = width - 40 - self._close.sizeHint().width()
        inner -= self.action.sizeHint().width() + 12 if self.action.text() else 0
        wanted = self._label.fontMetrics().horizontalAdvance(self._label.text()) + 8
        width = max(width - max(0, inner - wanted), min(_NARROWEST, width))
        self.setFixedWidth(width)
        height = self.heightForWidth(width) if self.hasHeightForWidth() else 0
        self.resize(width, max(height, self.sizeHint().height()))
        self.move(_BESIDE, parent.height() - self.height() - _ABOVE_EDGE)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)
