"""Holding a folder, so that no second Litmus writes into it at the same time."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

LOCK_NAME = ".litmus-lock"
"""The empty file that is locked; the system lets it go when its process ends, however it ends.

It stays where it is: removing it could take it from somebody who is just about to lock it.
"""

_PATIENCE_S = 0.2
"""Somebody may just be looking whether the folder is held."""


class Hold:
    """A folder that this process holds until `release`, or until this value is gone."""

    def __init__(self, lock: FileLock) -> None:
        self._lock = lock

    def release(self) -> None:
        """Let others hold it."""
        self._lock.release()


def hold(folder: Path) -> Hold | None:
    """Hold `folder`; None where somebody else does, be it in this process.

    Raises:
        OSError: The folder cannot be written, or is not there.
    """
    return _hold(folder, patience_s=_PATIENCE_S)


def is_held(folder: Path) -> bool:
    """Whether somebody holds `folder`; where nobody could, nobody does."""
    if not (folder / LOCK_NAME).exists():
        return False
    try:
        mine = _hold(folder, patience_s=0)
    except OSError:
        return False
    if mine is not None:
        mine.release()
    return mine is None


def _hold(folder: Path, *, patience_s: float) -> Hold | None:
    lock = FileLock(folder / LOCK_NAME, timeout=patience_s, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        return None
    return Hold(lock)
