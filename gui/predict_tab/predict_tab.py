"""The Predict tab: it shows its parts and passes on what a person does."""

from pathlib import Path
from statistics import mean

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QHideEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.data.picture import PIXEL_LIMIT
from core.errors import LitmusError
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.predict_tab.choices_card import ChoicesCard
from gui.predict_tab.current_picture import CurrentPicture
from gui.predict_tab.gallery import Gallery
from gui.predict_tab.offer import Offer, can_read, read_offer, refusal
from gui.predict_tab.picture_dialogs import ask_for_csv, ask_for_folder, ask_for_pictures
from gui.predict_tab.pictures_card import PicturesCard
from gui.predict_tab.removal import Removal
from gui.predict_tab.run_names import RunNames
from gui.predict_tab.stage import Stage
from gui.predict_tab.verdict_card import VerdictCard
from gui.predict_tab.verdicts_export import export_verdicts
from gui.theme import COLUMN_GAP, PADDING
from gui.widgets.text import ButtonRole, Callout, button

_SIDE_PX = 360


class PredictTab(QWidget):
    """A large drop zone, the verdict, and a strip of all that was dropped.

    Signals:
        train_requested: The person has no model yet and wants to go where one is made.
        answered: Pictures were answered, in so many milliseconds each.
        export_wanted: A person wants to take the model of this run along.
    """

    train_requested = Signal()
    answered = Signal(float)
    export_wanted = Signal(object)

    def __init__(self, document: ProjectDocument, jobs: Jobs) -> None:
        super().__init__()
        self._document = document
        self._jobs = jobs
        self.gallery = Gallery(jobs, pixel_limit=PIXEL_LIMIT)
        self.stage = Stage()
        self.verdict = VerdictCard()
        self.current = CurrentPicture(self.stage, self.verdict)
        self.choices = ChoicesCard()
        self.names = RunNames(document, self.choices, self.gallery)
        self.pictures = PicturesCard(self.gallery.model)
        self.message = Callout()
        self.message.hide()
        self._removed = ""
        self.setAcceptDrops(True)
        self._build_layout()
        self._connect()
        self.choices.show_runs(document.runs)
        self._show_gallery()
        self._show_current()

    @staticmethod
    def can_take(mime: QMimeData) -> bool:
        """Whether `take` would find pictures in this."""
        return can_read(mime)

    def take(self, mime: QMimeData) -> bool:
        """Answer the pictures in this; where there are none, say why and return False."""
        self._say("")
        offer = read_offer(mime)
        if offer is None:
            self._say(refusal(mime))
            return False
        self.gallery.take(offer)
        return True

    def paste(self) -> None:
        """Answer what the clipboard holds."""
        self.take(QGuiApplication.clipboard().mimeData())

    def open_pictures(self) -> None:
        """Let the person choose files."""
        ask_for_pictures(self, self._on_paths_chosen)

    def open_folder(self) -> None:
        """Let the person choose a folder."""
        ask_for_folder(self, self._on_paths_chosen)

    def export_csv(self) -> None:
        """Let the person choose where the verdicts are saved."""
        if self.gallery.model.rowCount() == 0:
            self._say("There are no verdicts to save yet. Drop a picture first.")
            return
        ask_for_csv(self, self._on_csv_chosen)

    def set_pixel_limit(self, pixels: int) -> None:
        """Refuse pictures with more pixels than this from now on."""
        self.gallery.set_pixel_limit(pixels)

    def focus_first(self) -> None:
        """Put the keyboard where one begins: on the pictures, or on the way to some."""
        there = self.gallery.model.rowCount() > 0
        (self.pictures.strip if there else self.open_button).setFocus()

    def _build_layout(self) -> None:
        self.open_button = button(
            "&Open pictures…",
            ButtonRole.PRIMARY,
            tooltip="Choose picture files to see what they are (Ctrl+Shift+O)",
        )
        self.folder_button = button(
            "Fo&lder…", ButtonRole.LARGE, tooltip="Choose a folder: all pictures in it, and below"
        )
        left = QVBoxLayout()
        left.setSpacing(PADDING)
        for widget, stretch in ((self.message, 0), (self.stage, 1), (self.pictures, 0)):
            left.addWidget(widget, stretch)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        buttons.addWidget(self.folder_button)
        buttons.addWidget(self.open_button)
        side = QWidget()
        side.setFixedWidth(_SIDE_PX)
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(PADDING)
        right.addWidget(self.verdict, 1)
        right.addWidget(self.choices)
        right.addLayout(buttons)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(COLUMN_GAP, COLUMN_GAP, COLUMN_GAP, COLUMN_GAP)
        whole.setSpacing(COLUMN_GAP)
        whole.addLayout(left, 1)
        whole.addWidget(side)

    def _connect(self) -> None:
        self.open_button.clicked.connect(self.open_pictures)
        self.folder_button.clicked.connect(self.open_folder)
        self.stage.train_requested.connect(self.train_requested)
        self._document.runs_changed.connect(self._on_document_runs_changed)
        self._document.undo_stack.indexChanged.connect(self._on_undo_stack_changed)
        self.choices.chosen.connect(self._on_choices_chosen)
        self.choices.export_wanted.connect(self.export_wanted)
        self.pictures.strip.picture_selected.connect(self._on_picture_selected)
        self.pictures.strip.removal_requested.connect(self._remove)
        self.pictures.clear_requested.connect(self._on_clear_requested)
        self.pictures.undo_requested.connect(self._document.undo_stack.undo)
        self.pictures.export_requested.connect(self.export_csv)
        self.pictures.cancel_requested.connect(self.gallery.cancel)
        self.pictures.resume_requested.connect(self.gallery.resume)
        self.gallery.arrived.connect(self._on_gallery_arrived)
        self.gallery.changed.connect(self._on_gallery_changed)
        self.gallery.refused.connect(self._say)
        self.gallery.failed.connect(self._on_gallery_failed)
        self.gallery.advanced.connect(self._show_gallery)

    def _show_current(self) -> None:
        entry = self.pictures.strip.current
        self.current.show_entry(
            entry,
            look=self.gallery.look(entry.key) if entry else None,
            run=self.choices.run,
            failure=self.gallery.failure,
        )

    def _show_gallery(self) -> None:
        gallery = self.gallery
        self.pictures.setVisible(gallery.model.rowCount() > 0 or bool(self._removed))
        self.pictures.show_count()
        progress = gallery.progress
        self.pictures.show_progress(progress.done, progress.total, looking=gallery.searching)
        self.pictures.show_left_out(0 if gallery.failure else gallery.left_out)

    def _say(self, sentence: str, *, warning: bool = True) -> None:
        self.message.show_text(sentence, warning=warning)
        self.message.setVisible(bool(sentence))

    def _remove(self, keys: frozenset[int]) -> None:
        if not keys:
            return
        entries = self.gallery.model.entries
        row = next(row for row, entry in enumerate(entries) if entry.key in keys)
        removal = Removal(self.gallery, keys)
        self._removed = removal.text()
        self._document.undo_stack.push(removal)
        left = self.gallery.model.entries
        if left:
            self.pictures.strip.select(left[min(row, len(left) - 1)].key)
        self._show_gallery()
        self._show_current()

    def _on_undo_stack_changed(self) -> None:
        mine = self._document.undo_stack.undoText() == self._removed
        self._removed = self._removed if mine else ""
        self.pictures.show_removed(self._removed.replace("remove", "Removed", 1))
        if self.pictures.strip.current is None and self.gallery.model.rowCount():
            self.pictures.strip.select(self.gallery.model.entries[0].key)
        self._show_gallery()
        self._show_current()

    def _on_clear_requested(self) -> None:
        self._remove(frozenset(entry.key for entry in self.gallery.model.entries))

    def _on_picture_selected(self, key: int | None) -> None:
        self._say("")
        if key is not None:
            self.gallery.want(key)
        self._show_current()

    def _on_choices_chosen(self) -> None:
        self.choices.show_problem("")
        current = self.pictures.strip.current
        self.names.apply()
        self.gallery.use(
            self.choices.run,
            self.choices.chosen_background,
            first=current.key if current else None,
        )
        self._show_current()

    def _on_gallery_arrived(self, key: int) -> None:
        self._removed = ""
        self.pictures.show_removed("")
        self._show_gallery()
        self.pictures.strip.select(key)
        if self.isVisible():
            self.pictures.strip.setFocus()

    def _on_gallery_changed(self, keys: frozenset[int]) -> None:
        current = self.pictures.strip.current
        if current and current.key in keys:
            self._show_current()
        entries = (self.gallery.model.entry(key) for key in keys)
        times = [e.verdict.milliseconds for e in entries if e and e.verdict]
        if times:
            self.answered.emit(mean(times))

    def _on_gallery_failed(self) -> None:
        failure = self.gallery.failure
        self.choices.show_problem(str(failure) if failure else "")
        self._show_current()

    def _on_document_runs_changed(self) -> None:
        self.choices.show_runs(self._document.runs)

    def _on_csv_chosen(self, path: Path) -> None:
        self._say("")
        entries = self.gallery.model.entries
        job = export_verdicts(self._jobs, path, entries=entries, classes=self.names.names)
        job.succeeded.connect(lambda _count: self._say(f"Saved as “{path}”.", warning=False))
        job.failed.connect(self._on_export_failed)

    def _on_export_failed(self, error: BaseException) -> None:
        if not isinstance(error, LitmusError):
            raise error
        self._say(str(error))

    def _on_paths_chosen(self, offer: Offer) -> None:
        self._say("")
        self.gallery.take(offer)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.gallery.warm_up()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.current.rest()
        super().hideEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.can_take(event.mimeData()):
            _accept_copy(event)
            self.stage.set_hovered(hovered=True)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        _accept_copy(event)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.stage.set_hovered(hovered=False)
        super().dragLeaveEvent(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.stage.set_hovered(hovered=False)
        if self.take(event.mimeData()):
            _accept_copy(event)


def _accept_copy(event: QDropEvent) -> None:
    """Take a copy even where the file manager would rather move: files are only ever read."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
