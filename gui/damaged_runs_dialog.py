"""Earlier runs that could not be read, each with its reason."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from core.errors import LitmusError
from gui.document import ProjectDocument
from gui.notice import Notice
from gui.widgets.text import Role, button, label


class DamagedRunsDialog(QDialog):
    """Lists them, and opens the folder they lie in."""

    def __init__(self, parent: QWidget, damaged: Sequence[LitmusError], folder: Path) -> None:
        super().__init__(parent)
        self._folder = folder
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Runs that could not be read")
        self.resize(600, 320)
        self.field = QPlainTextEdit("\n\n".join(str(error) for error in damaged))
        self.field.setReadOnly(True)
        self.field.setTabChangesFocus(True)
        self.field.setAccessibleName("Runs that could not be read, with reasons")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(
            label("Their files are left as they are. All other runs are there.", Role.DIM)
        )
        layout.addWidget(self.field)
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        folder = button("&Open folder", tooltip=f"Open {self._folder}.")
        folder.clicked.connect(self._on_folder_clicked)
        close = button("&Close", tooltip="Close this list.")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        close.setFocus()
        row = QHBoxLayout()
        row.addWidget(folder)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _on_folder_clicked(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


class DamagedRunsNotice(QObject):
    """Tells once of runs that could not be read, and lists them when that is wanted."""

    def __init__(self, window: QWidget, document: ProjectDocument, notice: Notice) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._notice = notice
        self._told: tuple[LitmusError, ...] = ()
        document.runs_changed.connect(self._on_document_runs_changed)

    def _on_document_runs_changed(self) -> None:
        damaged = self._document.damaged_runs
        if damaged == self._told:
            return
        self._told = damaged
        if damaged:
            count = f"{len(damaged)} earlier run{'s' * (len(damaged) != 1)}"
            words = f"{count} could not be read. All others are there."
            self._notice.ask(words, "Show…", self._show)

    def _show(self) -> None:
        DamagedRunsDialog(self._window, self._told, self._document.runs_folder).open()
