"""Giving a project a place of its own, and copying it."""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.project.content_index import ContentIndex, read_index, write_index
from core.project.copying import Report, copy_folder
from core.project.place import ProjectPlace, place_in
from core.project.project import Project
from core.project.project_file import read_project, write_project, write_to_move
from core.project.stored_paths import follow, with_moved_paths
from core.run.folder import refuse_existing

_LONGEST_NAME = 240
"""Bytes of a folder's name: what is called after it has an ending more, and systems end at 255."""


def save_as(
    place: ProjectPlace, target: Path, *, report: Report, cancel: CancelToken
) -> ProjectPlace:
    """Move a project that was not saved anywhere yet, with its runs, to `target`.

    Nobody may hold it meanwhile. Whenever this process is killed, the project is whole, at its old
    place or the new one; only a move to another disk may leave a hidden folder of half a copy.

    Returns:
        Its place: `target` holds a file of the same name.

    Raises:
        LitmusError: There is something at `target`, or it cannot be moved there; all stays.
        Cancelled: While it was being copied to another disk; all stays.
    """
    refuse_target(target, inside=place.folder)
    project, index = read_project(place), read_index(place)
    with suppress(LitmusError):  # A full disk lets nothing be written, but it lets folders move.
        write_to_move(place, project)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        place.folder.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise _not_made(target, error) from error
        _copy_aside(place, target, report=report, cancel=cancel)
        shutil.rmtree(place.folder, ignore_errors=True)
    new = _named(target, place.file.name)
    with suppress(LitmusError):  # It reads the same as it is.
        _write_moved(new, project, index, old=place.folder)
    return new


def duplicate(
    place: ProjectPlace,
    target: Path,
    *,
    project: Project | None = None,
    report: Report,
    cancel: CancelToken,
) -> ProjectPlace:
    """Copy a project with its runs to `target`; the copy is there whole or not at all.

    Args:
        place: Where it lies.
        target: The folder of the copy.
        project: What the copy is to hold, where that is not what the project's file says.
        report: Told how far it is.
        cancel: Ends it.

    Returns:
        The place of the copy.

    Raises:
        LitmusError: As `save_as`.
        Cancelled: The token was set; nothing is left behind.
    """
    refuse_target(target, inside=place.folder)
    project = project or read_project(place)
    index = read_index(place)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_made(target, error) from error
    with folder_aside(target) as aside:
        copy_folder(place.folder, aside, report=report, cancel=cancel)
        new = _named(aside, place.file.name, folder_name=target.name)
        new.backup_file.unlink(missing_ok=True)  # Its paths are those of where it was.
        # The folder has the parent that it will have, so paths are as they will be.
        _write_moved(new, project, index, old=place.folder)
    return place_in(target)


def refuse_target(target: Path, *, inside: Path | None = None) -> None:
    """Let no project be made where that cannot be.

    Args:
        target: The folder to be made.
        inside: Another project's, that it must not lie in.

    Raises:
        LitmusError: There is something, it lies inside the project, or its name is no name.
    """
    refuse_existing(target)
    if inside is not None and (inside == target or inside in target.parents):
        raise LitmusError(f"“{target}” lies inside the project itself.", "Choose another folder.")
    if not target.name or len(os.fsencode(target.name)) > _LONGEST_NAME:
        raise LitmusError("This name is too long for a project.", "Choose a shorter one.")


@contextmanager
def folder_aside(target: Path) -> Iterator[Path]:
    """A path beside `target` to make a folder at; it becomes `target` when the block ends well.

    Raises:
        LitmusError: Something cannot be written. Nothing is left behind.
    """
    aside = target.with_name(f".{target.name[:40]}-{secrets.token_hex(6)}")
    try:
        yield aside
        refuse_existing(target)
        aside.rename(target)
    except OSError as error:
        raise _not_made(target, error) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _copy_aside(place: ProjectPlace, target: Path, *, report: Report, cancel: CancelToken) -> None:
    with folder_aside(target) as aside:
        copy_folder(place.folder, aside, report=report, cancel=cancel)


def _write_moved(new: ProjectPlace, project: Project, index: ContentIndex, *, old: Path) -> None:
    """Write what was in the folder `old`; pictures inside it have come along."""

    def follows(path: str) -> str:
        return follow(path, old, new.folder)

    if project.photos is not None:
        photos = with_moved_paths(project.photos, follows)
        project = project.model_copy(update={"photos": photos})
    write_project(new, project)
    if index:
        write_index(new, {follows(path): content for path, content in index.items()})


def _named(folder: Path, name_before: str, *, folder_name: str = "") -> ProjectPlace:
    """The project in `folder`, its file called as the folder is, or is going to be."""
    place = ProjectPlace(folder / place_in(folder.with_name(folder_name or folder.name)).file.name)
    with suppress(FileNotFoundError):  # nothing was written yet
        (folder / name_before).rename(place.file)
    with suppress(OSError):
        (folder / f"{name_before}.bak").rename(place.backup_file)
    return place


def _not_made(target: Path, error: OSError) -> LitmusError:
    return LitmusError(
        f"“{target}” could not be made: {error.strerror or error}.",
        "Free some space or choose another folder; the project is where it was.",
    )
