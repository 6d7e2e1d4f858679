"""A training from its request to a finished run."""

from __future__ import annotations

import platform
from collections.abc import Callable
from datetime import UTC, datetime

from core import __version__
from core.cancellation import CancelToken
from core.data.dataset import Dataset
from core.data.folder.names import shown
from core.data.folder.problem import UNUSABLE
from core.data.split import split
from core.errors import Cancelled, LitmusError
from core.model.shapes import examine
from core.run.folder import Run, create_run_folder, write_labels, write_record
from core.run.record import DataRecord, RunRecord, RunStatus, SetAside
from core.run.sides import folder_name, split_record
from core.training.events import Preparing, TrainingDone, TrainingEvent
from core.training.fine_tuning import why_not_tuned
from core.training.forecast import read_speed, uses_fast_arithmetic
from core.training.growing import growth, refuse_misfit
from core.training.live import LiveSettings
from core.training.manifest import manifest_of
from core.training.memory import release_memory
from core.training.request import TrainingRequest
from core.training.running import (
    LESS_MEMORY,
    carry_out,
    close_run,
    ending_of,
    holding_run,
    lacked_memory,
    remove_run,
    write_paused,
)
from core.training.state import first_state
from core.training.state_file import write_state

Report = Callable[[TrainingEvent], None]


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
        cancel: Stops the training within a chunk of steps; finished epochs are kept. Paused, it
            ends as soon, and the run can be taken up again where it was.
        live: Epochs and learning rate that may change while it goes.

    Returns:
        The run, its model written; that of a paused one where an epoch is finished.

    Raises:
        LitmusError: It cannot start, or its files cannot be written.
        Cancelled: Stopped before anything was learned; the folder is gone again.
    """
    report(Preparing("Preparing"))
    _check(request)
    create_run_folder(request.folder)
    try:
        with holding_run(request.folder):
            run = _train_held(request, report=report, cancel=cancel, live=live)
    except Cancelled:
        remove_run(request.folder)
        raise
    finally:
        release_memory()
    report(TrainingDone(run))
    return run


def _train_held(
    request: TrainingRequest, *, report: Report, cancel: CancelToken, live: LiveSettings | None
) -> Run:
    """Train, now that the folder is there and nobody else's."""
    record = _first_record(request)
    state = first_state(record, manifest_of(request.dataset))
    live = live or LiveSettings(request.settings.epochs, request.settings.learning_rate)
    try:
        write_labels(request.folder, record.classes)
        # The state comes first, so that what is a run can be taken up again.
        write_state(Run(request.folder, record).state_file, state)
        write_record(request.folder, record)
        return carry_out(request, record, state, report=report, cancel=cancel, live=live)
    except Cancelled:
        # What a training was to begin with stands in no state before its first step.
        if cancel.paused and request.start is None:
            return write_paused(request.folder)
        raise
    except BaseException as error:
        ending = ending_of(error)
        close_run(request.folder, ending)
        if lacked_memory(error):
            raise LitmusError(ending.sentence, LESS_MEMORY) from error
        raise


def _check(request: TrainingRequest) -> None:
    """Refuse what cannot be trained.

    Raises:
        LitmusError: The network has a problem, its input is not that of the pictures, or there are
            too few of them.
    """
    classes = len(request.dataset.classes)
    problem = examine(request.network, classes).problem
    if problem:
        raise LitmusError(problem, "Change the layers.")
    if isinstance(request.dataset, Dataset):
        _check_shape(request.network.input.shape, request.dataset)
    elif request.dataset.classes_learned < 2:
        raise LitmusError(
            f"“{request.dataset.title}” has fewer than two classes with pictures to learn from.",
            "A classifier tells at least two classes apart: add a folder for another one.",
        )
    elif request.settings.fine_tune and request.network.by_regression:
        checked = len(request.dataset.division.validation)
        if problem := why_not_tuned(request.network, validation=checked):
            raise LitmusError(problem, "Leave fine-tuning out.")
    if request.start is not None:
        refuse_misfit(growth(request.start, request.network, dataset=request.dataset))


def _check_shape(taken: tuple[int, ...], dataset: Dataset) -> None:
    shape = dataset.training.pixels.shape[1:]
    if taken != shape:
        raise LitmusError(
            f"The network takes pictures of {taken}; these have {shape}.",
            "Choose the preset again.",
        )


def _first_record(request: TrainingRequest) -> RunRecord:
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
        data=_data_record(request),
        classes=request.dataset.classes,
        network=request.network.for_classes(classes),
        parameters=examine(request.network, classes).parameters,
        settings=request.settings.model_copy(update={"fast_arithmetic": fast}),
        versions={"python": platform.python_version()},
        continued_from=request.start.record.title if request.start else None,
    )


def _data_record(request: TrainingRequest) -> DataRecord:
    """Which pictures are to be used; how many can be is known once they were decoded."""
    dataset, settings = request.dataset, request.settings
    if isinstance(dataset, Dataset):
        parts = split(dataset.training.labels, validation=settings.validation, seed=settings.seed)
        return DataRecord(
            source=dataset.source,
            training=len(parts.training),
            validation=len(parts.validation),
            test=len(dataset.test),
        )
    return DataRecord(
        source=shown(dataset.source),
        training=len(dataset.division.training),
        validation=len(dataset.division.validation),
        test=len(dataset.division.test),
        folder=folder_name(dataset.catalogue.folder),
        split=split_record(dataset, settings),
        set_aside=tuple(
            SetAside(file=problem.file, reason=problem.reason)
            for problem in dataset.problems
            if problem.kind in UNUSABLE
        ),
        class_folders=dataset.catalogue.class_folders,
    )
