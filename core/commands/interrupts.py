"""Ctrl-C, or the system, while something long is done."""

import signal
from types import FrameType
from typing import Self

from core.cancellation import CancelToken

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupts:
    """Lets Ctrl-C, or the system, stop the work between `with` and its end.

    The first one sets the token; one more ends the process at once.
    """

    def __init__(self) -> None:
        self.cancel = CancelToken()
        self.exit_code = 0
        self._before = [(number, signal.getsignal(number)) for number in _SIGNALS]

    def __enter__(self) -> Self:
        for number in _SIGNALS:
            signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_error: object) -> None:
        for number, handler in self._before:
            signal.signal(number, handler)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self.exit_code = 128 + number
        if self.cancel.cancelled:
            raise SystemExit(self.exit_code)
        self.cancel.cancel()
