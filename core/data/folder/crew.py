"""Threads that look at files side by side."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from threading import Event, Lock, Thread
from time import monotonic
from types import TracebackType
from typing import Self

from core.data.folder.inspection import Inspected
from core.data.folder.listing import FoundFile
from core.errors import Cancelled

_LEAVE_SECONDS = 0.1
"""So long a thread that is in the midst of a large picture is waited for when all is called off."""


class Crew:
    """Looks at files in their order, between `with` and its end.

    Args:
        files: All files.
        numbers: Which of them to look at.
        look: Looks at one.
        threads: How many do so at the same time.
    """

    def __init__(
        self,
        files: Sequence[FoundFile],
        numbers: Sequence[int],
        look: Callable[[FoundFile], Inspected],
        *,
        threads: int,
    ) -> None:
        self._files = files
        self._look = look
        self._waiting: Iterator[int] = iter(numbers)  # `next` on it is atomic
        self._seen: deque[tuple[int, Inspected]] = deque()
        self._errors: deque[BaseException] = deque()
        self._stopped = Event()
        self._idle = Event()
        self._threads = [
            Thread(target=self._work, name=f"scan {number}", daemon=True)
            for number in range(min(threads, len(numbers)))
        ]
        self._leaving = Lock()
        self._busy = len(self._threads)

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def stopped(self) -> bool:
        """Whether it was called off."""
        return self._stopped.is_set()

    def collect(self, seconds: float) -> tuple[list[tuple[int, Inspected]], bool]:
        """What was seen since the last time, and whether that was the last.

        Args:
            seconds: To wait at most; less where there is nothing left to do.

        Raises:
            BaseException: What went wrong in a thread, if anything did.
        """
        last = not self._threads or self._idle.wait(seconds)
        seen = [self._seen.popleft() for _ in range(len(self._seen))]
        if self._errors:
            raise self._errors[0]
        return seen, last

    def stop(self) -> None:
        """Call it off. A thread that cannot stop at once ends by itself; it adds nothing more."""
        self._stopped.set()
        until = monotonic() + _LEAVE_SECONDS
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(None if self._idle.is_set() else max(0.0, until - monotonic()))

    def _work(self) -> None:
        try:
            while not self._stopped.is_set():
                number = next(self._waiting, None)
                if number is None:
                    return
                self._seen.append((number, self._look(self._files[number])))
        except Cancelled:
            return
        except BaseException as error:  # noqa: BLE001 - raised again where the results are awaited
            self._errors.append(error)
            self._stopped.set()
        finally:
            self._leave()

    def _leave(self) -> None:
        """The last one that leaves says so."""
        with self._leaving:
            self._busy -= 1
            if not self._busy or self._errors:
                self._idle.set()
