"""Trainings without TensorFlow: real records, real events, a plain function for the session."""

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np

from core.cancellation import CancelToken
from core.data.dataset import Dataset, LabelledPictures
from core.run.folder import Run, create_run_folder, write_record
from core.run.record import (
    DataRecord,
    Ending,
    EpochResult,
    RunRecord,
    RunStatus,
    StopReason,
)
from core.run.settings import TrainingSettings
from core.training.events import (
    EpochDone,
    Preparing,
    Resumed,
    Saving,
    StepPoint,
    StepsDone,
    TrainingDone,
    TrainingEvent,
    Validating,
)
from core.training.live import LiveSettings
from core.training.request import TrainingRequest
from gui.resuming_work import ResumeWish

CLASSES = tuple(f"class {n}" for n in range(10))
PATIENCE_S = 10


def tiny_dataset() -> Dataset:
    pictures = LabelledPictures(
        np.zeros((20, 28, 28, 1), np.uint8), np.arange(20, dtype=np.int32) % 10
    )
    return Dataset("fashion-mnist", "Fashion-MNIST", CLASSES, pictures, pictures)


def epoch(number: int, *, val: bool = True) -> EpochResult:
    """Epoch results that get better: accuracy 0.8, 0.85, 0.9, …"""
    accuracy = min(0.75 + 0.05 * number, 1.0)
    return EpochResult(
        epoch=number,
        seconds=2.0,
        loss=1 / (number + 1),
        accuracy=accuracy,
        val_loss=1 / (number + 1) + 0.05 if val else None,
        val_accuracy=accuracy - 0.01 if val else None,
        learning_rate=0.001,
    )


def record(
    epochs: int = 0,
    *,
    status: RunStatus = RunStatus.FINISHED,
    preset: str = "dense-128",
    name: str = "Dense 128",
    settings: TrainingSettings | None = None,
    val: bool = True,
) -> RunRecord:
    """The record of a run with this many epochs."""
    from core.model.presets import preset as preset_called

    ended = status is not RunStatus.RUNNING
    sentence = f"Stopped after epoch {epochs}: all epochs are done."
    return RunRecord(
        schema=1,
        litmus="0.1.0",
        name=name,
        preset=preset,
        status=status,
        started="2026-01-01T10:00:00+00:00",
        data=DataRecord(source="fashion-mnist", training=18, validation=2, test=20),
        classes=CLASSES,
        network=preset_called(preset).network.for_classes(10),
        parameters=101_770,
        settings=settings or TrainingSettings(),
        versions={},
        epochs=tuple(epoch(n, val=val) for n in range(1, epochs + 1)),
        best_epoch=epochs or None,
        ending=Ending(reason=StopReason.EPOCHS, sentence=sentence) if ended else None,
    )


def written_run(shelf: Path, number: int, made: RunRecord) -> Run:
    """A run in `shelf`, written to the disk."""
    folder = shelf / f"run-{number:03d}"
    create_run_folder(folder)
    return write_record(folder, made)


def steps(number: int, batch: int, *, epochs: int = 5, batches: int = 10) -> StepsDone:
    """Progress with one point."""
    position = number - 1 + batch / batches
    point = StepPoint(position=position, loss=1 / (1 + position), accuracy=0.7 + position / 50)
    return StepsDone(
        epoch=number,
        epochs=epochs,
        batch=batch,
        batches=batches,
        points=(point,),
        pictures_per_second=1870.4,
        seconds_left=47.2,
    )


