"""A dialog for what went wrong, with details that can be copied."""

import platform
import traceback

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from core import __version__
from core.errors import LitmusError
from core.places import log_file
from gui.icons import icon
from gui.theme import colours_of
from gui.widgets.text import Role, button, label


def details_of(error: BaseException) -> str:
    """Everything that helps to understand `error`: versions, and where it came from."""
    head = (
        f"Litmus {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"{platform.platform()}"
    )
    told = str(error) if isinstance(error, LitmusError) else ""
    came_from = "".join(traceback.format_exception(error))
    return "\n\n".join(part for part in (head, told, came_from) if part)


class ErrorDialog(QDialog):
    """One failure: what happened, what to do, and details for somebody who can mend it."""

    def __init__(self, parent: QWidget | None, error: BaseException) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Litmus")
        self.setMinimumWidth(480)
        self._details = details_of(error)
        message, advice = _words(error)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(8)
        layout.addLayout(self._head(message))
        layout.addWidget(label(advice, Role.DIM, wrap=True))
        if not isinstance(error, LitmusError):
            layout.addWidget(self._field())
        layout.addSpacing(8)
        layout.addLayout(self._buttons())

    def _head(self, message: str) -> QHBoxLayout:
        sign = QLabel()
        sign.setPixmap(icon("circle-alert", colours_of(self).warning).pixmap(24, 24))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        title = label(message, Role.SUBTITLE, wrap=True)
        title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(title, 1)
        return row

    def _field(self) -> QPlainTextEdit:
        field = QPlainTextEdit(self._details)
        field.setReadOnly(True)
        field.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        field.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        field.setMinimumHeight(160)
        field.setAccessibleName("Details of the error")
        field.setTabChangesFocus(True)
        return field

    def _buttons(self) -> QHBoxLayout:
        self.copy = button("Copy &details", tooltip="Copy everything about this to the clipboard.")
        self.copy.clicked.connect(self._on_copy_clicked)
        close = button("&Close", tooltip="Close this message and go on.")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        close.setFocus()
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.copy)
        row.addWidget(close)
        return row

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
        self.copy.setText("Copied")


def _words(error: BaseException) -> tuple[str, str]:
    if isinstance(error, LitmusError):
        return error.message, error.advice
    advice = (
        "Your pictures and finished runs are untouched, and you can go on. To help mend it, send "
        f"the details below to the makers of Litmus. They are also in {log_file()}."
    )
    return "Something went wrong in Litmus itself.", advice


def show_error(parent: QWidget | None, error: BaseException) -> None:
    """Show `error` in a dialog, and return at once."""
    ErrorDialog(parent, error).open()
