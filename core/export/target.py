"""Where an export may go, and the folder beside it in which it is made."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.errors import LitmusError
from core.run.folder import Run

_ANOTHER = "Choose another folder; nothing was changed."
_PROJECT = "*.litmus"


def check_target(folder: Path, run: Run) -> None:
    """Let no export go where something is already, or into a run's or project's own folder.

    Raises:
        LitmusError: It would, or one cannot see what is there.
    """
    if os.path.lexists(folder):
        raise LitmusError(f"“{folder}” exists already.", _ANOTHER)
    try:
        _check_around(folder, run.folder.resolve())
    except OSError as error:
        raise LitmusError(
            f"“{folder}” cannot be used: {error.strerror or error}.", _ANOTHER
        ) from error


def _check_around(folder: Path, own: Path) -> None:
    """Let no export go into a run, `own` or another one, or a project."""
    for parent in folder.absolute().resolve().parents:
        if parent == own or (parent / "run.json").is_file():
            raise LitmusError(f"“{folder}” lies inside the run “{parent}”.", _ANOTHER)
        if _is_project(parent):
            raise LitmusError(f"“{folder}” lies inside the project “{parent}”.", _ANOTHER)


def _is_project(folder: Path) -> bool:
    """Whether it is a project's own: a stray project file in somebody's home is none."""
    if not (folder / "runs").is_dir():
        return False
    with suppress(OSError):
        return any(folder.glob(_PROJECT))
    return False


@contextmanager
def working_folder(target: Path) -> Iterator[Path]:
    """A new folder beside `target`, to be renamed to it; gone after the block, if it was not.

    Folders above `target` that are missing are made, and taken back where nothing came of it.

    Raises:
        LitmusError: It cannot be made.
    """
    above = _missing_above(target)
    path = target.parent / f".litmus-export-{secrets.token_hex(6)}"
    try:
        path.mkdir(parents=True)
    except OSError as error:
        _take_back(above)
        raise LitmusError(
            f"“{target.parent}” cannot be written: {error.strerror or error}.", _ANOTHER
        ) from error
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        if not os.path.lexists(target):
            _take_back(above)


def _missing_above(target: Path) -> list[Path]:
    """Those folders above that are not there, the lowest first."""
    return [parent for parent in target.parents if not os.path.lexists(parent)]


def _take_back(folders: list[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
