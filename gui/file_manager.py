"""Showing a file where the person's own file manager shows it."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def show_in_file_manager(path: Path) -> bool:
    """Open the folder that holds `path`, or `path` itself where it is a folder.

    Returns:
        Whether a program to show it was found.
    """
    folder = path if path.is_dir() else path.parent
    address = QUrl.fromEncoded(folder.absolute().as_uri().encode())
    return QDesktopServices.openUrl(address)
