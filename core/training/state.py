"""All that a training needs to go on from where it was, as a value."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pydantic import Field

from core.data.split import Indices
from core.run.record import EpochResult, RunRecord, SetAside
from core.training.manifest import Manifest
from core.training.sums import Sums
from core.values import Value

Arrays = tuple[npt.NDArray[np.generic], ...]

_CHANGED_ON_THE_WAY = {"epochs", "learning_rate"}


class Position(Value):
    """How far an epoch is.

    Attributes:
        epoch: Counted from 1.
        taken: Pictures of its order that have passed, be it that they could not be read.
        count: Those of them that were learned from.
        loss: Their losses added up.
        correct: How many of them were answered rightly.
        seconds: What this has taken.
        waited: Of these, what it waited for pictures.
        learning_rate: Of this epoch; None before it began.
    """

    epoch: int = Field(default=1, ge=1)
    taken: int = Field(default=0, ge=0)
    count: int = Field(default=0, ge=0)
    loss: float = 0.0
    correct: int = 0
    seconds: float = 0.0
    waited: float = 0.0
    learning_rate: float | None = None

    @property
    def sums(self) -> Sums:
        """What the pictures so far added up to."""
        return Sums(self.loss, self.correct, self.count, self.taken)


class Progress(Value):
    """What of a state is no array.

    Attributes:
        run: By which the run is known that the state belongs to (`run_key`).
        position: The epoch that comes next, or is in its middle.
        epochs: The finished ones.
        planned: How many epochs there were to be.
        learning_rate: Of the epochs to come.
        set_aside: Pictures that were not used, or not to the end.
    """

    run: str
    position: Position = Position()
    epochs: tuple[EpochResult, ...] = ()
    planned: int = Field(ge=1)
    learning_rate: float = Field(gt=0)
    set_aside: tuple[SetAside, ...] = ()


@dataclass(frozen=True, eq=False)
class TrainingState:
    """A training at one moment.

    Attributes:
        progress: Where it was.
        manifest: Its pictures.
        training: Places in the manifest of those learned from, int32, ascending: those that the
            order of the epoch in `progress.position` is of.
        validation: Likewise of those checked on.
        variables: The model's weights, and the random state of its layers; empty before the
            training has begun.
        optimizer: The optimizer's variables.
        kept: The weights to keep, those of the best epoch so far; empty before there is one.
    """

    progress: Progress
    manifest: Manifest
    training: Indices
    validation: Indices
    variables: Arrays = ()
    optimizer: Arrays = ()
    kept: Arrays = ()

    @property
    def begun(self) -> bool:
        """Whether there are weights to go on with; else the training begins anew."""
        return bool(self.variables)


def run_key(record: RunRecord) -> str:
    """By what a run is known again: its start, network and settings, as hexadecimal digest.

    What may change on the way (epochs, learning rate, names, where the pictures lie) is not in it.
    """
    settings = record.settings.model_dump(
        mode="json", exclude=_CHANGED_ON_THE_WAY, exclude_defaults=True
    )
    network = record.network.model_dump(mode="json", exclude_defaults=True)
    content = [record.started, len(record.classes), network, settings]
    text = json.dumps(content, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def first_state(record: RunRecord, manifest: Manifest) -> TrainingState:
    """The state of a training that has not begun."""
    training, validation = (
        np.flatnonzero(manifest.sides == number).astype(np.int32) for number in range(2)
    )
    progress = Progress(
        run=run_key(record),
        planned=record.settings.epochs,
        learning_rate=record.settings.learning_rate,
        set_aside=record.data.set_aside,
    )
    return TrainingState(progress, manifest, training, validation)
