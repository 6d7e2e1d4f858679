"""The thumbnails, and which of them are shown."""

from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QComboBox, QMenu, QStackedLayout, QWidget

from core.errors import LitmusError
from gui.data_tab.arrangement import Arrangement, Part
from gui.data_tab.picture_grid import PictureGrid
from gui.data_tab.picture_image import mime_of
from gui.data_tab.pictures_model import PicturesModel
from gui.widgets.text import Card, Role, label, set_role

_PARTS = {
    Part.ALL: "All sets",
    Part.TRAINING: "Training",
    Part.VALIDATION: "Validation",
    Part.TEST: "Test",
}


class PicturesCard(Card):
    """A grid of pictures filtered by set and class.

    Signals:
        filter_chosen: Another set or class was chosen here.
        picture_offered: A person wants to try this picture (`QMimeData`) in Predict.
    """

    filter_chosen = Signal()
    picture_offered = Signal(QMimeData)

    def __init__(self) -> None:
        super().__init__("Pictures")
        self.content.setContentsMargins(13, 14, 4, 12)
        self.title_row.setContentsMargins(3, 0, 12, 0)
        self.classes = QComboBox()
        self.classes.addItem("All classes")
        self.classes.setAccessibleName("Class")
        self.classes.setToolTip("Show the pictures of one class alone.")
        self.parts = QComboBox()
        for part, words in _PARTS.items():
            self.parts.addItem(words, part)
        self.parts.setAccessibleName("Set")
        self.parts.setToolTip(
            "Training pictures are learned from, validation pictures are checked on after every "
            "epoch, test pictures are never seen while training."
        )
        for box in (self.classes, self.parts):
            box.setProperty("role", "small")
            box.currentIndexChanged.connect(self.filter_chosen)
            self.title_row.addWidget(box)
        self.model = PicturesModel()
        self.grid = PictureGrid()
        self.grid.setModel(self.model)
        self.message = label("", Role.DIM, wrap=True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layers = self._stacked()
        self._hint = label("Drag a picture to Predict to try it there, or press Enter.", Role.NOTE)
        self._hint.setContentsMargins(3, 0, 0, 0)
        self.content.addWidget(self._hint)
        self._give_menu()
        self.show_message("The pictures are being read…")

    @property
    def part(self) -> Part:
        """The set that is shown."""
        return list(_PARTS)[self.parts.currentIndex()]

    @property
    def class_number(self) -> int | None:
        """The class that is shown alone."""
        return self.classes.currentIndex() - 1 if self.classes.currentIndex() > 0 else None

    def set_classes(self, names: tuple[str, ...]) -> None:
        """Offer these classes."""
        with QSignalBlocker(self.classes):
            self.classes.clear()
            self.classes.addItems(["All classes", *names])

    def choose_class(self, number: int | None) -> None:
        """Show one class alone, or all."""
        self.classes.setCurrentIndex(0 if number is None else number + 1)

    def show_arrangement(self, arrangement: Arrangement) -> None:
        """Show the pictures that the filters let through."""
        self.model.show(arrangement, part=self.part, class_number=self.class_number)
        count = self.model.rowCount()
        which = "" if self.part is Part.ALL else f"{self.part} "
        self.title.setText(f"{count:,} {which}picture{'s' * (count != 1)}")
        if count:
            self._layers.setCurrentWidget(self.grid)
        else:
            self.show_message(_nothing(self.part))

    def show_message(self, text: str) -> None:
        """Say why there are no pictures."""
        set_role(self.message, Role.DIM)
        self.message.setText(text)
        self._layers.setCurrentWidget(self.message)

    def show_problem(self, error: LitmusError) -> None:
        """Say what is wrong with the pictures."""
        self.show_message(f"{error.message}\n{error.advice}")
        set_role(self.message, Role.PROBLEM)

    def _stacked(self) -> QStackedLayout:
        place = QWidget()
        layers = QStackedLayout(place)
        layers.addWidget(self.grid)
        layers.addWidget(self.message)
        self.content.addWidget(place, 1)
        return layers

    def _give_menu(self) -> None:
        grid = self.grid
        self.try_action = QAction("&Try it in Predict", grid)
        self.try_action.setShortcut(QKeySequence("Enter"))
        self.try_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.try_action.triggered.connect(lambda: self._on_grid_activated(grid.currentIndex()))
        self.copy_action = QAction("&Copy picture", grid)
        self.copy_action.setShortcut(QKeySequence.StandardKey.Copy)
        self.copy_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.copy_action.triggered.connect(self._on_copy_action_triggered)
        grid.addAction(self.try_action)
        grid.addAction(self.copy_action)
        grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        grid.customContextMenuRequested.connect(self._on_grid_menu_requested)
        grid.activated.connect(self._on_grid_activated)

    def _on_grid_activated(self, index: QModelIndex) -> None:
        if index.isValid():
            self.picture_offered.emit(mime_of(self.model.picture(index.row())))

    def _on_copy_action_triggered(self) -> None:
        index = self.grid.currentIndex()
        if index.isValid():
            QGuiApplication.clipboard().setMimeData(mime_of(self.model.picture(index.row())))

    def _on_grid_menu_requested(self, place: QPoint) -> None:
        if self.grid.currentIndex().isValid():
            menu = QMenu(self.grid)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions([self.try_action, self.copy_action])
            menu.popup(self.grid.viewport().mapToGlobal(place))


def _nothing(part: Part) -> str:
    if part is Part.VALIDATION:
        return "No validation pictures: the validation share is 0 %."
    return "There are no pictures here."
