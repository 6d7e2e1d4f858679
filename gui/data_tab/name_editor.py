"""A line in which the name of a class is typed, where the name stands."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

_LONGEST = 200


class NameEditor(QLineEdit):
    """Goes when the person is done: Enter takes the name, Escape leaves the old one.

    Signals:
        named: Another name, which is not empty.
        given_up: The person thought better of it.
    """

    named = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QWidget, name: str, accessible_name: str) -> None:
        super().__init__(name, parent)
        self._before = name
        self._done = False
        self.setMaxLength(_LONGEST)
        self.setStyleSheet("padding: 1px 6px; min-height: 0")  # as low as a row
        self.setAccessibleName(accessible_name)
        self.setToolTip("Enter takes this name, Escape leaves the old one.")

    def begin(self) -> None:
        """Put the keyboard into it."""
        self.show()
        self.selectAll()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end(self, *, take: bool) -> None:
        if self._done:
            return
        self._done = True
        name = self.text().strip()
        parent = self.parentWidget()
        self.hide()
        self.deleteLater()
        if parent is not None:
            parent.setFocus(Qt.FocusReason.OtherFocusReason)
        if take and name and name != self._before:
            self.named.emit(name)
        else:
            self.given_up.emit()

    @override
    def event(self, event: QEvent) -> bool:
        # Keys that are shortcuts elsewhere (Escape, Delete) are meant for the line.
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._end(take=False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end(take=True)
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._end(take=True)
