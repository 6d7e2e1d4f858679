"""A training from its request to a finished run."""

from __future__ import annotations

import platform
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from core import __version__
from core.cancellation import CancelToken
from core.data.split import Split, split
from core.errors import Cancelled, LitmusError
from core.model.shapes import examine
from core.run.folder import Run, create_run_folder, read_run, write_labels, write_record
from core.run.record import DataRecord, Ending, RunRecord, RunStatus, StopReason
from core.training.events import Preparing, TrainingDone, TrainingEvent
from core.training.forecast import read_speed, uses_fast_arithmetic
from core.training.live import LiveSettings
from core.training.loading import load_tensorflow
from core.training.memory import release_memory
from core.training.request import TrainingRequest

Report = Callable[[TrainingEvent], None]

_SMALLER = "Make the layers or the batch size smaller."


def train(
    request: TrainingRequest,
    *,
    report: Report,
    cancel: CancelToken,
    live: LiveSettings | None = None,
) -> Run:
    """Train as `request` says, with real Keras, and leave a run in `request.folder`.

    Args:
        request: What to train on what, how, and where to.
        report: Takes the events, in this thread; batch events come about ten times a second.
        cancel: Stops the training within a chunk of steps; finished epochs are kept.
        live: Epochs and learning rate that may change while it goes.

    Returns:
        The run, its model written.

    Raises:
        LitmusError: It cannot start, or its files cannot be written.
        Cancelled: Stopped before anything was learned; the folder is gone again.
    """
    report(Preparing("Preparing"))
    division = _checked(request)
    create_run_folder(request.folder)
    record = _first_record(request, division)
    try:
        write_labels(request.folder, record.classes)
        write_record(request.folder, record)
        report(Preparing("Waiting for TensorFlow"))
        load_tensorflow()
        cancel.raise_if_cancelled()
        from core.training.loop import Loop

        live = live or LiveSettings(request.settings.epochs, request.settings.learning_rate)
        run = Loop(request, division, record, report=report, cancel=cancel, live=live).run()
    except Cancelled:
        _remove(request.folder)
        raise
    except BaseException as error:
        ending = _ending_of(error)
        _close(request.folder, ending)
        if _lacked_memory(error):
            raise LitmusError(ending.sentence, _SMALLER) from error
        raise
    finally:
        release_memory()
    report(TrainingDone(run))
    return run


def _checked(request: TrainingRequest) -> Split:
    """The division into training and validation; refuses what cannot be trained.

    Raises:
        LitmusError: The network has a problem, or its input is not that of the pictures.
    """
    classes = len(request.dataset.classes)
    problem = examine(request.network, classes).problem
    if problem:
        raise LitmusError(problem, "Change the layers.")
    shape = request.dataset.training.pixels.shape[1:]
    if request.network.input.shape != shape:
        raise LitmusError(
            f"The network takes pictures of {request.network.input.shape}; these have {shape}.",
            "Choose the preset again.",
        )
    settings = request.settings
    return split(
        request.dataset.training.labels, validation=settings.validation, seed=settings.seed
    )


def _first_record(request: TrainingRequest, division: Split) -> RunRecord:
    classes = len(request.dataset.classes)
    fast = uses_fast_arithmetic(
        request.network, request.settings, classes=classes, speed=read_speed()
    )
    return RunRecord(
        litmus=__version__,
        name=request.name,
        preset=request.preset,
        status=RunStatus.RUNNING,
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        data=DataRecord(
            source=request.dataset.source,
            training=len(division.training),
            validation=len(division.validation),
            test=len(request.dataset.test),
        ),
        classes=request.dataset.classes,
        network=request.network.for_classes(classes),
        parameters=examine(request.network, classes).parameters,
        settings=request.settings.model_copy(update={"fast_arithmetic": fast}),
        versions={"python": platform.python_version()},
    )


def _ending_of(error: BaseException) -> Ending:
    """Why a training broke off."""
    if isinstance(error, KeyboardInterrupt | SystemExit):
        sentence = "Ended at once by you; what was learned could not be kept."
        return Ending(reason=StopReason.PERSON, sentence=sentence)
    if _lacked_memory(error):
        message = "There is not enough memory for this training."
    elif isinstance(error, LitmusError):
        message = error.message
    else:
        message = f"{type(error).__name__}: {error}"
    return Ending(reason=StopReason.ERROR, sentence=f"Failed: {message}")


def _lacked_memory(error: BaseException) -> bool:
    """Whether memory ran out, by the name of TensorFlow's own error: it may not be loaded yet."""
    return isinstance(error, MemoryError) or type(error).__name__ == "ResourceExhaustedError"


def _close(folder: Path, ending: Ending) -> None:
    """Say in `run.json` that the training broke off; what is there stays."""
    person = ending.reason is StopReason.PERSON
    status = RunStatus.STOPPED if person else RunStatus.FAILED
    try:
        record = read_run(folder).record
        if person and not record.epochs:
            _remove(folder)
        else:
            write_record(folder, record.model_copy(update={"status": status, "ending": ending}))
    except LitmusError:
        # The first error is the one to tell; the disk may be full.
        if not (folder / "run.json").exists():
            _remove(folder)


def _remove(folder: Path) -> None:
    """Take back a run's folder, where it holds nothing but what this training wrote."""
    with suppress(OSError):
        for name in ("run.json", "labels.txt"):
            (folder / name).unlink(missing_ok=True)
        folder.rmdir()
