"""Regressions on the features of a backbone, without a backbone: real records, real events."""

import threading
from collections.abc import Callable
from pathlib import Path

from core.cancellation import CancelToken
from core.errors import Cancelled, LitmusError
from core.interval import wilson
from core.model.presets import photo_preset
from core.run.folder import Run, create_run_folder, write_record
from core.run.record import (
    CrossValidation,
    CurvePoint,
    DataRecord,
    Ending,
    EpochResult,
    FineTuning,
    RunRecord,
    RunStatus,
    StopReason,
)
from core.run.settings import TrainingSettings
from core.training.events import (
    CrossValidated,
    CurveGrew,
    EpochDone,
    Extracting,
    Noticed,
    Preparing,
    Saving,
    TrainingDone,
    TrainingEvent,
    Validating,
)
from core.training.live import LiveSettings
from core.training.request import TrainingRequest
from core.training.tuning_words import STOPPED
from tests.gui.trainings import PATIENCE_S, epoch, steps

CLASSES = tuple(f"class {n}" for n in range(10))
CURVE = tuple(
    CurvePoint(pictures=pictures, accuracy=share, interval=wilson(share, 308))
    for pictures, share in ((15, 0.55), (31, 0.66), (62, 0.74), (123, 0.81), (246, 0.88))
)
MEASURED = CrossValidation(
    accuracy=0.88, interval=wilson(0.88, 308), folds=5, seed=7, pictures=308, loss=0.41
)
SENTENCE = "With 123 pictures it was right in 81 %, with 246 in 88 %: more photos will still help."
TUNED = FineTuning(
    kept=False,
    backbone="efficientnet-lite2",
    accuracy_before=0.896,
    accuracy_after=0.883,
    loss_before=0.36,
    loss_after=0.41,
    sentence="Fine-tuning made it no better on the 77 validation pictures, so it was not kept.",
)


def fitted_record(
    *,
    name: str = "Photo features",
    settings: TrainingSettings | None = None,
    measured: CrossValidation | None = MEASURED,
    curve: tuple[CurvePoint, ...] = CURVE,
    tuning: FineTuning | None = None,
    validation: int = 77,
    status: RunStatus = RunStatus.FINISHED,
) -> RunRecord:
    """The record of a run of *photo features*."""
    first = EpochResult(
        epoch=1, seconds=14.2, loss=0.12, accuracy=0.994, val_loss=0.36, val_accuracy=0.896
    )
    return RunRecord(
        litmus="0.1.0",
        name=name,
        preset="photo-features",
        status=status,
        started="2026-01-01T10:00:00+00:00",
        data=DataRecord(
            source="/home/ada/things",
            folder="/home/ada/things",
            training=308,
            validation=validation,
            test=0,
        ),
        classes=CLASSES,
        network=photo_preset("photo-features").network.for_classes(10),
        parameters=8_000_000,
        settings=settings or TrainingSettings(),
        versions={},
        epochs=(first,) if tuning is None else (first, epoch(2), epoch(3)),
        best_epoch=1,
        ending=Ending(reason=StopReason.EPOCHS, sentence="All pictures are learned."),
        backbones={"efficientnet-lite2": "ab" * 32},
        cross_validation=measured,
        learning_curve=curve,
        fine_tuning=tuning,
    )


class ScriptedFit:
    """A regression that goes step by step without a picture.

    It waits before each part until `extracted`, `half_measured`, `measured` and `tuned` let it.
    """

    def __init__(self) -> None:
        self.extracted = threading.Event()
        self.half_measured = threading.Event()
        self.measured = threading.Event()
        self.tuned = threading.Event()
        self.requests: list[TrainingRequest] = []
        self.notice = ""
        self.error: LitmusError | None = None

    def let_all_go(self) -> None:
        """Wait for nothing."""
        for gate in (self.extracted, self.half_measured, self.measured, self.tuned):
            gate.set()

    def __call__(
        self,
        request: TrainingRequest,
        *,
        report: Callable[[TrainingEvent], None],
        cancel: CancelToken,
        live: LiveSettings,  # noqa: ARG002 - nothing of a regression can be changed
    ) -> Run:
        self.requests.append(request)
        report(Preparing("Preparing"))
        if self.error:
            raise self.error
        report(Extracting(120, 385, 61.4, 4.3))
        _wait(self.extracted, cancel)
        if self.notice:
            report(Noticed(self.notice))
        report(Preparing("Measuring how good it is"))
        for number, point in enumerate(CURVE):
            report(CurveGrew(point, len(CURVE)))
            if number == 2:
                _wait(self.half_measured, cancel)
        report(CrossValidated(MEASURED, SENTENCE))
        report(Preparing("Fitting the final head"))
        _wait(self.measured, cancel)
        report(Saving("Saving the model"))
        run = self._write(request, None, status=RunStatus.RUNNING)
        report(EpochDone(run.record.epochs[0], run, SENTENCE))
        tuned = request.settings.fine_tune and self._tune(request, report, cancel)
        run = self._write(request, TUNED if tuned else None)
        report(TrainingDone(run))
        return run

    def _tune(
        self,
        request: TrainingRequest,
        report: Callable[[TrainingEvent], None],
        cancel: CancelToken,
    ) -> bool:
        report(Preparing("Fine-tuning: waiting for TensorFlow"))
        for batch in range(1, 11):
            report(steps(2, batch, epochs=9))
        try:
            _wait(self.tuned, cancel)
        except Cancelled:
            report(Noticed(STOPPED))
            return False
        report(Validating(2))
        run = self._write(request, TUNED, status=RunStatus.RUNNING)
        report(EpochDone(epoch(2), run, "Fine-tuning goes on."))
        return True

    @staticmethod
    def _write(
        request: TrainingRequest,
        tuning: FineTuning | None,
        *,
        status: RunStatus = RunStatus.FINISHED,
    ) -> Run:
        if not request.folder.exists():
            create_run_folder(request.folder)
        made = fitted_record(name=request.name, settings=request.settings, tuning=tuning)
        (request.folder / "head.npz").write_bytes(b"a head")
        return write_record(request.folder, made.model_copy(update={"status": status}))


def fitted_run(shelf: Path, number: int, made: RunRecord) -> Run:
    """A run in `shelf`, written to the disk."""
    folder = shelf / f"run-{number:03d}"
    create_run_folder(folder)
    return write_record(folder, made)


def _wait(gate: threading.Event, cancel: CancelToken) -> None:
    for _ in range(PATIENCE_S * 100):
        if cancel.cancelled:
            raise Cancelled
        if gate.wait(0.01):
            return
    raise TimeoutError("nobody let the training go on")
