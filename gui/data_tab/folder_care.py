"""Everything about the photo folder but its pictures: its card, the line above them, problems."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.data.folder.source import PhotoSource
from gui.data_tab import photo_edits
from gui.data_tab.bar_contents import (
    AGAIN,
    CHOOSE,
    LOCATE,
    STOP,
    TAKE_OVER,
    bar_content,
)
from gui.data_tab.folder_bar import FolderBar
from gui.data_tab.folder_dialog import ask_for_photo_folder
from gui.data_tab.folder_view import FolderView
from gui.data_tab.parts import Part
from gui.data_tab.photo_actions import PhotoActions
from gui.data_tab.problems_card import ProblemsCard
from gui.data_tab.problems_dialog import ProblemsDialog
from gui.data_tab.source_cards import FolderCard, tidy
from gui.document import ProjectDocument
from gui.recent import RecentFolders
from gui.scan_session import ScanSession, ScanState
from gui.scan_work import Changes


class FolderCare(QObject):
    """Lets the person choose a folder, and tells how it is with it.

    Signals:
        said: A sentence for the person, about something that could not be done.
        locate_asked: The person wants to say where the folder lies now.
    """

    said = Signal(str)
    locate_asked = Signal()

    def __init__(
        self,
        tab: QWidget,
        *,
        document: ProjectDocument,
        scans: ScanSession,
        recent: RecentFolders,
        actions: PhotoActions,
    ) -> None:
        super().__init__(tab)
        self._tab = tab
        self._document = document
        self._scans = scans
        self._recent = recent
        self._actions = actions
        self._changes: Changes | None = None
        self._dialog: ProblemsDialog | None = None

    def attend(self, card: FolderCard, bar: FolderBar, problems: ProblemsCard) -> None:
        """Look after these parts of the tab."""
        self._card, self._bar, self._problems = card, bar, problems
        card.clicked.connect(self.ask)
        card.recent_chosen.connect(self.choose_folder)
        card.look_again_asked.connect(self._look_again)
        card.file_manager_asked.connect(self._on_card_file_manager_asked)
        bar.acted.connect(self._on_bar_acted)
        bar.closed.connect(self._on_bar_closed)
        problems.all_asked.connect(self.show_problems)
        self._scans.state_changed.connect(self._show_bar)
        self._scans.changes_found.connect(self._on_scans_changes_found)
        self._recent.changed.connect(self._show_recent)
        self._actions.file_manager_failed.connect(self._on_file_manager_failed)
        self._show_recent()

    @property
    def view(self) -> FolderView | None:
        """The folder, where one is chosen and something is known of it."""
        return self._scans.view if self._document.project.photos is not None else None

    def ask(self) -> None:
        """Let the person choose a photo folder."""
        beside = next(iter(self._recent.folders), None)
        ask_for_photo_folder(self._tab, self.choose_folder, beside=beside)

    def choose_folder(self, folder: Path) -> None:
        """Train on the pictures of a folder."""
        self.choose(PhotoSource(root=folder))

    def choose(self, source: PhotoSource) -> None:
        """Train on the pictures of a source; one chosen already is looked at again."""
        if source.root is not None:
            self._recent.add(source.root)
        photos = self._document.project.photos
        if photos is not None and photos.source == source:
            self._look_again()
        else:
            self._changes = None
            self._document.choose_photos(source)

    def show(self) -> None:
        """Bring card, line and problems up to date."""
        view, photos = self.view, self._document.project.photos
        self._card.setChecked(photos is not None)
        if photos is None:
            self._card.show_nothing()
        else:
            title = view.listing.title if view is not None else tidy(Path(photos.source.title))
            root = photos.source.root
            place = "" if root is None else tidy(root)
            self._card.show_about(title, about(photos.source, view), place)
        self._problems.show_view(view)
        if self._dialog is not None and view is not None:
            self._dialog.show_view(view)
        self._show_bar()

    def show_problems(self, begin_with: int) -> None:
        """Open the dialog of all problems."""
        view = self.view
        if view is None or not view.problems:
            return
        dialog = self._dialog = ProblemsDialog(self._tab, self._problems.thumbnails)
        dialog.leave_out_asked.connect(self._on_dialog_leave_out_asked)
        dialog.shown_asked.connect(self._actions.show_path)
        dialog.undo_asked.connect(partial(self._undo, self._document.undo_stack.index()))
        dialog.finished.connect(self._on_dialog_finished)
        dialog.show_view(view, begin_with=begin_with)
        dialog.open()

    def _show_recent(self) -> None:
        self._card.set_recent(self._recent.folders)

    def _show_bar(self) -> None:
        chosen = self._document.project.photos is not None
        self._bar.show_content(bar_content(self._scans, self._changes) if chosen else None)

    def _look_again(self) -> None:
        self._changes = None
        self._scans.look_again()

    def _on_scans_changes_found(self, changes: Changes) -> None:
        self._changes = changes if changes.any else None
        self._show_bar()

    def _on_bar_acted(self, name: str) -> None:
        if name == STOP:
            self._scans.stop()
        elif name == CHOOSE:
            self.ask()
        elif name == LOCATE:
            self.locate_asked.emit()
        elif name in (AGAIN, TAKE_OVER):
            self._look_again()

    def _on_bar_closed(self) -> None:
        self._changes = None
        self._show_bar()

    def _undo(self, first: int) -> None:
        """Take the last edit back, where it is one made since the dialog was opened."""
        if self._document.undo_stack.index() > first:
            self._document.undo_stack.undo()

    def _on_dialog_finished(self) -> None:
        self._dialog = None

    def _on_dialog_leave_out_asked(self, paths: tuple[str, ...]) -> None:
        photos = self._document.project.photos
        if photos is not None and self._scans.state is ScanState.READY:
            self._actions.apply(photo_edits.leave_out(photos.edits, paths))

    def _on_card_file_manager_asked(self) -> None:
        photos = self._document.project.photos
        if photos is not None and photos.source.root is not None:
            self._actions.show_path(str(photos.source.root))

    def _on_file_manager_failed(self, path: str) -> None:
        self.said.emit(f"There is no file manager to show it with. It lies at {tidy(Path(path))}")


def about(source: PhotoSource, view: FolderView | None) -> str:
    """What is known of a folder: "481 pictures, 5 classes"."""
    parts = [] if source.root is not None and view is not None else [_kind(source)]
    if view is not None:
        classes = len(view.classes)
        count = photo_edits.pictures(view.size(Part.ALL) or view.size(Part.LOOSE))
        told = f"{classes} class{'es' * (classes != 1)}" if classes else "no classes yet"
        parts.append(f"{count}, {told}")
    return " · ".join(parts)


def _kind(source: PhotoSource) -> str:
    return "Photo folder" if source.root is not None else "Class folders"
