"""The runs of the document: those on disk that were not deleted, as they are called."""

from collections.abc import Collection, Iterable
from pathlib import Path

from core.run.folder import Run


class RunList:
    """Holds all runs that lie in the runs folder, and which of them are to be seen."""

    def __init__(self) -> None:
        self._all: tuple[Run, ...] = ()
        self._discarded: Collection[str] = frozenset()
        self._names: dict[Path, str] = {}
        self.shown: tuple[Run, ...] = ()

    @property
    def all(self) -> tuple[Run, ...]:
        """Also those that were deleted."""
        return self._all

    def replace(self, runs: Iterable[Run]) -> None:
        """Hold other runs, oldest first, called as they are on disk."""
        self._all = tuple(runs)
        self._names.clear()
        self._choose()

    def put(self, run: Run) -> None:
        """Add a run, or replace the one in the same folder by its newer state."""
        run = self._called(run)
        others = [known for known in self._all if known.folder != run.folder]
        folders = [known.folder for known in self._all]
        position = folders.index(run.folder) if run.folder in folders else len(others)
        self._all = (*others[:position], run, *others[position:])
        self._choose()

    def remove(self, folder: Path) -> None:
        """Forget the run in `folder`."""
        self._all = tuple(run for run in self._all if run.folder != folder)
        self._choose()

    def name(self, folder: Path, name: str) -> None:
        """Call a run by another name, whatever the training that may be writing it says."""
        self._names[folder] = name
        self._all = tuple(map(self._called, self._all))
        self._choose()

    def discard(self, names: Collection[str]) -> None:
        """Show all but the runs in folders of these names."""
        self._discarded = names
        self._choose()

    def find(self, folder: Path) -> Run | None:
        """The run in `folder`, be it deleted."""
        return next((run for run in self._all if run.folder == folder), None)

    def _called(self, run: Run) -> Run:
        name = self._names.get(run.folder, run.record.name)
        if name == run.record.name:
            return run
        return Run(run.folder, run.record.model_copy(update={"name": name}))

    def _choose(self) -> None:
        self.shown = tuple(run for run in self._all if run.folder.name not in self._discarded)
