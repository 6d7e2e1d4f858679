"""Records and epochs to test with."""

from core.model.network import NetworkSpec
from core.model.presets import preset
from core.run.record import DataRecord, EpochResult, RunRecord, RunStatus
from core.run.settings import TrainingSettings

CLASSES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker",
           "Bag", "Ankle boot")  # fmt: skip


def epoch(
    number: int,
    *,
    loss: float = 0.5,
    accuracy: float = 0.8,
    val_loss: float | None = None,
    val_accuracy: float | None = None,
) -> EpochResult:
    """The result of an epoch."""
    return EpochResult(
        epoch=number,
        seconds=2.0,
        loss=loss,
        accuracy=accuracy,
        val_loss=val_loss,
        val_accuracy=val_accuracy,
        learning_rate=0.001,
    )


def record(
    *epochs: EpochResult,
    status: RunStatus = RunStatus.FINISHED,
    name: str = "Run 1",
    network: NetworkSpec | None = None,
    classes: tuple[str, ...] = CLASSES,
    best_epoch: int | None = None,
) -> RunRecord:
    """A record of a run of `dense-128`."""
    return RunRecord(
        litmus="0.1.0",
        name=name,
        preset="dense-128",
        status=status,
        started="2026-01-02T03:04:05+00:00",
        data=DataRecord(source="fashion-mnist", training=54_000, validation=6_000, test=10_000),
        classes=classes,
        network=(network or preset("dense-128").network).for_classes(len(classes)),
        parameters=101_770,
        settings=TrainingSettings(fast_arithmetic=False),
        versions={"keras": "3.15.1"},
        epochs=epochs,
        best_epoch=best_epoch or (epochs[-1].epoch if epochs else None),
    )
