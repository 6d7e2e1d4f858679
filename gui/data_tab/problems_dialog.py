"""All problems of a folder, by kind, with the files concerned."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from core.data.folder.problem import UNUSABLE, Problem, ProblemKind
from gui.data_tab.folder_view import FolderView
from gui.data_tab.problems_model import KINDS, RowsModel, file_rows, problem_row
from gui.data_tab.row_delegate import RowList
from gui.data_tab.thumbnails import Thumbnails
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.text import ButtonRole, Role, button, label

_COPIES = (ProblemKind.DUPLICATE, ProblemKind.NEAR_DUPLICATE)
_SELECT = QItemSelectionModel.SelectionFlag.Select
_NOT_USED = UNUSABLE | {ProblemKind.HIDDEN, ProblemKind.LINK, ProblemKind.FOLDER}


class ProblemsDialog(QDialog):
    """Problems on the left, the files of the chosen one on the right.

    Signals:
        leave_out_asked: Paths of pictures that shall not be used.
        shown_asked: The path of a file to show in the file manager.
        undo_asked: What was left out last shall be used after all.
    """

    leave_out_asked = Signal(object)
    shown_asked = Signal(str)
    undo_asked = Signal()

    def __init__(self, parent: QWidget, thumbnails: Thumbnails) -> None:
        super().__init__(parent)
        self.setWindowTitle("Problems")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 560)
        self._view: FolderView | None = None
        self._problems: tuple[Problem, ...] = ()
        self.kinds = QComboBox()
        self.kinds.setAccessibleName("Kind of problem")
        self.kinds.setToolTip("Show the problems of one kind alone.")
        self.model, self.files_model = RowsModel(thumbnails), RowsModel(thumbnails)
        self.list, self.files = RowList("Problems"), RowList("Files of this problem")
        self.list.setModel(self.model)
        self.files.setModel(self.files_model)
        self.files.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.name = ElidedLabel("", Role.SUBTITLE)
        self.reason = label("", Role.DIM, wrap=True)
        self.reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note = label("", Role.NOTE, wrap=True)
        self.show_button = button(
            "&Show in file manager", tooltip="Open the folder that holds the chosen file."
        )
        self.leave_button = button(
            "&Leave out",
            tooltip="Don't use the chosen files. Nothing is removed from the disk. "
            "Ctrl+Z takes them back.",
        )
        self.close_button = button("&Close", ButtonRole.PLAIN, tooltip="Back to the pictures.")
        self._build()
        self._connect()

    def show_view(self, view: FolderView, *, begin_with: int | None = None) -> None:
        """Show the problems of a folder.

        Args:
            view: The folder.
            begin_with: The number of the problem to choose; None stays near the one chosen.
        """
        row = max(0, self.list.currentIndex().row()) if begin_with is None else begin_with
        kind = self.kinds.currentData() if begin_with is None else None
        self._view = view
        self._offer_kinds(kind)
        self._show_problems()
        if self._problems:
            self.list.setCurrentIndex(self.model.index(min(row, len(self._problems) - 1), 0))
        self._show_files()

    def _build(self) -> None:
        left, right = QWidget(), QWidget()
        for place, widgets in (
            (left, (self.kinds, self.list)),
            (right, (self.name, self.reason, self.files, self.note)),
        ):
            column = QVBoxLayout(place)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(8)
            for widget in widgets:
                column.addWidget(widget, widget in (self.list, self.files))
        lists = QHBoxLayout()
        lists.setSpacing(24)
        lists.addWidget(left, 6)
        lists.addWidget(right, 5)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.leave_button)
        buttons.addWidget(self.show_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 24, 24, 24)
        whole.setSpacing(16)
        whole.addLayout(lists, 1)
        whole.addLayout(buttons)

    def _connect(self) -> None:
        self.kinds.currentIndexChanged.connect(self._on_kinds_changed)
        self.list.selectionModel().currentChanged.connect(self._show_files)
        self.files.selectionModel().selectionChanged.connect(self._show_buttons)
        self.show_button.clicked.connect(self._on_show_clicked)
        self.leave_button.clicked.connect(self._on_leave_clicked)
        self.close_button.clicked.connect(self.close)
        self.undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        self.undo.activated.connect(self.undo_asked)

    def _offer_kinds(self, chosen: object) -> None:
        problems = self._view.problems if self._view else ()
        counts = Counter(problem.kind for problem in problems)
        self.kinds.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.kinds.clear()
        self.kinds.addItem(f"All kinds ({len(problems):,})", None)
        for kind, words in KINDS.items():
            if counts[kind]:
                self.kinds.addItem(f"{words} ({counts[kind]:,})", kind)
        self.kinds.setCurrentIndex(max(0, self.kinds.findData(chosen)) if chosen else 0)
        self.kinds.blockSignals(False)  # noqa: FBT003 - Qt's signature

    def _show_problems(self) -> None:
        problems = self._view.problems if self._view else ()
        kind = self.kinds.currentData()  # a plain text, which equals its kind
        self._problems = tuple(p for p in problems if kind is None or p.kind == kind)
        self.model.show([problem_row(problem) for problem in self._problems], self._view)

    @property
    def problem(self) -> Problem | None:
        """The problem chosen."""
        row = self.list.currentIndex().row()
        return self._problems[row] if 0 <= row < len(self._problems) else None

    @property
    def paths(self) -> Sequence[str]:
        """The files chosen."""
        problem = self.problem
        if problem is None:
            return ()
        rows = sorted(index.row() for index in self.files.selectedIndexes())
        return tuple(problem.paths[row] for row in rows)

    def _show_files(self) -> None:
        problem = self.problem
        self.name.setText(problem.file if problem else "")
        self.reason.setText(problem.reason if problem else "No problems are left.")
        self.files_model.show(file_rows(problem) if problem else (), self._view)
        if problem is not None and problem.kind is not ProblemKind.TWO_CLASSES:
            first = 1 if problem.kind in _COPIES else 0
            last = self.files_model.rowCount() - 1
            if last >= first:
                chosen = QItemSelection(
                    self.files_model.index(first, 0), self.files_model.index(last, 0)
                )
                self.files.selectionModel().select(chosen, _SELECT)
        self._show_buttons()

    def _show_buttons(self) -> None:
        problem, paths = self.problem, self.paths
        used = problem is not None and problem.kind not in _NOT_USED
        self.leave_button.setEnabled(used and bool(paths))
        self.show_button.setEnabled(bool(paths))
        self.note.setText(_advice(problem, chosen=bool(paths)))

    def _on_kinds_changed(self) -> None:
        self._show_problems()
        if self._problems:
            self.list.setCurrentIndex(self.model.index(0, 0))
        self._show_files()

    def _on_show_clicked(self) -> None:
        if self.paths:
            self.shown_asked.emit(self.paths[0])

    def _on_leave_clicked(self) -> None:
        if self.paths:
            self.leave_out_asked.emit(self.paths)


def _advice(problem: Problem | None, *, chosen: bool) -> str:
    """What to do about a problem, or what Litmus does."""
    if problem is None:
        return ""
    if problem.kind in _NOT_USED:
        return "Litmus trains without it."
    if problem.kind is ProblemKind.TWO_CLASSES and not chosen:
        return "Choose the one that lies in the wrong class, to leave it out."
    return ""
