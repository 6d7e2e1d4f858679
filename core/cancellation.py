"""How a person's *Stop* or *Pause* reaches long work in another thread."""

from threading import Event

from core.errors import Cancelled


class CancelToken:
    """A flag that one thread sets and another looks at. Thread-safe."""

    def __init__(self) -> None:
        self._event = Event()
        self._stopped = Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next good moment; it outdoes `pause`."""
        self._stopped.set()
        self._event.set()

    def pause(self) -> None:
        """Ask the work to stop so that it can be taken up again where it was."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether the work was asked to stop, be it for a while."""
        return self._event.is_set()

    @property
    def paused(self) -> bool:
        """Whether it was asked to stop for a while only."""
        return self._event.is_set() and not self._stopped.is_set()

    def raise_if_cancelled(self) -> None:
        """Leave work that has nothing to keep.

        Raises:
            Cancelled: The token was set.
        """
        if self.cancelled:
            raise Cancelled
