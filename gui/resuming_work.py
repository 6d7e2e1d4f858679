"""A training that is gone on with, as work for the worker thread."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from core.cancellation import CancelToken
from core.data.dataset import Dataset
from core.data.folder.source import PhotoSource
from core.run.folder import Run
from core.training.events import TrainingEvent
from core.training.live import LiveSettings
from gui.jobs import Report, Work
from gui.training_work import watched


@dataclass(frozen=True)
class ResumeWish:
    """What a person wants to go on with.

    Attributes:
        run: As the document knows it.
        epochs: How many there are to be altogether; None for as many as were planned.
        source: Where the project's photos lie now; None where it has none.
        built_in: The built-in pictures, where they were loaded.
    """

    run: Run
    epochs: int | None = None
    source: PhotoSource | None = None
    built_in: Dataset | None = None


class ResumeFunction(Protocol):
    """A training that goes on, as a plain function, called in the worker thread."""

    def __call__(
        self,
        wish: ResumeWish,
        *,
        report: Callable[[TrainingEvent], None],
        cancel: CancelToken,
        live: LiveSettings,
    ) -> Run:
        """Train on, reporting on the way; gives the run as it is on disk."""
        ...


def resuming_work(
    resume: ResumeFunction, wish: ResumeWish, *, live: LiveSettings, logs: bool = False
) -> Work:
    """The work of a training that goes on; it reports the training's events and `RunSeen`.

    Args:
        resume: Does it.
        wish: What to go on with.
        live: What may change while it goes.
        logs: Whether to write logs for TensorBoard.
    """

    def work(report: Report, cancel: CancelToken) -> Run:
        with watched(wish.run.folder, report, logs=logs) as watcher:
            return resume(wish, report=watcher, cancel=cancel, live=live)

    return work


def resume_with_keras(
    wish: ResumeWish,
    *,
    report: Callable[[TrainingEvent], None],
    cancel: CancelToken,
    live: LiveSettings,
) -> Run:
    """The real training, imported when it begins; its pictures are looked for first."""
    raise NotImplementedError
