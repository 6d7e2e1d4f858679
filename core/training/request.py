"""All that a training needs to know, as one immutable value."""

from dataclasses import dataclass
from pathlib import Path

from core.data.sources import AnyDataset
from core.model.network import NetworkSpec
from core.run.folder import Run
from core.run.settings import TrainingSettings


@dataclass(frozen=True)
class TrainingRequest:
    """A training to be done.

    Attributes:
        dataset: The pictures.
        network: The network, for the data set's classes.
        settings: How to train it.
        preset: What the network started from; goes into the record.
        folder: Where the run goes; must not exist yet.
        name: What the window calls the run.
        start: The run whose weights it begins with, class by class; None for fresh ones.
    """

    dataset: AnyDataset
    network: NetworkSpec
    settings: TrainingSettings
    preset: str
    folder: Path
    name: str
    start: Run | None = None
