"""Projects dropped anywhere on the window, before what lies under them takes them for pictures."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.project.place import SUFFIX
from gui.local_path import local_path
from gui.project_places import is_packed


def project_in(mime: QMimeData) -> Path | None:
    """The project that is dragged: a `.litmus` file, a packed one, or a folder with one in it."""
    urls = mime.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = local_path(urls[0])
    if path.suffix.lower() == SUFFIX or is_packed(path):
        return path
    try:
        holds_one = path.is_dir() and len(list(path.glob(f"*{SUFFIX}"))) == 1
    except OSError:
        return None
    return path if holds_one else None


class ProjectDrops(QObject):
    """Opens projects that are dropped on the widgets it watches."""

    def __init__(self, parent: QObject, then: Callable[[Path], None]) -> None:
        super().__init__(parent)
        self._then = then
        self._dragged: Path | None = None

    def watch(self, widget: QWidget) -> None:
        """Take projects dropped on `widget`, or on anything in it, first."""
        for watched in (widget, *widget.findChildren(QWidget)):
            if watched.acceptDrops():
                watched.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent):  # Entering and moving are dropping, for Qt.
            return super().eventFilter(watched, event)
        moves = isinstance(event, QDragMoveEvent) and not isinstance(event, QDragEnterEvent)
        if not moves:  # While it moves it stays what it was: a disk may be slow.
            self._dragged = project_in(event.mimeData())
        if self._dragged is None:
            return super().eventFilter(watched, event)
        event.acceptProposedAction()
        if not isinstance(event, QDragMoveEvent):
            self._then(self._dragged)
        return True
