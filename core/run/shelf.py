"""The runs in a person's data folder, one folder each: `run-001`, `run-002`, and so on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.errors import LitmusError
from core.run.folder import Run, read_run
from core.run.shared_splits import SharedSplits

_NAME = re.compile(r"run-(\d+)")


@dataclass(frozen=True)
class Shelf:
    """What a runs folder holds.

    Attributes:
        runs: Those that can be read, oldest first.
        damaged: One error for each folder that cannot.
    """

    runs: tuple[Run, ...]
    damaged: tuple[LitmusError, ...]


def run_number(folder: Path) -> int:
    """The number in a run folder's name; 0 where it has none."""
    match = _NAME.fullmatch(folder.name)
    return int(match[1]) if match else 0


def next_run_folder(shelf: Path, *, taken: Iterable[str] = ()) -> Path:
    """The folder for the next run: one more than the highest number there.

    Args:
        shelf: The folder of the runs.
        taken: Names of other folders that must not be used, such as those of deleted runs.
    """
    folders = (*_entries(shelf), *map(Path, taken))
    highest = max(map(run_number, folders), default=0)
    return shelf / f"run-{highest + 1:03d}"


def read_shelf(shelf: Path) -> Shelf:
    """All runs in `shelf`. A folder that cannot be read never hides the others."""
    runs: list[Run] = []
    damaged: list[LitmusError] = []
    splits = SharedSplits()
    for folder in _entries(shelf):
        try:
            runs.append(read_run(folder, splits))
        except LitmusError as error:
            damaged.append(error)
    return Shelf(tuple(runs), tuple(damaged))


def _entries(shelf: Path) -> list[Path]:
    try:
        folders = [entry for entry in shelf.iterdir() if run_number(entry) and entry.is_dir()]
    except OSError:
        return []
    return sorted(folders, key=run_number)
