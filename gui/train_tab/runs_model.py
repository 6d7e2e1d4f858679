"""The runs as rows: newest first, with a tick for those drawn behind the shown one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QGuiApplication
from typing_extensions import override

from core.run.folder import Run
from core.run.record import RunRecord
from gui.theme import NOTE_PX, sized_font
from gui.train_tab.standing import unfinished
from gui.train_tab.words import result_words, run_details, run_title

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole

NAME, RESULT = 0, 1


class RunsModel(QAbstractTableModel):
    """Two columns: the run's name, which can be ticked and edited, and its result.

    Signals:
        ticks_changed: Other runs are ticked.
        renamed: A person typed another name: the run's folder and the name.
    """

    ticks_changed = QtSignal()
    renamed = QtSignal(object, str)

    def __init__(
        self, parent: QObject | None = None, *, names: Callable[[RunRecord], tuple[str, ...]]
    ) -> None:
        """An empty list; `names` says what the classes of a run are called now."""
        super().__init__(parent)
        self._names = names
        self._runs: tuple[Run, ...] = ()
        self._ticked: set[Path] = set()
        self._going_on: Path | None = None

    @property
    def ticked(self) -> frozenset[Path]:
        """Folders of the ticked runs."""
        return frozenset(self._ticked)

    def run_at(self, row: int) -> Run | None:
        """The run in a row; None where there is none."""
        return self._runs[row] if 0 <= row < len(self._runs) else None

    def row_of(self, folder: Path) -> int | None:
        """The row of the run in `folder`."""
        folders = [run.folder for run in self._runs]
        return folders.index(folder) if folder in folders else None

    def is_going_on(self, run: Run) -> bool:
        """Whether the run is being trained now."""
        return run.folder == self._going_on

    def show_runs(self, runs: tuple[Run, ...], going_on: Path | None) -> None:
        """Show `runs` (oldest first), disturbing rows that are the same as little as possible."""
        newest_first = runs[::-1]
        before, after = ([r.folder for r in rs] for rs in (self._runs, newest_first))
        if after[1:] == before and after:
            self._edit_rows(lambda: self.beginInsertRows(QModelIndex(), 0, 0), newest_first)
            self.endInsertRows()
        elif len(after) == len(before) - 1 and (gone := _only_gone(before, after)) is not None:
            self._edit_rows(lambda: self.beginRemoveRows(QModelIndex(), gone, gone), newest_first)
            self.endRemoveRows()
        elif after != before:
            self._edit_rows(self.beginResetModel, newest_first)
            self.endResetModel()
        self._refresh(newest_first, going_on)

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._runs)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else 2

    @override
    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        run = self.run_at(index.row())
        if run is None:
            return None
        going_on = self.is_going_on(run)
        if role in (_Role.ToolTipRole, _Role.AccessibleDescriptionRole):
            return run_details(run, going_on=going_on, names=self._names(run.record))
        if index.column() == RESULT:
            return self._result_data(run, role)
        match role:
            case _Role.DisplayRole:
                return run_title(run)
            case _Role.EditRole:
                return run.record.name
            case _Role.CheckStateRole:
                ticked = run.folder in self._ticked
                return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        return None

    @override
    def setData(self, index: _Index, value: object, role: int = _Role.EditRole) -> bool:
        run = self.run_at(index.row())
        if run is None or index.column() != NAME:
            return False
        if role == _Role.CheckStateRole:
            self._tick(run.folder, on=Qt.CheckState(value) is Qt.CheckState.Checked)
            self.dataChanged.emit(index, index, [role])
            self.ticks_changed.emit()
            return True
        if role == _Role.EditRole:
            self.renamed.emit(run.folder, str(value))
            return True
        return False

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == NAME and (run := self.run_at(index.row())):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
            # The training writes its own record after every epoch.
            if not self.is_going_on(run):
                flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def _result_data(self, run: Run, role: int) -> object:
        match role:
            case _Role.DisplayRole:
                return result_words(run, going_on=self.is_going_on(run))
            case _Role.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case _Role.FontRole if unfinished(run) and not self.is_going_on(run):
                # Where it stands takes more words than a number: the name needs room too.
                return sized_font(QGuiApplication.font(), NOTE_PX)
        return None

    def _tick(self, folder: Path, *, on: bool) -> None:
        if on:
            self._ticked.add(folder)
        else:
            self._ticked.discard(folder)

    def _edit_rows(self, begin: Callable[[], object], runs: tuple[Run, ...]) -> None:
        begin()
        self._runs = runs

    def _refresh(self, runs: tuple[Run, ...], going_on: Path | None) -> None:
        """Tell of the rows whose run, or whose going on, is another than before."""
        before, was_going_on = self._runs, self._going_on
        self._runs, self._going_on = runs, going_on
        self._ticked &= {run.folder for run in runs}
        for row, (old, new) in enumerate(zip(before, runs, strict=True)):
            if old is not new or (
                going_on != was_going_on and new.folder in (going_on, was_going_on)
            ):
                self.dataChanged.emit(self.index(row, NAME), self.index(row, RESULT))


def _only_gone(before: list[Path], after: list[Path]) -> int | None:
    """Where the one folder was that is no longer there; None where more is different."""
    for row in range(len(before)):
        if before[:row] + before[row + 1 :] == after:
            return row
    return None
