"""Giving a project a name and a place: saved, copied, packed, unpacked."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.project.place import PACKED_SUFFIX, ProjectPlace
from gui.document import ProjectDocument
from gui.jobs import Job
from gui.project_name_dialog import ProjectNameDialog, usual_folder
from gui.project_progress import ProgressDialog
from gui.project_session import ProjectSession
from gui.recent import RecentFolders

if TYPE_CHECKING:
    from core.project.packing import Packed
    from gui.main_window import MainWindow


class ProjectPlaces(QObject):
    """Asks where a project is to lie, lets it be brought there, and says how far that is.

    Signals:
        open_asked: The person wants to open the project of this file.
    """

    open_asked = Signal(Path)

    def __init__(
        self,
        window: "MainWindow",
        *,
        document: ProjectDocument,
        projects: ProjectSession,
        recent: RecentFolders,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._projects = projects
        self._recent = recent

    @property
    def beside(self) -> Path:
        """The folder that a dialog opens in."""
        place = self._document.place
        if place is not None and place.saved and place.folder.parent.is_dir():
            return place.folder.parent
        known = [file.parent.parent for file in self._recent.folders if ProjectPlace(file).saved]
        return next((folder for folder in known if folder.is_dir()), usual_folder())

    def save_as(self) -> None:
        """Give the project a name and a place, and go on there."""
        place = self._document.place
        if place is None:
            return
        if self._projects.obstacle:
            self._window.notice.say(self._projects.obstacle)
        elif place.saved or self._document.read_only:  # Others have it where it is.
            self._ask_for_name("Save the project as", self._copy_and_open, self._copy_name())
        else:
            self._ask_for_name("Save the project", self._move, self._proposed_name())

    def duplicate(self) -> None:
        """Make a copy of the project with its runs elsewhere, and go on here."""
        if self._document.place is not None:
            self._ask_for_name(
                "Duplicate the project", self._copy, self._copy_name(), does="&Duplicate"
            )

    def pack(self) -> None:
        """Put the project, its runs and its pictures into one file."""
        if self._document.place is not None:
            self._ask_for_name(
                "Pack the project with its pictures",
                self._pack,
                self._proposed_name(),
                suffix=PACKED_SUFFIX,
                does="&Pack",
                why="One file that opens on another computer: project, runs and pictures.",
            )

    def ask_where_to_unpack(self, packed: Path) -> None:
        """Unpack a packed project, and open it."""
        ProjectNameDialog(
            self._window,
            "Unpack the project",
            name=packed.stem,
            folder=packed.parent if packed.parent.is_dir() else self.beside,
            then=partial(self._unpack, packed),
            why="A packed project is opened from a folder of its own.",
            does="&Unpack",
        ).open()

    def _proposed_name(self) -> str:
        place, photos = self._document.place, self._document.project.photos
        if place is not None and place.saved:
            return place.name
        return photos.source.title if photos is not None else "Fashion-MNIST"

    def _copy_name(self) -> str:
        return f"{self._proposed_name()} copy"

    def _ask_for_name(
        self,
        title: str,
        then: Callable[[Path], None],
        name: str,
        *,
        suffix: str = "",
        why: str = "",
        does: str = "&Save",
    ) -> None:
        dialog = ProjectNameDialog(
            self._window,
            title,
            name=name,
            folder=self.beside,
            then=then,
            suffix=suffix,
            why=why,
            does=does,
        )
        dialog.open()

    def _move(self, target: Path) -> None:
        self._watch(self._projects.move(target), "Saving the project…")

    def _copy(self, target: Path) -> None:
        self._watch(self._projects.copy(target, then=self._on_copied), "Copying the project…")

    def _copy_and_open(self, target: Path) -> None:
        job = self._projects.copy(target, then=self._on_copied_to_go_on)
        self._watch(job, "Copying the project…")

    def _pack(self, target: Path) -> None:
        self._watch(self._projects.pack(target, then=self._on_packed), "Packing the project…")

    def _unpack(self, packed: Path, target: Path) -> None:
        job = self._projects.unpack(packed, target, then=self._on_unpacked)
        self._watch(job, "Unpacking the project…")

    def _watch(self, job: Job | None, words: str) -> None:
        if job is not None:
            ProgressDialog(self._window, words, job)

    def _on_copied(self, place: ProjectPlace) -> None:
        self._recent.add(place.file)
        self._window.notice.ask(
            f"The copy lies in {place.folder}", "Open it", partial(self.open_asked.emit, place.file)
        )

    def _on_copied_to_go_on(self, place: ProjectPlace) -> None:
        # Where the copy was made, what could not be written stands.
        self._projects.open(place.file, whatever_happens=True)

    def _on_unpacked(self, place: ProjectPlace) -> None:
        self.open_asked.emit(place.file)

    def _on_packed(self, packed: "Packed") -> None:
        if packed.missing:
            self._window.notice.ask(f"{packed.sentence} {packed.file}", "Close", lambda: None)
        else:
            self._window.notice.say(f"{packed.sentence} {packed.file}")


def is_packed(path: Path) -> bool:
    """Whether this is named like a packed project."""
    return path.suffix.lower() == PACKED_SUFFIX
