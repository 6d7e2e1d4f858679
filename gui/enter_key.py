"""Enter presses the button that has the keyboard, as Space does: Qt lets it in dialogs only."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget


def pressed_by_enter(window: QWidget, event: QKeyEvent) -> bool:
    """Press the button of `window` that has the keyboard, where `event` is Enter for it.

    Args:
        window: The window of the button.
        event: A key that nobody else wanted.

    Returns:
        Whether there was such a button, and it was pressed.
    """
    focused = window.focusWidget()
    by_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
    if not (by_enter and isinstance(focused, QAbstractButton)):
        return False
    focused.click()
    return True
