"""The one question about saving: when the disk refused to take the last edits."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from core.errors import LitmusError


def ask_about_unsaved(
    parent: QWidget,
    title: str,
    problem: LitmusError,
    *,
    save_as: Callable[[], None],
    leave: Callable[[], None],
    words: str,
) -> None:
    """Ask what is to become of edits that could not be written.

    Args:
        parent: The window.
        title: What the project is called.
        problem: Why they could not.
        save_as: Gives the project another place.
        leave: Goes on without them.
        words: Of the button that does.
    """
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Litmus")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(f"The last edits of “{title}” could not be saved.")
    box.setInformativeText(str(problem))
    save = box.addButton("&Save as…", QMessageBox.ButtonRole.AcceptRole)
    go = box.addButton(words, QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton("&Keep it open", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.setEscapeButton(keep)
    save.clicked.connect(save_as)
    go.clicked.connect(lambda: leave())
    box.open()
