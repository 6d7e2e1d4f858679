"""What Litmus is, what it is made of, and where it keeps its files."""

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import QRectF, Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from core import __version__
from core.places import config_folder, data_folder, log_file
from gui.logo import paint_mark
from gui.theme import colours_of
from gui.widgets.text import Card, Role, button, label

_LIBRARIES = (
    ("TensorFlow", "tensorflow"),
    ("Keras", "keras"),
    ("LiteRT", "ai-edge-litert"),
    ("NumPy", "numpy"),
    ("Pillow", "pillow"),
    ("pyqtgraph", "pyqtgraph"),
    ("PySide", "pyside6-essentials"),
)


def versions() -> tuple[tuple[str, str], ...]:
    """Names and versions of what Litmus is made of; imports none of it."""
    found = [("Python", platform.python_version()), ("Qt", qVersion())]
    for name, distribution in _LIBRARIES:
        try:
            found.append((name, version(distribution)))
        except PackageNotFoundError:
            found.append((name, "not installed"))
    return tuple(found)


class _Mark(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(24, 48)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_mark(QPainter(self), QRectF(1, 1, 22, 46), colours_of(self))


class AboutDialog(QDialog):
    """Versions, licence, places, and what stays on this computer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("About Litmus")
        self.setMinimumWidth(520)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(self._head())
        layout.addWidget(
            label(
                "Nothing leaves this computer: Litmus opens no connection, sends nothing and "
                "downloads nothing. Your own files are only read.",
                wrap=True,
            )
        )
        layout.addWidget(self._places())
        layout.addWidget(self._made_of())
        layout.addLayout(self._buttons())

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(f"Litmus {__version__}", Role.TITLE))
        words.addWidget(label("Train an image classifier and use it, on your own computer."))
        words.addWidget(label("Free software under the MIT licence.", Role.DIM))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(_Mark())
        row.addLayout(words, 1)
        return row

    def _places(self) -> Card:
        card = Card("Where Litmus keeps its files")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(1, 1)
        rows = (
            ("Runs", data_folder()),
            ("Preferences", config_folder()),
            ("Log file", log_file()),
        )
        for number, (name, path) in enumerate(rows):
            grid.addWidget(label(name, Role.DIM), number, 0)
            grid.addWidget(_selectable(str(path)), number, 1)
        card.content.addLayout(grid)
        return card

    def _made_of(self) -> Card:
        card = Card("Made of")
        text = " · ".join(f"{name} {number}" for name, number in versions())
        card.content.addWidget(_selectable(text))
        return card

    def _buttons(self) -> QHBoxLayout:
        folder = button("&Open data folder", tooltip=f"Open {data_folder()}.")
        folder.clicked.connect(self._on_folder_clicked)
        self.copy = button("Copy &versions", tooltip="Copy the versions to the clipboard.")
        self.copy.clicked.connect(self._on_copy_clicked)
        close = button("&Close", tooltip="Close this dialog.")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        close.setFocus()
        row = QHBoxLayout()
        row.addWidget(folder)
        row.addWidget(self.copy)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _on_folder_clicked(self) -> None:
        data_folder().mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(data_folder())))

    def _on_copy_clicked(self) -> None:
        lines = [f"Litmus {__version__}", *(f"{name} {number}" for name, number in versions())]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.copy.setText("Copied")


def _selectable(text: str) -> QLabel:
    made = label(text, wrap=True)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return made
