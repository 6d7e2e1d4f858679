"""Where a project lies: its file, and the folder of runs beside it."""

import os
from dataclasses import dataclass
from pathlib import Path

from core.errors import LitmusError
from core.places import unsaved_projects_folder

SUFFIX = ".litmus"
"""Of a project's file."""

PACKED_SUFFIX = ".zip"
"""Of a project that was packed with its pictures."""

_RUNS = "runs"


@dataclass(frozen=True)
class ProjectPlace:
    """A project's file; all else follows from it.

    Attributes:
        file: `…/fruit/fruit.litmus`; it need not be there yet.
    """

    file: Path

    @property
    def folder(self) -> Path:
        """The project's own folder."""
        return self.file.parent

    @property
    def runs_folder(self) -> Path:
        """One folder for each of its runs."""
        return self.folder / _RUNS

    @property
    def pictures_file(self) -> Path:
        """What each picture holds, by which it is found again where its folder has moved."""
        return self.folder / "pictures.json"

    @property
    def backup_file(self) -> Path:
        """The project as it was when it was last opened."""
        return self.file.with_name(f"{self.file.name}.bak")

    @property
    def name(self) -> str:
        """What to call it."""
        return self.file.stem

    @property
    def saved(self) -> bool:
        """Whether a person has chosen its place; else it lies among those not saved yet."""
        return self.folder.parent.absolute() != unsaved_projects_folder().absolute()


def place_in(folder: Path) -> ProjectPlace:
    """The place of a project in a folder of its own name: `fruit` holds `fruit.litmus`."""
    return ProjectPlace(folder / f"{folder.name}{SUFFIX}")


def place_of(path: Path) -> ProjectPlace:
    """The project that a path means.

    Args:
        path: A project's file, its folder, or anything among its runs.

    Raises:
        LitmusError: There is no project, or more than one.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 - links stay as the person named them
    if path.suffix == SUFFIX and path.is_file():
        return ProjectPlace(path)
    if not os.path.lexists(path):
        raise LitmusError(f"“{path}” is not there.", "Look whether it was moved or renamed.")
    found = _project_files(path)
    if len(found) > 1:
        names = " and ".join(f"“{file.name}”" for file in found[:2])
        raise LitmusError(f"“{path}” holds more than one project: {names}.", "Open one of them.")
    if found:
        return ProjectPlace(found[0])
    around = next(
        (p for p in (path, *path.parents) if p.name == _RUNS and _project_files(p.parent)), None
    )
    if around is not None:
        return place_of(around.parent)
    raise LitmusError(
        f"“{path}” is not a project.",
        f"Choose a file that ends in {SUFFIX}, or the folder that holds one.",
    )


def project_of_run(folder: Path) -> ProjectPlace | None:
    """The project that the run in `folder` belongs to; None where it stands by itself."""
    runs = Path(os.path.abspath(folder)).parent  # noqa: PTH100 - as above
    if runs.name != _RUNS:
        return None
    found = _project_files(runs.parent)
    return ProjectPlace(found[0]) if len(found) == 1 else None


def _project_files(folder: Path) -> list[Path]:
    try:
        return sorted(
            entry
            for entry in folder.iterdir()
            if entry.suffix == SUFFIX and not entry.name.startswith(".") and entry.is_file()
        )
    except OSError:
        return []
