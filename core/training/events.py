"""What a training reports while it goes, as immutable values."""

from dataclasses import dataclass

from core.run.folder import Run
from core.run.record import CrossValidation, CurvePoint, EpochResult


@dataclass(frozen=True)
class Preparing:
    """The training has begun but takes no step yet; `stage` says in words what it does."""

    stage: str


@dataclass(frozen=True)
class Resumed:
    """A training was taken up again; it comes before any other event of it.

    Attributes:
        epoch: The one it goes on with, from 1.
        epochs: How many there are to be.
        batch: Batches of that epoch that were done before; 0 at its beginning.
    """

    epoch: int
    epochs: int
    batch: int


@dataclass(frozen=True)
class Decoding:
    """The pictures are being decoded, once, before the first epoch; ten a second at most.

    Attributes:
        done: Pictures decoded, or found decoded.
        pictures: How many there are.
        pictures_per_second: So far.
        seconds_left: For the rest, at this speed.
    """

    done: int
    pictures: int
    pictures_per_second: float
    seconds_left: float


@dataclass(frozen=True)
class Extracting(Decoding):
    """The pictures pass the backbone, once; as `Decoding`, which is part of it."""


@dataclass(frozen=True)
class CurveGrew:
    """How good the network is with so many pictures was measured.

    Attributes:
        point: The newest point; those with fewer pictures came before.
        points: How many there are to be.
    """

    point: CurvePoint
    points: int


@dataclass(frozen=True)
class CrossValidated:
    """How good the network is, is known; `sentence` says it, and whether more pictures help."""

    result: CrossValidation
    sentence: str


@dataclass(frozen=True)
class PicturesSetAside:
    """Pictures cannot be used any more; the training goes on without them.

    Attributes:
        count: All that were set aside so far.
        names: Of the newest few.
        sentence: The same in words.
    """

    count: int
    names: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Noticed:
    """Something worth knowing that ends nothing, in a sentence."""

    sentence: str


@dataclass(frozen=True)
class StepPoint:
    """Mean loss and accuracy (0-1) over a few steps.

    `position` is where they end, in epochs: 0.5 is half-way through the first.
    """

    position: float
    loss: float
    accuracy: float


@dataclass(frozen=True)
class StepsDone:
    """Progress within an epoch; about ten a second at most.

    Attributes:
        epoch: The one being trained, from 1.
        epochs: How many there are to be.
        batch: Batches done in this epoch.
        batches: Batches in an epoch.
        points: What came since the last event, for the plot.
        pictures_per_second: Of this epoch so far.
        seconds_left: For the whole training, at this speed.
    """

    epoch: int
    epochs: int
    batch: int
    batches: int
    points: tuple[StepPoint, ...]
    pictures_per_second: float
    seconds_left: float


@dataclass(frozen=True)
class Validating:
    """All steps of `epoch` are done; the validation pictures are being answered."""

    epoch: int


@dataclass(frozen=True)
class EpochDone:
    """A whole epoch is over; `run` is as it is now on disk, `sentence` says how it goes."""

    result: EpochResult
    run: Run
    sentence: str


@dataclass(frozen=True)
class Saving:
    """The steps are over; the model is being written."""

    stage: str


@dataclass(frozen=True)
class TrainingDone:
    """The training is over; `run.record.ending` says why."""

    run: Run


TrainingEvent = (
    Preparing
    | Resumed
    | Decoding
    | CurveGrew
    | CrossValidated
    | PicturesSetAside
    | Noticed
    | StepsDone
    | Validating
    | EpochDone
    | Saving
    | TrainingDone
)
