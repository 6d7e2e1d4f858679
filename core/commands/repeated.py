"""The options of a training that is gone on with: they may be repeated, not changed."""

from __future__ import annotations

import argparse
import os

from core.commands.parser import AUGMENTATIONS, UsageError
from core.data.fashion_mnist import SOURCE
from core.features.backbone import QUICK
from core.run.folder import Run, read_run
from core.run.record import RunRecord

_FREE = {"resume", "json", "epochs", "command", "tensorboard"}
"""Those that the run does not decide."""


def refuse_differing(options: argparse.Namespace, run: Run) -> None:
    """Refuse options that were given and that differ from those that the run was begun with.

    Args:
        options: With `given`, the names of those that were given.
        run: The run to be gone on with.

    Raises:
        UsageError: One differs; it is named, with its value in the run.
    """
    recorded = _recorded(run.record)
    for name in sorted(options.given - _FREE):
        value = getattr(options, name)
        if name == "out":
            _check_folder(options)
        elif name == "data":
            _check_data(value, run.record)
        elif name == "continue_from":
            _check_start(options, run.record)
        elif name in recorded and value != recorded[name] and (name, value) != _ANY_ARITHMETIC:
            option = f"--{name.replace('_', '-')}"
            raise UsageError(_complaint(option, recorded[name], value))


_ANY_ARITHMETIC = ("fast_arithmetic", "auto")
"""Whatever was decided then, it was decided so."""


def _recorded(record: RunRecord) -> dict[str, object]:
    """The options that say what the record does, by the names of the parser."""
    settings, form, layer = record.settings, record.network.input, record.network.backbone
    names = layer.names if layer else ()
    augmentation = next(
        (name for name, kind in AUGMENTATIONS.items() if kind == settings.augmentation), "custom"
    )
    return {
        "preset": record.preset,
        "batch_size": settings.batch_size,
        "optimizer": settings.optimizer.value,
        "learning_rate": settings.learning_rate,
        "validation": settings.validation,
        "test": settings.test,
        "seed": settings.seed,
        "stop_at_accuracy": settings.stop.accuracy,
        "stop_below_loss": settings.stop.loss,
        "patience": settings.stop.patience,
        "fast_arithmetic": "on" if settings.fast_arithmetic else "off",
        "augment": augmentation,
        "class_weights": "auto" if settings.class_weights else "off",
        "image_size": (form.width, form.height),
        "fit": form.fit.value,
        "grey": form.channels == 1,
        "quick": names == QUICK,
        "backbone": names[0] if len(names) == 1 else None,
        "folds": settings.folds,
        "fine_tune": settings.fine_tune,
    }


def _complaint(option: str, recorded: object, given: object) -> str:
    if recorded is False or recorded is None:
        return f"{option} is not set in this run; it goes on as it was begun."
    return f"{option} is {_words(recorded)} in this run, not {_words(given)}."


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return "x".join(str(part) for part in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _check_folder(options: argparse.Namespace) -> None:
    if os.path.realpath(options.out) != os.path.realpath(options.resume):
        raise UsageError(f"--out is “{options.resume}” in this run, not “{options.out}”.")


def _check_data(data: str, record: RunRecord) -> None:
    """A folder may have moved: that its pictures are the same is seen when it is looked at."""
    built_in = record.data.folder is None
    if built_in != (data == SOURCE) or (built_in and data != record.data.source):
        raise UsageError(f"--data is “{record.data.source}” in this run, not “{data}”.")


def _check_start(options: argparse.Namespace, record: RunRecord) -> None:
    if record.continued_from is None:
        raise UsageError("--continue-from is not set in this run; it goes on as it was begun.")
    title = read_run(options.continue_from).record.title
    if title != record.continued_from:
        raise UsageError(
            f"--continue-from is “{record.continued_from}” in this run, not “{title}”."
        )
