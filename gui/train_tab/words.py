"""Runs, networks and settings in words."""

from collections.abc import Sequence
from pathlib import PurePath

from core.data.augmentation import LIGHT, STRONG, Augmentation
from core.data.form import Fit, PictureForm
from core.errors import LitmusError
from core.features.backbone import backbone
from core.model.layers import Backbone
from core.model.network import NetworkSpec
from core.run.folder import Run
from core.run.record import EpochResult, RunRecord, RunStatus
from core.run.settings import Optimizer, TrainingSettings
from core.run.shelf import run_number
from core.training.wording import cross_validation_words, epochs_phrase, share_with_interval
from gui.train_tab.set_aside_dialog import aside_words
from gui.train_tab.standing import unfinished, unfinished_words
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


def accuracy_shown(record: RunRecord) -> float | None:
    """The share (0-1) that stands beside a run: cross-validated, else of the epoch kept."""
    if record.cross_validation is not None:
        return record.cross_validation.accuracy
    kept = kept_epoch(record)
    return accuracy_of(kept) if kept is not None else None


def result_words(run: Run, *, going_on: bool) -> str:
    """How a run came out: "88.6 %", "93 % ± 3", "running", "stopped", "failed", "paused at …".

    What was cross-validated has its interval, so that nobody takes it for the accuracy on a few
    validation pictures.
    """
    record = run.record
    if going_on:
        return "running"
    if record.status is RunStatus.FAILED:
        return "failed"
    if unfinished(run):
        return unfinished_words(record)
    measured = record.cross_validation
    if measured is not None:
        return share_with_interval(measured.accuracy, measured.interval)
    accuracy = accuracy_shown(record)
    if accuracy is not None:
        return f"{accuracy * 100:.1f} %"
    return "stopped"


def run_title(run: Run) -> str:
    """A run in the list: "3 · Convolutional"."""
    return f"{run_number(run.folder)} · {run.record.title}"


def plan_words(network: NetworkSpec, settings: TrainingSettings) -> str:
    """How a network is trained, or fitted: "EfficientNet-Lite2 · logistic regression …"."""
    first = network.backbone
    if first is None:
        return settings_words(settings)
    if not network.by_regression:
        # It sees every picture once, as it is.
        as_used = settings.model_copy(update={"augmentation": Augmentation()})
        return f"{backbone_words(first)} · {settings_words(as_used)}"
    parts = [backbone_words(first), "logistic regression", folds_words(settings)]
    if settings.fine_tune:
        parts.append("fine-tuning")
    return " · ".join(parts)


def backbone_words(layer: Backbone) -> str:
    """The backbones of a layer: "EfficientNet-Lite2 + Lite0"."""
    family, short = _family_of(layer)
    return f"{family}-{short}" if family else short


def short_backbone_words(layer: Backbone) -> str:
    """The same where there is little room: "Lite2 + Lite0", "EfficientNet-Lite2"."""
    return _family_of(layer)[1] if len(layer.names) > 1 else backbone_words(layer)


def _family_of(layer: Backbone) -> tuple[str, str]:
    """What the names of all backbones begin with, and the rest of them."""
    titles = [_backbone_title(name) for name in layer.names]
    family = titles[0].rpartition("-")[0]
    if not all(title.startswith(f"{family}-") for title in titles):
        family = ""
    return family, " + ".join(title.removeprefix(f"{family}-") for title in titles)


def folds_words(settings: TrainingSettings) -> str:
    """How a regression is measured: "5 folds", "not cross-validated"."""
    return f"{settings.folds} folds" if settings.folds > 1 else "not cross-validated"


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
    if not record.epochs and record.network.by_regression:
        return "This run was interrupted before it had learned anything."
    if not record.epochs:
        return "This run was interrupted before its first epoch was over."
    if record.network.by_regression:
        return "This run was interrupted while it was fine-tuned."
    return f"This run was interrupted; {epochs_phrase(len(record.epochs))} had been finished."


def run_details(run: Run, *, going_on: bool, names: Sequence[str] = ()) -> str:
    """Everything about a run that its row has no room for, in lines.

    Args:
        run: The run.
        going_on: Whether it is being trained now.
        names: What its classes are called; by default as they were when it learned.
    """
    record = run.record
    data = record.data
    lines = [
        f"{run_title(run)} · {record.parameters:,} parameters",
        plan_words(record.network, record.settings),
        _measured_words(record),
        f"Folder {data.folder or data.source}" if data.folder is not None else "",
        data_words(record),
        _weights_words(record, names or record.classes),
        f"{data.training:,} pictures to learn from, {data.validation:,} to check on",
        f"{aside_words(len(data.set_aside))}." if data.set_aside else "",
        record.fine_tuning.sentence if record.fine_tuning else "",
        f"Continued from “{record.continued_from}”." if record.continued_from else "",
        closing_words(run, going_on=going_on),
    ]
    return "\n".join(line for line in lines if line)


def _weights_words(record: RunRecord, names: Sequence[str]) -> str:
    """How unequally pictures counted: "A picture counted 0.4 (beagle) to 2.1 times (poodle)"."""
    weights = record.data.class_weights
    if not weights:
        return ""
    named = sorted(zip(weights, names, strict=False))
    (least, common), (most, rare) = named[0], named[-1]
    return f"A picture counted {least:.2g} times ({common}) to {most:.2g} times ({rare})"


def _measured_words(record: RunRecord) -> str:
    """How good a run is and how that is known: "88 % ± 4, 5-fold cross-validated on …"."""
    measured = record.cross_validation
    if measured is None:
        return ""
    told = share_with_interval(measured.accuracy, measured.interval)
    low, high = (f"{end * 100:.1f}" for end in measured.interval)
    interval = f"95 % interval {low} to {high} %"
    return f"{told}, {cross_validation_words(measured)}; {interval}"


def _backbone_title(name: str) -> str:
    """What a backbone is called; one that is no longer there by its name in the record."""
    try:
        return backbone(name).title
    except LitmusError:
        return name
