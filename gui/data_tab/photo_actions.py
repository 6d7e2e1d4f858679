"""What can be done with the pictures chosen: keys, and the menu of the grid."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from core.data.folder.edits import FolderEdits
from core.data.side import Side
from gui.data_tab import photo_edits
from gui.data_tab.folder_view import FolderView
from gui.data_tab.parts import Part
from gui.data_tab.photo_edits import Correction
from gui.data_tab.pictures import FolderPictures
from gui.data_tab.pictures_card import PicturesCard
from gui.data_tab.source_cards import menu_text
from gui.document import ProjectDocument
from gui.file_manager import show_in_file_manager

_SIDES = {
    Side.TRAINING: ("&Training", "Ctrl+Alt+T", "Learn from them, whatever the shares say."),
    Side.VALIDATION: ("&Validation", "Ctrl+Alt+V", "Check on them after every epoch."),
    Side.TEST: ("T&est", "Ctrl+Alt+S", "Never show them to the training."),
    None: ("As the &shares say", "Ctrl+Alt+A", "Divide them like all others."),
}


class PhotoActions(QObject):
    """Corrects what the folder says about the pictures chosen in `card`.

    Signals:
        new_class_asked: A new class is to be named, for the pictures chosen.
        file_manager_failed: There is no program to show this path with.
    """

    new_class_asked = Signal()
    file_manager_failed = Signal(str)

    def __init__(self, document: ProjectDocument, card: PicturesCard) -> None:
        super().__init__(card)
        self._document = document
        self._card = card
        self._beside: tuple[QAction, ...] = ()
        add = card.add_action
        self.leave_out = add("&Leave out", "Del", self._on_leave_out_triggered)
        self.take_back = add("Take &back", "Shift+Del", self._on_take_back_triggered)
        self.new_class = add("&New class…", "Ctrl+M", self.new_class_asked.emit)
        self.show_file = add("&Show in file manager", "Ctrl+Alt+E", self._on_show_file_triggered)
        self.leave_out.setToolTip("Don't use these pictures. Nothing is removed from the disk.")
        self.sides = {side: self._side_action(side) for side in _SIDES}
        self._edits = (self.leave_out, self.take_back, self.new_class, *self.sides.values())
        card.selection_changed.connect(self._show_states)
        card.menu_asked.connect(self._on_card_menu_asked)
        self._show_states()

    def offer_beside(self, *actions: QAction) -> None:
        """Offer more actions in the menu of the grid; those that are not visible are left away."""
        self._beside = actions

    @property
    def view(self) -> FolderView | None:
        """The folder shown; None where no folder is."""
        pictures = self._card.model.pictures
        return pictures.view if isinstance(pictures, FolderPictures) else None

    @property
    def paths(self) -> tuple[str, ...]:
        """The files chosen."""
        view = self.view
        return view.paths(self._card.selected.tolist()) if view else ()

    def move_to(self, name: str, numbers: tuple[int, ...] | None = None) -> None:
        """Put pictures into the class called `name`; by default those chosen."""
        view = self.view
        if view is None:
            return
        paths = self.paths if numbers is None else view.paths(numbers)
        if paths:
            edits = self._photos_edits()
            self.apply(photo_edits.move(view, edits, paths, name))

    def apply(self, correction: Correction) -> None:
        """Lay a correction over the folder; it can be undone."""
        self._document.set_photos(
            words=correction.words, edits=correction.edits, source=correction.source
        )

    def _photos_edits(self) -> FolderEdits:
        photos = self._document.project.photos
        return photos.edits if photos else FolderEdits()

    def _side_action(self, side: Side | None) -> QAction:
        text, keys, tip = _SIDES[side]
        action = self._card.add_action(text, keys, partial(self._pin, side))
        action.setToolTip(tip)
        return action

    def _pin(self, side: Side | None) -> None:
        if paths := self.paths:
            self.apply(photo_edits.pin(self._photos_edits(), paths, side))

    def _on_leave_out_triggered(self) -> None:
        if paths := self.paths:
            self.apply(photo_edits.leave_out(self._photos_edits(), paths))

    def _on_take_back_triggered(self) -> None:
        if paths := self.paths:
            self.apply(photo_edits.take_back(self._photos_edits(), paths))

    def _on_show_file_triggered(self) -> None:
        view, current = self.view, self._card.current
        if view is not None and current is not None:
            self.show_path(view.file(current).path)

    def show_path(self, path: str) -> None:
        """Show a file in the file manager."""
        if not show_in_file_manager(Path(path)):
            self.file_manager_failed.emit(path)

    def _show_states(self) -> None:
        view = self.view
        chosen = view is not None and len(self._card.grid.selected_rows) > 0
        left_out = self._card.part is Part.LEFT_OUT
        editable = chosen and view is not None and view.complete
        for action in self._edits:
            action.setEnabled(editable)
        self.leave_out.setEnabled(editable and not left_out)
        self.take_back.setEnabled(editable and left_out)
        self.show_file.setEnabled(chosen)
        given = view.given if view else frozenset()
        for side, action in self.sides.items():
            loose = self._card.part in (Part.LOOSE, Part.LEFT_OUT)
            action.setEnabled(editable and not loose and (side is None or side not in given))

    def _on_card_menu_asked(self, place: QPoint) -> None:
        view = self.view
        if view is None:
            self._card.show_menu(place)
            return
        menu = QMenu(self._card.grid)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        menu.addActions([self._card.try_action, self._card.copy_action, self.show_file])
        menu.addSeparator()
        menu.addActions(list(self._beside))
        menu.addSeparator()
        into = menu.addMenu("Put into &class")
        for name in view.classes:
            into.addAction(menu_text(name), partial(self.move_to, name))
        into.addSeparator()
        into.addAction(self.new_class)
        into.setEnabled(self.new_class.isEnabled())
        side = menu.addMenu("Put into s&et")
        side.setToolTipsVisible(True)
        side.addActions(list(self.sides.values()))
        side.setEnabled(any(action.isEnabled() for action in self.sides.values()))
        menu.addSeparator()
        left_out = self._card.part is Part.LEFT_OUT
        menu.addAction(self.take_back if left_out else self.leave_out)
        menu.popup(place)
