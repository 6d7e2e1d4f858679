"""Training the end of a backbone with Keras, from where a regression has come."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np

from core.cancellation import CancelToken
from core.data.dataset import Labels
from core.data.folder.photo_pixels import PhotoPixels
from core.data.folder.photo_set import PhotoSet
from core.data.folder.pixel_cache import PixelCache
from core.data.split import Indices
from core.errors import Cancelled, LitmusError
from core.features.backbone import Backbone, backbone
from core.features.head import Head, LinearHead, calibrated
from core.features.keras_chain import with_temperature
from core.features.recipe import HeadRecipe, Output
from core.model.network import NetworkSpec
from core.model.presets import preset
from core.run.folder import Run, write_record
from core.run.record import EpochResult, FineTuning, RunRecord
from core.training.backbone_end import CutBackbone, can_be_cut, cut, in_bfloat16
from core.training.engine import Engine
from core.training.events import Noticed, Preparing, Saving
from core.training.forecast import read_speed, uses_fast_arithmetic
from core.training.frozen_outputs import FrozenOutputs, frozen_outputs
from core.training.loading import load_tensorflow
from core.training.opened_photos import Report, tell_passing
from core.training.photo_features.calibration import calibration_error, log_loss, temperature_of
from core.training.photo_features.examples import Matrix
from core.training.photo_features.gathering import Gathered
from core.training.photo_features.heads import answers, are_small
from core.training.photo_features.solver import fit, fitting
from core.training.request import TrainingRequest
from core.training.saving import save_model
from core.training.tuning_loop import TuningLoop
from core.training.tuning_words import PAUSED, STOPPED, failed, verdict

_BATCH = 32
_LEARNING_RATE = 1e-4
_DROPOUT = 0.5
_START_C = 0.01
"""A regression held back so far has not learned its pictures by heart: there is more to learn."""

_PARTS = 5
"""The temperature is fitted to four fifths of the validation pictures and tried on the others."""


@dataclass(frozen=True)
class _Scores:
    """How good answers to the validation pictures are: share right (0-1), mean cross-entropy."""

    accuracy: float
    loss: float


def why_not_tuned(network: NetworkSpec, *, validation: int) -> str | None:
    """Why a network cannot be fine-tuned, in a sentence; None where it can.

    Args:
        network: The network.
        validation: How many validation pictures there are.
    """
    if not network.by_regression or network.backbone is None:
        return "Only a network that ends in logistic regression is fine-tuned."
    if not validation:
        return "Fine-tuning needs validation pictures to be judged by, and there are none."
    try:
        first = backbone(network.backbone.names[0])
    except LitmusError as error:
        return error.message
    return None if can_be_cut(first) else f"“{first.title}” can only be used as it is."


def fine_tune(
    request: TrainingRequest,
    record: RunRecord,
    gathered: Gathered,
    head: Head,
    *,
    report: Report,
    cancel: CancelToken,
) -> Run:
    """Train the last stage of the first backbone too, and keep that only if it is better.

    Its epochs are added to the record, after the regression's own entry. Where the result is
    better on the validation pictures (more of them right, or as many with a lower loss), the run
    answers with it from now on: `model.keras` and `model.tflite`, which take pixels. Their
    temperature, fitted on the same pictures, is within the files.

    Args:
        request: Of the training that fitted `head`.
        record: As it stands on disk after that.
        gathered: The pictures.
        head: What was fitted to them.
        report: Takes the events, in this thread.
        cancel: Ends the tuning; the run stays as it was before.

    Returns:
        The run, written. What fails on the way is told, and leaves the run as it was before.

    Raises:
        LitmusError: It cannot be tuned at all (`why_not_tuned`), or the record cannot be written.
    """
    problem = why_not_tuned(record.network, validation=len(gathered.validation))
    if problem:
        raise LitmusError(problem, "Leave fine-tuning out.")
    try:
        report(Preparing("Fine-tuning: waiting for TensorFlow"))
        load_tensorflow()
        cancel.raise_if_cancelled()
        return _Tuning(request, record, gathered, report=report, cancel=cancel).run(head)
    except Cancelled:
        report(Noticed(PAUSED if cancel.paused else STOPPED))
    except (LitmusError, MemoryError) as error:
        message = error.message if isinstance(error, LitmusError) else "There is too little memory."
        report(Noticed(failed(message)))
    return write_record(request.folder, record)


class _Tuning:
    """One fine-tuning on the way."""

    def __init__(
        self,
        request: TrainingRequest,
        record: RunRecord,
        gathered: Gathered,
        *,
        report: Report,
        cancel: CancelToken,
    ) -> None:
        if record.network.backbone is None or not isinstance(request.dataset, PhotoSet):
            raise TypeError("only photos pass a backbone")
        self._request = request
        self._photos = request.dataset
        self._record = record
        self._gathered = gathered
        self._report = report
        self._cancel = cancel
        self._backbone: Backbone = backbone(record.network.backbone.names[0])
        self._began = time.perf_counter()
        self._labels: Labels = gathered.examples.labels[gathered.validation]

    def run(self, head: Head) -> Run:
        """Tune, judge, and keep what is better.

        Raises:
            LitmusError: It cannot be done, or its files cannot be written.
            Cancelled: The token was set.
        """
        seed = self._request.settings.seed
        given = answers(head, self._gathered.examples, self._gathered.validation)
        before = self._scores(calibrated(given, self._record.temperature))
        self._report(Preparing("Fine-tuning: building the network"))
        parts = cut(self._backbone, self._start(), dropout=_DROPOUT, seed=seed)
        with self._outputs(parts) as outputs:
            self._report(Preparing("Fine-tuning: compiling the first steps"))
            loop = TuningLoop(
                self._engine(parts),
                outputs,
                self._record,
                self._request.folder,
                seed=seed,
                without=before.accuracy,
                report=self._report,
                cancel=self._cancel,
                began=self._began,
            )
            best = loop.run()
            tuned = _answers(parts, outputs)
        self._record = loop.record
        return self._judge(parts, best, tuned, before)

    def _scores(self, probabilities: Matrix) -> _Scores:
        right = probabilities.argmax(axis=1) == self._labels
        return _Scores(float(np.mean(right)), log_loss(probabilities, self._labels))

    def _start(self) -> LinearHead:
        """A regression on what the first backbone's pooled outputs say."""
        examples, rows = self._gathered.examples, self._gathered.training
        inputs = (Output(self._backbone.name, self._backbone.pooled),)
        recipe = HeadRecipe(inputs, standardised=False, c=_START_C)
        with fitting(one_thread_each=are_small(examples)):
            fitted = fit(
                recipe,
                examples.matrix(recipe, rows),
                examples.labels[rows],
                classes=examples.classes,
                weights=examples.weights(rows),
                cancel=self._cancel,
            )
        return fitted.head

    def _outputs(self, parts: CutBackbone) -> AbstractContextManager[FrozenOutputs]:
        """What the frozen part makes of the pictures."""
        catalogue, numbers = self._photos.catalogue, self._gathered.numbers
        form = self._request.network.input
        stored = PhotoPixels(catalogue.photos, form, cache=PixelCache())

        return frozen_outputs(
            parts.frozen,
            stored.read,
            catalogue.labels,
            training=numbers[self._gathered.training],
            validation=numbers[self._gathered.validation],
            seed=self._request.settings.seed,
            report=tell_passing(self._report),
            cancel=self._cancel,
        )

    def _engine(self, parts: CutBackbone) -> Engine:
        from keras import optimizers

        weights = self._gathered.examples.class_weights
        trained = in_bfloat16(parts.end) if self._is_fast() else parts.end
        adam = optimizers.Adam(_LEARNING_RATE)
        trained.compile(optimizer=adam, loss="sparse_categorical_crossentropy")
        engine = Engine(
            trained,
            _BATCH,
            answering=parts.end,
            weighted_classes=len(weights) if weights else 0,
            taken="float32",
        )
        if weights:
            engine.weigh(weights)
        return engine

    def _is_fast(self) -> bool:
        """Whether convolutions are clearly faster in bfloat16 here, or a person said so.

        The frozen part is left in single precision: what it gives would be a twentieth off.
        """
        usual = preset("convolutional").network
        settings = self._request.settings
        return uses_fast_arithmetic(usual, settings, classes=10, speed=read_speed())

    def _judge(self, parts: CutBackbone, best: EpochResult, tuned: Matrix, before: _Scores) -> Run:
        """Keep the result where it is better; say so either way."""
        after = self._scores(tuned)
        kept = (after.accuracy, -after.loss) > (before.accuracy, -before.loss)
        update: dict[str, object] = {
            "fine_tuning": FineTuning(
                kept=kept,
                backbone=self._backbone.name,
                accuracy_before=before.accuracy,
                accuracy_after=after.accuracy,
                loss_before=before.loss,
                loss_after=after.loss,
                sentence=verdict(
                    kept=kept,
                    before=before.accuracy,
                    after=after.accuracy,
                    pictures=len(self._labels),
                ),
            )
        }
        if kept:
            self._report(Saving("Saving the model"))
            learned = self._gathered.examples.labels[self._gathered.training]
            known = np.isin(self._labels, learned)
            temperature = temperature_of(tuned, self._labels, self._parts(), known=known)
            save_model(with_temperature(parts.whole, temperature), self._request.folder)
            answered = calibrated(tuned, temperature)
            update |= {
                "best_epoch": best.epoch,
                "temperature": temperature,
                "calibration_error": calibration_error(answered, self._labels),
            }
        return write_record(self._request.folder, self._record.model_copy(update=update))

    def _parts(self) -> list[Indices]:
        generator = np.random.default_rng(self._request.settings.seed)
        rows = generator.permutation(len(self._labels)).astype(np.int32)
        return [part for part in np.array_split(rows, _PARTS) if len(part)]


def _answers(parts: CutBackbone, outputs: FrozenOutputs) -> Matrix:
    """To the validation pictures: float64, shape (pictures, classes)."""
    given = [
        np.asarray(parts.end(portion.inputs, training=False), np.float64)
        for portion in outputs.feed().portions(
            np.array_split(outputs.validation, len(outputs.validation) // 64 + 1)
        )
    ]
    answered: Matrix = np.concatenate(given)
    return answered
