"""The one writer of the window's state: the project, its undo stack, and the runs."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from typing_extensions import override

from core.data.sources import AnyDataset
from core.errors import LitmusError
from core.model.network import NetworkSpec
from core.model.presets import Preset, preset
from core.project.project import Project
from core.run.folder import Run
from core.run.settings import TrainingSettings
from core.run.shelf import Shelf


class _Edit(QUndoCommand):
    """One edit as the project before and after; edits with the same `topic` in a row merge."""

    def __init__(
        self, show: Callable[[Project], None], before: Project, after: Project, topic: str
    ) -> None:
        super().__init__()
        self._show = show
        self._before = before
        self.after = after
        self.topic = topic

    @override
    def id(self) -> int:
        return hash(self.topic) & 0x7FFFFFFF if self.topic else -1

    @override
    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Edit) or other.topic != self.topic:
            return False
        self.after = other.after
        self.setObsolete(self.after == self._before)
        return True

    @override
    def redo(self) -> None:
        self._show(self.after)

    @override
    def undo(self) -> None:
        self._show(self._before)


class ProjectDocument(QObject):
    """The current project and the runs; widgets read it and call its verbs.

    Signals:
        dataset_changed: Another data set, or it has been loaded.
        network_changed: Layers or input.
        settings_changed: Training settings.
        runs_changed: A run was added, changed or removed.
    """

    dataset_changed = Signal()
    network_changed = Signal()
    settings_changed = Signal()
    runs_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = Project()
        self._dataset: AnyDataset | None = None
        self._runs: tuple[Run, ...] = ()
        self._damaged: tuple[LitmusError, ...] = ()
        self.undo_stack = QUndoStack(self)

    @property
    def project(self) -> Project:
        """What a person has chosen."""
        return self._project

    @property
    def dataset(self) -> AnyDataset | None:
        """The pictures; None until they are loaded."""
        return self._dataset

    @property
    def class_count(self) -> int:
        """How many classes the network has to tell apart."""
        return len(self._dataset.classes) if self._dataset else 10

    @property
    def runs(self) -> tuple[Run, ...]:
        """All runs, oldest first; one that is being trained has the status *running*."""
        return self._runs

    @property
    def damaged_runs(self) -> tuple[LitmusError, ...]:
        """What could not be read in the runs folder."""
        return self._damaged

    def set_network(self, network: NetworkSpec, *, words: str, topic: str = "") -> None:
        """Replace the network.

        Args:
            network: The new one.
            words: Name the edit in the Edit menu, e.g. "change units".
            topic: Edits in a row with the same one (a number being typed) undo as one.
        """
        self._edit(self._project.model_copy(update={"network": network}), words=words, topic=topic)

    def preset_of(self, name: str) -> Preset:
        """A preset for the pictures chosen: photos get its size, and keep everything else."""
        given = self._project.network.input
        if self._project.photos is not None:
            size = preset(name).size
            given = given.model_copy(update={"height": size, "width": size})
        return preset(name, given)

    def choose_preset(self, name: str) -> None:
        """Start from a preset."""
        chosen = self.preset_of(name)
        self.set_network(chosen.network, words=f"choose {chosen.title}")

    def set_settings(self, settings: TrainingSettings, *, words: str, topic: str = "") -> None:
        """Replace the training settings; `words` and `topic` as for `set_network`."""
        after = self._project.model_copy(update={"settings": settings})
        self._edit(after, words=words, topic=topic)

    def set_dataset(self, dataset: AnyDataset) -> None:
        """Show a data set that has been loaded."""
        self._dataset = dataset
        self.dataset_changed.emit()

    def set_shelf(self, shelf: Shelf) -> None:
        """Show what the runs folder holds."""
        self._runs, self._damaged = shelf.runs, shelf.damaged
        self.runs_changed.emit()

    def put_run(self, run: Run) -> None:
        """Add a run, or replace the one in the same folder by its newer state."""
        others = [r for r in self._runs if r.folder != run.folder]
        position = next(
            (i for i, r in enumerate(self._runs) if r.folder == run.folder), len(others)
        )
        self._runs = (*others[:position], run, *others[position:])
        self.runs_changed.emit()

    def remove_run(self, folder: Path) -> None:
        """Forget the run in `folder` (its files are the caller's business)."""
        self._runs = tuple(r for r in self._runs if r.folder != folder)
        self.runs_changed.emit()

    def run_in(self, folder: Path) -> Run | None:
        """The run in `folder`."""
        return next((r for r in self._runs if r.folder == folder), None)

    def _edit(self, after: Project, *, words: str, topic: str) -> None:
        if after != self._project:
            edit = _Edit(self._show, self._project, after, topic)
            edit.setText(words)
            self.undo_stack.push(edit)

    def _show(self, project: Project) -> None:
        before, self._project = self._project, project
        if project.network != before.network:
            self.network_changed.emit()
        if project.settings != before.settings:
            self.settings_changed.emit()
