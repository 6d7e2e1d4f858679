"""The record of one training: the content of `run.json`."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from core.data.side import Side
from core.model.network import NetworkSpec
from core.run.settings import TrainingSettings
from core.values import Value

SCHEMA = 1
"""Version of `run.json`. A run with a higher one is refused with a sentence."""


class RunStatus(StrEnum):
    """How far a run came."""

    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"


class StopReason(StrEnum):
    """Why a training ended."""

    EPOCHS = "epochs"
    FITTED = "fitted"
    ACCURACY = "accuracy"
    LOSS = "loss"
    PATIENCE = "patience"
    PERSON = "person"
    PAUSE = "pause"
    DIVERGED = "diverged"
    ERROR = "error"


class EpochResult(Value):
    """What one whole epoch gave.

    Attributes:
        epoch: Counted from 1.
        seconds: Training and validation together.
        loss: Mean over the epoch's training steps, as Keras reports it.
        accuracy: Share (0-1), over the epoch's training steps.
        val_loss: Over the validation set after the epoch; None (not in the file) without one.
        val_accuracy: Share (0-1), likewise.
        learning_rate: The one this epoch used; None (not in the file) where the weights were not
            found step by step.
        read_seconds: Of `seconds`, what the training waited for pictures; None (not in the file)
            where they were held in memory all along.
    """

    epoch: int
    seconds: float
    loss: float
    accuracy: float
    val_loss: float | None = None
    val_accuracy: float | None = None
    learning_rate: float | None = None
    read_seconds: float | None = None

    @model_serializer(mode="wrap")
    def _without_what_is_not_there(
        self, serialize: SerializerFunctionWrapHandler
    ) -> dict[str, object]:
        content: dict[str, object] = serialize(self)
        return {name: value for name, value in content.items() if value is not None}


class SetAside(Value):
    """A picture that was not used, and why, as a sentence that can stand beside its name."""

    file: str
    reason: str


class SplitRecord(Value):
    """Which picture of a folder went where.

    Attributes:
        validation: Share (0-0.9) that was asked for.
        test: Share that was asked for.
        seed: Decided it.
        from_folders: The sets that the folder's own layout brought.
        sides: For each set the pictures in it: the name as shown, and the digest of the content in
            hexadecimal, by which a picture is known again wherever it lies.
    """

    validation: float
    test: float
    seed: int
    from_folders: tuple[Side, ...] = ()
    sides: dict[Side, dict[str, str]]


class DataRecord(Value):
    """Which pictures a run used.

    Attributes:
        source: Name of the data set; for photos the folder.
        training: Pictures learned from.
        validation: Pictures checked on after every epoch.
        test: Pictures never seen while training.
        folder: The photo folder; empty where class folders of several places were chosen, None for
            a built-in data set.
        split: Which picture went where; None for a built-in data set, which is always split alike.
        set_aside: Pictures that were not used, or not to the end.
        class_weights: How much a picture of each class counted for; None where all counted alike.
        class_folders: For each class, in the order of `RunRecord.classes`, the names of the folders
            it was made of: by these a class is known again after it was renamed. Empty for a
            built-in data set, and in runs of older versions.
    """

    source: str
    training: int
    validation: int
    test: int
    folder: str | None = None
    split: SplitRecord | None = None
    set_aside: tuple[SetAside, ...] = ()
    class_weights: tuple[float, ...] | None = None
    class_folders: tuple[tuple[str, ...], ...] = ()


Share = Annotated[float, Field(ge=0, le=1)]
"""Of a whole."""

Interval = tuple[Share, Share]
"""The 95 % interval of a share, low and high (0-1)."""


class CrossValidation(Value):
    """How good a network is on pictures that it did not learn from, by learning several times.

    Attributes:
        accuracy: Share (0-1) of the pictures that were answered rightly by a network that had not
            learned from them, nor from near-copies of them.
        interval: What the accuracy on pictures of the same kind may be.
        folds: Into how many parts the pictures were divided.
        seed: Decided how.
        pictures: How many were asked.
        loss: Mean cross-entropy of the answers, calibrated.
    """

    accuracy: Share
    interval: Interval
    folds: int
    seed: int
    pictures: int
    loss: float


class CurvePoint(Value):
    """How good a network is that learned from so many pictures.

    Attributes:
        pictures: Learned from, on average over the folds.
        accuracy: Share (0-1) of the other pictures answered rightly.
        interval: As in `CrossValidation`.
    """

    pictures: int
    accuracy: Share
    interval: Interval


class FineTuning(Value):
    """What became of the attempt to train the end of the backbone too.

    Attributes:
        kept: Whether the run answers with the result.
        backbone: Which one was trained on.
        accuracy_before: Share (0-1) of the validation pictures answered rightly without.
        accuracy_after: The same with it.
        loss_before: Mean cross-entropy on them without.
        loss_after: The same with it.
        sentence: What happened, in words.
    """

    kept: bool
    backbone: str
    accuracy_before: float
    accuracy_after: float
    loss_before: float
    loss_after: float
    sentence: str


class Ending(Value):
    """Why a training ended: the reason, and a sentence that names the quantity watched."""

    reason: StopReason
    sentence: str


_OF_BACKBONES = (
    "backbones",
    "cross_validation",
    "learning_curve",
    "temperature",
    "calibration_error",
    "fine_tuning",
)


class RunRecord(Value):
    """Everything about a run but its weights.

    Attributes:
        schema_version: `SCHEMA` of the Litmus that wrote it (`schema` in the file).
        litmus: Version of Litmus.
        name: What the window calls it.
        preset: The preset it started from; "custom" where the layers were edited.
        status: How far it came.
        started: ISO 8601, UTC.
        data: Which pictures, in numbers.
        classes: Class names in the order of the model's outputs.
        network: The network, *one per class* already replaced.
        parameters: All parameters of the network.
        settings: How it was trained; `epochs` and `learning_rate` as last set.
        versions: Of the libraries that trained it.
        epochs: One entry for each finished epoch.
        best_epoch: The epoch whose weights the model files hold; None before there are any.
        ending: Why it ended; None while it runs.
        backbones: The pretrained networks it stands on: by name the SHA-256 of their files. What
            follows is for such networks only, and not in the file of others.
        cross_validation: How good it is on pictures it did not learn from.
        learning_curve: The same for fewer pictures, ascending.
        temperature: By what the logarithms of the probabilities are divided, so that their size
            says how often they are right; 1 leaves them.
        calibration_error: Expected calibration error (0-1) of the calibrated probabilities.
        fine_tuning: What became of it; None where it was not tried.
        continued_from: The name of the run whose weights it began with; None for fresh ones.
    """

    schema_version: int = Field(default=SCHEMA, alias="schema")
    litmus: str
    name: str
    preset: str
    status: RunStatus
    started: str
    data: DataRecord
    classes: tuple[str, ...]
    network: NetworkSpec
    parameters: int
    settings: TrainingSettings
    versions: dict[str, str]
    epochs: tuple[EpochResult, ...] = ()
    best_epoch: int | None = None
    ending: Ending | None = None
    backbones: dict[str, str] = Field(default_factory=dict)
    cross_validation: CrossValidation | None = None
    learning_curve: tuple[CurvePoint, ...] = ()
    temperature: float = Field(default=1.0, gt=0, lt=1000)
    calibration_error: float | None = None
    fine_tuning: FineTuning | None = None
    continued_from: str | None = None

    @model_serializer(mode="wrap")
    def _without_backbones(self, serialize: SerializerFunctionWrapHandler) -> dict[str, object]:
        """What other networks do not have is not in their files."""
        content: dict[str, object] = serialize(self)
        if self.backbones:
            return content
        return {name: value for name, value in content.items() if name not in _OF_BACKBONES}

    @property
    def title(self) -> str:
        """Its name, and whether a fine-tuning was kept: else it looks like the run before it."""
        tuned = self.fine_tuning is not None and self.fine_tuning.kept
        return f"{self.name}, fine-tuned" if tuned and self.name else self.name

    @property
    def best(self) -> EpochResult | None:
        """The epoch whose weights the model files hold."""
        return next((e for e in self.epochs if e.epoch == self.best_epoch), None)
