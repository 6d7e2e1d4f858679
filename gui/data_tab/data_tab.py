"""The Data tab as a whole."""

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHideEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.data.dataset import Dataset
from core.data.folder.source import PhotoSource
from core.data.split import split
from core.errors import LitmusError
from gui.data_tab import photo_edits
from gui.data_tab.arrangement import Arrangement
from gui.data_tab.bar_contents import AGAIN, CHOOSE, STOP, TAKE_OVER, bar_content
from gui.data_tab.class_care import ClassCare
from gui.data_tab.class_list import ClassList
from gui.data_tab.class_row import accept_copy
from gui.data_tab.folder_bar import FolderBar
from gui.data_tab.folder_dialog import ask_for_photo_folder
from gui.data_tab.folder_view import FolderView
from gui.data_tab.form_card import FormCard
from gui.data_tab.parts import Part
from gui.data_tab.photo_actions import PhotoActions
from gui.data_tab.picture_image import FILES_MIME
from gui.data_tab.pictures import BuiltInPictures, FolderPictures, Pictures
from gui.data_tab.pictures_card import PicturesCard
from gui.data_tab.problems_card import ProblemsCard
from gui.data_tab.problems_dialog import ProblemsDialog
from gui.data_tab.sight import Look, SightStrip
from gui.data_tab.source_cards import SourceCards, tidy
from gui.data_tab.split_card import SplitCard
from gui.data_tab.tab_drops import dropped_folders, source_of
from gui.data_tab.thumbnails import Thumbnails
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.recent import RecentFolders
from gui.scan_session import ScanSession, ScanState
from gui.scan_work import Changes
from gui.theme import COLUMN_GAP, PADDING
from gui.widgets.text import ButtonRole, Callout, Card, button

