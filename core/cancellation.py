"""How a person's *Stop* reaches long work in another thread."""

from threading import Event

from core.errors import Cancelled


class CancelToken:
    """A flag that one thread sets and another looks at. Thread-safe."""

    def __init__(self) -> None:
        self._event = Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next good moment."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether the work was asked to stop."""
        return self._event.is_set()

    def raise_if_cancelled(self) -> None:
        """Leave work that has nothing to keep.

        Raises:
            Cancelled: The token was set.
        """
        if self.cancelled:
            raise Cancelled
