"""Changing the classes of a folder: names, colours, merging, leaving out, new ones."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QMessageBox

from core.data.folder.edits import FolderEdits
from core.data.folder.source import PhotoSource
from gui.data_tab import photo_edits
from gui.data_tab.class_list import ClassList
from gui.data_tab.folder_view import FolderView, LeftOutClass
from gui.data_tab.photo_actions import PhotoActions
from gui.data_tab.picture_image import FILES_MIME, numbers_in
from gui.data_tab.source_cards import menu_text
from gui.data_tab.tab_drops import dropped_paths
from gui.document import ProjectDocument
from gui.theme import class_colour

COLOUR_NAMES = (
    *("Blue", "Orange", "Green", "Pink", "Sky blue"),
    *("Red-orange", "Violet", "Olive", "Crimson", "Teal"),
)
"""What the colours of classes are called, by their numbers."""


class ClassCare(QObject):
    """Corrects what the folder says about its classes.

    Signals:
        refused: What was dropped on a class is of no use there; why, in a sentence.
    """

    refused = Signal(str)

    def __init__(
        self, document: ProjectDocument, classes: ClassList, actions: PhotoActions
    ) -> None:
        super().__init__(classes)
        self._document = document
        self._classes = classes
        self._actions = actions
        classes.renamed.connect(self._on_classes_renamed)
        classes.menu_asked.connect(self._on_classes_menu_asked)
        classes.files_dropped.connect(self._on_classes_files_dropped)
        classes.class_made.connect(self._on_classes_class_made)
        classes.take_back_asked.connect(self._on_classes_take_back_asked)
        document.place_changed.connect(self._show_read_only)
        self._show_read_only()

    def _show_read_only(self) -> None:
        self._classes.set_fixed(fixed=bool(self._document.read_only))

    @property
    def _view(self) -> FolderView | None:
        return self._actions.view

    @property
    def _edits(self) -> FolderEdits:
        photos = self._document.project.photos
        return photos.edits if photos else FolderEdits()

    def rename(self, number: int, new: str) -> None:
        """Give a class another name; ask first where that makes two classes one."""
        view = self._view
        if view is None or number >= len(view.classes):
            return
        old = view.classes[number]
        if new in view.classes and new != old:
            self._ask_to_merge(old, new, f"There is a class “{new}” already.")
        else:
            self._rename(old, new)

    def _rename(self, old: str, new: str) -> None:
        if (view := self._view) is not None:
            self._actions.apply(photo_edits.rename_class(view, self._edits, old, new))

    def _ask_to_merge(self, old: str, new: str, why: str) -> None:
        box = QMessageBox(self._classes)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("Litmus")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(why)
        box.setInformativeText(
            f"Its pictures and those of “{old}” become one class. No file is moved, and it can be "
            "undone."
        )
        merge = box.addButton("&Merge", QMessageBox.ButtonRole.AcceptRole)
        cancel = box.addButton("&Cancel", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(merge)
        box.setEscapeButton(cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        merge.clicked.connect(partial(self._rename, old, new))
        box.open()

    def _on_classes_renamed(self, number: int, name: str) -> None:
        self.rename(number, name)

    def _on_classes_menu_asked(self, number: int, place: QPoint) -> None:
        view = self._view
        if view is None or not view.complete or number >= len(view.classes):
            return
        name, row = view.classes[number], self._classes.rows[number]
        menu = QMenu(self._classes)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("&Rename…\tF2", row.edit_name)
        self._add_colours(menu.addMenu("&Colour"), name)
        into = menu.addMenu("&Merge into")
        for other in view.classes:
            if other != name:
                why = f"Merge “{name}” into “{other}”?"
                into.addAction(menu_text(other), partial(self._ask_to_merge, name, other, why))
        into.setEnabled(len(view.classes) > 1)
        menu.addSeparator()
        menu.addAction("&Leave out", partial(self._leave_out, name))
        menu.popup(place)

    def _add_colours(self, menu: QMenu, name: str) -> None:
        for number, words in enumerate(COLOUR_NAMES):
            action = menu.addAction(words, partial(self._recolour, name, number))
            action.setIcon(_swatch(class_colour(number)))

    def _recolour(self, name: str, colour: int) -> None:
        self._actions.apply(photo_edits.recolour_class(self._edits, name, colour))

    def _leave_out(self, name: str) -> None:
        if (view := self._view) is not None:
            self._actions.apply(photo_edits.leave_out_class(view, self._edits, name))

    def _on_classes_take_back_asked(self, left: LeftOutClass) -> None:
        self._actions.apply(photo_edits.take_back_class(self._edits, left))

    def _on_classes_files_dropped(self, mime: QMimeData, name: str) -> None:
        self._put(mime, name)

    def _on_classes_class_made(self, name: str, mime: QMimeData | None) -> None:
        if mime is not None:
            self._put(mime, name)
        elif self._actions.paths:
            self._actions.move_to(name)
        else:
            self.refused.emit(
                "A class needs pictures: choose some first, or drop some on “New class…”."
            )

    def _put(self, mime: QMimeData, name: str) -> None:
        """Put the folder's own pictures, or files from elsewhere, into a class."""
        view, photos = self._view, self._document.project.photos
        if view is None or photos is None:
            return
        if mime.hasFormat(FILES_MIME):
            self._actions.move_to(name, numbers_in(mime))
            return
        paths = dropped_paths(mime)
        files = [path for path in paths if not path.is_dir()]
        if not files:
            self.refused.emit("Drop pictures on a class; a folder goes beside it, on the tab.")
            return
        known = [view.numbers[str(path)] for path in files if str(path) in view.numbers]
        if known:
            self._actions.move_to(name, tuple(known))
        new = [path for path in files if str(path) not in view.numbers]
        if new:
            self._add(view, photos.source, new, name)

    def _add(self, view: FolderView, source: PhotoSource, paths: list[Path], name: str) -> None:
        self._actions.apply(photo_edits.add(view, self._edits, source, paths=paths, name=name))


def _swatch(colour: QColor) -> QIcon:
    pixmap = QPixmap(16, 16)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(2, 2, 12, 12, 3, 3)
    painter.end()
    return QIcon(pixmap)
