"""What the one training in progress trains: a new run, or an earlier one that is gone on with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from core.data.folder.photo_set import PhotoSet
from core.model.network import NetworkSpec
from core.run.folder import Run
from core.run.settings import TrainingSettings
from core.training.live import LiveSettings
from core.training.request import TrainingRequest
from gui.jobs import Work
from gui.resuming_work import ResumeFunction, ResumeWish, resuming_work
from gui.training_work import TrainFunction, training_work


@dataclass(frozen=True, eq=False)
class TrainingTask:
    """A training to be done. Each is another one: they are compared by identity.

    Attributes:
        folder: Of the run.
        name: What the run is called.
        network: What is trained.
        settings: How; `epochs` and `learning_rate` as it begins.
        work: Makes the work of it.
        measured_on: How many pictures a network that is fitted learns from at most while it is
            measured; 0 where it is not measured.
        taken_up: The run that is gone on with; None for a new one.
    """

    folder: Path
    name: str
    network: NetworkSpec
    settings: TrainingSettings
    work: Callable[[LiveSettings], Work] = field(repr=False)
    measured_on: int = 0
    taken_up: Run | None = None


def new_training(train: TrainFunction, request: TrainingRequest, *, logs: bool) -> TrainingTask:
    """A training that becomes a new run."""
    dataset, asked = request.dataset, 0
    if isinstance(dataset, PhotoSet):
        # All but the test pictures are asked about once, those kept for validation too.
        asked = len(dataset.division.training) + len(dataset.division.validation)
    return TrainingTask(
        folder=request.folder,
        name=request.name,
        network=request.network,
        settings=request.settings,
        work=lambda live: training_work(train, request, live=live, logs=logs),
        measured_on=_most_learned(asked, request.settings),
    )


def taking_up(resume: ResumeFunction, wish: ResumeWish, *, logs: bool) -> TrainingTask:
    """A training that goes on in the folder of an earlier one."""
    record = wish.run.record
    settings = record.settings
    if wish.epochs is not None:
        settings = settings.model_copy(update={"epochs": wish.epochs})
    asked = record.data.training + record.data.validation
    return TrainingTask(
        folder=wish.run.folder,
        name=record.name,
        network=record.network,
        settings=settings,
        work=lambda live: resuming_work(resume, wish, live=live, logs=logs),
        measured_on=_most_learned(asked, record.settings) if record.data.folder is not None else 0,
        taken_up=wish.run,
    )


def _most_learned(asked: int, settings: TrainingSettings) -> int:
    """From how many pictures a network learns at most when each fold is left out once."""
    folds = settings.folds
    return round(asked * (folds - 1) / folds) if folds > 1 else 0
