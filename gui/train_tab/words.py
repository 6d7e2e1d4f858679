"""Runs, networks and settings in words."""

from pathlib import PurePath

from core.data.augmentation import LIGHT, STRONG, Augmentation
from core.data.form import Fit, PictureForm
from core.run.folder import Run
from core.run.record import EpochResult, RunRecord, RunStatus
from core.run.settings import Optimizer, TrainingSettings
from core.run.shelf import run_number
from core.training.wording import epochs_phrase
from gui.train_tab.set_aside_dialog import aside_words
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
    words = [
        epochs_phrase(settings.epochs),
        f"batches of {settings.batch_size:,}",
        OPTIMIZERS[settings.optimizer],
        f"learning rate {plain_number(settings.learning_rate)}",
    ]
    if settings.augmentation.active:
        words.append(f"{augmentation_name(settings.augmentation)} augmentation")
    return " · ".join(words)


def augmentation_name(augmentation: Augmentation) -> str:
    """How pictures are varied, in a word: "no", "light", "strong", "own"."""
    names = ((Augmentation(), "no"), (LIGHT, "light"), (STRONG, "strong"))
    return next((name for value, name in names if value == augmentation), "own")


def form_words(form: PictureForm) -> str:
    """What pictures are brought to: "128×128 colour", and how, where it is not the usual way."""
    colour = "grey" if form.channels == 1 else "colour"
    fits = {Fit.STRETCH: "", Fit.CROP: ", cropped", Fit.PAD: ", padded"}
    return f"{form.width}×{form.height} {colour}{fits[form.fit]}"


def data_words(record: RunRecord) -> str:
    """What photos a run learned from, and how: "dogs · 128×128 colour"."""
    data = record.data
    if data.folder is None:
        return ""
    words = [PurePath(data.folder).name or data.source, form_words(record.network.input)]
    if data.class_weights is not None:
        words.append("class weights")
    return " · ".join(words)


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
        f"Folder {data.folder or data.source}" if data.folder is not None else "",
        data_words(record),
        _weights_words(record),
        f"{data.training:,} pictures to learn from, {data.validation:,} to check on",
        f"{aside_words(len(data.set_aside))}." if data.set_aside else "",
        closing_words(run, going_on=going_on),
    ]
    return "\n".join(line for line in lines if line)


def _weights_words(record: RunRecord) -> str:
    """How unequally pictures counted: "A picture counted 0.4 (beagle) to 2.1 times (poodle)"."""
    weights = record.data.class_weights
    if not weights:
        return ""
    named = sorted(zip(weights, record.classes, strict=False))
    (least, common), (most, rare) = named[0], named[-1]
    return f"A picture counted {least:.2g} times ({common}) to {most:.2g} times ({rare})"
