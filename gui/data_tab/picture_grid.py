"""Thumbnails of any number of pictures; only those in sight are ever drawn."""

from typing import cast

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
from PySide6.QtGui import QDrag, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView
from typing_extensions import override

from gui.data_tab.grid_geometry import GridGeometry
from gui.data_tab.picture_image import image_over
from gui.data_tab.pictures_model import PictureRole
from gui.data_tab.thumbnail import ThumbnailPainter, dragged_pixmap

Index = QModelIndex | QPersistentModelIndex
Move = QAbstractItemView.CursorAction
_SIDES = ((2400, 112), (1400, 84), (0, 56))
"""From this width on, this side of a picture: few enough for one frame, on any screen."""
_HOT = 28
_RING = 3
"""Room around the grid for the ring of a chosen picture."""


class PictureGrid(QAbstractItemView):
    """A grid over a list model with `PictureRole.PIXELS`.

    Qt's own QListView lays out every row when its width changes: 50 ms for 70,000.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setDragEnabled(True)
        self.setAccessibleName("Pictures")

    @property
    def geometry_of_all(self) -> GridGeometry:
        """Where the pictures lie."""
        # Qt asks for it before there is a model, of which the stub knows nothing.
        model = cast("QAbstractItemModel | None", self.model())
        count = model.rowCount() if model is not None else 0
        width = self.viewport().width() - 2 * _RING
        side = next((side for wide, side in _SIDES if width >= wide), _SIDES[-1][1])
        return GridGeometry(width, side, count)

    @override
    def updateGeometries(self) -> None:
        super().updateGeometries()
        geometry, page = self.geometry_of_all, self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, geometry.height + 2 * _RING - page))
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
        index = self.indexAt(rect.topLeft())
        selection = QItemSelection(index, index) if index.isValid() else QItemSelection()
        self.selectionModel().select(selection, command)

    @override
    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index).adjusted(-_RING, -_RING, _RING, _RING)
        return region

    @override
    def keyboardSearch(self, _search: str) -> None:
        """Nothing: the pictures have no names of their own to search for."""

    @override
    def startDrag(self, _actions: Qt.DropAction) -> None:
        index = self.currentIndex()
        if not index.isValid():
            return
        drag = QDrag(self)
        drag.setMimeData(self.model().mimeData([index]))
        pixmap = dragged_pixmap(image_over(index.data(PictureRole.PIXELS)), self.devicePixelRatio())
        drag.setPixmap(pixmap)
        drag.setHotSpot(QPoint(_HOT, _HOT))
        drag.exec(Qt.DropAction.CopyAction)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        thumbnails = ThumbnailPainter(painter, self)
        offset = self.verticalOffset() - _RING
        geometry = self.geometry_of_all
        seen = event.rect().translated(0, offset)
        current = self.currentIndex().row() if self.currentIndex().isValid() else -1
        for number in geometry.between(seen.top() - _RING, seen.bottom() + _RING):
            place = geometry.rect(number).translated(_RING, -offset)
            pixels = self.model().index(number, 0).data(PictureRole.PIXELS)
            thumbnails.paint(place, image_over(pixels), chosen=number == current)
