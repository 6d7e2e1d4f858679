"""The pictures of the chosen set and class, as Qt's views ask for them."""

from enum import IntEnum

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from gui.data_tab.arrangement import Arrangement, Part, Picture
from gui.data_tab.picture_image import PICTURE_MIME, mime_of

Index = QModelIndex | QPersistentModelIndex


class PictureRole(IntEnum):
    """What the model tells beside a name and a tooltip."""

    PIXELS = Qt.ItemDataRole.UserRole + 1
    PICTURE = Qt.ItemDataRole.UserRole + 2


class PicturesModel(QAbstractListModel):
    """One row a picture; nothing is made before it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._arrangement: Arrangement | None = None
        self._indices = np.zeros(0, np.intp)

    def show(self, arrangement: Arrangement, *, part: Part, class_number: int | None) -> None:
        """Show the pictures of a set, and of one class of it."""
        indices = arrangement.indices(part, class_number)
        if self._arrangement is not None and np.array_equal(indices, self._indices):
            self._arrangement = arrangement
            return
        self.beginResetModel()
        self._arrangement = arrangement
        self._indices = indices
        self.endResetModel()

    def picture(self, row: int) -> Picture:
        """The picture in a row.

        Raises:
            IndexError: There is no such row.
        """
        if self._arrangement is None:
            raise IndexError(row)
        return self._arrangement.picture(int(self._indices[row]))

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
        if not index.isValid() or self._arrangement is None:
            return None
        if role == PictureRole.PIXELS:
            return self._arrangement.pixels(int(self._indices[index.row()]))
        if role == PictureRole.PICTURE:
            return self.picture(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.picture(index.row()).title
        if role == Qt.ItemDataRole.ToolTipRole:
            picture = self.picture(index.row())
            return f"{picture.class_name}\n{picture.place.capitalize()}"
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
        return [PICTURE_MIME]

    @override
    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    @override
    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:  # type: ignore[override]
        # The stub says Sequence; Qt hands over a list.
        return mime_of(self.picture(indexes[0].row()))
