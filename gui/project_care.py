"""What the window does about its project: dialogs, messages, the title."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from core.errors import LitmusError
from core.project.place import ProjectPlace
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.project_opening import How, Opened, title_of
from gui.project_places import ProjectPlaces, is_packed
from gui.project_session import ProjectSession
from gui.recent import RecentFolders
from gui.recent_projects_menu import find_unsaved
from gui.unsaved_question import ask_about_unsaved

if TYPE_CHECKING:
    from gui.main_window import MainWindow

_NOT_SAVED = "What you worked on last; it is not saved under a name yet."


class ProjectCare(QObject):
    """Lets the person open, save, move and leave projects, and tells how it went.

    Signals:
        unsaved_found: The projects that are not saved anywhere yet, but for the one shown.
    """

    unsaved_found = Signal(object)

    def __init__(
        self,
        window: "MainWindow",
        *,
        document: ProjectDocument,
        projects: ProjectSession,
        jobs: Jobs,
        recent: RecentFolders,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._projects = projects
        self._jobs = jobs
        self.recent = recent
        self.places = ProjectPlaces(window, document=document, projects=projects, recent=recent)
        self.places.open_asked.connect(self.open)
        self._offered: Path | None = None
        self._asked = ""
        self._refused = ""
        projects.opened.connect(self._on_projects_opened)
        projects.moved.connect(self._on_projects_moved)
        projects.failed.connect(window.report_problem)
        projects.finish_failed.connect(self._on_projects_finish_failed)
        projects.saver.failed.connect(self._on_saver_failed)
        projects.saver.recovered.connect(self._on_saver_recovered)
        document.place_changed.connect(self.show_title)
        document.edit_refused.connect(window.notice.say)
        self.show_title()

    def begin(self, path: Path | None) -> None:
        """Show the project of a start.

        Args:
            path: What was named: a `.litmus` file, a project's folder or a packed project.
        """
        known = next(iter(self.recent.folders), None)
        packed = path is not None and is_packed(path)
        self._offered = known if path is None else None
        self._projects.begin(None if packed else path, last=known)
        if packed and path is not None:
            self._projects.begun.connect(partial(self.open, path))

    def new(self) -> None:
        """Show an empty project that is not saved anywhere yet."""
        if self._projects.obstacle:
            self._window.notice.say(self._projects.obstacle)
        elif self._may_leave(partial(self._projects.new, whatever_happens=True)):
            self._projects.new()

    def ask_for_project(self) -> None:
        """Let the person choose a project to open."""
        if self._projects.obstacle:
            self._window.notice.say(self._projects.obstacle)
            return
        dialog = QFileDialog(self._window, "Open a project", str(self.places.beside))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Litmus projects (*.litmus *.zip)", "All files (*)"])
        self._open_dialog(dialog)

    def open(self, path: Path) -> None:
        """Open a `.litmus` file, a project's folder, or a packed project."""
        if not path.exists():
            self.recent.remove(path)  # What says so follows.
        if is_packed(path):
            self.places.ask_where_to_unpack(path)
        elif self._is_shown(path):
            self._window.notice.say(f"“{self._title}” is open already.")
        elif self._may_leave(partial(self._projects.open, path, whatever_happens=True)):
            self._projects.open(path)

    def open_again(self) -> None:
        """See whether the project that is read-only can be changed now."""
        if self._document.place is not None:
            self._projects.open(self._document.place.file)

    def save(self) -> None:
        """Save: ask for a name where there is none yet; say that it is saved where there is."""
        place = self._document.place
        if place is None or not place.saved or self._document.read_only:
            self.places.save_as()
        elif self._projects.saver.problem is not None:
            self._projects.saver.save()
        else:
            self._projects.saver.save()
            self._window.notice.say(f"“{place.name}” saves itself after each edit: {place.folder}")

    def revert(self) -> None:
        """Go back to what the project was when it was opened."""
        if self._document.project == self._projects.at_opening:
            self._window.notice.say("Nothing is different from when the project was opened.")
            return
        self._projects.revert()
        if not self._document.read_only:
            self._window.notice.say(
                "The project is as it was when it was opened. Ctrl+Z undoes it."
            )

    def show_title(self) -> None:
        """Name the project in the window's title."""
        if self._document.place is None:
            self._window.setWindowTitle("Litmus")
            return
        marks = " (read-only)" * bool(self._document.read_only)
        marks += " (not saved)" * (self._projects.saver.problem is not None)
        self._window.setWindowTitle(f"{self._title}{marks} — Litmus")

    @property
    def _title(self) -> str:
        return "" if self._document.place is None else title_of(self._document.place)

    def _is_shown(self, path: Path) -> bool:
        place = self._document.place
        if place is None:
            return False
        # By another path it would be read-only here, as this window has it.
        own = {os.path.realpath(place.file), os.path.realpath(place.folder)}
        return os.path.realpath(path) in own

    def _may_leave(self, leave: Callable[[], None]) -> bool:
        """Whether nothing would be lost; asks where something would."""
        if self._projects.saver.problem is None or not self._projects.saver.dirty:
            return True
        ask_about_unsaved(
            self._window,
            self._title,
            self._projects.saver.problem,
            save_as=self.places.save_as,
            leave=leave,
            words="&Leave without them",
        )
        return False

    def _open_dialog(self, dialog: QFileDialog) -> None:
        dialog.fileSelected.connect(lambda name: self.open(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_projects_opened(self, opened: Opened) -> None:
        self._remember(opened.place)
        self._look_for_unsaved(opened.place)
        self._window.notice.withdraw(self._asked)
        self._window.notice.withdraw(self._refused)
        offered, self._offered = self._offered, None
        if opened.problem is not None:
            self._window.report_problem(opened.problem)
        elif opened.told:
            self._ask(" ".join(opened.told), "Close", lambda: None)
        elif opened.how is How.AGAIN:
            self._ask(_NOT_SAVED, "Start a new one", self.new)
        elif opened.how is How.NEW and offered is not None and ProjectPlace(offered).saved:
            name = ProjectPlace(offered).name
            self._ask(f"“{name}” was open last.", "Open it", partial(self.open, offered))

    def _ask(self, text: str, action: str, then: Callable[[], None]) -> None:
        """Ask what is about the project that is open, as long as it is."""
        self._asked = text
        self._window.notice.ask(text, action, then)

    def _remember(self, place: ProjectPlace) -> None:
        """Know the project again at the next start; of those not saved the last one only."""
        for file in self.recent.folders:
            if not ProjectPlace(file).saved:
                self.recent.remove(file)
        self.recent.add(place.file)

    def _look_for_unsaved(self, shown: ProjectPlace) -> None:
        job = self._jobs.run_decoding(lambda _report, _cancel: find_unsaved(shown))
        job.succeeded.connect(self.unsaved_found)

    def _on_projects_moved(self, place: ProjectPlace) -> None:
        self._remember(place)
        self._window.notice.withdraw(_NOT_SAVED)
        self._window.notice.say(f"Saved in {place.folder}. From now on it saves itself.")

    def _on_projects_finish_failed(self, error: LitmusError) -> None:
        ask_about_unsaved(
            self._window,
            self._title,
            error,
            save_as=self.places.save_as,
            leave=self._window.close_at_once,
            words="&Close without them",
        )

    def _on_saver_failed(self, error: LitmusError) -> None:
        self.show_title()
        self._window.notice.withdraw(self._refused)
        self._refused = (
            f"The last edit could not be saved; it is kept here in the window. {error.message}"
        )
        self._window.notice.ask(self._refused, "Save as…", self.places.save_as)

    def _on_saver_recovered(self) -> None:
        self.show_title()
        self._window.notice.withdraw(self._refused)
        self._window.notice.say(f"“{self._title}” is saved again.")
