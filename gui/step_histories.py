"""The batch-fine curves of all runs that were trained since the window opened."""

from pathlib import Path

from core.training.events import Resumed, StepsDone
from gui.step_history import NO_STEPS, StepCurve, StepHistory


class StepHistories:
    """One history for each run; a run that is gone on with goes on with its own."""

    def __init__(self) -> None:
        self._by_folder: dict[Path, StepHistory] = {}
        self._resumed: Resumed | None = None

    def begin(self, folder: Path, *, anew: bool) -> None:
        """What is told from now on is of the run in `folder`; `anew` where it is a new run."""
        self._resumed = None
        if anew or folder not in self._by_folder:
            self._by_folder[folder] = StepHistory()

    def take(self, folder: Path, event: object) -> None:
        """Take what a training told, where it tells of steps."""
        if isinstance(event, Resumed):
            self._resumed = event
        elif isinstance(event, StepsDone):
            history = self._by_folder[folder]
            if self._resumed is not None:
                # It may go on from a state that was written before the last steps.
                done = self._resumed.batch / max(1, event.batches)
                history.take_back(self._resumed.epoch - 1 + done)
                self._resumed = None
            history.extend(event.points)

    def curve(self, folder: Path) -> StepCurve:
        """The curve of the run in `folder`."""
        history = self._by_folder.get(folder)
        return history.curve() if history else NO_STEPS
