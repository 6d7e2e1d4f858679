"""The Data tab as a whole."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.data.dataset import Dataset
from core.data.split import split
from core.errors import LitmusError
from gui.data_tab.arrangement import Arrangement
from gui.data_tab.class_care import ClassCare
from gui.data_tab.class_list import ClassList
from gui.data_tab.columns import ClassesCard, Columns
from gui.data_tab.folder_bar import FolderBar
from gui.data_tab.folder_care import FolderCare
from gui.data_tab.form_card import FormCard
from gui.data_tab.keyboard_order import order_by_keyboard
from gui.data_tab.likeness_care import LikenessCare
from gui.data_tab.likeness_row import LikenessRow
from gui.data_tab.parts import Part
from gui.data_tab.photo_actions import PhotoActions
from gui.data_tab.pictures import BuiltInPictures, FolderPictures, Pictures
from gui.data_tab.pictures_card import PicturesCard
from gui.data_tab.problems_card import ProblemsCard
from gui.data_tab.sight import SightStrip, look_of
from gui.data_tab.source_cards import SourceCards
from gui.data_tab.split_card import SplitCard
from gui.data_tab.tab_drops import FolderDrops
from gui.data_tab.thumbnails import Thumbnails
from gui.data_tab.words import built_in_about, imbalance_sentence
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.recent import RecentFolders
from gui.scan_session import ScanSession, ScanState
from gui.similarity_session import SimilaritySession
from gui.widgets.text import ButtonRole, button


class DataTab(QWidget):
    """Shows the document's pictures, and edits where they come from and how they are split.

    Signals:
        advanced: The person goes on to the next step.
        picture_offered: The person wants to try these pictures (`QMimeData`) in Predict.
        said: A sentence for the person, about something that could not be done.
    """

    advanced = Signal()
    picture_offered = Signal(QMimeData)
    said = Signal(str)

    def __init__(
        self,
        document: ProjectDocument,
        jobs: Jobs,
        *,
        scans: ScanSession | None = None,
        recent: RecentFolders | None = None,
    ) -> None:
        super().__init__()
        self._document = document
        self._pictures: Pictures | None = None
        self._split_by: object = None
        self.scans = scans or ScanSession(document, jobs, self)
        self.recent = recent or RecentFolders(jobs, parent=self)
        self.thumbnails = Thumbnails(jobs, self)
        self._make_parts(jobs)
        self._connect()
        self._on_document_photos_changed()
        self._show_dataset()

    def focus_first(self) -> None:
        """Put the keyboard on the pictures."""
        self.pictures.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problem(self, error: BaseException) -> None:
        """The built-in pictures could not be read.

        Raises:
            BaseException: `error`, where it is not an expected one.
        """
        if not isinstance(error, LitmusError):
            raise error
        if self._document.project.photos is None:
            self.pictures.show_problem(error)

    def ask_for_folder(self) -> None:
        """Let the person choose a photo folder."""
        self.folder.ask()

    def choose_folder(self, folder: Path) -> None:
        """Train on the pictures of a folder."""
        self.folder.choose_folder(folder)

    def take(self, mime: QMimeData) -> bool:
        """Train on the folders in this; False where there are none."""
        return self._drops.take(mime)

    def _make_parts(self, jobs: Jobs) -> None:
        document = self._document
        self.sources = SourceCards()
        self.classes = ClassList()
        self.classes_card = ClassesCard(self.classes)
        self.pictures = PicturesCard()
        self.bar, self.sight = FolderBar(), SightStrip(jobs)
        self.likeness_row = LikenessRow()
        self.pictures.above.addWidget(self.likeness_row)
        self.pictures.above.addWidget(self.bar)
        self.pictures.below.addWidget(self.sight)
        self.split, self.form = SplitCard(document), FormCard(document)
        self.problems = ProblemsCard(self.thumbnails)
        self.next = button(
            "&Choose a model →", ButtonRole.PRIMARY, tooltip="Go on to the layers of the network."
        )
        self._columns = Columns(
            self,
            left=(self.sources, self.classes_card),
            centre=self.pictures,
            right=(self.split, self.form, self.problems, self.next),
        )
        self.photo_actions = PhotoActions(document, self.pictures)
        self.likeness = LikenessCare(
            document,
            SimilaritySession(document, jobs, self.scans, self),
            card=self.pictures,
            row=self.likeness_row,
            actions=self.photo_actions,
        )
        self.class_care = ClassCare(document, self.classes, self.photo_actions)
        self.folder = FolderCare(
            self,
            document=document,
            scans=self.scans,
            recent=self.recent,
            actions=self.photo_actions,
        )
        self.folder.attend(self.sources.folder, self.bar, self.problems)
        self._drops = FolderDrops(self, self.folder.choose)

    def _connect(self) -> None:
        document = self._document
        document.dataset_changed.connect(self._on_document_dataset_changed)
        document.settings_changed.connect(self._show_split)
        document.settings_changed.connect(self._show_imbalance)
        document.photos_changed.connect(self._on_document_photos_changed)
        document.network_changed.connect(self._show_sight)
        self.scans.view_changed.connect(self._show_folder)
        self.scans.state_changed.connect(self._on_scans_state_changed)
        self.scans.seen.connect(self._on_scans_seen)
        self.sources.built_in.clicked.connect(document.choose_built_in)
        self.classes.class_chosen.connect(self.pictures.choose_class)
        self.pictures.filter_chosen.connect(self._show_pictures)
        self.pictures.picture_offered.connect(self.picture_offered)
        self.pictures.selection_changed.connect(self._show_sight)
        self._drops.hovered.connect(self.sources.folder.set_aimed_at)
        self.thumbnails.arrived.connect(self.pictures.grid.viewport().update)
        self.photo_actions.new_class_asked.connect(self.classes.new_class.ask)
        self.likeness.order_changed.connect(self._on_likeness_order_changed)
        self.class_care.refused.connect(self.said)
        self.folder.said.connect(self.said)
        self.next.clicked.connect(self.advanced)

    def _on_document_photos_changed(self) -> None:
        chosen = self._document.project.photos is not None
        self.sources.built_in.setChecked(not chosen)
        self.form.setVisible(chosen)
        self.problems.setVisible(chosen)
        self.pictures.hint.setVisible(not chosen)
        self.likeness_row.setVisible(chosen)
        self._columns.set_stretching(stretching=chosen)
        self.folder.show()

    def _on_document_dataset_changed(self) -> None:
        self._show_dataset()
        if self.isVisible() and not self.hasFocus() and self._document.project.photos is None:
            self.focus_first()

    def _show_dataset(self) -> None:
        """Show the data set held in memory, where it is the one chosen."""
        dataset = self._document.dataset
        if self._document.project.photos is not None:
            self._show_folder()
        elif isinstance(dataset, Dataset):
            self.sources.built_in.show_about("Fashion-MNIST", built_in_about(dataset))
            self.classes.set_classes(dataset.classes)
            self.classes_card.show_note("")
            self.pictures.set_classes(dataset.classes)
            order_by_keyboard(self)
            self._split_by = None
            self._show_split()
        else:
            self._show_none("The pictures are being read…")

    def _show_none(self, words: str) -> None:
        """There are no pictures yet; say so."""
        self._pictures = None
        self.pictures.clear("Pictures")
        self.pictures.set_classes(())
        self.pictures.show_message(words)
        self.classes.set_classes(())
        self.classes_card.show_note("")
        self.sight.show_look(None)
        if self._document.project.photos is not None:
            self.split.show_unknown_folder()

    def _show_split(self) -> None:
        """Divide the data set held in memory anew, where the share is another."""
        dataset, settings = self._document.dataset, self._document.project.settings
        wanted = (settings.validation, settings.seed)
        if not isinstance(dataset, Dataset) or wanted == self._split_by:
            return
        self._split_by = wanted
        parts = split(dataset.training.labels, validation=wanted[0], seed=wanted[1])
        self._pictures = BuiltInPictures(Arrangement(dataset, parts))
        self._show_pictures()

    def _show_folder(self) -> None:
        """Show what is known of the folder, where one is chosen."""
        if self._document.project.photos is None:
            return
        view = self.scans.view
        if view is None:
            self._show_none("The pictures are looked for…")
        elif not isinstance(self._pictures, FolderPictures) or self._pictures.view is not view:
            self._pictures = FolderPictures(view, self.thumbnails, self.likeness.order)
            left_out = view.left_out_classes
            self.classes.set_classes(
                view.classes, view.colours, left_out=left_out, editable=view.complete
            )
            self.pictures.set_classes(view.classes)
            order_by_keyboard(self)
            self._show_pictures()
            self.likeness.show()
        else:
            return
        self._show_imbalance()
        self.folder.show()

    def _on_likeness_order_changed(self) -> None:
        pictures = self._pictures
        if isinstance(pictures, FolderPictures) and pictures.order is not self.likeness.order:
            pictures.order = self.likeness.order
            self._show_pictures()

    def _show_imbalance(self) -> None:
        view, weighted = self.folder.view, self._document.project.settings.class_weights
        sentence = imbalance_sentence(view, weighted=weighted) if view is not None else ""
        self.classes_card.show_note(sentence)

    def _show_pictures(self) -> None:
        pictures = self._pictures
        if pictures is None:
            return
        if isinstance(pictures, FolderPictures) and not pictures.size(Part.ALL):
            self.pictures.show_loose_first(pictures)
        self.pictures.show_pictures(pictures)
        side = self.pictures.grid.geometry_of_all.side
        self.thumbnails.set_side(round(side * self.devicePixelRatio()))
        self.split.show_pictures(pictures)
        self.classes.show_counts(pictures.counts(self.pictures.part))
        self.classes.set_chosen(self.pictures.class_number)
        self._show_sight()

    def _show_sight(self) -> None:
        pictures, current = self._pictures, self.pictures.current
        if not isinstance(pictures, FolderPictures) or current is None:
            self.sight.show_look(None)
            return
        form = self._document.project.network.input
        self.sight.show_look(look_of(pictures, current, form))

    def _on_scans_state_changed(self) -> None:
        if self._document.project.photos is None or self.scans.view is not None:
            return
        failed = self.scans.state in (ScanState.FAILED, ScanState.STOPPED)
        words = "There are no pictures to show." if failed else "The pictures are looked for…"
        self.pictures.show_message(words)

    def _on_scans_seen(self, numbers: tuple[int, ...]) -> None:
        if isinstance(self._pictures, FolderPictures):
            self._pictures.see(numbers)
            self.pictures.grid.viewport().update()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._document.project.photos is not None and self.scans.state is ScanState.READY:
            self.scans.watch.compare_soon()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.thumbnails.stop()
        super().hideEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._columns.set_width(event.size().width())
        super().resizeEvent(event)
