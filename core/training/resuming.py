"""Taking up a training that was paused, stopped or broken off, in its own folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.cancellation import CancelToken
from core.data.folder.names import shown
from core.data.folder.photo_set import PhotoSet
from core.data.sources import AnyDataset
from core.errors import Cancelled, LitmusError
from core.features.backbone import backbones
from core.run.folder import Run, read_run, write_record
from core.run.record import RunRecord, RunStatus, SetAside, StopReason
from core.run.sides import folder_name
from core.training.events import Noticed, PicturesSetAside, Resumed, TrainingDone, TrainingEvent
from core.training.live import LiveSettings
from core.training.memory import release_memory
from core.training.request import TrainingRequest
from core.training.resumed_pictures import same_pictures
from core.training.running import (
    LESS_MEMORY,
    carry_out,
    close_run,
    ending_of,
    holding_run,
    lacked_memory,
)
from core.training.state import TrainingState
from core.training.state_file import read_state
from core.training.stop_rules import best_epoch, paused_by_person

Report = Callable[[TrainingEvent], None]

_BY_RULE = (StopReason.ACCURACY, StopReason.LOSS, StopReason.PATIENCE)
_GONE = "is not there any more"
_NAMED = 3


@dataclass(frozen=True)
class ResumeRequest:
    """A training to be gone on with.

    Attributes:
        run: As it lies on the disk.
        dataset: Its pictures: of a folder, all that lies there now, or what `resumable_dataset`
            made of that.
        epochs: How many there are to be altogether; None for as many as were planned. More of them
            train a finished run longer.
    """

    run: Run
    dataset: AnyDataset
    epochs: int | None = None


def why_finished(record: RunRecord, epochs: int | None = None) -> str | None:
    """That a training is over, in a sentence; None where it can be gone on with.

    Args:
        record: Of the run.
        epochs: How many there are to be altogether; None for as many as were planned.
    """
    ending = record.ending
    by_rule = ending is not None and ending.reason in _BY_RULE
    if record.status is not RunStatus.FINISHED and not by_rule:
        return None
    what = f"“{record.title}” is finished already"
    if record.network.by_regression:
        return f"{what}: it was fitted, and there is nothing to go on with."
    if epochs is not None and epochs > record.settings.epochs:
        return None
    return f"{what}: {ending.sentence if ending else ''} More epochs train it longer."


def resume(
    request: ResumeRequest,
    *,
    report: Report,
    cancel: CancelToken,
    live: LiveSettings | None = None,
) -> Run:
    """Go on with a training where it was, in its own folder; it ends as if it had never paused.

    A run that has not begun, or that is fitted rather than trained in epochs, begins anew, with the
    same pictures in the same sets. What fails before an epoch is finished leaves the run as it was.

    Args:
        request: Which run, with which pictures.
        report: Takes the events, in this thread: `Resumed` first, then those of `train`.
        cancel: Stops or pauses it.
        live: Epochs and learning rate that may change while it goes; by default those it had.

    Returns:
        The run, as it is then; one that is finished already as it was, told by `Noticed`.

    Raises:
        LitmusError: Somebody trains it, its state cannot be used, the pictures are others, or its
            files cannot be written.
    """
    try:
        with holding_run(request.run.folder):
            run = _resume_held(request, report=report, cancel=cancel, live=live)
    finally:
        release_memory()
    report(TrainingDone(run))
    return run


def _resume_held(
    request: ResumeRequest, *, report: Report, cancel: CancelToken, live: LiveSettings | None
) -> Run:
    run = read_run(request.run.folder)
    if finished := why_finished(run.record, request.epochs):
        report(Noticed(finished))
        return run
    state = read_state(run)
    _check_record(run.record, state)
    dataset, gone = same_pictures(run, state, request.dataset)
    planned = request.epochs or (live.epochs if live else state.progress.planned)
    record = _going_on(run.record, state, dataset, planned=planned, gone=gone)
    if live is None:
        live = LiveSettings(planned, state.progress.learning_rate)
    report(_resumed(record, state))
    if gone:
        report(PicturesSetAside(len(record.data.set_aside), gone[:_NAMED], _sentence(gone)))
    training = TrainingRequest(
        dataset=dataset,
        network=record.network,
        settings=record.settings,
        preset=record.preset,
        folder=run.folder,
        name=record.name,
    )
    longer = run.record.status in (RunStatus.FINISHED, RunStatus.STOPPED)
    try:
        write_record(run.folder, record)
        return carry_out(
            training, record, state, report=report, cancel=cancel, live=live, longer=longer
        )
    except Cancelled:
        return write_record(run.folder, _paused(run.record))
    except BaseException as error:
        _put_back(run, state, error)
        if lacked_memory(error):
            raise LitmusError(ending_of(error).sentence, LESS_MEMORY) from error
        raise


def _check_record(record: RunRecord, state: TrainingState) -> None:
    """Refuse what cannot be gone on with.

    Raises:
        LitmusError: The weights it began with are not known, or a backbone is another one now.
    """
    fitted = record.network.by_regression
    if not state.begun and record.continued_from is not None and not fitted:
        raise LitmusError(
            f"“{record.title}” was broken off before it had begun to learn.",
            f"Continue from “{record.continued_from}” again.",
        )
    for name, checksum in record.backbones.items():
        if any(found.sha256 != checksum for found in backbones((name,))):
            raise LitmusError(
                f"The backbone “{name}” is another one than “{record.title}” learned with.",
                "Add that one again, or train anew.",
            )


def _going_on(
    record: RunRecord,
    state: TrainingState,
    dataset: AnyDataset,
    *,
    planned: int,
    gone: tuple[str, ...],
) -> RunRecord:
    """The record of the training that goes on: what the state says, not what came after it."""
    progress = state.progress
    aside = tuple(SetAside(file=name, reason=f"It {_GONE}.") for name in gone)
    update: dict[str, object] = {"set_aside": (*progress.set_aside, *aside)}
    if isinstance(dataset, PhotoSet) and dataset.catalogue.folder:
        # They may have moved.
        folder = folder_name(dataset.catalogue.folder)
        update |= {"folder": folder, "source": shown(dataset.source)}
    data = record.data.model_copy(update=update)
    settings = {"epochs": planned, "learning_rate": progress.learning_rate}
    best = None
    if progress.epochs:
        best = best_epoch(progress.epochs, keep_best=record.settings.keep_best).epoch
    return record.model_copy(
        update={
            "status": RunStatus.RUNNING,
            "ending": None,
            "epochs": progress.epochs,
            "best_epoch": best,
            "settings": record.settings.model_copy(update=settings),
            "data": data,
        }
    )


def _resumed(record: RunRecord, state: TrainingState) -> Resumed:
    position = state.progress.position
    batch = -(-position.taken // record.settings.batch_size)
    return Resumed(position.epoch, record.settings.epochs, batch)


def _sentence(gone: tuple[str, ...]) -> str:
    if len(gone) == 1:
        return f"“{gone[0]}” {_GONE}: the training goes on without it."
    return (
        f"{len(gone):,} pictures are not there any more; the training goes on without them. "
        f"The first: “{gone[0]}”."
    )


def _paused(before: RunRecord) -> RunRecord:
    """The record of a training that was taken up and left before a step: as it was."""
    if before.status is not RunStatus.RUNNING:
        return before
    finished = len(before.epochs)
    ending = paused_by_person(finished, finished + 1, share=0)
    return before.model_copy(update={"status": RunStatus.PAUSED, "ending": ending})


def _put_back(run: Run, state: TrainingState, error: BaseException) -> None:
    """After a failure: the run as it was, unless it has learned more since."""
    try:
        now = read_run(run.folder).record
        if len(now.epochs) > len(state.progress.epochs):
            # No model was written since: the files hold what they held.
            write_record(run.folder, now.model_copy(update={"best_epoch": run.record.best_epoch}))
            close_run(run.folder, ending_of(error))
        else:
            write_record(run.folder, run.record)
    except LitmusError:
        # The first error is the one to tell; the disk may be full.
        return
