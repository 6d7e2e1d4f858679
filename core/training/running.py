"""What every training does around its epochs, be it new or taken up again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.cancellation import CancelToken
from core.data.class_weights import class_weights
from core.errors import LitmusError
from core.holding import LOCK_NAME, hold
from core.run.folder import Run, read_run, write_record
from core.run.record import Ending, RunRecord, RunStatus, StopReason
from core.training.checkpoints import Checkpoints
from core.training.events import Preparing, TrainingEvent
from core.training.live import LiveSettings
from core.training.loading import load_tensorflow
from core.training.photo_features.training import train_photo_features
from core.training.request import TrainingRequest
from core.training.state import TrainingState
from core.training.state_file import read_state
from core.training.stop_rules import paused_by_person

Report = Callable[[TrainingEvent], None]

LESS_MEMORY = "Make the layers or the batch size smaller."
"""What to do where there is not enough memory."""

_WRITTEN = ("run.json", "labels.txt", "head.npz", "state.npz", LOCK_NAME)


@contextmanager
def holding_run(folder: Path) -> Iterator[None]:
    """Hold a run's folder while it is trained, so that nobody else trains it too.

    Raises:
        LitmusError: Somebody trains it, or the folder cannot be written.
    """
    try:
        held = hold(folder)
    except OSError as error:
        raise LitmusError(
            f"“{folder}” cannot be written: {error.strerror or error}.", "Choose another folder."
        ) from error
    if held is None:
        raise LitmusError(
            f"“{folder}” is being trained already, in another window or by another command.",
            "Wait until that has ended, or pause it there.",
        )
    try:
        yield
    finally:
        held.release()


def carry_out(
    request: TrainingRequest,
    record: RunRecord,
    state: TrainingState,
    *,
    report: Report,
    cancel: CancelToken,
    live: LiveSettings,
    longer: bool = False,
) -> Run:
    """Train from `state` on to the end; `longer` goes past a rule that ended it.

    Raises:
        LitmusError: It cannot be done, or its files cannot be written.
        Cancelled: Stopped before anything was learned.
    """
    if request.network.by_regression:
        run = train_photo_features(request, record, report=report, cancel=cancel)
        if run.record.status is RunStatus.FINISHED:
            # There is no going on from a regression that is fitted.
            run.state_file.unlink(missing_ok=True)
        return run
    report(Preparing("Waiting for TensorFlow"))
    load_tensorflow()
    cancel.raise_if_cancelled()
    return _train_loaded(
        request, record, state, report=report, cancel=cancel, live=live, longer=longer
    )


def _train_loaded(
    request: TrainingRequest,
    record: RunRecord,
    state: TrainingState,
    *,
    report: Report,
    cancel: CancelToken,
    live: LiveSettings,
    longer: bool,
) -> Run:
    """Train, now that TensorFlow is there."""
    from core.training.loop import Loop
    from core.training.pictures import open_pictures

    with open_pictures(request, report=report, cancel=cancel) as pictures:
        weights = record.data.class_weights
        if not state.begun and request.settings.class_weights:
            weights = class_weights(pictures.labels[pictures.training], len(record.classes))
        used = {
            "training": len(pictures.training),
            "validation": len(pictures.validation),
            "class_weights": weights,
        }
        record = record.model_copy(update={"data": record.data.model_copy(update=used)})
        run = write_record(request.folder, record)
        with Checkpoints(run.state_file, report=report) as checkpoints:
            loop = Loop(
                request,
                pictures,
                record,
                state,
                checkpoints,
                report=report,
                cancel=cancel,
                live=live,
            )
            return loop.run(longer=longer)


def ending_of(error: BaseException) -> Ending:
    """Why a training broke off."""
    if isinstance(error, KeyboardInterrupt | SystemExit):
        sentence = "Ended at once by you; it can be resumed from the last state that was kept."
        return Ending(reason=StopReason.PERSON, sentence=sentence)
    if lacked_memory(error):
        message = "There is not enough memory for this training."
    elif isinstance(error, LitmusError):
        message = error.message
    else:
        message = f"{type(error).__name__}: {error}"
    return Ending(reason=StopReason.ERROR, sentence=f"Failed: {message}")


def lacked_memory(error: BaseException) -> bool:
    """Whether memory ran out, by the name of TensorFlow's own error: it may not be loaded yet."""
    return isinstance(error, MemoryError) or type(error).__name__ == "ResourceExhaustedError"


def write_paused(folder: Path) -> Run:
    """Say in `run.json` that the training was paused before it had begun to learn."""
    ending = paused_by_person(0, 1, share=0)
    update = {"status": RunStatus.PAUSED, "ending": ending}
    return write_record(folder, read_run(folder).record.model_copy(update=update))


def close_run(folder: Path, ending: Ending) -> None:
    """Say in `run.json` that the training broke off; what is there stays."""
    person = ending.reason is StopReason.PERSON
    status = RunStatus.STOPPED if person else RunStatus.FAILED
    try:
        run = read_run(folder)
        record = run.record
        if person and not record.epochs and not read_state(run).begun:
            remove_run(folder)
        else:
            write_record(folder, record.model_copy(update={"status": status, "ending": ending}))
    except LitmusError:
        # The first error is the one to tell; the disk may be full.
        if not (folder / "run.json").exists():
            remove_run(folder)


def remove_run(folder: Path) -> None:
    """Take back a run's folder, where it holds nothing but what this training wrote."""
    with suppress(OSError):
        for name in _WRITTEN:
            (folder / name).unlink(missing_ok=True)
        folder.rmdir()
