"""The list of runs, with what can be done to them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QToolButton,
    QTreeView,
    QWidget,
)
from typing_extensions import override

from core.errors import LitmusError
from core.project.names import names_in
from core.run.folder import Run
from gui.document import ProjectDocument
from gui.exportable import can_export
from gui.icons import icon
from gui.theme import colours_of
from gui.train_tab.run_care import RunCare
from gui.train_tab.run_menu import RunMenu
from gui.train_tab.run_offers import RunOffer
from gui.train_tab.runs_model import NAME, RESULT, RunsModel
from gui.train_tab.words import run_title
from gui.training_session import TrainingSession
from gui.widgets.text import Card, Role, label, set_role

_EMPTY = "Every training becomes a run and stays in this list."


class RunsCard(Card):
    """Runs, newest first: choose one to see it, tick others to draw them behind it.

    Signals:
        run_chosen: A person wants to see the run in this folder.
        export_wanted: A person wants to take the model of this run along.
        go_on_wanted: A person wants to go on with the chosen run: a `RunOffer`.
        ticks_changed: Other runs are ticked.
    """

    run_chosen = Signal(object)
    export_wanted = Signal(object)
    go_on_wanted = Signal(RunOffer)
    ticks_changed = Signal()

    # Empty until they are made: Qt tells of the palette before.
    _icons: tuple[tuple[QAction, str], ...] = ()

    def __init__(self, document: ProjectDocument, session: TrainingSession) -> None:
        super().__init__("Runs")
        self._document = document
        self._session = session
        self.care = RunCare(document, session.jobs)
        self.model = RunsModel(self, names=lambda record: names_in(document.project, record))
        self.view = _RunsView()
        self.view.setModel(self.model)
        self._size_columns()
        self._rename = self._action(
            "Rename", "pencil", "F2", "Give the chosen run another name.", self._on_rename_triggered
        )
        self._open = self._action(
            "Open folder",
            "folder-open",
            "",
            "Show the chosen run's files: the model for Keras and LiteRT, the class names, the "
            "record.",
            self._on_open_triggered,
        )
        self._export = self._action(
            "Export model…",
            "download",
            "",
            "Take the chosen run's model along: for phones, a web page, another program (Ctrl+E).",
            self._on_export_triggered,
        )
        self._delete = self._action(
            "Delete",
            "trash-2",
            "Del",
            "Delete the chosen run. Ctrl+Z brings it back until the project closes.",
            self._on_delete_triggered,
        )
        self.menu = RunMenu(self.view)
        self.title_row.insertWidget(1, self.menu.button)
        self._note = label(_EMPTY, Role.NOTE, wrap=True)
        self.content.addWidget(self.view, 1)
        self.content.addWidget(self._note, 0, Qt.AlignmentFlag.AlignTop)
        self.content.addStretch(0)
        self._connect()
        self.show_runs()
        self._show_icons()

    @property
    def chosen(self) -> Run | None:
        """The run whose row is current."""
        return self.model.run_at(self.view.currentIndex().row())

    @property
    def ticked(self) -> frozenset[Path]:
        """Folders of the runs to be drawn behind the chosen one."""
        return self.model.ticked

    @property
    def note(self) -> str:
        """What stands under the list."""
        return self._note.text() if self._note.isVisibleTo(self) else ""

    def choose(self, folder: Path) -> None:
        """Make the row of the run in `folder` the current one; none where it has no row yet."""
        row = self.model.row_of(folder)
        if row is None:
            self.view.setCurrentIndex(QModelIndex())
        elif row != self.view.currentIndex().row():
            self.view.setCurrentIndex(self.model.index(row, NAME))

    def show_runs(self) -> None:
        """Show the document's runs as they are now."""
        self.model.show_runs(self._document.runs, self._session.folder)
        empty = not self._document.runs
        self.view.setVisible(not empty)
        self._show_note(_EMPTY if empty else "")
        self._show_actions()

    def show_problem(self, error: LitmusError) -> None:
        """Say under the list what could not be done."""
        self._show_note(str(error), problem=True)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._icons:
            self._show_icons()

    def _action(
        self, text: str, picture: str, keys: str, tip: str, slot: Callable[[], None]
    ) -> QAction:
        action = QAction(text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setToolTip(f"{tip} ({keys})" if keys else tip)
        action.triggered.connect(slot)
        self.view.addAction(action)
        shown = QToolButton()
        shown.setDefaultAction(action)
        shown.setIconSize(QSize(16, 16))
        shown.setAccessibleName(f"{text} (chosen run)")
        self.title_row.addWidget(shown)
        self._icons = (*self._icons, (action, picture))
        return action

    def _connect(self) -> None:
        self.view.selectionModel().currentRowChanged.connect(self._on_view_current_row_changed)
        self.model.ticks_changed.connect(self.ticks_changed)
        self.model.renamed.connect(self.care.rename)
        self.menu.wanted.connect(self.go_on_wanted)
        self.care.failed.connect(self._on_care_failed)

    def _size_columns(self) -> None:
        header = self.view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(RESULT, QHeaderView.ResizeMode.ResizeToContents)

    def _show_icons(self) -> None:
        for action, picture in self._icons:
            action.setIcon(icon(picture, colours_of(self).dim))
        self.menu.button.setIcon(icon("play", colours_of(self).dim))

    def _show_note(self, text: str, *, problem: bool = False) -> None:
        set_role(self._note, Role.PROBLEM if problem else Role.NOTE)
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def _show_actions(self) -> None:
        run = self.chosen
        resting = run is not None and not self.model.is_going_on(run)
        self._open.setEnabled(run is not None)
        changeable = resting and not self._document.read_only
        self._export.setEnabled(run is not None and resting and can_export(run))
        self._rename.setEnabled(changeable)
        self._delete.setEnabled(changeable)
        self.menu.show_for(run, changeable=not self._session.no_resuming)

    def _on_view_current_row_changed(self, current: QModelIndex) -> None:
        self._show_actions()
        run = self.model.run_at(current.row())
        if run is not None:
            self._show_note("")
            self.run_chosen.emit(run.folder)

    def _on_rename_triggered(self) -> None:
        self.view.edit(self.model.index(self.view.currentIndex().row(), NAME))

    def _on_open_triggered(self) -> None:
        if self.chosen is not None:
            self.care.open_folder(self.chosen.folder)

    def _on_export_triggered(self) -> None:
        if self.chosen is not None:
            self.export_wanted.emit(self.chosen)

    def _on_delete_triggered(self) -> None:
        run = self.chosen
        if run is None or self.model.is_going_on(run):
            return
        self.care.discard(run.folder)
        if self._document.run_in(run.folder) is None:
            self._show_note(
                f"“{run_title(run)}” is deleted. Ctrl+Z brings it back; when the project closes, "
                "it goes to the wastebasket."
            )

    def _on_care_failed(self, error: BaseException) -> None:
        if not isinstance(error, LitmusError):
            raise error
        self.show_problem(error)


class _RunsView(QTreeView):
    """A plain list with two columns and no head."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setIndentation(0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setAccessibleName("Runs, newest first")
        self.setAccessibleDescription(
            "Up and Down choose the run that is shown, Space draws a run behind it, F2 renames it, "
            "Delete deletes it"
        )
        self.setMinimumHeight(72)
