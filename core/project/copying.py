"""Copying a folder of files, with progress and a way out."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISLNK, S_ISREG
from time import monotonic

from core.atomic import is_half_written
from core.cancellation import CancelToken
from core.holding import LOCK_NAME

_INTERVAL_S = 0.1
PART_BYTES = 4 << 20


@dataclass(frozen=True)
class Progress:
    """How far work on files is; about ten a second at most.

    Attributes:
        words: What is being done, in words.
        share: Of the whole (0-1).
    """

    words: str
    share: float


Report = Callable[[Progress], None]


class Meter:
    """Counts bytes, tells of them, and ends the work when it is to end."""

    def __init__(self, words: str, total: int, *, report: Report, cancel: CancelToken) -> None:
        self._words = words
        self._total = max(total, 1)
        self._report = report
        self._cancel = cancel
        self._done = 0
        self._told = 0.0

    def add(self, count: int) -> None:
        """So many bytes more are done.

        Raises:
            Cancelled: The work is to end.
        """
        self._cancel.raise_if_cancelled()
        self._done += count
        now = monotonic()
        if now - self._told >= _INTERVAL_S:
            self._told = now
            self._report(Progress(self._words, min(1.0, self._done / self._total)))


def own_files(folder: Path) -> Iterator[Path]:
    """The files of a project's folder, links as such.

    Not its lock, nor what is half-written, nor what is no file: a pipe would be read for ever.
    """
    for where, names, files in os.walk(folder):
        names.sort()
        links = [name for name in names if (Path(where) / name).is_symlink()]
        for name in sorted((*links, *files)):
            path = Path(where) / name
            if name != LOCK_NAME and not is_half_written(name) and _is_copied(path):
                yield path


def copy_folder(source: Path, target: Path, *, report: Report, cancel: CancelToken) -> None:
    """Copy the files of `source` into `target`, which is made.

    Raises:
        OSError: Something cannot be read or written.
        Cancelled: The token was set; what is there by then stays.
    """
    files = list(own_files(source))
    total = sum(file.lstat().st_size for file in files)
    meter = Meter("Copying", total, report=report, cancel=cancel)
    target.mkdir(parents=True)
    for file in files:
        copy = target / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if file.is_symlink():
            copy.symlink_to(file.readlink())
        else:
            copy_file(file, copy, meter)


def copy_file(source: Path, target: Path, meter: Meter) -> None:
    """Copy one file with its times, onto the disk itself; errors as `copy_folder`."""
    with source.open("rb") as given, target.open("xb") as taken:
        while part := given.read(PART_BYTES):
            taken.write(part)
            meter.add(len(part))
        taken.flush()
        # Whoever moves a project removes the old one next: a power cut must find one of them whole.
        os.fsync(taken.fileno())
    shutil.copystat(source, target)


def _is_copied(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
    except OSError:  # replaced or removed meanwhile
        return False
    return S_ISREG(mode) or S_ISLNK(mode)
