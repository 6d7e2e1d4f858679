"""Thumbnails of any number of pictures; only those in sight are ever drawn."""

from typing import cast

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QDrag, QKeyEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView
from typing_extensions import override

from gui.data_tab.grid_geometry import GridGeometry
from gui.data_tab.pictures_model import PictureRole
from gui.data_tab.thumbnail import CAPTION_HEIGHT, ThumbnailPainter, dragged_pixmap

Index = QModelIndex | QPersistentModelIndex
Move = QAbstractItemView.CursorAction
SMALL_SIDES = ((2400, 112), (1400, 84), (0, 56))
"""From this width on, this side of a picture: few enough for one frame, on any screen."""
PHOTO_SIDES = ((2400, 144), (1100, 112), (0, 88))
_MOST_DRAGGED = 1_000
_HOT = 28
_RING = 3
"""Room around the grid for the ring of a chosen picture."""


class PictureGrid(QAbstractItemView):
    """A grid over a list model with `PictureRole.IMAGE`.

    Several pictures are chosen as everywhere: Ctrl adds one, Shift all up to there.

    Qt's own QListView lays out every row when its width changes: 50 ms for 70,000.
    """

    # Qt asks for them while it is being made.
    _sides: tuple[tuple[int, int], ...] = SMALL_SIDES
    _below = 0

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setDragEnabled(True)
        self.setAccessibleName("Pictures")

    def set_sides(self, sides: tuple[tuple[int, int], ...]) -> None:
        """Draw pictures of these sides: from each width on, this many pixels."""
        if sides != self._sides:
            self._sides = sides
            self.updateGeometries()
            self.viewport().update()

    def set_captioned(self, *, captioned: bool) -> None:
        """Leave room for a line of words below each picture, or none."""
        below = CAPTION_HEIGHT if captioned else 0
        if below != self._below:
            self._below = below
            self.updateGeometries()
            self.viewport().update()

    @property
    def selected_rows(self) -> npt.NDArray[np.intp]:
        """The rows chosen, ascending."""
        ranges = self._ranges()
        if not ranges:
            return np.zeros(0, np.intp)
        return np.unique(
            np.concatenate([np.arange(top, end, dtype=np.intp) for top, end in ranges])
        )

    @property
    def geometry_of_all(self) -> GridGeometry:
        """Where the pictures lie."""
        # Qt asks for it before there is a model, of which the stub knows nothing.
        model = cast("QAbstractItemModel | None", self.model())
        count = model.rowCount() if model is not None else 0
        width = self.viewport().width() - 2 * _RING
        side = next((side for wide, side in self._sides if width >= wide), self._sides[-1][1])
        return GridGeometry(width, side, count, self._below)

    @override
    def updateGeometries(self) -> None:
        super().updateGeometries()
        geometry, page = self.geometry_of_all, self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, geometry.height + 2 * _RING - page))
        bar.setEnabled(bar.maximum() > 0)  # it keeps its place, and shows no handle
        bar.setPageStep(max(geometry.row_height, page - geometry.row_height))
        bar.setSingleStep(geometry.row_height)

    @override
    def reset(self) -> None:
        super().reset()
        self.verticalScrollBar().setValue(0)
        self.updateGeometries()

    @override
    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()

    @override
    def horizontalOffset(self) -> int:
        return 0

    @override
    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    @override
    def isIndexHidden(self, _index: Index) -> bool:
        return False

    @override
    def visualRect(self, index: Index) -> QRect:
        if not index.isValid():
            return QRect()
        rect = self.geometry_of_all.rect(index.row())
        return rect.translated(_RING, _RING - self.verticalOffset())

    @override
    def indexAt(self, point: QPoint) -> QModelIndex:
        number = self.geometry_of_all.at(
            point.x() - _RING, point.y() - _RING + self.verticalOffset()
        )
        return QModelIndex() if number is None else self.model().index(number, 0)

    @override
    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        rect = self.visualRect(index).adjusted(0, -_RING, 0, _RING)
        bar = self.verticalScrollBar()
        if hint is QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - self.viewport().height() // 2)
        elif rect.top() < 0:
            bar.setValue(bar.value() + rect.top())
        elif rect.bottom() > self.viewport().height():
            bar.setValue(bar.value() + rect.bottom() - self.viewport().height())

    @override
    def moveCursor(self, move: Move, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        geometry = self.geometry_of_all
        if not geometry.count:
            return QModelIndex()
        page = geometry.columns * max(1, self.viewport().height() // geometry.row_height)
        steps = {
            Move.MoveLeft: -1,
            Move.MovePrevious: -1,
            Move.MoveRight: 1,
            Move.MoveNext: 1,
            Move.MoveUp: -geometry.columns,
            Move.MoveDown: geometry.columns,
            Move.MovePageUp: -page,
            Move.MovePageDown: page,
            Move.MoveHome: -geometry.count,
            Move.MoveEnd: geometry.count,
        }
        current = self.currentIndex()
        wanted = current.row() + steps[move] if current.isValid() else 0
        return self.model().index(max(0, min(geometry.count - 1, wanted)), 0)

    @override
    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        selection = QItemSelection()
        if self.state() is QAbstractItemView.State.DragSelectingState:
            selection = self._within(rect)
        elif command & QItemSelectionModel.SelectionFlag.Current:
            selection = self._up_to(rect)
        elif (index := self.indexAt(rect.topLeft())).isValid():
            selection = QItemSelection(index, index)
        self.selectionModel().select(selection, command)

    def _up_to(self, rect: QRect) -> QItemSelection:
        """All pictures between two of them, whose places are opposite corners of `rect`."""
        corners = (
            (rect.topLeft(), rect.bottomRight()),
            (rect.topRight(), rect.bottomLeft()),
        )
        current = self.currentIndex()
        for pair in corners:
            ends = [self.indexAt(corner) for corner in pair]
            if current in ends and all(end.isValid() for end in ends):
                first, last = sorted(ends, key=QModelIndex.row)
                return QItemSelection(first, last)
        return QItemSelection(current, current) if current.isValid() else QItemSelection()

    def _within(self, rect: QRect) -> QItemSelection:
        """The pictures that a rectangle drawn with the mouse touches."""
        geometry, selection = self.geometry_of_all, QItemSelection()
        offset = self.verticalOffset() - _RING
        for number in geometry.between(rect.top() + offset, rect.bottom() + offset):
            if geometry.rect(number).translated(_RING, -offset).intersects(rect):
                index = self.model().index(number, 0)
                selection.select(index, index)
        return selection

    def _ranges(self) -> list[tuple[int, int]]:
        """The rows chosen, as (first, one behind the last)."""
        return [
            (part.top(), part.bottom() + 1) for part in self.selectionModel().selection().toList()
        ]

    @override
    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        if sum(part.height() for part in selection.toList()) > 1:
            return QRegion(self.viewport().rect())
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index).adjusted(-_RING, -_RING, _RING, _RING)
        return region

    @override
    def keyboardSearch(self, _search: str) -> None:
        """Nothing: the pictures have no names of their own to search for."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # Qt passes it on although a picture was activated: it would press the button of the
            # step that this has just opened.
            event.accept()

    @override
    def startDrag(self, _actions: Qt.DropAction) -> None:
        index = self.currentIndex()
        if not index.isValid():
            return
        rows = self.selected_rows[:_MOST_DRAGGED].tolist() or [index.row()]
        drag = QDrag(self)
        drag.setMimeData(self.model().mimeData([self.model().index(row, 0) for row in rows]))
        if image := index.data(PictureRole.IMAGE):
            drag.setPixmap(dragged_pixmap(image, self.devicePixelRatio()))
        drag.setHotSpot(QPoint(_HOT, _HOT))
        drag.exec(Qt.DropAction.CopyAction)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        thumbnails = ThumbnailPainter(painter, self, framed=self._sides is PHOTO_SIDES)
        offset = self.verticalOffset() - _RING
        geometry = self.geometry_of_all
        seen = event.rect().translated(0, offset)
        chosen = self._ranges()
        model = self.model()
        for number in geometry.between(seen.top() - _RING, seen.bottom() + _RING):
            place = geometry.rect(number).translated(_RING, -offset)
            index = model.index(number, 0)
            ringed = any(top <= number < end for top, end in chosen)
            thumbnails.paint(place, index.data(PictureRole.IMAGE), chosen=ringed)
            if self._below:
                thumbnails.write(place, str(index.data(PictureRole.CAPTION)))
