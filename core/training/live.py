"""The settings that may be changed while a training goes."""

from threading import Lock


class LiveSettings:
    """Epochs and learning rate; a change takes effect at the next epoch. Thread-safe."""

    def __init__(self, epochs: int, learning_rate: float) -> None:
        self._lock = Lock()
        self._epochs = epochs
        self._learning_rate = learning_rate

    @property
    def epochs(self) -> int:
        """How many epochs there are to be."""
        with self._lock:
            return self._epochs

    @epochs.setter
    def epochs(self, value: int) -> None:
        with self._lock:
            self._epochs = value

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next epoch."""
        with self._lock:
            return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        with self._lock:
            self._learning_rate = value
