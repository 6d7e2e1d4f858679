"""What every document has: the project, where it lies, its runs, and the undo stack."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from core.errors import LitmusError
from core.places import runs_folder
from core.project.place import ProjectPlace
from core.project.project import Project
from core.run.folder import Run
from core.run.shelf import Shelf
from gui.project_edit import ProjectEdit, RunNaming
from gui.run_list import RunList


class HeldProject(QObject):
    """The current project and the runs.

    Signals:
        photos_changed: Another folder was chosen, or other corrections are laid over it.
        network_changed: Layers or input.
        settings_changed: Training settings.
        runs_changed: A run was added, changed or removed.
        project_changed: Anything of `project` is another, by an edit, by undoing one, or because
            another project was opened.
        place_changed: It lies elsewhere, or may (not) be changed now.
        run_named: A run is called otherwise: its folder and the name.
        edit_refused: A person wanted to change it; the sentence says why that cannot be.
    """

    photos_changed = Signal()
    network_changed = Signal()
    settings_changed = Signal()
    runs_changed = Signal()
    project_changed = Signal()
    place_changed = Signal()
    run_named = Signal(object, str)
    edit_refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = Project()
        self._place: ProjectPlace | None = None
        self._read_only = ""
        self._runs = RunList()
        self._damaged: tuple[LitmusError, ...] = ()
        self.undo_stack = QUndoStack(self)

    @property
    def project(self) -> Project:
        """What a person has chosen."""
        return self._project

    @property
    def place(self) -> ProjectPlace | None:
        """Where the project lies; None before one was opened."""
        return self._place

    @property
    def read_only(self) -> str:
        """Why nothing of it may be changed, in one sentence; empty where it may."""
        return self._read_only

    @property
    def runs_folder(self) -> Path:
        """Where trainings put their runs."""
        return runs_folder() if self._place is None else self._place.runs_folder

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs, oldest first; one that is being trained has the status *running*."""
        return self._runs.shown

    @property
    def damaged_runs(self) -> tuple[LitmusError, ...]:
        """What could not be read in the runs folder."""
        return self._damaged

    def open_project(
        self, place: ProjectPlace, project: Project, *, shelf: Shelf, read_only: str = ""
    ) -> None:
        """Show another project; what was undone or could be is forgotten.

        Args:
            place: Where it lies.
            project: What it holds.
            shelf: What its runs folder holds.
            read_only: Why nothing of it may be changed; empty where it may.
        """
        self.undo_stack.clear()
        self._read_only = read_only
        self._place = place
        self._runs.replace(shelf.runs)
        self._damaged = shelf.damaged
        self._show(project)
        self.place_changed.emit()
        self.runs_changed.emit()

    def move_to(self, place: ProjectPlace, shelf: Shelf) -> None:
        """The same project lies elsewhere now, with its runs; edits can be undone as before."""
        self._place = place
        self.set_shelf(shelf)
        self.place_changed.emit()

    def set_read_only(self, reason: str) -> None:
        """Nothing of the project may be changed from now on; where `reason` is empty, it may."""
        if reason != self._read_only:
            self._read_only = reason
            self.place_changed.emit()

    def set_project(self, project: Project, *, words: str) -> None:
        """Replace all of it, as one edit; `words` as for `set_network`."""
        self._edit(project, words=words, topic="")

    def set_shelf(self, shelf: Shelf) -> None:
        """Show what the runs folder holds."""
        self._runs.replace(shelf.runs)
        self._damaged = shelf.damaged
        self.runs_changed.emit()

    def put_run(self, run: Run) -> None:
        """Add a run, or replace the one in the same folder by its newer state."""
        self._runs.put(run)
        self.runs_changed.emit()

    def remove_run(self, folder: Path) -> None:
        """Forget the run in `folder` (its files are the caller's business)."""
        self._runs.remove(folder)
        self.runs_changed.emit()

    def discard_run(self, folder: Path) -> None:
        """Delete the run in `folder`: until the project closes, this can be undone."""
        run = self.run_in(folder)
        if run is not None:
            names = self._project.discarded_runs | {folder.name}
            after = self._project.model_copy(update={"discarded_runs": names})
            self._edit(after, words=f"delete run “{run.record.name}”", topic="")

    def rename_run(self, run: Run) -> None:
        """A run was given the name that its record has now; undoing this asks for the old one."""
        before = self.run_in(run.folder)
        if before is not None and before.record.name != run.record.name:
            names = {"before": before.record.name, "after": run.record.name}
            self.undo_stack.push(RunNaming(self._name_run, run.folder.name, **names))

    def run_in(self, folder: Path) -> Run | None:
        """The run in `folder`, unless it was deleted."""
        return next((run for run in self._runs.shown if run.folder == folder), None)

    def _name_run(self, folder_name: str, name: str) -> None:
        """Call a run otherwise, in memory; `run_named` tells whoever writes it."""
        run = next((run for run in self._runs.all if run.folder.name == folder_name), None)
        if run is not None:
            self._runs.name(run.folder, name)
            self.runs_changed.emit()
            self.run_named.emit(run.folder, name)

    def _edit(self, after: Project, *, words: str, topic: str) -> None:
        if after == self._project:
            return
        if self._read_only:
            self.edit_refused.emit(self._read_only)
            self._tell_all()
        else:
            edit = ProjectEdit(self._show, self._project, after, topic)
            edit.setText(words)
            self.undo_stack.push(edit)

    def _show(self, project: Project) -> None:
        before, self._project = self._project, project
        if project.photos != before.photos:
            self._show_photos(before)
        if project.network != before.network:
            self.network_changed.emit()
        if project.settings != before.settings:
            self.settings_changed.emit()
        if project.discarded_runs != before.discarded_runs:
            self._runs.discard(project.discarded_runs)
            self.runs_changed.emit()
        if project != before:
            self.project_changed.emit()

    def _show_photos(self, _before: Project) -> None:
        """Tell that other pictures are chosen, or other corrections; `_before` is what was."""
        self.photos_changed.emit()

    def _tell_all(self) -> None:
        """Let everything that shows an edit that was refused show what is true."""
        for changed in (self.photos_changed, self.network_changed, self.settings_changed):
            changed.emit()
