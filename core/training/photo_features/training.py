"""Training a network that is fitted by regression, from photos to a run that answers."""

import time
from dataclasses import dataclass

import numpy as np

from core.cancellation import CancelToken
from core.data.dataset import Labels
from core.data.folder.photo_set import PhotoSet
from core.errors import LitmusError
from core.features.backbone import backbones
from core.features.head import Head, calibrated
from core.features.head_file import write_head
from core.run.folder import Run, write_record
from core.run.record import (
    CurvePoint,
    DataRecord,
    Ending,
    EpochResult,
    RunRecord,
    RunStatus,
    StopReason,
)
from core.training.events import CrossValidated, CurveGrew, EpochDone, Noticed, Preparing, Saving
from core.training.fine_tuning import fine_tune, why_not_tuned
from core.training.opened_photos import Report
from core.training.photo_features.calibration import log_loss
from core.training.photo_features.cross_validation import Measured, cross_validate
from core.training.photo_features.examples import Examples, Matrix
from core.training.photo_features.gathering import Gathered, gather
from core.training.photo_features.heads import answers, final_head
from core.training.request import TrainingRequest
from core.training.tuning_words import PAUSED
from core.training.versions import library_versions
from core.training.wording import (
    cross_validation_words,
    more_pictures,
    percent,
    share_with_interval,
)

_TOO_FEW = (
    "There are too few pictures to measure how good it is on others: a class needs two that are "
    "no copies of one another."
)
_STILL_MOVING = (
    "The regression was still improving when its last step was over; its answers are good all the "
    "same."
)


@dataclass(frozen=True, eq=False)
class _Scores:
    """How a head does on some pictures: mean cross-entropy, and share right (0-1)."""

    loss: float
    accuracy: float


def train_photo_features(
    request: TrainingRequest, record: RunRecord, *, report: Report, cancel: CancelToken
) -> Run:
    """Pass the photos through the backbone, measure by cross-validation, fit, and keep the head.

    Args:
        request: With a photo folder, and a network that is fitted by regression.
        record: As it stands on disk.
        report: Takes the events, in this thread.
        cancel: Ends it; the features made so far are kept in the cache.

    Returns:
        The run, finished.

    Raises:
        LitmusError: A backbone cannot be used, too few pictures can be read, or the disk is full.
        Cancelled: The token was set.
    """
    began = time.perf_counter()
    settings = request.settings
    if not isinstance(request.dataset, PhotoSet):
        raise TypeError("only photos pass a backbone")
    _refuse_tuning(request, request.dataset)
    gathered = gather(request.dataset, request.network, settings, report=report, cancel=cancel)
    record = _with_pictures(record, gathered)
    write_record(request.folder, record)
    measured = _measure(gathered.examples, request, report=report, cancel=cancel)
    report(Preparing("Fitting the final head"))
    head, converged = final_head(gathered.examples, gathered.training, cancel=cancel)
    if not converged:
        report(Noticed(_STILL_MOVING))
    report(Saving("Writing the model"))
    write_head(request.folder / "head.npz", head)
    record = _with_result(record, gathered, head, measured, seconds=time.perf_counter() - began)
    if not settings.fine_tune:
        run = write_record(request.folder, record)
        report(EpochDone(record.epochs[-1], run, _verdict(record)))
        return run
    # Until it is tuned it is not finished: whoever finds it broken off is to see that.
    going_on = record.model_copy(update={"status": RunStatus.RUNNING, "ending": None})
    run = write_record(request.folder, going_on)
    report(EpochDone(record.epochs[-1], run, _verdict(record)))
    run = fine_tune(request, going_on, gathered, head, report=report, cancel=cancel)
    return write_record(request.folder, _tuned(run.record, record.ending, cancel))


def _tuned(record: RunRecord, ending: Ending | None, cancel: CancelToken) -> RunRecord:
    """The record after a fine-tuning that is over, or that was paused."""
    paused = cancel.paused and record.fine_tuning is None
    update = {
        "status": RunStatus.PAUSED if paused else RunStatus.FINISHED,
        "ending": Ending(reason=StopReason.PAUSE, sentence=PAUSED) if paused else ending,
    }
    return record.model_copy(update=update)


