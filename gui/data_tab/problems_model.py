"""Problems, and the files of one of them, as Qt's views ask for them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage
from typing_extensions import override

from core.data.folder.problem import Problem, ProblemKind
from gui.data_tab.folder_view import FolderView
from gui.data_tab.thumbnails import Thumbnails

Index = QModelIndex | QPersistentModelIndex

_SIGNS = {
    ProblemKind.DUPLICATE: "=",
    ProblemKind.TWO_CLASSES: "=",
    ProblemKind.NEAR_DUPLICATE: "≈",
    ProblemKind.FEW_PICTURES: "…",
    ProblemKind.IMBALANCE: "…",
    ProblemKind.HIDDEN: "·",
    ProblemKind.LINK: "→",
    ProblemKind.SPLIT: "÷",
}
_SHOWN_KINDS = (ProblemKind.DUPLICATE, ProblemKind.TWO_CLASSES, ProblemKind.NEAR_DUPLICATE)
"""Kinds of problems of pictures that can be shown."""

KINDS = {
    ProblemKind.UNREADABLE: "Unreadable",
    ProblemKind.NOT_A_PICTURE: "Not a picture",
    ProblemKind.EMPTY: "Empty",
    ProblemKind.HIDDEN: "Hidden",
    ProblemKind.TOO_LARGE: "Too large",
    ProblemKind.DUPLICATE: "The same picture twice",
    ProblemKind.TWO_CLASSES: "In two classes",
    ProblemKind.NEAR_DUPLICATE: "Nearly the same",
    ProblemKind.FEW_PICTURES: "Few pictures",
    ProblemKind.IMBALANCE: "Uneven classes",
    ProblemKind.LINK: "Links",
    ProblemKind.NAME: "Names",
    ProblemKind.FOLDER: "Folders",
    ProblemKind.SPLIT: "Split",
}
"""What a kind is called where problems are filtered."""


_CLAUSE_END = re.compile(r"[.:;,?](?=\s|$)")

MOST_FILES = 1_000
"""Files of one problem that are listed."""


class RowRole(IntEnum):
    """What the models tell beside the name."""

    NOTE = Qt.ItemDataRole.UserRole + 1
    SIGN = Qt.ItemDataRole.UserRole + 2
    IMAGE = Qt.ItemDataRole.UserRole + 3
    BRIEF = Qt.ItemDataRole.UserRole + 4


@dataclass(frozen=True)
class Row:
    """One line of a list.

    Attributes:
        name: What it is about.
        note: What is to be said of it.
        sign: One character that stands for it.
        path: The file whose picture is shown; empty for the sign alone.
        brief: What is said where there is no room for the note, the longest first.
    """

    name: str
    note: str
    sign: str
    path: str = ""
    brief: tuple[str, ...] = ()


class RowsModel(QAbstractListModel):
    """Lines with a small picture or a sign."""

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._thumbnails = thumbnails
        self._rows: Sequence[Row] = ()
        self._view: FolderView | None = None
        thumbnails.arrived.connect(self._on_thumbnails_arrived)

    def show(self, rows: Sequence[Row], view: FolderView | None) -> None:
        """Show these lines."""
        self.beginResetModel()
        self._rows, self._view = rows, view
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name
            case RowRole.NOTE:
                return row.note
            case RowRole.BRIEF:
                return row.brief
            case RowRole.SIGN:
                return row.sign
            case RowRole.IMAGE:
                return self._image(row.path)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.name}\n{row.note}"
        return None

    def _image(self, path: str) -> QImage | None:
        if not path or self._view is None:
            return None
        number = self._view.numbers.get(path)
        if number is None:
            return None
        return self._thumbnails.image(self._view.file(number), self._view.content(number))

    def _on_thumbnails_arrived(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))


def problem_row(problem: Problem, *, brief: bool = False) -> Row:
    """A problem as a line; `brief` where a reason that is too long may be shortened."""
    more = len(problem.paths) - 1
    several = problem.kind in _SHOWN_KINDS and more > 0
    name = f"{problem.file} + {more:,}" if several else problem.file
    path = problem.paths[0] if problem.kind in _SHOWN_KINDS and problem.paths else ""
    short = (_CLAUSE_END.split(problem.reason)[0], KINDS[problem.kind]) if brief else ()
    return Row(name, problem.reason, _SIGNS.get(problem.kind, "!"), path, short)


def file_rows(problem: Problem) -> tuple[Row, ...]:
    """The files of a problem as lines."""
    from core.data.folder.names import relative, shown

    base = problem.paths[0].removesuffix(problem.file) if problem.paths else ""
    shows = problem.kind in _SHOWN_KINDS
    sign = _SIGNS.get(problem.kind, "!")
    return tuple(
        Row(relative(path, base.rstrip("/\\")) if base else shown(path), "", sign, path * shows)
        for path in problem.paths[:MOST_FILES]
    )