_WIDE = 1200
_LEFT = (248, 300)
_RIGHT = 264


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
        self._jobs = jobs
        self.scans = scans or ScanSession(document, jobs, self)
        self.recent = recent or RecentFolders(parent=self)
        self._pictures: Pictures | None = None
        self._split_by: object = None
        self._changes: Changes | None = None
        self._problems: ProblemsDialog | None = None
        self.thumbnails = Thumbnails(jobs, self)
        self.sources = SourceCards()
        self.classes = ClassList()
        self.imbalance = Callout()
        self.pictures = PicturesCard()
        self.bar = FolderBar()
        self.sight = SightStrip(jobs)
        self.split = SplitCard(document)
        self.form = FormCard(document)
        self.problems = ProblemsCard(self.thumbnails)
        self.next = button(
            "&Choose a model →", ButtonRole.PRIMARY, tooltip="Go on to the layers of the network."
        )
        self.actions_on_photos = PhotoActions(document, self.pictures)
        self.class_care = ClassCare(document, self.classes, self.actions_on_photos)
        self.setAcceptDrops(True)
        self._arrange()
        self._connect()
        self._show_recent()
        self._show_source()
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
        beside = next(iter(self.recent.folders), None)
        ask_for_photo_folder(self, self.choose_folder, beside=beside)

    def choose_folder(self, folder: Path) -> None:
        """Train on the pictures of a folder."""
        self.choose(PhotoSource(root=folder))

    def choose(self, source: PhotoSource) -> None:
        """Train on the pictures of a source; one chosen already is looked at again."""
        if source.root is not None:
            self.recent.add(source.root)
        photos = self._document.project.photos
        if photos is not None and photos.source == source:
            self._changes = None
            self.scans.look_again()
        else:
            self._document.choose_photos(source)

    def _arrange(self) -> None:
        self._left, self._right = QWidget(), QWidget()
        left, right = QVBoxLayout(self._left), QVBoxLayout(self._right)
        self._right.setFixedWidth(_RIGHT)
        for column in (left, right):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(PADDING)
        self._classes_card = classes = Card("Classes")
        classes.content.setContentsMargins(8, 14, 8, 12)
        classes.title_row.setContentsMargins(8, 0, 8, 0)
        classes.content.addWidget(self.classes, 1)
        classes.content.addWidget(self.imbalance)
        self.imbalance.hide()
        left.addWidget(self.sources)
        left.addWidget(classes, 1)
        self.pictures.above.addWidget(self.bar)
        self.pictures.below.addWidget(self.sight)
        for card in (self.split, self.form):
            right.addWidget(card)
        right.addWidget(self.problems, 1)
        right.addStretch(0)
        right.addWidget(self.next, 0, Qt.AlignmentFlag.AlignRight)
        self._right_column = right
        whole = QHBoxLayout(self)
        whole.setContentsMargins(COLUMN_GAP, COLUMN_GAP, COLUMN_GAP, COLUMN_GAP)
        whole.setSpacing(COLUMN_GAP)
        whole.addWidget(self._left)
        whole.addWidget(self.pictures, 1)
        whole.addWidget(self._right)

    def _connect(self) -> None:
        document, scans = self._document, self.scans
        document.dataset_changed.connect(self._on_document_dataset_changed)
        document.settings_changed.connect(self._show_split)
        document.photos_changed.connect(self._show_source)
        document.network_changed.connect(self._show_sight)
        scans.view_changed.connect(self._on_scans_view_changed)
        scans.state_changed.connect(self._show_bar)
        scans.seen.connect(self._on_scans_seen)
        scans.changes_found.connect(self._on_scans_changes_found)
        self.recent.changed.connect(self._show_recent)
        self.sources.built_in.clicked.connect(document.choose_built_in)
        self.sources.folder.clicked.connect(self.ask_for_folder)
        self.sources.folder.recent_chosen.connect(self.choose_folder)
        self.sources.folder.look_again_asked.connect(scans.look_again)
        self.sources.folder.file_manager_asked.connect(self._on_folder_file_manager_asked)
        self.classes.class_chosen.connect(self.pictures.choose_class)
        self.pictures.filter_chosen.connect(self._show_pictures)
        self.pictures.picture_offered.connect(self.picture_offered)
        self.pictures.selection_changed.connect(self._show_sight)
        self.thumbnails.arrived.connect(self.pictures.grid.viewport().update)
        self.bar.acted.connect(self._on_bar_acted)
        self.bar.closed.connect(self._on_bar_closed)
        self.problems.all_asked.connect(self._on_problems_all_asked)
        self.actions_on_photos.new_class_asked.connect(self.classes.new_class.ask)
        self.actions_on_photos.file_manager_failed.connect(self._on_file_manager_failed)
        self.class_care.refused.connect(self.said)
        self.next.clicked.connect(self.advanced)

    @property
    def _folder_view(self) -> FolderView | None:
        """The folder, where one is chosen and something is known of it."""
        return self.scans.view if self._document.project.photos is not None else None

    def _show_recent(self) -> None:
        self.sources.folder.set_recent(self.recent.folders)

    def _show_source(self) -> None:
        """Show where the pictures come from."""
        photos = self._document.project.photos
        chosen = photos is not None
        cards = self.sources
        cards.built_in.setChecked(not chosen)
        cards.folder.setChecked(chosen)
        if photos is None:
            cards.folder.show_nothing()
        else:
            self._show_folder_about()
        self.form.setVisible(chosen)
        self.problems.setVisible(chosen)
        # The lower cards end where their content ends; then the room is above the button.
        self._right_column.setStretch(3, 0 if chosen else 1)
        self.pictures.hint.setVisible(not chosen)
        self._show_bar()

    def _show_folder_about(self) -> None:
        photos, view = self._document.project.photos, self._folder_view
        if photos is None:
            return
        about = "Photo folder"
        if view is not None:
            count, classes = view.size(Part.ALL), len(view.classes)
            about += f" · {photo_edits.pictures(count)}, {classes} class{'es' * (classes != 1)}"
        where = photos.source.root
        if where is not None:
            about += f" · {tidy(where)}"
        title = view.listing.title if view is not None else tidy(Path(photos.source.title))
        self.sources.folder.show_about(title, about)

    def _on_document_dataset_changed(self) -> None:
        self._show_dataset()
        if self.isVisible() and not self.hasFocus() and self._document.project.photos is None:
            self.focus_first()

    def _show_dataset(self) -> None:
        """Show the data set held in memory, where it is the one chosen."""
        dataset = self._document.dataset
        if self._document.project.photos is not None:
            self._on_scans_view_changed()
            return
        if not isinstance(dataset, Dataset):
            return
        cards = self.sources
        cards.built_in.show_about("Fashion-MNIST", _about(dataset))
        self.classes.set_classes(dataset.classes)
        self.pictures.set_classes(dataset.classes)
        self._show_imbalance(None)
        self._order_by_keyboard()
        self._split_by = None
        self._show_split()

    def _order_by_keyboard(self) -> None:
        """Let Tab go from left to right; the rows of the classes came last."""
        stops = (
            self.sources.built_in,
            self.sources.folder,
            self.sources.folder.menu_button,
            *self.classes.rows,
            self.classes.new_class,
            *self.classes.left_out_rows,
            self.pictures.classes,
            self.pictures.parts,
            self.bar.action,
            self.bar.close_button,
            self.pictures.grid,
            self.split.validation,
            self.split.test_share,
            self.split.seed,
            *self.form.fields,
            self.problems.show_all,
            self.problems.list,
            self.next,
        )
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

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

    def _on_scans_view_changed(self) -> None:
        view = self.scans.view
        if self._document.project.photos is None:
            return
        self._split_by = None
        if view is None:
            self._pictures = None
            self.pictures.clear("Pictures")
            self.pictures.set_classes(())
            self.classes.set_classes(())
            self.pictures.show_message("The pictures are being looked for…")
        else:
            self._pictures = FolderPictures(view, self.thumbnails)
            self.classes.set_classes(
                view.classes,
                view.colours,
                left_out=view.left_out_classes,
                editable=view.complete,
            )
            self.pictures.set_classes(view.classes)
        self._show_imbalance(view)
        self._order_by_keyboard()
        self.problems.show_view(view)
        if self._problems is not None and view is not None:
            self._problems.show_view(view)
        self._show_folder_about()
        self._show_pictures()
        self._show_bar()

    def _show_pictures(self) -> None:
        if self._pictures is None:
            return
        pictures = self._pictures
        if isinstance(pictures, FolderPictures):
            self._show_loose_first(pictures.view)
        self.pictures.show_pictures(pictures)
        self.thumbnails.set_side(
            round(self.pictures.grid.geometry_of_all.side * self.devicePixelRatio())
        )
        self.split.show_pictures(pictures)
        self.classes.show_counts(pictures.counts(self.pictures.part))
        self.classes.set_chosen(self.pictures.class_number)
        self._show_sight()

    def _show_loose_first(self, view: FolderView) -> None:
        """Where no picture is in a class yet, show those that wait for one."""
        if not view.size(Part.ALL) and view.size(Part.LOOSE):
            box = self.pictures.parts
            if box.findData(Part.LOOSE) < 0:
                box.blockSignals(True)  # noqa: FBT003 - Qt's signature
                box.addItem("In no class", Part.LOOSE)
                box.setCurrentIndex(box.findData(Part.LOOSE))
                box.blockSignals(False)  # noqa: FBT003 - Qt's signature

    def _show_imbalance(self, view: FolderView | None) -> None:
        """Tell below the classes where some are rare."""
        sentence = imbalance_sentence(view) if view is not None else ""
        self.imbalance.show_text(sentence)
        self.imbalance.setVisible(bool(sentence) and self._classes_card.height() > 260)

    def _show_sight(self) -> None:
        pictures, current = self._pictures, self.pictures.current
        if not isinstance(pictures, FolderPictures) or current is None:
            self.sight.show_look(None)
            return
        facts = pictures.tooltip(current).split("\n")[1:]
        form = self._document.project.network.input
        path = pictures.view.file(current).path
        self.sight.show_look(Look(path, pictures.title(current), " · ".join(facts), form))

    def _show_bar(self) -> None:
        shown = self._document.project.photos is not None
        self.bar.show_content(bar_content(self.scans, self._changes) if shown else None)
        if shown and self.scans.state is ScanState.FAILED and self.scans.view is None:
            self.pictures.show_message("There are no pictures to show.")

    def _on_scans_seen(self, numbers: tuple[int, ...]) -> None:
        if isinstance(self._pictures, FolderPictures):
            self._pictures.see(numbers)
            self.pictures.grid.viewport().update()

    def _on_scans_changes_found(self, changes: Changes) -> None:
        self._changes = changes if changes.any else None
        self._show_bar()

    def _on_bar_acted(self, name: str) -> None:
        match name:
            case str() if name == STOP:
                self.scans.stop()
            case str() if name == CHOOSE:
                self.ask_for_folder()
            case str() if name in (AGAIN, TAKE_OVER):
                self._changes = None
                self.scans.look_again()

    def _on_bar_closed(self) -> None:
        self._changes = None
        self._show_bar()

    def _on_problems_all_asked(self, number: int) -> None:
        view = self._folder_view
        if view is None or not view.problems:
            return
        dialog = self._problems = ProblemsDialog(self, self.thumbnails)
        dialog.leave_out_asked.connect(self._on_problems_leave_out_asked)
        dialog.shown_asked.connect(self.actions_on_photos.show_path)
        dialog.finished.connect(self._on_problems_finished)
        dialog.show_view(view, begin_with=number)
        dialog.open()

    def _on_problems_finished(self) -> None:
        self._problems = None

    def _on_problems_leave_out_asked(self, paths: tuple[str, ...]) -> None:
        photos = self._document.project.photos
        if photos is not None:
            self.actions_on_photos.apply(photo_edits.leave_out(photos.edits, paths))

    def _on_folder_file_manager_asked(self) -> None:
        photos = self._document.project.photos
        if photos is not None and photos.source.root is not None:
            self.actions_on_photos.show_path(str(photos.source.root))

    def _on_file_manager_failed(self, path: str) -> None:
        self.said.emit(f"There is no file manager to show it with. It lies at {tidy(Path(path))}")

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
        wide = event.size().width() >= _WIDE
        self._left.setFixedWidth(_LEFT[wide])
        super().resizeEvent(event)
        self._show_imbalance(self._folder_view)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(FILES_MIME):
            accept_copy(event)  # so that it can go on to a class
        elif dropped_folders(event.mimeData()):
            accept_copy(event)
            self.sources.folder.set_hovered(hovered=True)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        accept_copy(event)

    @override
    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.sources.folder.set_hovered(hovered=False)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.sources.folder.set_hovered(hovered=False)
        folders = dropped_folders(event.mimeData())
        if folders:
            accept_copy(event)
            self.choose(source_of(folders))
        else:
            event.ignore()


def imbalance_sentence(view: FolderView) -> str:
    """What is said where one class is much rarer than another; empty where none is."""
    from core.data.class_weights import BALANCED_UP_TO

    counts = view.counts(Part.ALL)
    if not view.complete or len(counts) < 2 or max(counts) <= BALANCED_UP_TO * min(counts):
        return ""
    rarest = view.classes[counts.index(min(counts))]
    return f"“{rarest}” has few pictures. Litmus gives each of them more weight; more would help."


def _about(dataset: Dataset) -> str:
    count = len(dataset.training) + len(dataset.test)
    _, height, width, channels = dataset.training.pixels.shape
    colour = "grey" if channels == 1 else "colour"
    return (
        f"Built in · {count:,} {colour} pictures of clothing, {width}×{height}, "
        f"{len(dataset.classes)} classes"
    )
