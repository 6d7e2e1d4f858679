"""Giving a project a place of its own, and copying it."""

import errno
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.project.copying import Report, copy_folder
from core.project.place import ProjectPlace, place_in
from core.run.folder import refuse_existing


def save_as(
    place: ProjectPlace, target: Path, *, report: Report, cancel: CancelToken
) -> ProjectPlace:
    """Move a project that was not saved anywhere yet, with its runs, to `target`.

    Nobody may hold it meanwhile. Its file must be written anew afterwards, since paths in it are
    relative to where it lies.

    Returns:
        Its place: `target` holds a file of the same name.

    Raises:
        LitmusError: There is something at `target`, or it cannot be moved there; all stays.
        Cancelled: While it was being copied to another disk; all stays.
    """
    _refuse(place, target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        place.folder.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise _not_written(target, error) from error
        _copy_aside(place, target, report=report, cancel=cancel)
        shutil.rmtree(place.folder, ignore_errors=True)
    return _named(target, place.file.name)


def duplicate(
    place: ProjectPlace, target: Path, *, report: Report, cancel: CancelToken
) -> ProjectPlace:
    """Copy a project with its runs to `target`; arguments, result and errors as `save_as`."""
    _refuse(place, target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_written(target, error) from error
    _copy_aside(place, target, report=report, cancel=cancel)
    return _named(target, place.file.name)


def _refuse(place: ProjectPlace, target: Path) -> None:
    refuse_existing(target)
    if place.folder == target or place.folder in target.parents:
        raise LitmusError(f"“{target}” lies inside the project itself.", "Choose another folder.")


@contextmanager
def folder_aside(target: Path) -> Iterator[Path]:
    """A path beside `target` to make a folder at; it becomes `target` when the block ends well.

    Raises:
        LitmusError: Something cannot be written. Nothing is left behind.
    """
    aside = target.with_name(f".{target.name[:40]}-{secrets.token_hex(6)}")
    try:
        yield aside
        aside.rename(target)
    except OSError as error:
        raise _not_written(target, error) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _copy_aside(place: ProjectPlace, target: Path, *, report: Report, cancel: CancelToken) -> None:
    with folder_aside(target) as aside:
        copy_folder(place.folder, aside, report=report, cancel=cancel)


def _named(folder: Path, name_before: str) -> ProjectPlace:
    """The project in `folder`, its file called as the folder is."""
    place = place_in(folder)
    with suppress(FileNotFoundError):  # nothing was written yet
        (folder / name_before).rename(place.file)
    with suppress(OSError):
        (folder / f"{name_before}.bak").rename(place.backup_file)
    return place


def _not_written(target: Path, error: OSError) -> LitmusError:
    return LitmusError(
        f"“{target}” could not be made: {error.strerror or error}.",
        "Free some space or choose another folder; the project is where it was.",
    )
