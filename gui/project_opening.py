"""Opening and closing a project, as plain functions for a worker thread."""

from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path
from time import time

from core.errors import LitmusError
from core.holding import LOCK_NAME, Hold, hold, is_held
from core.project.place import SUFFIX, ProjectPlace, place_of
from core.project.project import Project
from core.project.project_file import keep_backup, read_project, write_project
from core.project.unsaved import adopt_old_runs, empty_projects, new_unsaved, unsaved_projects
from core.run.shelf import Shelf, read_shelf, run_number
from gui.wastebasket import move_to_wastebasket

_OLD_S = 3600.0

Throw = Callable[[Path], None]


class How(Enum):
    """Why a project is shown."""

    NEW = auto()
    CHOSEN = auto()
    AGAIN = auto()


@dataclass(frozen=True)
class Opened:
    """A project that was read, and is held from now on.

    Attributes:
        place: Where it lies.
        project: What it holds.
        shelf: Its runs.
        held: What keeps other windows from writing it; None where they hold it.
        read_only: Why nothing of it may be changed; empty where it may.
        how: Why it is shown.
        told: Sentences for the person.
        problem: Why another project, that would have been opened, was not.
    """

    place: ProjectPlace
    project: Project
    shelf: Shelf
    held: Hold | None
    read_only: str
    how: How
    told: tuple[str, ...] = ()
    problem: LitmusError | None = None


def title_of(place: ProjectPlace) -> str:
    """What a project is called in sentences and in the window's title."""
    return place.name if place.saved else "Unsaved project"


def place_named(path: Path) -> ProjectPlace:
    """The project that a path means: a file, a folder, or one of those not saved yet.

    Raises:
        LitmusError: There is none.
    """
    place = ProjectPlace(path)
    # Of these the file need not be there: runs may have been made before the first edit.
    return place_of(path) if place.saved or path.suffix != SUFFIX else place


def open_place(place: ProjectPlace, how: How = How.CHOSEN) -> Opened:
    """Hold and read a project; what was left to be thrown away in it goes.

    Raises:
        LitmusError: It cannot be read. Nothing was changed.
    """
    held, read_only = held_place(place)
    try:
        project = read_project(place)
        told: tuple[str, ...] = ()
        if held is not None:
            with suppress(LitmusError):  # A full disk keeps nobody from looking.
                keep_backup(place)
            project, told = _tidied(place, project)
        shelf = read_shelf(place.runs_folder)
    except BaseException:
        if held is not None:
            held.release()
        raise
    return Opened(place, project, shelf, held, read_only, how, told)


def open_new() -> Opened:
    """Make an empty project that is not saved anywhere yet, and open it.

    Raises:
        LitmusError: It cannot be made.
    """
    place = new_unsaved()
    held, read_only = held_place(place)
    return Opened(place, Project(), Shelf((), ()), held, read_only, How.NEW)


def open_first(last: Path | None) -> Opened:
    """The project of a start without one named: what was not saved yet, or an empty one.

    Args:
        last: The file of the project that was open last; where that was saved, it is not taken for
            granted that a person wants it again, and an empty one is opened.
    """
    adopt_old_runs()
    _sweep()
    problem = None
    for place in () if _is_saved(last) else unsaved_projects():
        if is_held(place.folder):
            continue
        try:
            found = open_place(place, How.AGAIN)
        except LitmusError as error:
            problem = problem or error
        else:
            if found.held is not None:
                return found
    return replace(open_new(), problem=problem)


@dataclass(frozen=True)
class Leaving:
    """A project that is about to be left.

    Attributes:
        place: Where it lies.
        project: What it is to hold.
        held: None where others hold it: then nothing is written.
        dirty: Whether `project` is not what its file holds.
    """

    place: ProjectPlace
    project: Project
    held: Hold | None
    dirty: bool

    def write(self) -> None:
        """Write what is not written.

        Raises:
            LitmusError: It could not be written.
        """
        if self.held is not None and self.dirty:
            write_project(self.place, self.project)


