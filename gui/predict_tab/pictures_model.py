"""The dropped pictures as a list that a view can show."""

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum, StrEnum
from html import escape
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from gui.predict_tab.entry import Entry, State, percent, sureness

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_FEW = 20
"""Up to so many pictures are taken out one by one, so that the view keeps its place."""


class PictureRole(IntEnum):
    """What a view may ask of a picture."""

    ENTRY = Qt.ItemDataRole.UserRole + 1
    KEY = Qt.ItemDataRole.UserRole + 2


class Order(StrEnum):
    """In which order the pictures stand."""

    DROPPED = "As dropped"
    CLASS = "By class"
    SUREST = "Surest first"
    LEAST_SURE = "Least sure first"


_SORT_KEYS: dict[Order, Callable[[Entry], tuple[Any, ...]]] = {
    Order.DROPPED: lambda e: (e.key,),
    Order.CLASS: lambda e: (
        (0, e.verdict.winner.casefold(), -e.verdict.confidence, e.key)
        if e.verdict
        else (1, "", 0.0, e.key)
    ),
    Order.SUREST: lambda e: (-e.verdict.confidence if e.verdict else 2.0, e.key),
    Order.LEAST_SURE: lambda e: (e.verdict.confidence if e.verdict else 2.0, e.key),
}
"""Pictures without a verdict stand last."""


class PicturesModel(QAbstractListModel):
    """All dropped pictures, in one of several orders."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Entry] = []
        self._row_of: dict[int, int] = {}
        self._order = Order.DROPPED

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All pictures as they stand."""
        return tuple(self._rows)

    def entry(self, key: int) -> Entry | None:
        """The picture with this key."""
        row = self._row_of.get(key)
        return None if row is None else self._rows[row]

    def index_of(self, key: int) -> QModelIndex:
        """Where it stands; an invalid index where there is none."""
        return self.index(self._row_of.get(key, -1), 0)

    def add(self, entries: Sequence[Entry]) -> None:
        """Put pictures at the end, or where the order wants them."""
        if not entries:
            return
        first = len(self._rows)
        self.beginInsertRows(_ROOT, first, first + len(entries) - 1)
        self._rows.extend(entries)
        self._number_rows(first)
        self.endInsertRows()
        self._sort()

    def replace(self, entries: Iterable[Entry]) -> None:
        """Show the newer state of pictures; those that are gone are left out."""
        rows = []
        for entry in entries:
            row = self._row_of.get(entry.key)
            if row is not None:
                self._rows[row] = entry
                rows.append(row)
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), 0))
            if self._order is not Order.DROPPED:
                self._sort()

    def remove(self, keys: frozenset[int]) -> tuple[Entry, ...]:
        """Take pictures out; returns them."""
        taken = tuple(e for e in self._rows if e.key in keys)
        if len(taken) > _FEW:
            self.beginResetModel()
            self._rows = [e for e in self._rows if e.key not in keys]
            self._number_rows(0)
            self.endResetModel()
            return taken
        for entry in taken:
            row = self._row_of[entry.key]
            self.beginRemoveRows(_ROOT, row, row)
            del self._rows[row]
            self._number_rows(0)
            self.endRemoveRows()
        return taken

    def set_order(self, order: Order) -> None:
        """Show the pictures in this order from now on."""
        self._order = order
        self._sort()

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return "".join(caption(entry))
            case Qt.ItemDataRole.ToolTipRole:
                # A file's name may look like HTML, which a tooltip would show as such.
                return f"<p style='white-space: pre-wrap'>{escape(description(entry))}</p>"
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{entry.name}, {''.join(caption(entry))}"
            case PictureRole.ENTRY:
                return entry
            case PictureRole.KEY:
                return entry.key
        return None

    def _number_rows(self, first: int) -> None:
        if first == 0:
            self._row_of.clear()
        for row in range(first, len(self._rows)):
            self._row_of[self._rows[row].key] = row

    def _sort(self) -> None:
        ordered = sorted(self._rows, key=_SORT_KEYS[self._order])
        if ordered == self._rows:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        keys = [self._rows[index.row()].key for index in before]
        self._rows = ordered
        self._number_rows(0)
        after = [self.index(self._row_of[key], 0) for key in keys]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


def caption(entry: Entry) -> tuple[str, str]:
    """The verdict or the problem in a few words: what may be shortened, and what may not."""
    if entry.verdict:
        return entry.verdict.winner, f" {sureness(entry.verdict.confidence)}"
    if entry.problem:
        return entry.problem.short, ""
    return "not answered" if entry.state is State.SKIPPED else "…", ""


def description(entry: Entry) -> str:
    """The name and everything that is known."""
    if entry.verdict:
        width, height = entry.verdict.size
        shares = (f"{name}  {percent(share)}" for name, share in entry.verdict.ranking[:3])
        return "\n".join((f"{entry.name} · {width:,}×{height:,}", *shares))
    if entry.problem:
        return f"{entry.problem.message} {entry.problem.advice}".strip()
    return f"{entry.name}\n" + (
        "Not answered: it was cancelled."
        if entry.state is State.SKIPPED
        else "Waiting for its answer."
    )
