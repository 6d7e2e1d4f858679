"""What a training told so far, in one immutable value."""

from dataclasses import dataclass, replace

from core.run.record import CrossValidation
from core.training.events import (
    CrossValidated,
    CurveGrew,
    Decoding,
    EpochDone,
    Extracting,
    Noticed,
    PicturesSetAside,
    Preparing,
    StepsDone,
    Validating,
)

_DECODING = "Every picture is decoded once; later epochs and trainings find it ready."
_EXTRACTING = "The pictures pass the backbone, once; later trainings find them ready."
_BEFORE_TUNING = (
    "The pictures, each a little varied, pass the part of the backbone that stays as it is."
)
_MEASURING = "It learns from a part of the pictures and is asked about the others, part by part."
_LEARNING = "It learns from all training pictures…"


@dataclass(frozen=True)
class TrainingNews:
    """What is known of the training going on, or of the last one.

    Attributes:
        progress: The last progress within an epoch.
        decoding: How far decoding is, or the passing of a backbone; None where neither is done.
        set_aside: What was told of pictures that it does without.
        curve: How good the network is for more and more pictures, as far as it was measured.
        measured: How good it is; None before it is known, and where it is not measured.
        extracted: Whether pictures have passed a backbone.
        noticed: What was told that ends nothing, in sentences.
        sentence: How it goes, as its last whole epoch told.
    """

    progress: StepsDone | None = None
    decoding: Decoding | None = None
    set_aside: tuple[PicturesSetAside, ...] = ()
    curve: tuple[CurveGrew, ...] = ()
    measured: CrossValidation | None = None
    extracted: bool = False
    noticed: tuple[str, ...] = ()
    sentence: str = ""

    @property
    def measuring(self) -> bool:
        """Whether it is being measured how good the network is."""
        return bool(self.curve) and self.measured is None

    @property
    def seconds_left(self) -> float | None:
        """For what is being done, as far as that is known."""
        doing = self.decoding or self.progress
        return doing.seconds_left if doing is not None else None

    def after(self, event: object) -> "TrainingNews":
        """The same, and what `event` told."""
        match event:
            case Preparing():
                return replace(self, decoding=None)
            case Decoding():
                extracted = self.extracted or isinstance(event, Extracting)
                return replace(self, decoding=event, extracted=extracted)
            case CurveGrew():
                return replace(self, decoding=None, curve=(*self.curve, event))
            case CrossValidated():
                return replace(self, measured=event.result, sentence=event.sentence, decoding=None)
            case PicturesSetAside():
                return replace(self, set_aside=(*self.set_aside, event))
            case StepsDone():
                return replace(self, progress=event, decoding=None)
            case Noticed():
                noticed = (*self.noticed, event.sentence)
                return replace(self, sentence=event.sentence, noticed=noticed)
            case EpochDone():
                return replace(self, sentence=event.sentence)
        return self


def preparation_in(event: object, *, tuning: bool = False) -> str | None:
    """What is done before the learning, in words; None where `event` tells of something else.

    Args:
        event: Of a training.
        tuning: Whether it is before a fine-tuning.
    """
    match event:
        case Preparing():
            return event.stage
        case Extracting():
            return _BEFORE_TUNING if tuning else _EXTRACTING
        case Decoding():
            return _DECODING
    return None


def learning_in(event: object) -> str | None:
    """What the learning does, in words; None where `event` tells of something else."""
    match event:
        case StepsDone():
            return ""
        case Validating():
            return "Checking on the validation pictures…"
        case CurveGrew():
            return _MEASURING
        case CrossValidated():
            return _LEARNING
    return None
