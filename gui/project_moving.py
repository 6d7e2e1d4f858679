"""Giving a project another place, as plain functions for a worker thread."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from core.cancellation import CancelToken
from core.errors import Cancelled, LitmusError
from core.holding import Hold
from core.project.moving import duplicate, save_as
from core.project.place import ProjectPlace
from core.run.shelf import Shelf, read_shelf
from gui.project_opening import Leaving, held_place

Reported = Callable[[object], None]


@dataclass(frozen=True)
class Moved:
    """A project at its new place, held as far as that is possible, with its runs there.

    Attributes:
        place: It.
        held: What keeps others from writing it.
        read_only: Why nothing of it may be changed; empty where it may.
        shelf: Its runs.
    """

    place: ProjectPlace
    held: Hold | None
    read_only: str
    shelf: Shelf


@dataclass(frozen=True)
class Stayed:
    """A project that is where it was, held as far as that is possible.

    Attributes:
        held: What keeps others from writing it.
        read_only: Why nothing of it may be changed; empty where it may.
        error: Why it stays; None where it was called off.
    """

    held: Hold | None
    read_only: str
    error: LitmusError | None


def move_place(
    leaving: Leaving, target: Path, *, report: Reported, cancel: CancelToken
) -> Moved | Stayed:
    """Let a project that was not saved anywhere lie at `target` from now on."""
    with suppress(LitmusError):
        leaving.write()  # Where that fails, it is written at its new place.
    # No system lets a folder be held twice, and Windows moves none that is held.
    if leaving.held is not None:
        leaving.held.release()
    try:
        place = save_as(leaving.place, target, report=report, cancel=cancel)
    except LitmusError as error:
        return Stayed(*held_place(leaving.place), error)
    except Cancelled:
        return Stayed(*held_place(leaving.place), None)
    return Moved(place, *held_place(place), read_shelf(place.runs_folder))


def copy_place(
    leaving: Leaving, target: Path, *, report: Reported, cancel: CancelToken
) -> ProjectPlace:
    """Copy a project with its runs to `target`, as it is in memory.

    What was not written yet is not written where it lies: that is done by who saves it. Where its
    own folder has gone, what is in memory is all there is.

    Raises:
        LitmusError: It cannot be copied there.
    """
    gone = not leaving.place.folder.is_dir()
    edited = leaving.project if leaving.dirty or gone else None
    return duplicate(leaving.place, target, project=edited, report=report, cancel=cancel)
