"""A training from its request to a finished run."""

from __future__ import annotations

import platform
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from core import __version__
from core.cancellation import CancelToken
from core.data.class_weights import class_weights
from core.data.dataset import Dataset
from core.data.folder.names import shown
from core.data.folder.problem import UNUSABLE
from core.data.split import split
from core.errors import Cancelled, LitmusError
from core.model.shapes import examine
from core.run.folder import Run, create_run_folder, read_run, write_labels, write_record
from core.run.record import DataRecord, Ending, RunRecord, RunStatus, SetAside, StopReason
from core.run.sides import folder_name, split_record
from core.training.events import Preparing, TrainingDone, TrainingEvent
from core.training.fine_tuning import why_not_tuned
from core.training.forecast import read_speed, uses_fast_arithmetic
from core.training.live import LiveSettings
from core.training.loading import load_tensorflow
from core.training.memory import release_memory
from core.training.photo_features.training import train_photo_features
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
    _check(request)
    create_run_folder(request.folder)
    record = _first_record(request)
    try:
        write_labels(request.folder, record.classes)
        write_record(request.folder, record)
        live = live or LiveSettings(request.settings.epochs, request.settings.learning_rate)
        if request.network.by_regression:
            run = train_photo_features(request, record, report=report, cancel=cancel)
        else:
            report(Preparing("Waiting for TensorFlow"))
            load_tensorflow()
            cancel.raise_if_cancelled()
            run = _train_loaded(request, record, report=report, cancel=cancel, live=live)
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


def _train_loaded(
    request: TrainingRequest,
    record: RunRecord,
    *,
    report: Report,
    cancel: CancelToken,
    live: LiveSettings,
) -> Run:
    """Train, now that TensorFlow is there."""
    from core.training.loop import Loop
    from core.training.pictures import open_pictures

    with open_pictures(request, report=report, cancel=cancel) as pictures:
        weights = class_weights(pictures.labels[pictures.training], len(record.classes))
        data = record.data.model_copy(
            update={
                "training": len(pictures.training),
                "validation": len(pictures.validation),
                "class_weights": weights if request.settings.class_weights else None,
            }
        )
        record = record.model_copy(update={"data": data})
        return Loop(request, pictures, record, report=report, cancel=cancel, live=live).run()


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
        for name in ("run.json", "labels.txt", "head.npz"):
            (folder / name).unlink(missing_ok=True)
        folder.rmdir()
