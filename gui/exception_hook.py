"""What nobody caught: into the log, and before the person's eyes."""

import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from core.errors import LitmusError
from gui.error_dialog import ErrorDialog
from gui.log import LOG


class ExceptionHook(QObject):
    """Logs every uncaught exception of every thread and shows it, one dialog at a time."""

    _caught = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dialog: ErrorDialog | None = None
        self._before = (sys.excepthook, threading.excepthook)
        # Queued: whatever thread it came from, and never inside a paint event.
        self._caught.connect(self._on_caught, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over both hooks of Python."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        _trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            application = QApplication.instance()
            if application is not None:
                application.quit()
            return
        self._take(error)

    def _on_thread_exception(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None and not issubclass(caught.exc_type, SystemExit):
            self._take(caught.exc_value)

    def _take(self, error: BaseException) -> None:
        if isinstance(error, LitmusError):
            LOG.warning("%s", error)
        else:
            LOG.error("uncaught", exc_info=error)
            sys.__excepthook__(type(error), error, error.__traceback__)
        self._caught.emit(error)

    def _on_caught(self, error: BaseException) -> None:
        if self._dialog is not None:
            return  # a second one, often the first one's echo, is in the log
        self._dialog = ErrorDialog(_window(), error)
        self._dialog.finished.connect(self._on_dialog_finished)
        self._dialog.open()

    def _on_dialog_finished(self) -> None:
        self._dialog = None


def _window() -> QWidget | None:
    return QApplication.activeWindow()
