"""Taking a model along: which formats, where to, how far it is, and what came of it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from core.export.naming import new_folder
from core.project.names import names_in
from core.run.folder import Run
from gui.document import ProjectDocument
from gui.export_list import ExportList
from gui.export_session import ExportSession
from gui.exportable import can_export
from gui.file_manager import show_in_file_manager
from gui.predict_tab.choices_card import run_words
from gui.widgets.text import ButtonRole, Role, button, label, set_role

_WIDTH, _HEIGHT = 640, 760
_LEAST_HEIGHT = 420
_WHAT = (
    "Each format becomes a folder of its own, with the model, the class names, a short example and "
    "a README. It is checked with pictures of the run before it is finished."
)
_SLOWER = "A training is going on; both are slower meanwhile."


class ExportDialog(QDialog):
    """The formats with a tick each, the folder they go to, and one button.

    Attributes:
        list: The formats.
        run_box: Which run leaves.
        folder: Where to.

    Signals:
        went_to: Exports were begun into this folder.
    """

    went_to = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        document: ProjectDocument,
        session: ExportSession,
        *,
        run: Run,
        folder: Path | None = None,
        training: Callable[[], bool] = lambda: False,
    ) -> None:
        """Show the formats for `run`.

        Args:
            parent: The window.
            document: Knows the runs and the names of their classes.
            session: Does the work; this dialog alone uses it.
            run: The one chosen at first.
            folder: Where to, at first; by default the person's documents.
            training: Whether a training is going on.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Export model")
        self._document = document
        self._session = session
        session.setParent(self)
        self._training = training
        self._runs = tuple(r for r in reversed(document.runs) if can_export(r))
        self.list = ExportList(session)
        self.run_box = self._make_run_box(run)
        self.folder = self._make_folder_field(folder or documents_folder())
        self._note = label("", Role.NOTE, wrap=True)
        self._build_buttons()
        self._lay_out()
        self._connect()
        self._show()
        self.list.focus_first()

    @property
    def run(self) -> Run:
        """The run that leaves."""
        return self._runs[self.run_box.currentIndex()]

    @property
    def note(self) -> str:
        """What stands above the buttons."""
        return self._note.text()

    @property
    def target(self) -> Path:
        """The folder that the exports go to."""
        typed = Path(self.folder.text())
        try:
            return typed.expanduser()
        except RuntimeError:  # of a person whom this computer does not know
            return typed

    @override
    def reject(self) -> None:
        if self._session.going:
            self._session.cancel()
            self._show()
        else:
            super().reject()

    def _make_run_box(self, run: Run) -> QComboBox:
        box = QComboBox()
        for known in self._runs:
            box.addItem(run_words(known))
        place = next((n for n, r in enumerate(self._runs) if r.folder == run.folder), 0)
        box.setCurrentIndex(place)
        box.setAccessibleName("Model to export")
        box.setToolTip("Which run's model is exported.")
        return box

    def _make_folder_field(self, folder: Path) -> QLineEdit:
        field = QLineEdit(str(folder))
        field.setAccessibleName("Folder for the exports")
        field.setToolTip(
            "Each format gets a new folder in this one; what is there already is never touched."
        )
        return field

    def _build_buttons(self) -> None:
        self.browse = button("&Browse…", tooltip="Choose the folder.")
        self.export = button(
            "&Export", ButtonRole.PRIMARY, tooltip="Export what is ticked (Enter)."
        )
        self.export.setDefault(True)
        self.close_button = button("&Close", tooltip="Close this (Esc).")
        for other in (self.browse, self.close_button):
            other.setAutoDefault(True)  # Enter presses the one that has the keyboard.

    def _lay_out(self) -> None:
        self.setMinimumSize(_WIDTH - 80, _LEAST_HEIGHT)
        parent = self.parentWidget()
        room = _HEIGHT if parent is None else parent.height() - 80
        self.resize(_WIDTH, max(_LEAST_HEIGHT, min(_HEIGHT, room)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(label(_WHAT, Role.DIM, wrap=True))
        layout.addLayout(_named("&Model", self.run_box))
        layout.addWidget(self.list, 1)
        layout.addLayout(_named("&Folder", self.folder, self.browse))
        layout.addWidget(self._note)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addStretch(1)
        below.addWidget(self.close_button)
        below.addWidget(self.export)
        layout.addLayout(below)

    def _connect(self) -> None:
        self.browse.clicked.connect(self._on_browse_clicked)
        self.export.clicked.connect(self._on_export_clicked)
        self.close_button.clicked.connect(self.reject)
        self.folder.textChanged.connect(self._show)
        self.run_box.currentIndexChanged.connect(self._on_run_box_changed)
        self.list.ticked.connect(self._show)
        self.list.folder_wanted.connect(self._on_list_folder_wanted)
        self.list.page_wanted.connect(self._on_list_page_wanted)
        self._session.ended.connect(self._show)

    def _show(self) -> None:
        """Show what can be done now, and what will be made."""
        going, problem = self._session.going, self._problem()
        chosen = bool(self.list.chosen)
        self.run_box.setEnabled(not going)
        for part in (self.folder, self.browse):
            part.setEnabled(not chosen)
        self.export.setText("&More formats" if chosen and not going else "&Export")
        ready = chosen or (not problem and bool(self.list.wanted))
        self.export.setEnabled(not going and ready)
        self.close_button.setText("&Cancel" if going else "&Close")
        self.close_button.setToolTip(
            "End the export; nothing unfinished is left behind (Esc)."
            if going
            else "Close this (Esc)."
        )
        set_role(self._note, Role.PROBLEM if problem else Role.NOTE)
        self._note.setText(problem or self._plan())

    def _problem(self) -> str:
        """Why nothing can be exported to the folder; empty where it can."""
        if not self.folder.text().strip():
            return "Choose the folder that the exports go to."
        if not self.target.is_absolute():
            return "Give the whole path of the folder, or choose it with Browse…"
        try:
            is_file = self.target.exists() and not self.target.is_dir()
        except OSError as error:
            return f"Nothing can be put there: {error.strerror or error}."
        return f"“{self.target}” is a file; choose a folder." if is_file else ""

    def _plan(self) -> str:
        """What will be made, in words."""
        wanted = self.list.wanted
        if self._session.going:
            return _SLOWER if self._training() else ""
        if self.list.chosen:
            return (
                f"Exported into “{self.target}”." if self.list.any_done else "Nothing was exported."
            )
        if not wanted:
            return "Tick at least one format."
        names = [f"“{new_folder(self.target, self.run.record, w).name}”" for w in wanted]
        more = f" and {len(names) - 2} more" if len(names) > 2 else ""
        slower = f" {_SLOWER}" if self._training() else ""
        return f"Makes {', '.join(names[:2])}{more}.{slower}"

    def _on_run_box_changed(self) -> None:
        self.list.choose_again(forget=True)
        self._show()

    def _on_browse_clicked(self) -> None:
        dialog = QFileDialog(self, "Folder for the exports", str(self.target))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()

    def _on_export_clicked(self) -> None:
        if self.list.chosen:
            self.list.choose_again(forget=False)
            self._show()
            self.list.focus_first()
            return
        self.list.begin()
        project = self._document.project
        photos = project.photos
        self._session.start(
            self.run,
            self.list.chosen,
            classes=names_in(project, self.run.record),
            parent=self.target,
            pictures_folder=photos.source.root if photos is not None else None,
        )
        self.went_to.emit(self.target)
        self._show()
        self.close_button.setFocus()

    def _on_list_folder_wanted(self, folder: Path) -> None:
        if not show_in_file_manager(folder):
            self._note.setText(f"There is no program to show “{folder}” with.")

    def _on_list_page_wanted(self, page: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(page))):
            self._note.setText(f"There is no browser to show “{page}” with.")


def documents_folder() -> Path:
    """The person's documents; their home where there is no such folder."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    found = Path(QStandardPaths.writableLocation(place))
    return found if found.is_dir() else Path.home()


def _named(words: str, field: QWidget, *more: QWidget) -> QHBoxLayout:
    """A field with its name before it, and what belongs to it behind."""
    name = label(words)
    name.setBuddy(field)
    name.setMinimumWidth(56)
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(name)
    row.addWidget(field, 1)
    for part in more:
        row.addWidget(part)
    return row
