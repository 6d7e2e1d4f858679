"""`main.py PROJECT`: which project the window is to open."""

import os
import zipfile
from collections.abc import Collection, Sequence
from pathlib import Path

from core.errors import LitmusError
from core.project.place import PACKED_SUFFIX, SUFFIX, place_of


def project_argument(arguments: Sequence[str], commands: Collection[str]) -> Path | None:
    """The project that a command line names instead of a command.

    Args:
        arguments: Of the command line, without the program's name.
        commands: What may stand there else; a folder called like one is written `./train`.

    Returns:
        A `.litmus` file, a project's folder or a packed project; None where there is a command,
        or no argument at all.

    Raises:
        LitmusError: It is a path, but not of a project.
    """
    if len(arguments) != 1 or arguments[0] in commands or not _is_path(arguments[0]):
        return None
    path = Path(arguments[0])
    if path.suffix.lower() == PACKED_SUFFIX and path.is_file():
        if not zipfile.is_zipfile(path):
            raise LitmusError(f"“{path}” is not a packed project.", "Choose another file.")
        return path.absolute()
    return place_of(path).file


def _is_path(argument: str) -> bool:
    if argument.startswith("-") or not argument:
        return False
    signs = (os.sep, os.altsep or os.sep)
    named = Path(argument).suffix.lower() in (SUFFIX, PACKED_SUFFIX)
    return named or any(sign in argument for sign in signs) or os.path.lexists(argument)
