"""The epochs in which the end of a backbone is trained."""

from __future__ import annotations

import time
from math import isfinite
from pathlib import Path

import numpy as np

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.run.folder import write_record
from core.run.record import EpochResult, RunRecord
from core.training.engine import Engine
from core.training.engines import reseed
from core.training.events import EpochDone, Validating
from core.training.frozen_outputs import FrozenOutputs
from core.training.live import LiveSettings
from core.training.opened_photos import Report
from core.training.steps import StepReporter
from core.training.sums import Sums
from core.training.tuning_words import epoch_sentence

MOST_EPOCHS = 12
PATIENCE = 3


class TuningLoop:
    """Trains until the validation loss has not fallen for some epochs, and keeps the best weights.

    Attributes:
        record: With an entry for each epoch, after those that were there before.
        best: The epoch with the lowest validation loss; None before there is one.
    """

    def __init__(
        self,
        engine: Engine,
        outputs: FrozenOutputs,
        record: RunRecord,
        folder: Path,
        *,
        seed: int,
        without: float,
        report: Report,
        cancel: CancelToken,
        began: float | None = None,
    ) -> None:
        """Prepare.

        Args:
            engine: Trains the end of the backbone.
            outputs: What it takes.
            record: As it stands on disk.
            folder: Of the run.
            seed: Decides the order and what is dropped out.
            without: Share (0-1) of the validation pictures answered rightly without tuning.
            report: Takes the events.
            cancel: Ends it.
            began: When the tuning did, by `time.perf_counter`; by default now.
        """
        self.record = record
        self.best: EpochResult | None = None
        self._engine = engine
        self._outputs = outputs
        self._folder = folder
        self._seed = seed
        self._without = without
        self._report = report
        self._cancel = cancel
        self._before = len(record.epochs)
        live = LiveSettings(self._before + MOST_EPOCHS, _learning_rate(engine))
        self._steps = StepReporter(report, live, batches=1)
        self._kept: list[np.ndarray] = []
        self._began = time.perf_counter() if began is None else began

    def run(self) -> EpochResult:
        """Train; the model has the best weights then.

        Returns:
            The epoch that gave them.

        Raises:
            LitmusError: The loss is no longer a number, or the record cannot be written.
            Cancelled: The token was set.
        """
        for number in range(1, MOST_EPOCHS + 1):
            went_on = self._epoch(number)
            if not went_on or self.best is None or self._since_best() >= PATIENCE:
                break
        if self.best is None:
            raise LitmusError("The loss is no longer a number.", "Leave fine-tuning out.")
        self._engine.model.set_weights(self._kept)
        self._engine.bring_up_to_date()
        return self.best

    def _since_best(self) -> int:
        return self.record.epochs[-1].epoch - (self.best.epoch if self.best else 0)

    def _epoch(self, number: int) -> bool:
        """Train and look once; False where the loss is no longer a number."""
        began = time.perf_counter()
        trained = self._train(number)
        self._report(Validating(self._before + number))
        checked = sum(self._engine.evaluate(self._outputs.feed(), self._outputs.validation), Sums())
        self._cancel.raise_if_cancelled()
        if not isfinite(trained.mean_loss) or not isfinite(checked.mean_loss):
            return False
        result = EpochResult(
            epoch=self._before + number,
            # The first one holds what came before it too, as in every training.
            seconds=time.perf_counter() - (self._began if number == 1 else began),
            loss=trained.mean_loss,
            accuracy=trained.accuracy,
            val_loss=checked.mean_loss,
            val_accuracy=checked.accuracy,
            learning_rate=_learning_rate(self._engine),
        )
        if self.best is None or checked.mean_loss < (self.best.val_loss or 0.0):
            self.best = result
            self._kept = self._engine.model.get_weights()
        self.record = self.record.model_copy(update={"epochs": (*self.record.epochs, result)})
        run = write_record(self._folder, self.record)
        self._report(EpochDone(result, run, epoch_sentence(number, result, self._without)))
        return True

    def _train(self, number: int) -> Sums:
        order = self._outputs.training(seed=self._seed, epoch=number)
        size = self._engine.batch_size
        self._steps.batches = -(-len(order) // size)
        self._steps.begin_epoch(self._before + number)
        reseed(self._engine, seed=self._seed, epoch=number)
        trained = Sums()
        for sums in self._engine.train(self._outputs.feed(), order):
            self._cancel.raise_if_cancelled()
            trained += sums
            batch = -(-trained.count // size)
            self._steps.steps_done(
                batch, loss=sums.mean_loss, accuracy=sums.accuracy, pictures=sums.count
            )
        return trained


def _learning_rate(engine: Engine) -> float:
    return float(engine.model.optimizer.learning_rate)
