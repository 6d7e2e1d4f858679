"""Runs, networks and settings in words."""

from core.run.folder import Run
from core.run.record import EpochResult, RunRecord, RunStatus
from core.run.settings import Optimizer, TrainingSettings
from core.run.shelf import run_number
from core.training.wording import epochs_phrase
from gui.widgets.numbers import plain_number

OPTIMIZERS = {
    Optimizer.ADAM: "Adam",
    Optimizer.SGD: "SGD",
    Optimizer.RMSPROP: "RMSprop",
    Optimizer.ADAMW: "AdamW",
}


def kept_epoch(record: RunRecord) -> EpochResult | None:
    """The epoch that a run is judged by: the one whose weights are kept, else its last."""
    return record.best or (record.epochs[-1] if record.epochs else None)


def accuracy_of(epoch: EpochResult) -> float:
    """Validation accuracy (0-1), or training accuracy where there is no validation set."""
    return epoch.accuracy if epoch.val_accuracy is None else epoch.val_accuracy


def result_words(run: Run, *, going_on: bool) -> str:
    """How a run came out, in a word: "88.6 %", "running", "stopped", "failed", "interrupted"."""
    record = run.record
    if going_on:
        return "running"
    if record.status is RunStatus.FAILED:
        return "failed"
    kept = kept_epoch(record)
    if kept is not None:
        return f"{accuracy_of(kept) * 100:.1f} %"
    return "interrupted" if record.status is RunStatus.RUNNING else "stopped"


def run_title(run: Run) -> str:
    """A run in the list: "3 · Convolutional"."""
    return f"{run_number(run.folder)} · {run.record.name}"


def settings_words(settings: TrainingSettings) -> str:
    """How a network is trained: "5 epochs · batches of 32 · Adam · learning rate 0.001"."""
    return " · ".join(
        (
            epochs_phrase(settings.epochs),
            f"batches of {settings.batch_size:,}",
            OPTIMIZERS[settings.optimizer],
            f"learning rate {plain_number(settings.learning_rate)}",
        )
    )


def closing_words(run: Run, *, going_on: bool) -> str:
    """The last sentence of a run that does not go on; empty for one that does."""
    record = run.record
    if going_on:
        return ""
    if record.ending is not None:
        return record.ending.sentence
    if not record.epochs:
        return "This run was interrupted before its first epoch was over."
    return f"This run was interrupted; {epochs_phrase(len(record.epochs))} had been finished."


def run_details(run: Run, *, going_on: bool) -> str:
    """Everything about a run that its row has no room for, in lines."""
    record = run.record
    data = record.data
    lines = [
        f"{run_title(run)} · {record.parameters:,} parameters",
        settings_words(record.settings),
        f"{data.training:,} pictures to learn from, {data.validation:,} to check on",
        closing_words(run, going_on=going_on),
    ]
    return "\n".join(line for line in lines if line)
