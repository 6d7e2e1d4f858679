"""`main.py train --resume RUN`."""

from __future__ import annotations

import argparse
import sys

from core.cancellation import CancelToken
from core.commands.folder import photo_source
from core.commands.interrupts import Interrupts
from core.commands.output import say
from core.commands.parser import UsageError
from core.commands.progress import TrainingProgress
from core.commands.repeated import refuse_differing
from core.data.fashion_mnist import SOURCE
from core.data.folder.loading import load_catalogue
from core.data.folder.source import PhotoSource
from core.data.sources import AnyDataset
from core.errors import Cancelled, LitmusError
from core.limits import limits_of
from core.run.folder import Run, read_run
from core.run.record import RunRecord, RunStatus
from core.run.settings import TrainingSettings
from core.training.resumed_pictures import resumable_dataset
from core.training.resuming import ResumeRequest, resume, why_finished
from core.training.tensorboard import has_logs, logged

LEARNED_NOTHING = 1
"""The exit code of a training that ended by itself before there was anything to keep."""


def resume_run(options: argparse.Namespace) -> int:
    """Go on with the run that `options.resume` names, in its folder.

    Returns:
        0, for a run that is finished already too; 1 where nothing was learned; 130 after Ctrl-C.

    Raises:
        LitmusError: It cannot be gone on with, or the run cannot be written.
        UsageError: An option differs from what the run was begun with.
    """
    run = read_run(options.resume)
    refuse_differing(options, run)
    epochs = _epochs(options, run.record)
    if finished := why_finished(run.record, epochs):
        say(run.record.model_dump_json(by_alias=True, indent=2) if options.json else finished)
        return 0
    stream = sys.stderr if options.json else sys.stdout
    with Interrupts() as interrupts:
        try:
            with TrainingProgress(stream) as progress:
                dataset = _dataset(options, run, progress, interrupts.cancel)
                request = ResumeRequest(run, dataset, epochs)
                wanted = options.tensorboard or has_logs(run.folder)
                with logged(run.folder, progress.show, wanted=wanted) as report:
                    run = resume(request, report=report, cancel=interrupts.cancel)
        except Cancelled:
            sys.stderr.write("Stopped before it went on; the run is as it was.\n")
            return interrupts.exit_code
    tell_run(run, as_json=options.json)
    failed = run.record.status is RunStatus.FAILED
    return interrupts.exit_code or (LEARNED_NOTHING if failed else 0)


def tell_run(run: Run, *, as_json: bool) -> None:
    """Print how a training ended."""
    if as_json:
        say(run.record.model_dump_json(by_alias=True, indent=2))
    elif run.record.ending:
        say(run.record.ending.sentence)
        if run.record.fine_tuning:
            say(run.record.fine_tuning.sentence)


def _epochs(options: argparse.Namespace, record: RunRecord) -> int | None:
    """How many epochs there are to be; None where nothing was said.

    Raises:
        UsageError: Fewer than there were to be, or more than can be.
    """
    if options.epochs is None:
        return None
    epochs, planned = int(options.epochs), record.settings.epochs
    if epochs < planned:
        raise UsageError(
            f"--epochs is {planned} in this run, not {epochs}; more of them would train it longer."
        )
    limits = limits_of(TrainingSettings, "epochs")
    if epochs > limits.high:
        raise UsageError(f"--epochs must be {limits.words}. Received: {epochs}")
    return epochs


def _dataset(
    options: argparse.Namespace, run: Run, progress: TrainingProgress, cancel: CancelToken
) -> AnyDataset:
    """The pictures of the run: where it says they are, or where `--data` says.

    Raises:
        LitmusError: They are not there.
        Cancelled: The token was set.
    """
    if run.record.data.folder is None:
        return resumable_dataset(run)
    source = _source(options.data, run.record)
    form = run.record.network.input
    catalogue = load_catalogue(source, form=form, report=progress.show_scan, cancel=cancel)
    return resumable_dataset(run, catalogue)


def _source(data: str | None, record: RunRecord) -> PhotoSource:
    if data is not None and data != SOURCE:
        return photo_source(data)
    if not record.data.folder:
        raise UsageError("The pictures of this run came from several folders; give one by --data.")
    try:
        return photo_source(record.data.folder)
    except LitmusError as error:
        raise LitmusError(error.message, "Give the folder of its pictures by --data.") from error
