"""From steps of the optimizer to events, about ten a second at most."""

import time
from collections.abc import Callable

from core.training.events import StepPoint, StepsDone, TrainingEvent
from core.training.live import LiveSettings

_INTERVAL_S = 0.1


class StepReporter:
    """Collects the steps of a training and reports them, thinned.

    Args:
        report: Takes the events.
        live: Tells how many epochs there are to be.
        batches: Batches in an epoch; may change between two epochs.
        clock: Seconds, monotonic.
    """

    def __init__(
        self,
        report: Callable[[TrainingEvent], None],
        live: LiveSettings,
        *,
        batches: int,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._report = report
        self._live = live
        self.batches = batches
        self.done_before = 0
        """Batches of the next epoch that were done before it was taken up again."""
        self._clock = clock
        self._points: list[StepPoint] = []
        self._epoch = 1
        self._pictures = 0
        self._began = self._reported = clock()
        self._checking_s = 0.0

    def begin_epoch(self, epoch: int) -> None:
        """The steps that follow belong to `epoch` (from 1)."""
        self._epoch = epoch
        self._pictures = 0
        self._began = self._reported = self._clock()

    def steps_done(self, batch: int, *, loss: float, accuracy: float, pictures: int) -> None:
        """Tell of a few steps.

        Args:
            batch: Batches done in this epoch.
            loss: Mean over the pictures of these steps.
            accuracy: Share of them answered right.
            pictures: How many these steps took.
        """
        position = self._epoch - 1 + batch / self.batches
        self._points.append(StepPoint(position, loss, accuracy))
        self._pictures += pictures
        now = self._clock()
        if now - self._reported >= _INTERVAL_S or batch == self.batches:
            self._reported = now
            self._report(self._event(batch, now))
            self._points = []

    def checked(self, seconds: float) -> None:
        """Tell how long the validation of an epoch took; it counts for the time left."""
        self._checking_s = seconds

    def _event(self, batch: int, now: float) -> StepsDone:
        elapsed = max(now - self._began, 1e-9)
        epochs = max(self._live.epochs, self._epoch)
        epochs_left = epochs - self._epoch
        done = max(batch - self.done_before, 1)
        batches_left = epochs_left * self.batches + self.batches - batch
        return StepsDone(
            epoch=self._epoch,
            epochs=epochs,
            batch=batch,
            batches=self.batches,
            points=tuple(self._points),
            pictures_per_second=self._pictures / elapsed,
            seconds_left=elapsed / done * batches_left + (epochs_left + 1) * self._checking_s,
        )
