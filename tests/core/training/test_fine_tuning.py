"""Fine-tuning with real Keras, on few small photos."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from unittest.mock import Mock

import numpy as np
import pytest

from core.cancellation import CancelToken
from core.data.folder.photo_pixels import PhotoPixels
from core.data.folder.photo_set import PhotoSet
from core.data.folder.pixel_cache import PixelCache
from core.errors import LitmusError
from core.features.backbone import QUICK, backbone
from core.features.head import Head, LinearHead
from core.model.layers import Backbone, Dense, LogisticRegression
from core.model.network import InputSpec, NetworkSpec
from core.prediction.classifier import Classifier
from core.prediction.interpreter import LiteRTModel
from core.run.folder import Run, read_run
from core.run.record import DataRecord, EpochResult, RunRecord, RunStatus
from core.run.settings import TrainingSettings
from core.training import fine_tuning, tuning_loop
from core.training.backbone_end import cut, in_bfloat16
from core.training.engine import Engine
from core.training.events import (
    EpochDone,
    Extracting,
    Noticed,
    Saving,
    StepsDone,
    TrainingEvent,
    Validating,
)
from core.training.fine_tuning import fine_tune, why_not_tuned
from core.training.frozen_outputs import FrozenOutputs, variations_of
from core.training.loading import load_tensorflow
from core.training.photo_features.calibration import log_loss
from core.training.photo_features.gathering import Gathered, gather
from core.training.photo_features.heads import fit_head
from core.training.request import TrainingRequest
from core.training.sums import Sums
from core.training.training import train
from core.training.tuning_loop import TuningLoop
from tests.core.training.test_photo_training import photos_of
from tests.photos import draw, make_photos

NET = NetworkSpec(
    input=InputSpec(height=260, width=260, channels=3, rescale=False),
    layers=(Backbone(names=QUICK), LogisticRegression()),
)


class Tuner:
    """Fits a regression to few photos, and tunes from there."""

    def __init__(self, folder: Path) -> None:
        self.photos = photos_of(make_photos(folder / "shapes", each=12), validation=0.25)
        self.events: list[TrainingEvent] = []
        self.cancel = CancelToken()
        self.on_event: Callable[[TrainingEvent], None] = lambda _event: None
        self.request = request_of(self.photos, folder / "run")
        self.gathered: Gathered = gather(
            self.photos,
            NET,
            self.request.settings,
            report=lambda _event: None,
            cancel=CancelToken(),
        )
        self.record = RunRecord(
            litmus="0",
            name="Run",
            preset="custom",
            status=RunStatus.FINISHED,
            started="2026-01-01T00:00:00+00:00",
            data=DataRecord(source="shapes", training=18, validation=6, test=0),
            classes=("disc", "square"),
            network=NET.for_classes(2),
            parameters=1,
            settings=self.request.settings,
            versions={},
            epochs=(EpochResult(epoch=1, seconds=1, loss=0.5, accuracy=0.5),),
            best_epoch=1,
            backbones={QUICK[0]: backbone(QUICK[0]).sha256},
        )
        self.request.folder.mkdir()

    def good_head(self) -> Head:
        head, _ = fit_head(self.gathered.examples, self.gathered.training, cancel=CancelToken())
        return head

    def perfect_head(self) -> Head:
        """The good one, but so sure of itself that its loss is nothing."""
        parts = [
            LinearHead(part.inputs, part.weights * 1000, part.bias * 1000)
            for part in self.good_head().parts
        ]
        return Head(tuple(parts))

    def useless_head(self) -> Head:
        parts = [
            LinearHead(part.inputs, part.weights * 0, part.bias * 0)
            for part in self.good_head().parts
        ]
        return Head(tuple(parts))

    def __call__(self, head: Head) -> Run:
        return fine_tune(
            self.request,
            self.record,
            self.gathered,
            head,
            report=self._report,
            cancel=self.cancel,
        )

    def _report(self, event: TrainingEvent) -> None:
        self.events.append(event)
        self.on_event(event)

    def told(self, kind: type[TrainingEvent]) -> list[TrainingEvent]:
        return [event for event in self.events if type(event) is kind]


def request_of(photos: PhotoSet, folder: Path, **settings: object) -> TrainingRequest:
    return TrainingRequest(
        dataset=photos,
        network=NET,
        settings=TrainingSettings.model_validate({"fine_tune": True, "folds": 0} | settings),
        preset="custom",
        folder=folder,
        name="Run",
    )


@pytest.fixture
def tuner(tmp_path: Path) -> Tuner:
    return Tuner(tmp_path)


def test_what_is_better_is_kept_and_answers_from_pixels(tuner: Tuner) -> None:
    run = tuner(tuner.useless_head())
    record = read_run(run.folder).record
    assert record == run.record
    tuning = record.fine_tuning
    assert tuning is not None
    assert tuning.kept
    assert tuning.accuracy_after > tuning.accuracy_before
    assert "kept" in tuning.sentence
    assert record.epochs[0] == tuner.record.epochs[0]
    assert [epoch.epoch for epoch in record.epochs] == list(range(1, len(record.epochs) + 1))
    assert record.best is not None
    assert record.best.val_loss == min(e.val_loss for e in record.epochs[1:] if e.val_loss)
    assert record.temperature != 1 or record.calibration_error is not None
    model = LiteRTModel(run.litert_file)
    assert (model.input_shape, model.outputs) == ((260, 260, 3), 2)
    asked = [("disc", n) for n in range(5)] + [("square", n) for n in range(5)]
    pixels = np.stack([np.asarray(draw(k, 9000 + n).resize((260, 260))) for k, n in asked])
    answers = model.probabilities(pixels)
    given = [record.classes[number] for number in answers.argmax(axis=1)]
    right = [kind == answer for (kind, _), answer in zip(asked, given, strict=True)]
    assert np.mean(right) >= 0.7
    _its_files_agree(run, pixels, answers)
    _its_answers_are_those_that_were_judged(run, tuner)
    _its_events_tell_it(tuner, record)


def _its_files_agree(run: Run, pixels: np.ndarray, answers: np.ndarray) -> None:
    import keras

    model = keras.models.load_model(run.keras_file)
    np.testing.assert_allclose(np.asarray(model(pixels)), answers, atol=1e-3)


def _its_answers_are_those_that_were_judged(run: Run, tuner: Tuner) -> None:
    numbers = tuner.gathered.numbers[tuner.gathered.validation]
    stored = PhotoPixels(tuner.photos.catalogue.photos, NET.input, cache=PixelCache())
    answers = Classifier.load(run).probabilities(stored.read(numbers)[0])
    labels = tuner.photos.catalogue.labels[numbers]
    tuning = run.record.fine_tuning
    assert tuning is not None
    assert np.mean(answers.argmax(axis=1) == labels) == tuning.accuracy_after
    raised = answers.astype(np.float64) ** run.record.temperature
    raised /= raised.sum(axis=1, keepdims=True)
    assert log_loss(raised, labels) == pytest.approx(tuning.loss_after, abs=0.01)


def _its_events_tell_it(tuner: Tuner, record: RunRecord) -> None:
    numbers = [epoch.epoch for epoch in record.epochs[1:]]
    assert [e.result.epoch for e in tuner.told(EpochDone) if isinstance(e, EpochDone)] == numbers
    assert [e.epoch for e in tuner.told(Validating) if isinstance(e, Validating)] == numbers
    steps = [e for e in tuner.told(StepsDone) if isinstance(e, StepsDone)]
    assert {e.epoch for e in steps} == set(numbers)
    assert all(e.epoch - 1 < p.position <= e.epoch for e in steps for p in e.points)
    passed = tuner.told(Extracting)[-1]
    assert isinstance(passed, Extracting)
    learned, checked = len(tuner.gathered.training), len(tuner.gathered.validation)
    assert passed.done == passed.pictures == 4 * learned + checked
    assert tuner.told(Saving)


def test_what_is_not_better_is_not_kept(tuner: Tuner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning_loop, "MOST_EPOCHS", 2)
    run = tuner(tuner.perfect_head())
    tuning = run.record.fine_tuning
    assert tuning is not None
    assert not tuning.kept
    assert "not kept" in tuning.sentence
    assert run.record.best_epoch == 1
    assert run.record.temperature == tuner.record.temperature
    assert len(run.record.epochs) == 3
    assert not run.litert_file.exists()
    assert not run.keras_file.exists()
    assert not tuner.told(Saving)


@pytest.mark.parametrize("moment", [Extracting, Validating])
def test_cancelled_it_leaves_the_run_as_it_was(tuner: Tuner, moment: type[TrainingEvent]) -> None:
    def on_event(event: TrainingEvent) -> None:
        if type(event) is moment:
            tuner.cancel.cancel()

    tuner.on_event = on_event
    run = tuner(tuner.useless_head())
    assert run.record == tuner.record == read_run(run.folder).record
    assert not run.litert_file.exists()
    (notice,) = tuner.told(Noticed)
    assert isinstance(notice, Noticed)
    assert "stopped by you" in notice.sentence


def test_a_full_disk_leaves_the_run_as_it_was(
    tuner: Tuner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    run = tuner(tuner.useless_head())
    assert run.record == tuner.record
    (notice,) = tuner.told(Noticed)
    assert isinstance(notice, Noticed)
    assert "No space left on device" in notice.sentence


def test_a_picture_that_vanished_leaves_the_run_as_it_was(tuner: Tuner) -> None:
    number = tuner.gathered.numbers[tuner.gathered.training[0]]
    Path(tuner.photos.catalogue.photos[number].path).unlink()
    run = tuner(tuner.useless_head())
    assert run.record == tuner.record
    assert len(tuner.told(Noticed)) == 1


class FakeEngine:
    """Gives validation losses, one after another."""

    batch_size = 32

    def __init__(self, losses: list[float]) -> None:
        self.losses = iter(losses)
        self.epochs = 0
        self.kept = 0
        self.model = SimpleNamespace(
            optimizer=SimpleNamespace(learning_rate=0.1),
            layers=[],
            get_weights=lambda: [np.array(self.epochs)],
            set_weights=lambda weights: setattr(self, "kept", int(weights[0])),
        )

    def bring_up_to_date(self) -> None:
        """The model answers by itself."""

    def train(self, _feed: object, order: np.ndarray) -> Iterator[Sums]:
        self.epochs += 1
        yield Sums(1.0, 1, len(order))

    def evaluate(self, _feed: object, order: np.ndarray) -> Iterator[Sums]:
        yield Sums(next(self.losses) * len(order), 1, len(order))


def loop_of(losses: list[float], record: RunRecord, folder: Path) -> tuple[FakeEngine, TuningLoop]:
    engine = FakeEngine(losses)
    outputs = FrozenOutputs(np.zeros((50, 2), np.float16), np.zeros(50, np.int32), 4, 10)
    loop = TuningLoop(
        cast(Engine, engine),
        outputs,
        record,
        folder,
        seed=1,
        without=0.5,
        report=lambda _event: None,
        cancel=CancelToken(),
    )
    return engine, loop


@pytest.mark.parametrize(
    ("losses", "epochs", "kept"),
    [
        ([3, 2, 2.5, 2.5, 2.5], 5, 2),
        ([5 - n / 10 for n in range(12)], 12, 12),
        ([3, float("nan"), 2.5], 2, 1),
    ],
    ids=["patience", "planned", "no number"],
)
def test_it_ends_and_the_best_weights_are_kept(
    losses: list[float], epochs: int, kept: int, tuner: Tuner
) -> None:
    engine, loop = loop_of(losses, tuner.record, tuner.request.folder)
    best = loop.run()
    assert (engine.epochs, engine.kept, best.epoch) == (epochs, kept, kept + 1)


def test_a_loss_that_is_no_number_from_the_start_is_told(tuner: Tuner) -> None:
    _, loop = loop_of([float("nan")], tuner.record, tuner.request.folder)
    with pytest.raises(LitmusError, match="no longer a number"):
        loop.run()


def test_each_epoch_sees_each_picture_once_in_some_variation() -> None:
    outputs = FrozenOutputs(np.zeros((50, 2), np.float16), np.zeros(50, np.int32), 4, 10)
    first, again = (outputs.training(seed=1, epoch=1) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert sorted(first % 10) == list(range(10))
    assert first.max() < 40
    assert len(set(first // 10)) > 1
    assert not np.array_equal(first, outputs.training(seed=1, epoch=2))
    np.testing.assert_array_equal(outputs.validation, range(40, 50))


def test_without_validation_pictures_it_is_refused_before_it_starts(tmp_path: Path) -> None:
    photos = photos_of(make_photos(tmp_path / "shapes", each=4), validation=0.0)
    request = request_of(photos, tmp_path / "run", validation=0.0)
    with pytest.raises(LitmusError, match="needs validation pictures"):
        train(request, report=lambda _event: None, cancel=CancelToken())


def test_why_not() -> None:
    assert why_not_tuned(NET, validation=1) is None
    assert "validation pictures" in (why_not_tuned(NET, validation=0) or "")
    dense = NET.model_copy(update={"layers": (Backbone(names=QUICK), Dense(units=2))})
    assert "logistic regression" in (why_not_tuned(dense, validation=1) or "")
    gone = NET.model_copy(update={"layers": (Backbone(names=("none",)), LogisticRegression())})
    assert "no backbone" in (why_not_tuned(gone, validation=1) or "")


def test_few_pictures_are_varied_and_many_are_not() -> None:
    assert [variations_of(n) for n in (0, 10, 1000, 1500, 3000, 100_000)] == [4, 4, 4, 2, 1, 1]


def test_the_parts_of_a_cut_backbone_are_the_whole() -> None:
    load_tensorflow()
    chosen = backbone("efficientnet-lite2")
    random = np.random.default_rng(0)
    weights = random.normal(0, 0.1, (chosen.pooled, 3)).astype(np.float32)
    start = LinearHead((), weights, np.zeros(3, np.float32))
    parts = cut(chosen, start, dropout=0.3, seed=1)
    pixels = random.integers(0, 256, (2, *chosen.form.shape), np.uint8)
    whole = np.asarray(parts.whole(pixels))
    in_parts = np.asarray(parts.end(parts.frozen(pixels)))
    np.testing.assert_allclose(in_parts, whole, atol=1e-5)
    trained = sum(int(np.prod(w.shape)) for w in parts.end.trainable_variables)
    assert 0.2 < trained / chosen.parameters < 0.4
    fast = in_bfloat16(parts.end)
    assert [layer.compute_dtype for layer in fast.layers[1:-1]] == ["bfloat16"] * 6
    assert all(str(weight.dtype) == "float32" for weight in fast.weights)
    answers = np.asarray(fast(parts.frozen(pixels)))
    assert answers.dtype == np.float32
    np.testing.assert_allclose(answers, whole, atol=0.05)


@pytest.mark.slow
def test_it_learns_in_bfloat16_and_answers_in_single_precision(
    tuner: Tuner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tuning_loop, "MOST_EPOCHS", 2)
    settings = tuner.request.settings.model_copy(update={"fast_arithmetic": True})
    tuner.request = replace(tuner.request, settings=settings)
    made = Mock(side_effect=in_bfloat16)
    monkeypatch.setattr(fine_tuning, "in_bfloat16", made)
    run = tuner(tuner.useless_head())
    made.assert_called_once()
    _its_answers_are_those_that_were_judged(run, tuner)