def close_place(leaving: Leaving, *, whatever_happens: bool = False) -> None:
    """Write what is not written, throw the deleted runs away, and let others have the project.

    Args:
        leaving: The project.
        whatever_happens: What cannot be written is lost.

    Raises:
        LitmusError: It could not be written. It is held as before, and no run was thrown away.
    """
    with suppress(LitmusError) if whatever_happens else nullcontext():
        leaving.write()
    place, project, held = leaving.place, leaving.project, leaving.held
    if held is None:
        return
    if project.discarded_runs:
        left, _ = thrown_away(place, project.discarded_runs)
        project = project.model_copy(update={"discarded_runs": left})
        if left != leaving.project.discarded_runs:
            with suppress(LitmusError):  # What is gone is left out when it is opened again.
                write_project(place, project)
    held.release()
    if not place.saved and _is_empty(place, project):
        _remove(place)


def thrown_away(
    place: ProjectPlace, names: frozenset[str], throw: Throw = move_to_wastebasket
) -> tuple[frozenset[str], tuple[LitmusError, ...]]:
    """Move runs to the system's wastebasket.

    Args:
        place: The project they belong to.
        names: Of their folders.
        throw: Moves a folder there.

    Returns:
        The names of those that are still there, and why.
    """
    left, errors = set[str](), list[LitmusError]()
    for name in names:
        folder = place.runs_folder / name
        # A project that somebody edited by hand could name any folder.
        if Path(name).name != name or not run_number(folder) or not folder.is_dir():
            continue
        try:
            if folder.is_symlink():
                raise LitmusError(f"“{name}” is a link and was left where it is.")
            if is_held(folder):
                raise LitmusError(f"“{name}” is being trained and was left where it is.")
            throw(folder)
        except LitmusError as error:
            left.add(name)
            errors.append(error)
    return frozenset(left), tuple(errors)


def _tidied(place: ProjectPlace, project: Project) -> tuple[Project, tuple[str, ...]]:
    """Throw away what an unclean end left; what cannot be stands in the list again."""
    if not project.discarded_runs:
        return project, ()
    _, errors = thrown_away(place, project.discarded_runs)
    tidy = project.model_copy(update={"discarded_runs": frozenset()})
    try:
        write_project(place, tidy)
    except LitmusError:  # A full disk keeps nobody from looking; they stay deleted until later.
        return project, ()
    told = tuple(f"{error.message} It stands in the list of runs again." for error in errors)
    return tidy, told


def held_place(place: ProjectPlace) -> tuple[Hold | None, str]:
    """The hold on a project, or why there is none."""
    title = title_of(place)
    try:
        held = hold(place.folder)
    except OSError as error:
        reason = error.strerror or str(error)
        return None, f"“{title}” lies where nothing can be written ({reason}): it is read-only."
    if held is None:
        return None, f"“{title}” is open in another window: here it is read-only."
    return held, ""


def _is_saved(last: Path | None) -> bool:
    return last is not None and last.is_file() and ProjectPlace(last).saved


def _sweep() -> None:
    """Remove what windows left that were killed before anything was done in them."""
    for place in empty_projects():
        with suppress(OSError):
            # Another window may have made it just now, and be about to hold it.
            old = time() - place.folder.stat().st_mtime > _OLD_S
            if old and not is_held(place.folder):
                _remove(place)


def _is_empty(place: ProjectPlace, project: Project) -> bool:
    try:
        return project == Project() and not any(place.runs_folder.iterdir())
    except OSError:
        return project == Project()


def _remove(place: ProjectPlace) -> None:
    """Remove an empty project's own files; a folder with anything else in it stays."""
    try:
        for path in (
            place.file,
            place.backup_file,
            place.pictures_file,
            place.folder / LOCK_NAME,
        ):
            path.unlink(missing_ok=True)
        if place.runs_folder.is_dir():
            place.runs_folder.rmdir()
        place.folder.rmdir()
    except OSError:
        return
