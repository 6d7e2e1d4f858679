"""Many pictures decoded at once: on all cores, with progress and cancel."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TypeVar

from core.cancellation import CancelToken

_INTERVAL_S = 0.1
_AHEAD = 4
"""Tasks handed to each thread beforehand, so that it is never idle and a cancel is quick."""

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class DecodingProgress:
    """How far a decoding is; about ten a second at most.

    Attributes:
        done: Photos decoded, or found decoded.
        photos: How many there are.
        photos_per_second: So far.
        seconds_left: For the rest, at this speed.
    """

    done: int
    photos: int
    photos_per_second: float
    seconds_left: float


class Pace:
    """Reports progress, thinned."""

    def __init__(
        self, *, photos: int, found: int, report: Callable[[DecodingProgress], None]
    ) -> None:
        """Begin now; `found` of the `photos` need no decoding."""
        self._photos = photos
        self._done = self._found = found
        self._report = report
        self._began = self._told = time.perf_counter()

    def advance(self) -> None:
        """One more is done."""
        self._done += 1
        if time.perf_counter() - self._told >= _INTERVAL_S:
            self.tell()

    def tell(self) -> None:
        """Report how it stands."""
        self._told = time.perf_counter()
        speed = (self._done - self._found) / max(self._told - self._began, 1e-6)
        left = (self._photos - self._done) / speed if speed else 0.0
        self._report(DecodingProgress(self._done, self._photos, speed, left))


def on_all_cores(
    work: Callable[[_Task], _Result], tasks: Iterable[_Task], cancel: CancelToken
) -> Iterator[_Result]:
    """The results of `work` on each task, as they come. The threads end with the iteration.

    Raises:
        Cancelled: The token was set.
        Exception: What `work` raised.
    """
    threads = os.cpu_count() or 1
    waiting = iter(tasks)
    running: set[Future[_Result]] = set()
    pool = ThreadPoolExecutor(threads, thread_name_prefix="decoding-photos")
    try:
        while True:
            for task in waiting:
                running.add(pool.submit(work, task))
                if len(running) >= threads * _AHEAD:
                    break
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
            cancel.raise_if_cancelled()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
