"""Keeping native libraries from greeting on the terminal."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import BinaryIO


@contextmanager
def silent_stderr() -> Iterator[None]:
    """Keep what native code writes to the process's stderr meanwhile.

    TensorFlow and LiteRT greet there before any of their settings is read. Where the block fails,
    what was kept is written after all. Several threads may be inside at once, since the first
    picture can be dropped while TensorFlow loads; the last one out brings stderr back.
    """
    _silence.enter()
    failed = False
    try:
        yield
    except Exception:
        failed = True
        raise
    finally:
        _silence.leave(failed=failed)


class _Silence:
    """The process's stderr, exchanged for a file while somebody is inside."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0
        self._terminal: int | None = None
        self._kept: BinaryIO | None = None

    def enter(self) -> None:
        """Exchange stderr, unless that was done already or there is none."""
        with self._lock:
            self._inside += 1
            if self._inside == 1:
                with suppress(OSError):  # A window started without a console has no stderr.
                    self._terminal = os.dup(2)
                    self._kept = _place_to_keep()
                    os.dup2(self._kept.fileno(), 2)

    def leave(self, *, failed: bool) -> None:
        """Bring stderr back after the last one; tell what was kept where somebody failed."""
        with self._lock:
            self._inside -= 1
            words = self._words() if failed else b""
            if self._inside == 0:
                self._bring_back()
            if words:
                with suppress(OSError):
                    os.write(2 if self._terminal is None else self._terminal, words)

    def _words(self) -> bytes:
        if self._kept is None:
            return b""
        self._kept.seek(0)
        return self._kept.read()

    def _bring_back(self) -> None:
        if self._terminal is not None:
            os.dup2(self._terminal, 2)
            os.close(self._terminal)
            self._terminal = None
        if self._kept is not None:
            self._kept.close()
            self._kept = None


_silence = _Silence()


def _place_to_keep() -> BinaryIO:
    """A file without a name; on a full disk, or where there is no room for such, nowhere."""
    try:
        return tempfile.TemporaryFile(buffering=0)
    except OSError:
        return open(os.devnull, "r+b", buffering=0)  # noqa: PTH123 - a device, closed later
