"""Projects that a person has not saved anywhere yet; they lie in Litmus' own data folder."""

import re
from contextlib import suppress
from pathlib import Path

from core.errors import LitmusError
from core.places import old_runs_folder, unsaved_projects_folder
from core.project.place import SUFFIX, ProjectPlace

_NAME = re.compile(r"project-(\d+)")
_FILE = f"Unsaved{SUFFIX}"
_ATTEMPTS = 100


def new_unsaved() -> ProjectPlace:
    """Make the folder of a new project: one more than the highest number there.

    Raises:
        LitmusError: It cannot be made.
    """
    shelf = unsaved_projects_folder()
    try:
        shelf.mkdir(parents=True, exist_ok=True)
        for _ in range(_ATTEMPTS):
            folder = shelf / f"project-{_highest(shelf) + 1:03d}"
            with suppress(FileExistsError):  # another window was quicker
                folder.mkdir()
                return ProjectPlace(folder / _FILE)
    except OSError as error:
        raise _not_made(shelf, error.strerror or str(error)) from error
    raise _not_made(shelf, "other windows are always quicker")


def unsaved_projects() -> tuple[ProjectPlace, ...]:
    """Those that hold something, the one that was changed last first."""
    return tuple(sorted(filter(_holds_something, _places()), key=_changed, reverse=True))


def empty_projects() -> tuple[ProjectPlace, ...]:
    """Those that hold nothing, not even how they were once."""
    empty = (place for place in _places() if not place.backup_file.exists())
    return tuple(place for place in empty if not _holds_something(place))


def _holds_something(place: ProjectPlace) -> bool:
    """Whether an edit was written, or a run made."""
    if place.file.exists():
        return True
    try:
        return any(place.runs_folder.iterdir())
    except OSError:
        return False


def adopt_old_runs() -> ProjectPlace | None:
    """Let the runs of a version without projects become those of a new unsaved project.

    Returns:
        The project; None where there are none, or they could not be moved (they stay).
    """
    old = old_runs_folder()
    try:
        if old.is_symlink() or not any(old.iterdir()):
            return None
        place = new_unsaved()
        old.rename(place.runs_folder)
    except (OSError, LitmusError):
        return None
    return place


def _changed(place: ProjectPlace) -> float:
    """When something of a project was last written, in seconds."""
    times = [0.0]
    for path in (place.file, place.runs_folder, place.folder):
        with suppress(OSError):
            times.append(path.stat().st_mtime)
    return max(times)


def _places() -> list[ProjectPlace]:
    shelf = unsaved_projects_folder()
    return [ProjectPlace(shelf / name / _FILE) for name in _names(shelf)]


def _names(shelf: Path) -> list[str]:
    try:
        return [entry.name for entry in shelf.iterdir() if _NAME.fullmatch(entry.name)]
    except OSError:
        return []


def _highest(shelf: Path) -> int:
    numbers = [int(match[1]) for name in _names(shelf) if (match := _NAME.fullmatch(name))]
    return max(numbers, default=0)


def _not_made(folder: Path, reason: str) -> LitmusError:
    return LitmusError(
        f"No project could be made in “{folder}”: {reason}.",
        "Free some space, or let Litmus write there.",
    )
