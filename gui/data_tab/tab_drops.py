"""What folders dropped on the Data tab mean."""

from pathlib import Path

from PySide6.QtCore import QMimeData

from core.data.folder.source import PhotoSource
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
