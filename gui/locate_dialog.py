"""What was found of a project's pictures in another folder, and what was not."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from core.data.folder.names import shown
from core.project.locating import Relocated
from gui.widgets.text import ButtonRole, Role, button, label

_MOST = 1000
"""Names listed; nobody reads more."""


class LocateDialog(QDialog):
    """Lists the pictures that are missing, and lets the person take the folder all the same.

    Signals:
        another_asked: The person wants to choose another folder.
    """

    another_asked = Signal()

    def __init__(self, parent: QWidget, folder: Path, located: Relocated) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle("Locate pictures")
        self.resize(560, 360)
        self._found = located.found
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(label(found_words(folder, located), Role.SUBTITLE, wrap=True))
        layout.addWidget(label(_advice(located), Role.DIM, wrap=True))
        self.missing = QPlainTextEdit("\n".join(_names(located)))
        self.missing.setReadOnly(True)
        self.missing.setTabChangesFocus(True)
        self.missing.setAccessibleName("Pictures that were not found")
        self.missing.setVisible(bool(located.missing))
        layout.addWidget(self.missing, 1)
        layout.addStretch(0)
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.another = button("Choose &another…", tooltip="Look in another folder.")
        self.another.clicked.connect(self._on_another_clicked)
        cancel = button("&Cancel", tooltip="Change nothing.")
        cancel.clicked.connect(self.reject)
        self.use = button(
            "&Use this folder", ButtonRole.PRIMARY, tooltip="Go on with what is there."
        )
        self.use.clicked.connect(self.accept)
        (self.use if self._found else self.another).setDefault(True)
        for other in (self.another, cancel):
            other.setAutoDefault(True)  # Enter presses the one that has the keyboard.
        row = QHBoxLayout()
        row.addWidget(self.another)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.use)
        return row

    def _on_another_clicked(self) -> None:
        self.reject()
        self.another_asked.emit()


def found_words(folder: Path, located: Relocated) -> str:
    """How much was found, in a sentence."""
    name, missing = shown(folder.name or str(folder)), len(located.missing)
    whole = located.found + missing
    if not whole:
        return f"It is not known which pictures were there, so “{name}” cannot be compared."
    if not located.found:
        return f"None of the {whole:,} pictures is in “{name}”."
    return f"{located.found:,} of {whole:,} pictures are in “{name}”."


def _advice(located: Relocated) -> str:
    if not located.missing:
        return "The pictures in it take the place of those that are gone."
    return (
        "Those below were not found, neither by name nor by content. What you changed about the "
        "others stays with them."
    )


def _names(located: Relocated) -> list[str]:
    names = [shown(name) for name in located.missing[:_MOST]]
    rest = len(located.missing) - _MOST
    return [*names, f"… and {rest:,} more"] if rest > 0 else names
