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
from core.run.record import DataRecord, Ending, EpochResult, RunRecord, RunStatus, StopReason
from core.training.callbacks import callback_list
from core.training.engine import Sums
from core.training.engines import fresh_engine, reseed
from core.training.events import EpochDone, Preparing, Saving, TrainingEvent, Validating
from core.training.feed import Feed
from core.training.live import LiveSettings
from core.training.order import epoch_order
from core.training.pictures import TrainingPictures
from core.training.request import TrainingRequest
from core.training.saving import save_model
from core.training.steps import StepReporter
from core.training.stop_rules import (
    best_epoch,
    diverged,
    no_pictures_left,
    rule_that_ends,
    stopped_by_person,
)
from core.training.versions import library_versions
from core.training.wording import closing_sentence, progress_sentence


class Loop:
    """One training on the way: the engine, the finished epochs, and the weights to keep."""

    def __init__(
        self,
        request: TrainingRequest,
        pictures: TrainingPictures,
        record: RunRecord,
        *,
        report: Callable[[TrainingEvent], None],
        cancel: CancelToken,
        live: LiveSettings,
    ) -> None:
        self._request = request
        self._pictures = pictures
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

    def run(self) -> Run:
        """Train until a rule, the plan or a person ends it, and write the model.

        Raises:
            Cancelled: Stopped before the first step.
            LitmusError: The model cannot be written.
        """
        self._report(Preparing("Compiling the first steps"))
        self._callbacks.on_train_begin()
        while self._ending is None:
            self._epoch(len(self._record.epochs) + 1)
        self._callbacks.on_train_end()
        return self._finish(self._ending)

    def _epoch(self, number: int) -> None:
        """Train one epoch; a partial one is not recorded as a whole."""
        began = time.perf_counter()
        learning_rate = self._live.learning_rate
        self._engine.model.optimizer.learning_rate = learning_rate
        self._pictures.begin_epoch()
        learned, checked_on = self._pictures.learned(number), self._pictures.checked()
        waited = learned.waited_s + checked_on.waited_s
        decoding_s = self._pictures.decoding_s if number == 1 else 0.0
        trained = self._train(number, learned)
        if self._ending:
            return
        checked = self._validate(number, checked_on)
        if self._ending:
            return
        result = EpochResult(
            epoch=number,
            seconds=decoding_s + time.perf_counter() - began,
            loss=trained.mean_loss,
            accuracy=trained.accuracy,
            val_loss=checked.mean_loss if checked else None,
            val_accuracy=checked.accuracy if checked else None,
            learning_rate=learning_rate,
            read_seconds=self._read_seconds(
                decoding_s + learned.waited_s + checked_on.waited_s - waited
            ),
        )
        self._record_epoch(result)

    def _read_seconds(self, waited: float) -> float | None:
        """What an epoch waited for pictures; None where they never lie on a disk."""
        return waited if self._record.data.folder is not None else None

    def _train(self, number: int, pictures: Feed) -> Sums:
        """All steps of an epoch, in the order that belongs to (seed, epoch)."""
        training = self._pictures.training
        if not len(training):
            self._ending = no_pictures_left(len(self._record.epochs))
            return Sums()
        self._steps.batches = -(-len(training) // self._engine.batch_size)
        order = epoch_order(len(training), seed=self._request.settings.seed, epoch=number)
        reseed(self._engine, seed=self._request.settings.seed, epoch=number)
        self._callbacks.on_epoch_begin(number - 1)
        total = Sums()
        for sums in self._engine.train(pictures, training[order]):
            total += sums
            self._look_at(sums, number, share=total.count / len(order))
            if self._ending:
                break
            batch = -(-total.count // self._engine.batch_size)
            self._callbacks.on_train_batch_end(
                batch - 1, {"loss": sums.mean_loss, "accuracy": sums.accuracy, "size": sums.count}
            )
        if not total.count and self._ending is None:  # all failed as they were read
            self._ending = no_pictures_left(len(self._record.epochs))
        return total

    def _look_at(self, sums: Sums, epoch: int, *, share: float) -> None:
        """End the training where these sums or the person say so; `share` of the epoch is done."""
        finished = len(self._record.epochs)
        if not isfinite(sums.loss):
            self._ending = diverged(epoch, finished)
        elif self._cancel.cancelled:
            self._ending = stopped_by_person(finished, epoch, share=share)

    def _validate(self, number: int, pictures: Feed) -> Sums | None:
        """The validation pictures after an epoch; None without any that can be read."""
        if not len(self._pictures.validation):
            return None
        self._report(Validating(number))
        began = time.perf_counter()
        total = Sums()
        for sums in self._engine.evaluate(pictures, self._pictures.validation):
            total += sums
            self._look_at(sums, number, share=1)
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
        self._ending = rule_that_ends(epochs, settings.stop, planned=settings.epochs)
        logs = result.model_dump(include={"loss", "accuracy", "val_loss", "val_accuracy"})
        self._callbacks.on_epoch_end(result.epoch - 1, logs)
        run = write_record(self._request.folder, self._record)
        self._report(EpochDone(result, run, progress_sentence(epochs, len(self._record.classes))))

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
        """Write the kept weights and the last word."""
        self._report(Saving("Saving the model"))
        broke_off = ending.reason in (StopReason.DIVERGED, StopReason.ERROR)
        learned_nothing = broke_off and not self._kept
        if self._kept:
            self._engine.model.set_weights(self._kept)
        if not learned_nothing:
            self._engine.bring_up_to_date()
            save_model(self._engine.answering, self._request.folder)
        sentence = closing_sentence(
            ending.sentence, self._record.best, of_best=self._record.settings.keep_best
        )
        done = ending.reason is StopReason.EPOCHS
        status = RunStatus.FINISHED if done else RunStatus.STOPPED
        self._record = self._record.model_copy(
            update={
                "status": RunStatus.FAILED if learned_nothing else status,
                "ending": Ending(reason=ending.reason, sentence=sentence),
            }
        )
        return write_record(self._request.folder, self._record)


def _checksums(network: NetworkSpec) -> dict[str, str]:
    """By which the backbones that a network stands on are known again."""
    names = network.backbone.names if network.backbone else ()
    return {backbone.name: backbone.sha256 for backbone in backbones(names)}
