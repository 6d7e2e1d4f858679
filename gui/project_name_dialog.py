"""The dialog that asks for a project's name and the folder it is to lie in."""

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from gui.widgets.elided_label import ElidedLabel
from gui.widgets.text import ButtonRole, Role, button, label

LONGEST = 80
_FORBIDDEN = '/\\:*?"<>|'
_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10)))
)


def problem_of(name: str) -> str:
    """Why no project can have this name, in one sentence; empty where it can.

    The rules of all systems together, so that a project can be taken to any of them.
    """
    if not name:
        return "Give it a name."
    found = [sign for sign in _FORBIDDEN if sign in name]
    if found:
        return f"A name must not hold {' '.join(found)}"
    if any(ord(sign) < 32 for sign in name):
        return "A name must not hold line breaks."
    if len(name) > LONGEST or len(os.fsencode(name)) > 2 * LONGEST:
        return "This name is too long."
    if name[0] == "." or name[-1] in ". " or name.split(".")[0].lower() in _RESERVED:
        return "Not every system takes this name. Choose another one."
    return ""


def usual_folder() -> Path:
    """Where projects are kept unless a person chooses otherwise."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    place = Path(documents) if documents else Path.home()
    return place if place.is_dir() else Path.home()


class ProjectNameDialog(QDialog):
    """Name and place; says where the project is going to lie, and why it cannot.

    Args:
        parent: The window.
        title: What is going to be done.
        name: Proposed.
        folder: Proposed.
        then: Gets the path chosen.
        why: A sentence above the fields.
        suffix: Of what is made; empty for a folder.
        does: What stands on the button.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        *,
        name: str,
        folder: Path,
        then: Callable[[Path], None],
        why: str = "",
        suffix: str = "",
        does: str = "&Save",
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(520)
        self._then = then
        self._suffix = suffix
        self._folder = folder
        self.name = QLineEdit(name)
        self.name.setAccessibleName("Name of the project")
        self.name.setToolTip("What the project is called.")
        self.name.selectAll()
        self.place = ElidedLabel(str(folder))
        self.choose = button("&Choose…", tooltip="Choose the folder it is to lie in.")
        self.reason = label("", Role.NOTE, wrap=True)
        self.accept_button = button(does, ButtonRole.PRIMARY, tooltip=title)
        self._build(why)
        self.name.textChanged.connect(self._show_state)
        self.choose.clicked.connect(self._on_choose_clicked)
        self.accept_button.clicked.connect(self.accept)
        self.accepted.connect(lambda: self._then(self.target))
        self._show_state()
        self.name.setFocus()

    @property
    def target(self) -> Path:
        """The path chosen."""
        return self._folder / f"{self._typed}{self._suffix}"

    @property
    def problem(self) -> str:
        """Why this cannot be chosen; empty where it can."""
        if problem := problem_of(self._typed):
            return problem
        if os.path.lexists(self.target):
            return f"“{self.target.name}” exists there already. Choose another name."
        return "" if self._folder.is_dir() else "This folder is not there."

    def set_folder(self, folder: Path) -> None:
        """Let it lie in another folder."""
        self._folder = folder
        self.place.setText(str(folder))
        self._show_state()

    @property
    def _typed(self) -> str:
        return self.name.text().strip().removesuffix(".litmus").removesuffix(self._suffix or "\0")

    def _build(self, why: str) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.setColumnStretch(1, 1)
        first, second = QLabel("&Name"), label("Folder")
        first.setBuddy(self.name)
        form.addWidget(first, 0, 0)
        form.addWidget(self.name, 0, 1, 1, 2)
        form.addWidget(second, 1, 0)
        form.addWidget(self.place, 1, 1)
        form.addWidget(self.choose, 1, 2)
        cancel = button("C&ancel", tooltip="Change nothing.")
        cancel.clicked.connect(self.reject)
        self.accept_button.setDefault(True)
        for other in (self.choose, cancel):
            other.setAutoDefault(True)  # Enter presses the one that has the keyboard.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.accept_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        if why:
            layout.addWidget(label(why, Role.DIM, wrap=True))
        layout.addLayout(form)
        layout.addWidget(self.reason)
        layout.addLayout(row)

    def _show_state(self) -> None:
        problem = self.problem
        self.accept_button.setEnabled(not problem)
        made = "A file" if self._suffix else "A folder"
        self.reason.setText(problem or f"{made} of this name is made: {self.target}")

    def _on_choose_clicked(self) -> None:
        dialog = QFileDialog(self, "Choose a folder", str(self._folder))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda chosen: self.set_folder(Path(chosen)))
        dialog.open()
