"""The thumbnails, and which of them are shown."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import (
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPoint,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QComboBox, QMenu, QStackedLayout, QVBoxLayout, QWidget

from core.errors import LitmusError
from gui.data_tab.parts import OUTSIDE, PART_WORDS, Part
from gui.data_tab.picture_grid import PHOTO_SIDES, SMALL_SIDES, PictureGrid
from gui.data_tab.pictures import FolderPictures, Pictures
from gui.data_tab.pictures_model import PicturesModel
from gui.data_tab.renaming import followed
from gui.data_tab.words import why_none
from gui.widgets.fitting_label import FittingLabel
from gui.widgets.text import Card, Role, label, set_role

_HINT = "Drag a picture to Predict to try it there, or press Enter."


class PicturesCard(Card):
    """A grid of pictures filtered by set and class.

    Signals:
        filter_chosen: Another set or class was chosen here.
        picture_offered: A person wants to try this picture (`QMimeData`) in Predict.
        selection_changed: Other pictures are chosen.
        menu_asked: A person asks what can be done with the pictures chosen; where, on the screen.
    """

    filter_chosen = Signal()
    picture_offered = Signal(QMimeData)
    selection_changed = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self) -> None:
        super().__init__()
        # Which set it is stands in its filter too, where there is no room for it here.
        self.title = self._title = FittingLabel("Pictures", Role.TITLE)
        self.title_row.addWidget(self.title, 1)
        self.content.addLayout(self.title_row)
        self.content.setContentsMargins(13, 14, 4, 12)
        self.title_row.setContentsMargins(3, 0, 12, 0)
        self._add_filters()
        self.model = PicturesModel()
        self.grid = PictureGrid()
        self.grid.setModel(self.model)
        self.message = label("", Role.DIM, wrap=True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.above = _column()
        self.below = _column()
        self.content.addLayout(self.above)
        self._layers = self._stacked()
        self.content.addLayout(self.below)
        self.hint = label(_HINT, Role.NOTE)
        self.hint.setContentsMargins(3, 0, 0, 0)
        self.content.addWidget(self.hint)
        self._shown_by: tuple[object, ...] = ()
        self._add_actions()
        self.show_message("The pictures are being read…")

    @property
    def part(self) -> Part:
        """The set that is shown."""
        return Part(str(self.parts.currentData()))  # Qt makes a plain text of it

    @property
    def class_number(self) -> int | None:
        """The class that is shown alone."""
        return self.classes.currentIndex() - 1 if self.classes.currentIndex() > 0 else None

    @property
    def selected(self) -> npt.NDArray[np.intp]:
        """Numbers of the pictures chosen."""
        return self.model.numbers(self.grid.selected_rows)

    @property
    def current(self) -> int | None:
        """The number of the picture that the keyboard stands on."""
        index = self.grid.currentIndex()
        return self.model.number(index.row()) if index.isValid() else None

    def set_classes(self, names: tuple[str, ...]) -> None:
        """Offer these classes; the one that is shown alone stays, where there still is one."""
        before = [self.classes.itemText(row) for row in range(1, self.classes.count())]
        number = self.class_number
        chosen = followed(before[number], before, names) if number is not None else None
        with QSignalBlocker(self.classes):
            self.classes.clear()
            self.classes.addItems(["All classes", *names])
            if chosen is not None:
                self.classes.setCurrentIndex(names.index(chosen) + 1)

    def choose_class(self, number: int | None) -> None:
        """Show one class alone, or all."""
        self.classes.setCurrentIndex(0 if number is None else number + 1)

    def choose_part(self, part: Part) -> None:
        """Show one set alone, or all."""
        self.parts.setCurrentIndex(max(0, self.parts.findData(part)))

    def show_pictures(self, pictures: Pictures) -> None:
        """Show the pictures that the filters let through."""
        self._offer_parts(pictures)
        photos = isinstance(pictures, FolderPictures)
        order = pictures.order if isinstance(pictures, FolderPictures) else None
        self.grid.set_sides(PHOTO_SIDES if photos else SMALL_SIDES)
        self.grid.set_captioned(captioned=bool(order and order.captions))
        key = order.key if order else ""
        shown_by = (type(pictures), self.part, self.class_number, key)
        place = self._place() if shown_by == self._shown_by else None
        self._shown_by = shown_by
        self.model.show(pictures, part=self.part, class_number=self.class_number)
        if place is not None:
            self._restore(*place)
        count = self.model.rowCount()
        which = "" if self.part in (Part.ALL, *OUTSIDE) else f"{self.part} "
        words = f"picture{'s' * (count != 1)}"
        self._title.show_texts(f"{count:,} {which}{words}", f"{count:,} {words}")
        if count:
            self._layers.setCurrentWidget(self.grid)
        else:
            alone = self.class_number is not None
            self.show_message(why_none(self.part, order, photos=photos, alone=alone))

    def show_loose_first(self, pictures: Pictures) -> None:
        """Where no picture is in a class yet, show those that wait for one."""
        if pictures.size(Part.LOOSE) and self.parts.findData(Part.LOOSE) < 0:
            self._offer_parts(pictures)
            with QSignalBlocker(self.parts):
                self.parts.setCurrentIndex(self.parts.findData(Part.LOOSE))

    def go_to(self, number: int) -> None:
        """Choose a picture, where it is shown."""
        row = self.model.row_of(number)
        if row is not None:
            how = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.grid.selectionModel().setCurrentIndex(self.model.index(row, 0), how)

    def show_message(self, text: str) -> None:
        """Say why there are no pictures."""
        set_role(self.message, Role.DIM)
        self.message.setText(text)
        self._layers.setCurrentWidget(self.message)

    def show_problem(self, error: LitmusError) -> None:
        """Say what is wrong with the pictures."""
        self.show_message(f"{error.message}\n{error.advice}")
        set_role(self.message, Role.PROBLEM)

    def clear(self, title: str) -> None:
        """Show no pictures; those that come next are shown from the first on, in all sets."""
        with QSignalBlocker(self.parts):
            self.parts.setCurrentIndex(0)
            for part in OUTSIDE:
                self.parts.removeItem(self.parts.findData(part))
        self.model.clear()
        self._shown_by = ()
        self._title.show_texts(title, title)

    def mime(self) -> QMimeData | None:
        """The pictures chosen, to be tried or copied."""
        rows = self.grid.selected_rows.tolist()
        return self.model.mime_of(rows) if rows else None

    def _add_filters(self) -> None:
        self.classes = QComboBox()
        self.classes.addItem("All classes")
        self.classes.setAccessibleName("Class")
        self.classes.setToolTip("Show the pictures of one class alone.")
        self.parts = QComboBox()
        for part, words in PART_WORDS.items():
            if part not in OUTSIDE:
                self.parts.addItem(words, part)
        self.parts.setAccessibleName("Set")
        self.parts.setToolTip(
            "Training pictures are learned from, validation pictures are checked on after every "
            "epoch, test pictures are never seen while training."
        )
        for box in (self.classes, self.parts):
            box.setProperty("role", "small")
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(6)
            self.title_row.addWidget(box)
        self.classes.currentIndexChanged.connect(self._on_classes_changed)
        self.parts.currentIndexChanged.connect(self._on_parts_changed)

    def _offer_parts(self, pictures: Pictures) -> None:
        """Offer the sets that there are only sometimes."""
        with QSignalBlocker(self.parts):
            for part in OUTSIDE:
                row, there = self.parts.findData(part), pictures.size(part) > 0
                if there and row < 0:
                    self.parts.addItem(PART_WORDS[part], part)
                elif not there and row >= 0:
                    if self.parts.currentIndex() == row:
                        self.parts.setCurrentIndex(0)
                    self.parts.removeItem(row)

    def _stacked(self) -> QStackedLayout:
        place = QWidget()
        layers = QStackedLayout(place)
        layers.addWidget(self.grid)
        layers.addWidget(self.message)
        self.content.addWidget(place, 1)
        return layers

    def _place(self) -> tuple[int, int | None, int]:
        """How far down the pictures are scrolled, which of them is the current one, and where."""
        index = self.grid.currentIndex()
        current = self.current if index.row() < self.model.rowCount() else None
        return (self.grid.verticalOffset(), current, index.row())

    def _restore(self, offset: int, current: int | None, row: int) -> None:
        """Come back to the same pictures after some of them have gone."""
        count = self.model.rowCount()
        if current is not None and count and not self.grid.currentIndex().isValid():
            there = self.model.row_of(current)
            index = self.model.index(min(row, count - 1) if there is None else there, 0)
            how = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.grid.selectionModel().setCurrentIndex(index, how)
        self.grid.verticalScrollBar().setValue(offset)

    def _add_actions(self) -> None:
        grid = self.grid
        self.try_action = self.add_action("&Try it in Predict", "Enter", self._on_try_triggered)
        self.copy_action = self.add_action("&Copy picture", "Ctrl+C", self._on_copy_triggered)
        grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        grid.customContextMenuRequested.connect(self._on_grid_menu_requested)
        grid.activated.connect(self._on_grid_activated)
        grid.selectionModel().selectionChanged.connect(self.selection_changed)
        self.model.modelReset.connect(self.selection_changed)

    def add_action(self, text: str, keys: str, then: Callable[[], None]) -> QAction:
        """An action of the grid; its keys hold while the keyboard is there."""
        action = QAction(text, self.grid)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _checked=False: then())
        self.grid.addAction(action)
        return action

    def _on_classes_changed(self) -> None:
        if self.class_number is not None and self.part in OUTSIDE:
            with QSignalBlocker(self.parts):
                self.parts.setCurrentIndex(0)
        self.filter_chosen.emit()

    def _on_parts_changed(self) -> None:
        if self.class_number is not None and self.part in OUTSIDE:
            with QSignalBlocker(self.classes):
                self.classes.setCurrentIndex(0)
        self.filter_chosen.emit()

    def _on_grid_activated(self, index: QModelIndex) -> None:
        if index.isValid():
            self.picture_offered.emit(self.model.mime_of([index.row()]))

    def _on_try_triggered(self) -> None:
        if (mime := self.mime()) is not None:
            self.picture_offered.emit(mime)

    def _on_copy_triggered(self) -> None:
        if (mime := self.mime()) is not None:
            QGuiApplication.clipboard().setMimeData(mime)

    def _on_grid_menu_requested(self, place: QPoint) -> None:
        if self.grid.currentIndex().isValid():
            self.menu_asked.emit(self.grid.viewport().mapToGlobal(place))

    def show_menu(self, place: QPoint) -> None:
        """What can be done with any picture."""
        menu = QMenu(self.grid)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.try_action, self.copy_action])
        menu.popup(place)


def _column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(3, 0, 12, 0)
    column.setSpacing(8)
    return column
