import sys
import threading

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from core import __version__
from core.errors import LitmusError
from gui.error_dialog import ErrorDialog, show_error
from gui.exception_hook import ExceptionHook


def raised() -> Exception:
    try:
        return ValueError(1 // 0)
    except ZeroDivisionError as error:
        return error


def words(dialog: QWidget) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_an_expected_failure_shows_message_and_advice_without_a_traceback(qtbot: QtBot) -> None:
    dialog = ErrorDialog(None, LitmusError("The disk is full.", "Free some space."))
    qtbot.addWidget(dialog)

    assert "The disk is full." in words(dialog)
    assert "Free some space." in words(dialog)
    assert not dialog.findChildren(QPlainTextEdit)


def test_an_unexpected_one_shows_where_it_came_from(qtbot: QtBot) -> None:
    dialog = ErrorDialog(None, raised())
    qtbot.addWidget(dialog)

    (field,) = dialog.findChildren(QPlainTextEdit)
    assert "ZeroDivisionError" in field.toPlainText()
    assert "test_error_dialog.py" in field.toPlainText()
    assert "litmus.log" in words(dialog)


@pytest.mark.parametrize("error", [LitmusError("The disk is full.", "Free some."), raised()])
def test_details_are_copied(qtbot: QtBot, error: Exception) -> None:
    dialog = ErrorDialog(None, error)
    qtbot.addWidget(dialog)

    dialog.copy.click()

    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(f"Litmus {__version__}, Python ")
    assert str(error) in copied
    assert dialog.copy.text() == "Copied"
    QGuiApplication.clipboard().clear()


def test_show_error_returns_at_once_and_the_dialog_goes_with_escape(
    qtbot: QtBot, qapp: QApplication
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()

    show_error(parent, LitmusError("No.", ""))

    (dialog,) = parent.findChildren(ErrorDialog)
    assert dialog.isVisible()
    dialog.reject()
    qtbot.waitUntil(lambda: not parent.findChildren(ErrorDialog))
    assert qapp.activeModalWidget() is None


def shown_dialogs(qapp: QApplication) -> list[ErrorDialog]:
    return [w for w in qapp.topLevelWidgets() if isinstance(w, ErrorDialog) and w.isVisible()]


def test_the_hook_shows_what_nobody_caught_once(qtbot: QtBot, qapp: QApplication) -> None:
    hook = ExceptionHook()
    before = sys.excepthook, threading.excepthook
    hook.install()
    try:
        error = raised()
        sys.excepthook(type(error), error, None)
        sys.excepthook(type(error), error, None)
    finally:
        hook.remove()
    assert (sys.excepthook, threading.excepthook) == before

    qtbot.waitUntil(lambda: len(shown_dialogs(qapp)) == 1)
    shown_dialogs(qapp)[0].reject()
    qtbot.waitUntil(lambda: not shown_dialogs(qapp))


def test_the_hook_catches_other_threads(qtbot: QtBot, qapp: QApplication) -> None:
    hook = ExceptionHook()
    hook.install()
    try:
        thread = threading.Thread(target=lambda: 1 // 0)
        thread.start()
        thread.join()
    finally:
        hook.remove()

    qtbot.waitUntil(lambda: len(shown_dialogs(qapp)) == 1)
    assert "ZeroDivisionError" in words_of_details(shown_dialogs(qapp)[0])
    shown_dialogs(qapp)[0].reject()
    qtbot.waitUntil(lambda: not shown_dialogs(qapp))


def words_of_details(dialog: ErrorDialog) -> str:
    return dialog.findChildren(QPlainTextEdit)[0].toPlainText()