def _refuse_tuning(request: TrainingRequest, photos: PhotoSet) -> None:
    """Say that fine-tuning is not possible before anything else takes time.

    Raises:
        LitmusError: It is wanted, and is not.
    """
    validation = len(photos.division.validation)
    problem = why_not_tuned(request.network, validation=validation)
    if request.settings.fine_tune and problem:
        raise LitmusError(problem, "Leave fine-tuning out, or keep pictures aside to check on.")


def _with_pictures(record: RunRecord, gathered: Gathered) -> RunRecord:
    """The record, now that it is known which pictures and which backbones are used."""
    names = record.network.backbone.names if record.network.backbone else ()
    data = {
        "training": len(gathered.training),
        "validation": len(gathered.validation),
        "class_weights": gathered.examples.class_weights,
        "set_aside": (*record.data.set_aside, *gathered.set_aside),
    }
    update: dict[str, object] = {
        "data": DataRecord.model_validate(record.data.model_copy(update=data)),
        "backbones": {backbone.name: backbone.sha256 for backbone in backbones(names)},
        "versions": library_versions("scikit-learn", "ai-edge-litert"),
    }
    return record.model_copy(update=update)


def _measure(
    examples: Examples, request: TrainingRequest, *, report: Report, cancel: CancelToken
) -> Measured | None:
    settings = request.settings
    if not settings.folds:
        return None
    report(Preparing("Measuring how good it is"))

    def tell(point: CurvePoint, points: int) -> None:
        report(CurveGrew(point, points))

    measured = cross_validate(
        examples, folds=settings.folds, seed=settings.seed, report=tell, cancel=cancel
    )
    if measured is None:
        report(Noticed(_TOO_FEW))
    else:
        sentence = more_pictures(measured.curve, examples.classes)
        report(CrossValidated(measured.result, sentence))
    return measured


def _with_result(
    record: RunRecord,
    gathered: Gathered,
    head: Head,
    measured: Measured | None,
    *,
    seconds: float,
) -> RunRecord:
    temperature = measured.temperature if measured else 1.0
    examples = gathered.examples
    learned = calibrated(answers(head, examples, gathered.training), temperature)
    of_learned = _scores(learned, examples.labels[gathered.training])
    of_checked = None
    if len(gathered.validation):
        checked = calibrated(answers(head, examples, gathered.validation), temperature)
        of_checked = _scores(checked, examples.labels[gathered.validation])
    result = EpochResult(
        epoch=1,
        seconds=seconds,
        loss=of_learned.loss,
        accuracy=of_learned.accuracy,
        val_loss=of_checked.loss if of_checked else None,
        val_accuracy=of_checked.accuracy if of_checked else None,
        read_seconds=gathered.seconds,
    )
    update: dict[str, object] = {
        "epochs": (result,),
        "best_epoch": 1,
        "status": RunStatus.FINISHED,
        "parameters": record.parameters,
        "temperature": temperature,
    }
    if measured:
        update |= {
            "cross_validation": measured.result,
            "learning_curve": measured.curve,
            "calibration_error": measured.calibration_error,
        }
    record = record.model_copy(update=update)
    ending = Ending(reason=StopReason.FITTED, sentence=_closing(record))
    return record.model_copy(update={"ending": ending})


def _scores(probabilities: Matrix, labels: Labels) -> _Scores:
    right = probabilities.argmax(axis=1) == labels
    return _Scores(log_loss(probabilities, labels), float(np.mean(right)))


def _closing(record: RunRecord) -> str:
    """How good it is, in a sentence."""
    result = record.cross_validation
    if result is not None:
        share = share_with_interval(result.accuracy, result.interval)
        return f"Right in {share} of pictures it had not seen, {cross_validation_words(result)}."
    last = record.epochs[-1]
    if last.val_accuracy is not None:
        return f"Fitted. Validation accuracy {percent(last.val_accuracy)}."
    return (
        f"Fitted. Training accuracy {percent(last.accuracy)}; without a validation set nobody can "
        "say how it does on pictures it has not seen."
    )


def _verdict(record: RunRecord) -> str:
    """What is said under the plot: whether more pictures would help."""
    if not record.learning_curve:
        return _closing(record)
    return more_pictures(record.learning_curve, len(record.classes))
