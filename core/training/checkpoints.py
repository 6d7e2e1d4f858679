"""Keeping a training's state on the disk while it goes on, at a price that is not felt."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from core.errors import LitmusError
from core.training.events import Noticed, TrainingEvent
from core.training.state import TrainingState
from core.training.state_file import write_state

EVERY_S = 120.0
"""Within a long epoch a state is kept so often."""

MOST_SHARE = 0.03
"""Of a training's time, for what its states cost."""


class Checkpoints:
    """Writes states in a thread of its own: the newest one, one at a time.

    A state costs the training the time to copy it, and the processor the time to write it. Where
    that is more than `MOST_SHARE` of the time since the last one, because epochs are very short or
    the network is very large, an epoch's end is passed over: `due` says so.

    Used as a context; at its end the last state is on the disk, or a sentence says why not.
    """

    def __init__(
        self,
        path: Path,
        *,
        report: Callable[[TrainingEvent], None],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Prepare to write states to `path`; `report` takes the events, in the caller's thread."""
        self._path = path
        self._report = report
        self._clock = clock
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="checkpoint")
        self._lock = Lock()
        self._next: TrainingState | None = None
        self._writing: Future[None] | None = None
        self._problem: str | None = None
        self._told = False
        self._last = clock()
        self._copying_s = self._writing_s = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def due_within_epoch(self) -> bool:
        """Whether the last state is so old that one is to be kept in the middle of an epoch."""
        return self._clock() - self._last >= EVERY_S

    @property
    def due(self) -> bool:
        """Whether a state is to be kept now that an epoch is over."""
        spent = self._copying_s + self._writing_s
        return spent <= MOST_SHARE * (self._clock() - self._last) or self.due_within_epoch

    def keep(self, take: Callable[[], TrainingState]) -> None:
        """Copy a state in this thread, and write it in the other one."""
        self._last = self._clock()
        state = take()
        with self._lock:
            self._next = state
            if self._writing is None:
                self._writing = self._writer.submit(self._write)
        self._copying_s = self._clock() - self._last
        self._tell()

    def wait(self) -> None:
        """Return when what was kept last is on the disk."""
        with self._lock:
            writing = self._writing
        if writing is not None:
            writing.result()
        self._tell()

    def close(self) -> None:
        """Wait, and end the thread."""
        self._writer.shutdown()
        self._tell()

    def _write(self) -> None:
        """Write until there is nothing newer; in the thread of its own."""
        while True:
            with self._lock:
                state, self._next = self._next, None
                if state is None:
                    self._writing = None
                    return
            began = time.thread_time()
            try:
                write_state(self._path, state)
            except LitmusError as error:
                self._problem = error.message
            self._writing_s = time.thread_time() - began

    def _tell(self) -> None:
        """Say once that states cannot be kept; the training itself goes on."""
        if self._problem is None or self._told:
            return
        self._told = True
        self._report(
            Noticed(
                f"{self._problem} The training goes on, but could not be resumed from here if it "
                "were interrupted."
            )
        )
