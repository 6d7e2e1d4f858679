"""The epochs of one training. Needs TensorFlow to be loaded."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import isfinite

import numpy as np

from core.cancellation import CancelToken
from core.features.backbone import backbones
from core.model.network import NetworkSpec
from core.run.folder import Run, write_record
from core.run.record import DataRecord, Ending, EpochResult, RunRecord, StopReason
from core.training.callbacks import callback_list
from core.training.checkpoints import Checkpoints
from core.training.endings import closed
from core.training.engines import fresh_engine, reseed
from core.training.epoch import EpochUnderWay
from core.training.events import EpochDone, Preparing, Saving, TrainingEvent, Validating
from core.training.feed import Feed
from core.training.growing_weights import take_over
from core.training.live import LiveSettings
from core.training.pictures import TrainingPictures
from core.training.request import TrainingRequest
from core.training.saving import save_model
from core.training.snapshots import restore, snapshot
from core.training.state import Position, TrainingState
from core.training.steps import StepReporter
from core.training.stop_rules import (
    best_epoch,
    diverged,
    no_pictures_left,
    paused_by_person,
    rule_that_ends,
    stopped_by_person,
)
from core.training.sums import Sums
from core.training.versions import library_versions
from core.training.wording import progress_sentence


class Loop:
    """One training on the way: the engine, the finished epochs, and the weights to keep."""

    def __init__(
        self,
        request: TrainingRequest,
        pictures: TrainingPictures,
        record: RunRecord,
        state: TrainingState,
        checkpoints: Checkpoints,
        *,
        report: Callable[[TrainingEvent], None],
        cancel: CancelToken,
        live: LiveSettings,
    ) -> None:
        """Prepare to go on from `state`; `record` has the epochs that are finished there."""
        self._request = request
        self._pictures = pictures
        self._state = state
        self._checkpoints = checkpoints
        self._record = record.model_copy(
            update={
                "versions": library_versions("tensorflow", "keras"),
                "backbones": _checksums(request.network),
            }
        )
        self._report = report
        self._cancel = cancel
        self._live = live
        report(Preparing("Building the network"))
        self._engine = fresh_engine(
            request.network,
            len(request.dataset.classes),
            record.settings,
            fast_arithmetic=bool(record.settings.fast_arithmetic),
            class_weights=record.data.class_weights,
        )
        self._steps = StepReporter(report, live, batches=1)
        self._callbacks = callback_list(self._engine.model, self._steps)
        self._set_aside_before = record.data.set_aside
        self._kept: list[np.ndarray] = []
        self._ending: Ending | None = None
        self._left: EpochUnderWay | None = None
        self._take_up()

    def _take_up(self) -> None:
        """Give the fresh engine what the state, or the run that is continued, has learned."""
        if self._state.begun:
            restore(self._engine, self._state)
            self._kept = list(self._state.kept)
            self._left = EpochUnderWay.left_in(self._state)
        elif self._request.start is not None:
            take_over(self._engine.model, self._request)
            # What it began with may be gone when it is resumed.
            self._checkpoints.keep(lambda: self._taken(None, 0.0))

    def run(self, *, longer: bool = False) -> Run:
        """Train until a rule, the plan or a person ends it, and write the model.

        Args:
            longer: Train on, even if a rule has ended it after the last epoch.

        Raises:
            Cancelled: Stopped before the first step.
            LitmusError: The model cannot be written.
        """
        self._report(Preparing("Compiling the first steps"))
        if self._record.epochs and self._left is None and not longer:
            self._ending = self._rule_that_ends()
        self._callbacks.on_train_begin()
        while self._ending is None:
            self._epoch(len(self._record.epochs) + 1)
        self._callbacks.on_train_end()
        return self._finish(self._ending)

    def _epoch(self, number: int) -> None:
        """Train one epoch, or the rest of it; a partial one is not recorded as a whole."""
        self._pictures.begin_epoch()
        epoch = self._left or self._begin(number)
        self._engine.model.optimizer.learning_rate = epoch.learning_rate
        learned, checked_on = self._pictures.learned(number), self._pictures.checked()
        before = learned.waited_s + checked_on.waited_s

        def waited() -> float:
            return learned.waited_s + checked_on.waited_s - before

        self._train(epoch, learned, waited)
        checked = None if self._ending else self._validate(epoch, checked_on)
        self._left = None
        if self._ending:
            if self._ending.reason in (StopReason.PERSON, StopReason.PAUSE):
                self._checkpoints.keep(lambda: self._taken(epoch, waited()))
            return
        trained = epoch.sums
        result = EpochResult(
            epoch=number,
            seconds=epoch.seconds,
            loss=trained.mean_loss,
            accuracy=trained.accuracy,
            val_loss=checked.mean_loss if checked else None,
            val_accuracy=checked.accuracy if checked else None,
            learning_rate=epoch.learning_rate,
            read_seconds=self._read_seconds(epoch.waited_before + waited()),
        )
        self._record_epoch(result)

    def _begin(self, number: int) -> EpochUnderWay:
        """A whole epoch, its dropout seeded."""
        reseed(self._engine, seed=self._request.settings.seed, epoch=number)
        return EpochUnderWay.starting(
            number,
            self._pictures.training,
            self._live.learning_rate,
            before_s=self._pictures.decoding_s if number == 1 else 0.0,
        )

    def _read_seconds(self, waited: float) -> float | None:
        """What an epoch waited for pictures; None where they never lie on a disk."""
        return waited if self._record.data.folder is not None else None

    def _train(self, epoch: EpochUnderWay, pictures: Feed, waited: Callable[[], float]) -> None:
        """All steps of an epoch, in the order that belongs to (seed, epoch)."""
        size = self._engine.batch_size
        order = epoch.order(self._request.settings.seed)
        if self._left is not None:  # Some may have gone while it was left.
            order = order[np.isin(order, self._pictures.training)]
        if not len(self._pictures.training):
            self._ending = no_pictures_left(len(self._record.epochs))
            return
        self._steps.batches = epoch.batches(size)
        self._steps.done_before = epoch.batches_done(size)
        self._callbacks.on_epoch_begin(epoch.number - 1)
        for sums in self._engine.train(pictures, order):
            epoch.sums += sums
            self._look_at(sums, epoch)
            if self._ending:
                return
            self._callbacks.on_train_batch_end(
                epoch.batches_done(size) - 1,
                {"loss": sums.mean_loss, "accuracy": sums.accuracy, "size": sums.count},
            )
            if self._checkpoints.due_within_epoch:
                self._checkpoints.keep(lambda: self._taken(epoch, waited()))
        epoch.all_taken()
        if not epoch.sums.count:  # all failed as they were read
            self._ending = no_pictures_left(len(self._record.epochs))

    def _look_at(self, sums: Sums, epoch: EpochUnderWay) -> None:
        """End the training where these sums or the person say so."""
        finished = len(self._record.epochs)
        if not isfinite(sums.loss):
            self._ending = diverged(epoch.number, finished)
        elif self._cancel.cancelled:
            ended = paused_by_person if self._cancel.paused else stopped_by_person
            self._ending = ended(finished, epoch.number, share=epoch.share)

    def _validate(self, epoch: EpochUnderWay, pictures: Feed) -> Sums | None:
        """The validation pictures after an epoch; None without any that can be read."""
        if not len(self._pictures.validation):
            return None
        self._report(Validating(epoch.number))
        began = time.perf_counter()
        total = Sums()
        for sums in self._engine.evaluate(pictures, self._pictures.validation):
            total += sums
            self._look_at(sums, epoch)
            if self._ending:
                break
        self._steps.checked(time.perf_counter() - began)
        return total if total.count else None

    def _record_epoch(self, result: EpochResult) -> None:
        settings = self._record.settings.model_copy(
            update={"epochs": self._live.epochs, "learning_rate": result.learning_rate}
        )
        epochs = (*self._record.epochs, result)
        best = best_epoch(epochs, keep_best=settings.keep_best)
        if best.epoch == result.epoch:
            self._kept = self._engine.model.get_weights()
        self._record = self._record.model_copy(
            update={
                "epochs": epochs,
                "best_epoch": best.epoch,
                "settings": settings,
                "data": self._data_record(),
            }
        )
        self._ending = self._rule_that_ends()
        # The state goes first: what run.json tells of can be gone on from.
        if self._ending or len(epochs) == 1 or self._checkpoints.due:
            self._checkpoints.keep(lambda: self._taken(None, 0.0))
        logs = result.model_dump(include={"loss", "accuracy", "val_loss", "val_accuracy"})
        self._callbacks.on_epoch_end(result.epoch - 1, logs)
        run = write_record(self._request.folder, self._record)
        self._report(EpochDone(result, run, progress_sentence(epochs, len(self._record.classes))))

    def _rule_that_ends(self) -> Ending | None:
        settings = self._record.settings
        return rule_that_ends(self._record.epochs, settings.stop, planned=settings.epochs)

    def _taken(self, epoch: EpochUnderWay | None, waited: float) -> TrainingState:
        """The state now: within `epoch`, or between two."""
        after = Position(epoch=len(self._record.epochs) + 1)
        progress = self._state.progress.model_copy(
            update={
                "position": epoch.position(waited) if epoch else after,
                "epochs": self._record.epochs,
                "planned": self._live.epochs,
                "learning_rate": self._live.learning_rate,
                "set_aside": self._data_record().set_aside,
            }
        )
        return TrainingState(
            progress,
            self._state.manifest,
            epoch.training if epoch else self._pictures.training,
            self._pictures.validation,
            *snapshot(self._engine),
            tuple(self._kept),
        )

    def _data_record(self) -> DataRecord:
        """Which pictures were used, now that some may have been set aside."""
        return self._record.data.model_copy(
            update={
                "training": len(self._pictures.training),
                "validation": len(self._pictures.validation),
                "set_aside": (*self._set_aside_before, *self._pictures.set_aside),
            }
        )

    def _finish(self, ending: Ending) -> Run:
        """Write the kept weights and the last word, once the last state is on the disk."""
        paused = ending.reason is StopReason.PAUSE
        self._report(Saving("Keeping where it is" if paused else "Saving the model"))
        self._checkpoints.wait()
        if self._kept:
            self._engine.model.set_weights(self._kept)
        if self._kept or ending.reason not in _NOTHING_TO_WRITE:
            self._engine.bring_up_to_date()
            save_model(self._engine.answering, self._request.folder)
        self._record = closed(self._record, ending, learned=bool(self._kept))
        return write_record(self._request.folder, self._record)


_NOTHING_TO_WRITE = (StopReason.DIVERGED, StopReason.ERROR, StopReason.PAUSE)
"""Where these end a training before its first epoch is over, there is no model."""


def _checksums(network: NetworkSpec) -> dict[str, str]:
    """By which the backbones that a network stands on are known again."""
    names = network.backbone.names if network.backbone else ()
    return {backbone.name: backbone.sha256 for backbone in backbones(names)}
