"""Which pictures to train on: the built-in ones, or a folder of a person's own."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from gui.icons import icon
from gui.theme import PADDING, RADIUS, colours_of
from gui.widgets.choice_card import ChoiceCard
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.text import Role, label

_NOTHING_CHOSEN = "Choose a folder whose subfolders are the classes, or drop it here."


class SourceCard(ChoiceCard):
    """One kind of pictures; checked while they are the ones to train on."""

    def __init__(self, title: str, about: str) -> None:
        super().__init__()
        self.title = ElidedLabel(title, Role.SUBTITLE)
        self.about = label(about, Role.NOTE, wrap=True)
        self.top = QHBoxLayout()
        self.top.setSpacing(4)
        self.top.addWidget(self.title, 1)
        self.column.setContentsMargins(16, 10, 10, 12)
        self.column.setSpacing(0)
        self.column.addLayout(self.top)
        self.column.addWidget(self.about)
        self.place = ElidedLabel("", Role.NOTE)
        self.column.addWidget(self.place)
        for part in (self.title, self.about, self.place):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.show_about(title, about)

    def show_about(self, title: str, about: str, place: str = "") -> None:
        """Show another name, what is known of the pictures, and where they lie."""
        self.title.setText(title)
        self.about.setText(about)
        self.place.setText(place)
        self.place.setVisible(bool(place))
        self.setAccessibleName(title)
        self.setAccessibleDescription(" · ".join(part for part in (about, place) if part))
        self.updateGeometry()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self.column.totalHeightForWidth(width)


class FolderCard(SourceCard):
    """The person's own pictures, with a menu of what else can be done about them.

    Signals:
        recent_chosen: A folder chosen before is to be used again.
        look_again_asked: The folder is to be looked at once more.
        file_manager_asked: The folder is to be shown in the file manager.
    """

    recent_chosen = Signal(Path)
    look_again_asked = Signal()
    file_manager_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Photo folder", _NOTHING_CHOSEN)
        self._hovered = False
        self._recent: tuple[Path, ...] = ()
        self.menu_button = QToolButton()
        self.menu_button.setAccessibleName("More about photo folders")
        self.menu_button.setToolTip("Folders chosen before, and what can be done with this one.")
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.more = QMenu(self.menu_button)
        self.more.setToolTipsVisible(True)
        self.menu_button.setMenu(self.more)
        self.top.addWidget(self.menu_button)
        self.more.aboutToShow.connect(self._fill_menu)
        self.setToolTip(
            "Choose a folder of your own pictures. Each folder inside it is a class. Your files "
            "are only read."
        )
        self._show_icon()

    def show_nothing(self) -> None:
        """No folder is chosen."""
        self.show_about("Photo folder", _NOTHING_CHOSEN)

    def set_recent(self, folders: tuple[Path, ...]) -> None:
        """Offer folders chosen before, the last one first."""
        self._recent = folders

    def set_aimed_at(self, aimed_at: bool) -> None:
        """Show that a folder that is dragged can be dropped."""
        self._hovered = aimed_at
        self.update()

    def _fill_menu(self) -> None:
        self.more.clear()
        self.more.addAction("&Choose a folder…", self.click)
        if self.isChecked():
            again = self.more.addAction("&Look at it again", self.look_again_asked.emit)
            again.setToolTip("See what was added, removed or changed on the disk.")
            self.more.addAction("&Show in file manager", self.file_manager_asked.emit)
        if self._recent:
            self.more.addSection("Chosen before")
        for folder in self._recent:
            action = self.more.addAction(menu_text(folder.name or str(folder)))
            action.setToolTip(tidy(folder))
            action.triggered.connect(
                lambda _checked=False, folder=folder: self.recent_chosen.emit(folder)
            )

    def _show_icon(self) -> None:
        self.menu_button.setIcon(icon("chevron-down", colours_of(self).dim))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._hovered:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours_of(self).accent), 2, Qt.PenStyle.DashLine))
            inside = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(inside, RADIUS, RADIUS)


class SourceCards(QWidget):
    """Both cards, one under the other."""

    def __init__(self) -> None:
        super().__init__()
        self.built_in = SourceCard("Fashion-MNIST", "Built in")
        self.built_in.setToolTip(
            "A data set is a collection of pictures, each with the class that it shows. This one "
            "comes with Litmus: shop pictures of clothing by Zalando."
        )
        self.folder = FolderCard()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(PADDING)
        column.addWidget(self.built_in)
        column.addWidget(self.folder)


def tidy(folder: Path) -> str:
    """A folder's path as it is shown: from the home folder on where it lies there."""
    from core.data.folder.names import shown

    try:
        return shown(f"~/{folder.relative_to(Path.home())}")
    except ValueError:
        return shown(str(folder))


def menu_text(name: str) -> str:
    """A person's own name in a menu, where `&` would mark a key."""
    from core.data.folder.names import shown

    return shown(name).replace("&", "&&")
