"""A training as work for the worker thread."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.run.folder import Run, read_run
from core.training.events import StepsDone, TrainingEvent
from core.training.live import LiveSettings
from core.training.request import TrainingRequest
from gui.jobs import Report, Work

TrainingReport = Callable[[TrainingEvent], None]


class TrainFunction(Protocol):
    """A training as a plain function, called in the worker thread."""

    def __call__(
        self,
        request: TrainingRequest,
        *,
        report: TrainingReport,
        cancel: CancelToken,
        live: LiveSettings,
    ) -> Run:
        """Train, reporting on the way; gives the run as it is on disk."""
        ...


@dataclass(frozen=True)
class RunSeen:
    """How a run stands on disk, told where no event of the training tells it."""

    run: Run


def training_work(
    train: TrainFunction, request: TrainingRequest, *, live: LiveSettings, logs: bool = False
) -> Work:
    """The work of a new training; it reports the training's events and `RunSeen`.

    Args:
        train: Does it.
        request: What to train.
        live: What may change while it goes.
        logs: Whether to write logs for TensorBoard.
    """

    def work(report: Report, cancel: CancelToken) -> Run:
        with watched(request.folder, report, logs=logs) as watcher:
            return train(request, report=watcher, cancel=cancel, live=live)

    return work


def train_with_keras(
    request: TrainingRequest,
    *,
    report: TrainingReport,
    cancel: CancelToken,
    live: LiveSettings,
) -> Run:
    """The real training, imported when it begins."""
    from core.training.training import train

    return train(request, report=report, cancel=cancel, live=live)


@contextmanager
def watched(folder: Path, report: Report, *, logs: bool) -> Iterator[TrainingReport]:
    """Hands events on, and tells of the run's record after the first step and after a failure.

    Args:
        folder: Of the run.
        report: Takes the events, and `RunSeen`.
        logs: Whether to write logs for TensorBoard too.
    """
    from core.training.tensorboard import logged

    watcher = _Watcher(folder, report)
    try:
        with logged(folder, watcher, wanted=logs) as taking:
            yield taking
    except BaseException:
        watcher.look()
        raise


class _Watcher:
    """Hands events on, and tells of the run's record as soon as the first step is done."""

    def __init__(self, folder: Path, report: Report) -> None:
        self._folder = folder
        self._report = report
        self._seen = False

    def __call__(self, event: TrainingEvent) -> None:
        if not self._seen and isinstance(event, StepsDone):
            self._seen = True
            self.look()
        self._report(event)

    def look(self) -> None:
        """Tell how the run stands on disk, where it stands there at all."""
        try:
            self._report(RunSeen(read_run(self._folder)))
        except LitmusError:
            return
