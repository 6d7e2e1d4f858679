"""What folders dropped on the Data tab mean."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.data.folder.source import PhotoSource
from gui.data_tab.class_row import accept_copy
from gui.data_tab.picture_image import FILES_MIME
from gui.local_path import local_path

_LOOKED_AT = 50
"""Dropped things of which it is seen whether they are folders; a disk may be slow."""


def dropped_folders(mime: QMimeData) -> tuple[Path, ...]:
    """The folders in what is dragged; none where the tab's own pictures are."""
    if mime.hasFormat(FILES_MIME):
        return ()
    return tuple(path for path in dropped_paths(mime)[:_LOOKED_AT] if path.is_dir())


def dropped_paths(mime: QMimeData) -> tuple[Path, ...]:
    """Files and folders in what is dragged."""
    return tuple(local_path(url) for url in mime.urls() if url.isLocalFile())


def source_of(folders: tuple[Path, ...]) -> PhotoSource:
    """One folder holds the classes; several each are one."""
    if len(folders) == 1:
        return PhotoSource(root=folders[0])
    return PhotoSource(class_folders=folders)


class FolderDrops(QObject):
    """Lets folders be dropped anywhere on a widget.

    Signals:
        hovered: Whether folders are being held over it.
    """

    hovered = Signal(bool)

    def __init__(self, widget: QWidget, then: Callable[[PhotoSource], None]) -> None:
        super().__init__(widget)
        self._then = then
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def take(self, mime: QMimeData) -> bool:
        """Choose the folders in this; False where there are none."""
        folders = dropped_folders(mime)
        if folders:
            self._then(source_of(folders))
        return bool(folders)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event:
            case QDragEnterEvent():
                self._enter(event)
            case QDragMoveEvent():
                accept_copy(event)
            case QDragLeaveEvent():
                self.hovered.emit(False)  # noqa: FBT003 - a signal's argument
            case QDropEvent():
                self._drop(event)
            case _:
                return super().eventFilter(watched, event)
        return True

    def _enter(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(FILES_MIME):
            accept_copy(event)  # so that it can go on to a class
        elif dropped_folders(event.mimeData()):
            accept_copy(event)
            self.hovered.emit(True)  # noqa: FBT003 - a signal's argument

    def _drop(self, event: QDropEvent) -> None:
        self.hovered.emit(False)  # noqa: FBT003 - a signal's argument
        if self.take(event.mimeData()):
            accept_copy(event)
        else:
            event.ignore()
