"""How a network is trained, as a value."""

from enum import StrEnum

from pydantic import Field

from core.data.augmentation import Augmentation
from core.model.presets import Preset
from core.values import Value


class Optimizer(StrEnum):
    """How the weights are moved against the gradient."""

    ADAM = "adam"
    SGD = "sgd"
    RMSPROP = "rmsprop"
    ADAMW = "adamw"


class StopRules(Value):
    """When to stop before the last epoch; None means the rule is off.

    Attributes:
        accuracy: Stop after the epoch whose training accuracy reaches this share (0-1).
        loss: Stop after the epoch whose training loss falls below this.
        patience: Stop when the validation loss has not improved for this many epochs.
    """

    accuracy: float | None = Field(default=None, gt=0, le=1)
    loss: float | None = Field(default=None, gt=0, le=1000)
    patience: int | None = Field(default=None, ge=1, le=1000)


class TrainingSettings(Value):
    """Everything that decides how a training goes, apart from the data and the network.

    Attributes:
        epochs: How often every training picture is seen.
        batch_size: Pictures for one step of the optimizer.
        optimizer: How the weights are moved.
        learning_rate: How far they are moved.
        validation: Share (0-0.9) of the training pictures kept aside to check on; 0 for none.
        test: Share (0-0.9) of the pictures of a folder never shown to the training; 0 for none.
        seed: Decides the split, the first weights, the order of the pictures and dropout.
        stop: Rules that end the training early.
        keep_best: Keep the weights of the epoch with the lowest validation loss (where there is a
            validation set), else those of the last epoch.
        fast_arithmetic: Compute in bfloat16; None lets a measurement of this computer decide.
        augmentation: How training pictures are varied each time they are seen.
        class_weights: Let each picture of a rare class count for more, where the largest class has
            more than 1.5 times the pictures of the smallest.
        folds: For a network fitted by regression: into how many parts the pictures are divided to
            measure how good it is; 0 to leave that out.
        fine_tune: For such a network: try afterwards whether training the end of its backbone too
            makes it better.
    """

    epochs: int = Field(default=5, ge=1, le=10_000)
    batch_size: int = Field(default=32, ge=1, le=8192)
    optimizer: Optimizer = Optimizer.ADAM
    learning_rate: float = Field(default=0.001, gt=0, le=10)
    validation: float = Field(default=0.1, ge=0, le=0.9)
    test: float = Field(default=0.0, ge=0, le=0.9)
    seed: int = Field(default=7, ge=0, le=2**31 - 1)
    stop: StopRules = StopRules()
    keep_best: bool = True
    fast_arithmetic: bool | None = None
    augmentation: Augmentation = Augmentation()
    class_weights: bool = True
    folds: int = Field(default=5, ge=0, le=20)
    fine_tune: bool = False


def epochs_of(preset: Preset) -> int:
    """How many epochs a training of `preset` has unless somebody says otherwise."""
    return preset.epochs or TrainingSettings().epochs
