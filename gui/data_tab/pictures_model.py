"""The pictures of the chosen set and class, as Qt's views ask for them."""

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from gui.data_tab.parts import Part
from gui.data_tab.picture_image import FILES_MIME, PICTURE_MIME
from gui.data_tab.pictures import Pictures

Index = QModelIndex | QPersistentModelIndex


class PictureRole(IntEnum):
    """What the model tells beside a name and a tooltip."""

    IMAGE = Qt.ItemDataRole.UserRole + 1
    CAPTION = Qt.ItemDataRole.UserRole + 2


class PicturesModel(QAbstractListModel):
    """One row a picture; nothing is made before it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._pictures: Pictures | None = None
        self._indices = np.zeros(0, np.intp)

    @property
    def pictures(self) -> Pictures | None:
        """Where the rows come from."""
        return self._pictures

    def show(self, pictures: Pictures, *, part: Part, class_number: int | None) -> None:
        """Show the pictures of a set, and of one class of it."""
        indices = pictures.indices(part, class_number)
        same_kind = type(pictures) is type(self._pictures)
        if same_kind and np.array_equal(indices, self._indices):
            self._pictures = pictures
            if len(indices):
                self.dataChanged.emit(self.index(0, 0), self.index(len(indices) - 1, 0))
            return
        self.beginResetModel()
        self._pictures = pictures
        self._indices = indices
        self.endResetModel()

    def clear(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self._pictures = None
        self._indices = np.zeros(0, np.intp)
        self.endResetModel()

    def number(self, row: int) -> int:
        """The picture's own number.

        Raises:
            IndexError: There is no such row.
        """
        return int(self._indices[row])

    def numbers(self, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        """The pictures' own numbers."""
        chosen: npt.NDArray[np.intp] = self._indices[rows]
        return chosen

    def row_of(self, number: int) -> int | None:
        """Where a picture stands now; None where it is not shown."""
        found = np.flatnonzero(self._indices == number)
        return int(found[0]) if len(found) else None

    def mime_of(self, rows: Sequence[int]) -> QMimeData:
        """The pictures in these rows, to be dragged or copied.

        Raises:
            IndexError: There is no such row.
        """
        if self._pictures is None:
            raise IndexError(rows)
        return self._pictures.mime([self.number(row) for row in rows])

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._indices)

    @override
    def roleNames(self) -> dict[int, QByteArray]:
        names = super().roleNames()
        for role in PictureRole:
            names[role.value] = QByteArray(role.name.lower().encode())
        return names

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or self._pictures is None:
            return None
        number = self.number(index.row())
        if role == PictureRole.IMAGE:
            return self._pictures.image(number)
        if role == PictureRole.CAPTION:
            return self._pictures.caption(number)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._pictures.title(number)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._pictures.tooltip(number)
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    @override
    def mimeTypes(self) -> list[str]:
        return [PICTURE_MIME, FILES_MIME]

    @override
    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    @override
    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:  # type: ignore[override]
        # The stub says Sequence; Qt hands over a list.
        return self.mime_of([index.row() for index in indexes])
