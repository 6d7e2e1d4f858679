"""Where the window stood and how large it was, kept from one start to the next."""

from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QWidget

from core.places import config_folder

_FRAME = QSize(8, 40)
"""Room for the frame that the desktop puts around the window."""

_USUAL = QSize(1280, 800)


def restore_geometry(window: QWidget) -> None:
    """Put the window where it was; the first time, give it the usual size where there is room."""
    geometry = _settings().value("geometry")
    if geometry is None or not window.restoreGeometry(geometry):
        window.resize(_USUAL.boundedTo(window.screen().availableSize() - _FRAME))


def keep_geometry(window: QWidget) -> None:
    """Remember where it is."""
    _settings().setValue("geometry", window.saveGeometry())


def _settings() -> QSettings:
    return QSettings(str(config_folder() / "window.ini"), QSettings.Format.IniFormat)
