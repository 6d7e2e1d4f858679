"""`main.py train --continue-from RUN`: what is taken from the run where nothing else is said."""

from __future__ import annotations

import argparse

from core.commands.parser import UsageError
from core.commands.progress import TrainingProgress
from core.data.fashion_mnist import SOURCE
from core.model.presets import Preset, preset
from core.run.folder import Run, read_run
from core.training.growing import growth, refuse_misfit
from core.training.growing_layers import open_network
from core.training.request import TrainingRequest


def run_to_continue(options: argparse.Namespace) -> Run | None:
    """The run to continue from; None where a training begins with fresh weights.

    Raises:
        LitmusError: It cannot be read.
        UsageError: There is neither a preset nor a run to take the network from.
    """
    if options.continue_from is not None:
        return read_run(options.continue_from)
    if options.preset is None:
        raise UsageError("Give a network to start from: --preset, or --continue-from RUN.")
    return None


def chosen_preset(options: argparse.Namespace, start: Run | None) -> Preset:
    """The preset that was asked for, or the network of the run as one.

    Raises:
        UsageError: Options say how pictures are brought to a form that the run decides.
    """
    if start is None or options.preset is not None:
        return preset(options.preset)
    given = {
        "--image-size": options.image_size is not None,
        "--fit": options.fit is not None,
        "--grey": options.grey,
    }
    for name, is_given in given.items():
        if is_given and options.data != SOURCE:
            raise UsageError(f"{name} goes with --preset: the run brings the form of its pictures.")
    record = start.record
    network = open_network(record.network, len(record.classes))
    return Preset(record.preset, record.title, "", network, epochs=record.settings.epochs)


def tell_growth(request: TrainingRequest, progress: TrainingProgress) -> None:
    """Say what changed since the run that `request` continues, before anything starts.

    Raises:
        LitmusError: It cannot be continued.
    """
    if request.start is None:
        return
    grown = growth(
        request.start, request.network, dataset=request.dataset, settings=request.settings
    )
    refuse_misfit(grown)
    progress.note(f"Continuing from “{request.start.record.title}”:")
    for sentence in grown.sentences:
        progress.note(f"  {sentence}")
