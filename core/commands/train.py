"""`main.py train`."""

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from pydantic import ValidationError

from core.cancellation import CancelToken
from core.commands.parser import UsageError
from core.commands.progress import TrainingProgress, say
from core.data.sources import load_dataset
from core.errors import LitmusError
from core.model.presets import preset
from core.run.record import StopReason
from core.run.settings import Optimizer, StopRules, TrainingSettings
from core.training.cost import cost_of
from core.training.forecast import read_speed
from core.training.measuring import measure_speed
from core.training.request import TrainingRequest
from core.training.training import train

INTERRUPTED = 130
"""The exit code after Ctrl-C, by the custom of shells: 128 + SIGINT."""


def run(options: argparse.Namespace) -> int:
    """Train as `options` say.

    Returns:
        0, or 130 after Ctrl-C.

    Raises:
        LitmusError: It cannot start, or the run cannot be written.
        UsageError: A setting is out of its range.
        Cancelled: Ctrl-C came before anything was learned.
    """
    request = _request(options)
    stream = sys.stderr if options.json else sys.stdout
    with _stop_on_interrupt() as cancel, TrainingProgress(stream) as progress:
        _measure_where_it_decides(request, cancel)
        run = train(request, report=progress.show, cancel=cancel)
    if options.json:
        say(run.record.model_dump_json(by_alias=True, indent=2))
    elif run.record.ending:
        say(run.record.ending.sentence)
    stopped = run.record.ending and run.record.ending.reason is StopReason.PERSON
    return INTERRUPTED if stopped else 0


def _request(options: argparse.Namespace) -> TrainingRequest:
    settings = _settings(options)
    if options.out.exists():
        raise LitmusError(f"“{options.out}” exists already.", "Choose another folder for --out.")
    chosen = preset(options.preset)
    return TrainingRequest(
        dataset=load_dataset(options.data),
        network=chosen.network,
        settings=settings,
        preset=chosen.name,
        folder=options.out,
        name=options.out.name,
    )


def _measure_where_it_decides(request: TrainingRequest, cancel: CancelToken) -> None:
    """Measure this computer, once, where the arithmetic of the training depends on it."""
    cost = cost_of(request.network, len(request.dataset.classes))
    undecided = request.settings.fast_arithmetic is None
    if undecided and cost and cost.convolutional and read_speed() is None:
        measure_speed(cancel)


def _settings(options: argparse.Namespace) -> TrainingSettings:
    try:
        return TrainingSettings(
            epochs=options.epochs,
            batch_size=options.batch_size,
            optimizer=Optimizer(options.optimizer),
            learning_rate=options.learning_rate,
            validation=options.validation,
            seed=options.seed,
            stop=StopRules(
                accuracy=options.stop_at_accuracy,
                loss=options.stop_below_loss,
                patience=options.patience,
            ),
            fast_arithmetic={"auto": None, "on": True, "off": False}[options.fast_arithmetic],
        )
    except ValidationError as error:
        raise UsageError(_first(error)) from error


_OPTION_OF = {"accuracy": "stop-at-accuracy", "loss": "stop-below-loss"}


def _first(error: ValidationError) -> str:
    first = error.errors()[0]
    field = str(first["loc"][-1])
    option = _OPTION_OF.get(field, field.replace("_", "-"))
    return f"--{option}: {first['msg'].lower()}. Received: {first['input']}"


@contextmanager
def _stop_on_interrupt() -> Iterator[CancelToken]:
    """A token that Ctrl-C sets; a second Ctrl-C ends the process at once."""
    cancel = CancelToken()

    def on_signal(number: int, frame: FrameType | None) -> None:
        del frame
        if cancel.cancelled:
            raise SystemExit(128 + number)
        cancel.cancel()

    before = {name: signal.signal(name, on_signal) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield cancel
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