class ScriptedTraining:
    """A training that goes step by step without a network.

    Args:
        pause_at: Batch of an epoch at which it waits for `go_on` or a stop.
        pause_in: Which epoch that is.
        error: What it fails with after the first epoch.
    """

    def __init__(
        self, *, pause_at: int | None = None, pause_in: int = 1, error: Exception | None = None
    ) -> None:
        self.pause_at, self.pause_in = pause_at, pause_in
        self.error = error
        self.go_on = threading.Event()
        self.requests: list[TrainingRequest] = []
        self.wishes: list[ResumeWish] = []
        self.learning_rates: list[float] = []

    def __call__(
        self,
        request: TrainingRequest,
        *,
        report: Callable[[TrainingEvent], None],
        cancel: CancelToken,
        live: LiveSettings,
    ) -> Run:
        self.requests.append(request)
        report(Preparing("Building the network…"))
        create_run_folder(request.folder)
        made = record(
            status=RunStatus.RUNNING,
            preset=request.preset,
            name=request.name,
            settings=request.settings,
        )
        run = write_record(request.folder, made)
        return self._go(run, live, report=report, cancel=cancel)

    def resume(
        self,
        wish: ResumeWish,
        *,
        report: Callable[[TrainingEvent], None],
        cancel: CancelToken,
        live: LiveSettings,
    ) -> Run:
        """Go on with a run where its record says it was."""
        self.wishes.append(wish)
        done = len(wish.run.record.epochs)
        report(Preparing("Looking where it was…"))
        report(Resumed(done + 1, live.epochs, 0))
        cancel.raise_if_cancelled()
        if self.error:
            raise self.error
        update = {"status": RunStatus.RUNNING, "ending": None}
        run = write_record(wish.run.folder, wish.run.record.model_copy(update=update))
        return self._go(run, live, report=report, cancel=cancel)

    def _go(
        self,
        run: Run,
        live: LiveSettings,
        *,
        report: Callable[[TrainingEvent], None],
        cancel: CancelToken,
    ) -> Run:
        number = len(run.record.epochs)
        while number < live.epochs and not cancel.cancelled:
            number += 1
            self.learning_rates.append(live.learning_rate)
            if not self._epoch(number, live, report=report, cancel=cancel):
                break
            run = self._finish_epoch(run, number, report)
        report(Saving("Writing the model…"))
        self.finish(run)
        run.state_file.write_bytes(b"where it was")
        run = write_record(run.folder, run.record.model_copy(update=_end(cancel, live)))
        report(TrainingDone(run))
        return run

    def finish(self, run: Run) -> None:
        """Where a real training writes its model."""

    def _epoch(
        self,
        number: int,
        live: LiveSettings,
        *,
        report: Callable[[TrainingEvent], None],
        cancel: CancelToken,
    ) -> bool:
        for batch in range(1, 11):
            if cancel.cancelled:
                return False
            report(steps(number, batch, epochs=live.epochs))
            if (number, batch) == (self.pause_in, self.pause_at):
                self._wait(cancel)
        report(Validating(number))
        return True

    def _finish_epoch(self, run: Run, number: int, report: Callable[[TrainingEvent], None]) -> Run:
        made = run.record.model_copy(
            update={"epochs": (*run.record.epochs, epoch(number)), "best_epoch": number}
        )
        written = write_record(run.folder, made)
        report(EpochDone(epoch(number), written, f"Learning well after epoch {number}."))
        if self.error:
            raise self.error
        return written

    def _wait(self, cancel: CancelToken) -> None:
        for _ in range(PATIENCE_S * 100):
            if cancel.cancelled or self.go_on.wait(0.01):
                return
        raise TimeoutError("nobody let the training go on")


def _end(cancel: CancelToken, live: LiveSettings) -> dict[str, object]:
    """How a record ends: paused, stopped, or finished."""
    ends = (RunStatus.FINISHED, StopReason.EPOCHS, "All epochs are done.")
    if cancel.paused:
        ends = (RunStatus.PAUSED, StopReason.PAUSE, "Paused by you.")
    elif cancel.cancelled:
        ends = (RunStatus.STOPPED, StopReason.PERSON, "Stopped by you.")
    status, reason, sentence = ends
    settings = TrainingSettings(epochs=live.epochs, learning_rate=live.learning_rate)
    ending = Ending(reason=reason, sentence=sentence)
    return {"status": status, "ending": ending, "settings": settings}
