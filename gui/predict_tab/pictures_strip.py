"""The strip of dropped pictures as a view: keys, wheel, menu."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu
from typing_extensions import override

from gui.predict_tab.entry import Entry, verdict_line
from gui.predict_tab.pictures_delegate import TILE_PX, PicturesDelegate
from gui.predict_tab.pictures_model import PictureRole, PicturesModel


class PicturesStrip(QListView):
    """One row of pictures that scrolls sideways.

    Signals:
        picture_selected: The key of the picture to show large; None where there is none.
        removal_requested: A frozenset of keys.
    """

    picture_selected = Signal(object)
    removal_requested = Signal(object)

    def __init__(self, model: PicturesModel) -> None:
        super().__init__()
        self._pictures = model
        self.setModel(model)
        self.setItemDelegate(PicturesDelegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFixedHeight(TILE_PX + 44)
        self.setAccessibleName("Dropped pictures")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_requested)
        self._copy = self._action("&Copy verdict", QKeySequence.StandardKey.Copy)
        self._copy.triggered.connect(self._on_copy_triggered)
        self._remove = self._action("&Remove", QKeySequence.StandardKey.Delete)
        self._remove.triggered.connect(self._on_remove_triggered)
        self.selectionModel().currentChanged.connect(self._on_selection_current_changed)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    @property
    def current(self) -> Entry | None:
        """The picture that is shown large."""
        entry = self.currentIndex().data(PictureRole.ENTRY)
        return entry if isinstance(entry, Entry) else None

    def select(self, key: int) -> None:
        """Show this picture large."""
        index = self._pictures.index_of(key)
        if index.isValid():
            # Not the view's own way, which would add to the selection while Ctrl is still held.
            chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, chosen)
            self.scrollTo(index)

    def selected_entries(self) -> tuple[Entry, ...]:
        """All selected pictures, from left to right."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return tuple(self._pictures.entries[row] for row in rows)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """An ordinary wheel scrolls sideways, since there is no other way to go."""
        moved = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (moved.x() or moved.y()))
        event.accept()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Before the view's own keys, which would copy what is written under a picture."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy.trigger()
        elif event.matches(QKeySequence.StandardKey.Delete):
            self._remove.trigger()
        else:
            super().keyPressEvent(event)

    def _action(self, text: str, keys: QKeySequence.StandardKey) -> QAction:
        action = QAction(text, self)
        action.setShortcuts(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setEnabled(False)
        self.addAction(action)
        return action

    def _on_selection_current_changed(self, current: QModelIndex) -> None:
        self.picture_selected.emit(current.data(PictureRole.KEY))

    def _on_selection_changed(self) -> None:
        some = self.selectionModel().hasSelection()
        self._copy.setEnabled(some)
        self._remove.setEnabled(some)

    def _on_menu_requested(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.actions())
        menu.popup(self.viewport().mapToGlobal(place))

    def _on_copy_triggered(self) -> None:
        lines = (verdict_line(entry) for entry in self.selected_entries())
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _on_remove_triggered(self) -> None:
        self.removal_requested.emit(frozenset(e.key for e in self.selected_entries()))
