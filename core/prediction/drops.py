"""From dropped files and folders to the pictures in them."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from core.data.folder.names import in_natural_order, is_litter

MOST_FILES = 100_000
"""More files than this in one drop are not looked at."""


def expand(
    paths: Iterable[Path],
    *,
    most: int = MOST_FILES,
    cut_off: Callable[[], None] | None = None,
) -> Iterator[Path]:
    """The files that were dropped, one by one.

    A file comes as it was given, whatever it is: why it cannot be read is said where it is read. Of
    a folder come all files in it and below, in natural order ("2" before "10"), without hidden ones
    and litter. A folder is entered once, so that links cannot lead in circles, and one that may not
    be read is passed over.

    Args:
        paths: Files and folders, in the order dropped.
        most: Stop after this many files.
        cut_off: Called where there were more.
    """
    entered: set[tuple[int, int]] = set()
    left = most
    for path in paths:
        for file in _files(path, entered) if _is_folder(path) else (path,):
            if left == 0:
                if cut_off is not None:
                    cut_off()
                return
            left -= 1
            yield file


def cut_off_words(most: int = MOST_FILES) -> str:
    """That there were more files, in a sentence."""
    return f"Only the first {most:,} files were looked at: there are more."


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # in a folder that may not be entered
        return False


def _files(folder: Path, entered: set[tuple[int, int]]) -> Iterator[Path]:
    """Files of `folder`, then those of the folders in it, each in natural order.

    A stack instead of recursion: a tree of folders can be deeper than Python recurses.
    """
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        if not _enter(current, entered):
            continue
        files, folders = _listing(current)
        yield from files
        waiting.extend(reversed(folders))


def _enter(folder: Path, entered: set[tuple[int, int]]) -> bool:
    """Whether `folder` exists and is met for the first time."""
    try:
        status = folder.stat()
    except OSError:
        return False
    identity = (status.st_dev, status.st_ino)
    if identity in entered:
        return False
    entered.add(identity)
    return True


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself: told when it is read as a file
        return False


def _listing(folder: Path) -> tuple[list[Path], list[Path]]:
    """Files and folders directly in `folder`, in natural order."""
    files: list[str] = []
    folders: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if is_litter(entry.name):
                    continue
                (folders if _leads_to_folder(entry) else files).append(entry.name)
    except OSError:
        return [], []
    return (
        [folder / name for name in in_natural_order(files)],
        [folder / name for name in in_natural_order(folders)],
    )
