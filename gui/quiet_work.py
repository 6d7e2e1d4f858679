"""Python work in another thread that makes many values, without holding the window up."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_SWITCH_S = 0.0005


@contextmanager
def quietly() -> Iterator[None]:
    """Keep the window's thread from waiting for what this block does.

    Python hands its lock on after 5 ms only, and the collector of cycles, which the making of many
    values sets going, hands it on not at all while it goes through everything there is. What is
    made here must be free of cycles and gone when the block ends, as the text of a file is. Several
    threads may be inside at once; the last one out brings back what was.
    """
    _quiet.enter()
    try:
        yield
    finally:
        _quiet.leave()


class _Quiet:
    """Counts who is inside."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0
        self._interval = 0.0
        self._collecting = False

    def enter(self) -> None:
        with self._lock:
            if not self._inside:
                self._interval, self._collecting = sys.getswitchinterval(), gc.isenabled()
                sys.setswitchinterval(min(self._interval, _SWITCH_S))
                gc.disable()
            self._inside += 1

    def leave(self) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                if self._collecting:
                    gc.enable()
                sys.setswitchinterval(self._interval)


_quiet = _Quiet()
