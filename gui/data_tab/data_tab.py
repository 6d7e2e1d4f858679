"""The Data tab as a whole."""

from itertools import pairwise

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from core.data.dataset import Dataset
from core.data.split import split
from core.errors import LitmusError
from gui.data_tab.arrangement import Arrangement
from gui.data_tab.class_list import ClassList
from gui.data_tab.pictures_card import PicturesCard
from gui.data_tab.split_card import SplitCard
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.theme import COLUMN_GAP, PADDING
from gui.widgets.text import ButtonRole, Card, Role, button, label

_WIDE = 1200
_LEFT = (248, 300)
_RIGHT = 264


class DataTab(QWidget):
    """Shows the document's data set and edits how it is split.

    Signals:
        advanced: The person goes on to the next step.
        picture_offered: The person wants to try this picture (`QMimeData`) in Predict.
    """

    advanced = Signal()
    picture_offered = Signal(QMimeData)

    def __init__(self, document: ProjectDocument, jobs: Jobs) -> None:
        super().__init__()
        self._document = document
        self._jobs = jobs
        self._arrangement: Arrangement | None = None
        self._split_by: tuple[float, int] | None = None
        self.dataset_card, self._about = _dataset_card()
        self.classes = ClassList()
        self.pictures = PicturesCard()
        self.split = SplitCard(document)
        self.next = button(
            "&Choose a model →", ButtonRole.PRIMARY, tooltip="Go on to the layers of the network."
        )
        self._arrange()
        self._connect()
        self._on_document_dataset_changed()

    def focus_first(self) -> None:
        """Put the keyboard on the pictures."""
        self.pictures.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problem(self, error: BaseException) -> None:
        """The pictures could not be read.

        Raises:
            BaseException: `error`, where it is not an expected one.
        """
        if not isinstance(error, LitmusError):
            raise error
        self.pictures.show_problem(error)

    def _arrange(self) -> None:
        self._left, self._right = QWidget(), QWidget()
        left, right = QVBoxLayout(self._left), QVBoxLayout(self._right)
        self._right.setFixedWidth(_RIGHT)
        for column in (left, right):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(PADDING)
        classes = Card("Classes")
        classes.content.setContentsMargins(8, 14, 8, 12)
        classes.title_row.setContentsMargins(8, 0, 8, 0)
        classes.content.addWidget(self.classes)
        left.addWidget(self.dataset_card)
        left.addWidget(classes, 1)
        right.addWidget(self.split)
        right.addStretch(1)
        right.addWidget(self.next, 0, Qt.AlignmentFlag.AlignRight)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(COLUMN_GAP, COLUMN_GAP, COLUMN_GAP, COLUMN_GAP)
        whole.setSpacing(COLUMN_GAP)
        whole.addWidget(self._left)
        whole.addWidget(self.pictures, 1)
        whole.addWidget(self._right)

    def _connect(self) -> None:
        self._document.dataset_changed.connect(self._on_document_dataset_changed)
        self._document.settings_changed.connect(self._show_split)
        self.classes.class_chosen.connect(self.pictures.choose_class)
        self.pictures.filter_chosen.connect(self._show_pictures)
        self.pictures.picture_offered.connect(self.picture_offered)
        self.next.clicked.connect(self.advanced)

    def _on_document_dataset_changed(self) -> None:
        dataset = self._document.dataset
        if not isinstance(dataset, Dataset):
            return
        self._about.setText(_about(dataset))
        self.classes.set_classes(dataset.classes)
        self.pictures.set_classes(dataset.classes)
        self._order_by_keyboard()
        self._split_by = None
        self._show_split()
        if self.isVisible() and not self.hasFocus():
            self.focus_first()

    def _order_by_keyboard(self) -> None:
        """Let Tab go from left to right; the rows of the classes came last."""
        stops = (
            *self.classes.rows,
            self.pictures.classes,
            self.pictures.parts,
            self.pictures.grid,
            self.split.validation,
            self.split.seed,
            self.next,
        )
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _show_split(self) -> None:
        dataset, settings = self._document.dataset, self._document.project.settings
        wanted = (settings.validation, settings.seed)
        if not isinstance(dataset, Dataset) or wanted == self._split_by:
            return
        self._split_by = wanted
        parts = split(dataset.training.labels, validation=wanted[0], seed=wanted[1])
        self._arrangement = Arrangement(dataset, parts)
        self.split.show_arrangement(self._arrangement)
        self._show_pictures()

    def _show_pictures(self) -> None:
        if self._arrangement is None:
            return
        self.pictures.show_arrangement(self._arrangement)
        self.classes.show_counts(self._arrangement.counts(self.pictures.part))
        self.classes.set_chosen(self.pictures.class_number)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = event.size().width() >= _WIDE
        self._left.setFixedWidth(_LEFT[wide])
        super().resizeEvent(event)


def _dataset_card() -> tuple[Card, QLabel]:
    card = Card(role="chosen")
    card.content.setSpacing(0)
    card.content.addWidget(label("Fashion-MNIST", Role.SUBTITLE))
    about = label("Built in", Role.NOTE, wrap=True)
    card.content.addWidget(about)
    card.setAccessibleName("Data set: Fashion-MNIST, built in")
    card.setToolTip(
        "A data set is a collection of pictures, each with the class that it shows. This one comes "
        "with Litmus: shop pictures of clothing by Zalando."
    )
    return card, about


def _about(dataset: Dataset) -> str:
    count = len(dataset.training) + len(dataset.test)
    _, height, width, channels = dataset.training.pixels.shape
    colour = "grey" if channels == 1 else "colour"
    return (
        f"Built in · {count:,} {colour} pictures of clothing, {width}×{height}, "
        f"{len(dataset.classes)} classes"
    )
