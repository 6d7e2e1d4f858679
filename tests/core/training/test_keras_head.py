"""Networks behind a backbone that Keras trains, on real photos."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.cancellation import CancelToken
from core.data.augmentation import LIGHT
from core.data.folder.photo_set import PhotoSet
from core.errors import Cancelled, LitmusError
from core.features.backbone import QUICK, backbone
from core.features.extractor import Extractor
from core.features.keras_chain import keras_head_chain
from core.model.layers import Activation, Backbone, BatchNormalization, Dense, Dropout
from core.model.network import InputSpec, NetworkSpec
from core.prediction.head_model import KerasHead
from core.run.folder import Run, read_run
from core.run.record import RunStatus
from core.run.settings import TrainingSettings
from core.training import feature_pictures
from core.training.events import Decoding, Extracting, Noticed, PicturesSetAside, TrainingEvent
from core.training.feature_pictures import FeaturePictures
from core.training.request import TrainingRequest
from tests.core.training.test_photo_training import PhotoTrainer, photos_of
from tests.photos import draw, make_photos

FORM = InputSpec(height=260, width=260, channels=3, rescale=False)
NET = NetworkSpec(
    input=FORM,
    layers=(Backbone(names=QUICK), Dense(units="classes", activation=Activation.SOFTMAX)),
)
DEEPER = NetworkSpec(
    input=FORM,
    layers=(
        Backbone(names=QUICK),
        BatchNormalization(momentum=0.8),
        Dropout(rate=0.3),
        Dense(units=8),
        Dense(units="classes", activation=Activation.SIGMOID),
    ),
)


@pytest.fixture
def trainer(tmp_path: Path) -> PhotoTrainer:
    return PhotoTrainer(tmp_path / "runs")


@pytest.fixture
def photos(tmp_path: Path) -> PhotoSet:
    return photos_of(make_photos(tmp_path / "shapes"))


def opened(
    photos: PhotoSet,
    *,
    report: Callable[[TrainingEvent], None] = lambda _event: None,
    cancel: CancelToken | None = None,
    **settings: object,
) -> FeaturePictures:
    request = TrainingRequest(
        dataset=photos,
        network=NET,
        settings=TrainingSettings.model_validate(settings),
        preset="custom",
        folder=Path("run"),
        name="Run",
    )
    return FeaturePictures(request, photos, report=report, cancel=cancel or CancelToken())


def features_of(run: Run, kind: str, seed: int) -> np.ndarray:
    pixels = np.asarray(draw(kind, seed, size=(260, 260)))
    extractors = [Extractor(backbone(name)) for name in run.record.backbones]
    return np.hstack([e.features(pixels)[: e.backbone.pooled] for e in extractors])


def test_a_head_is_learned_and_answers_without_tensorflow(
    trainer: PhotoTrainer, photos: PhotoSet
) -> None:
    run = trainer(photos, NET, epochs=8)
    record = read_run(run.folder).record
    assert record == run.record
    assert record.status is RunStatus.FINISHED
    assert record.backbones == {QUICK[0]: backbone(QUICK[0]).sha256}
    assert len(record.epochs) == 8
    assert record.best is not None
    assert (record.best.val_accuracy or 0) >= 0.75
    told = [event for event in trainer.events if isinstance(event, Decoding)]
    assert all(isinstance(event, Extracting) for event in told)
    assert (told[-1].done, told[-1].pictures) == (40, 40)
    head = KerasHead.load(run)
    assert (head.features, head.outputs) == (1280, 2)
    asked = [("disc", n) for n in range(10)] + [("square", n) for n in range(10)]
    features = np.stack([features_of(run, kind, 5000 + n) for kind, n in asked])
    answers = head.probabilities(features)
    np.testing.assert_allclose(answers.sum(axis=1), 1, atol=1e-5)
    given = [record.classes[number] for number in answers.argmax(axis=1)]
    right = [kind == answer for (kind, _), answer in zip(asked, given, strict=True)]
    assert np.mean(right) >= 0.8


def test_its_file_for_keras_says_the_same_and_so_does_the_whole_chain(
    trainer: PhotoTrainer, photos: PhotoSet
) -> None:
    import keras

    run = trainer(photos, DEEPER, epochs=3)
    assert run.record.network.layers[-1] == Dense(units=1, activation=Activation.SIGMOID)
    model = keras.models.load_model(run.keras_file)
    assert model.input_shape == (None, 1280)
    features = np.stack([features_of(run, kind, 7000) for kind in ("disc", "square")])
    answers = KerasHead.load(run).probabilities(features)
    np.testing.assert_allclose(np.asarray(model(features)), answers, atol=1e-5)
    whole = keras_head_chain([backbone(name) for name in run.record.backbones], model)
    pixels = np.stack([np.asarray(draw(k, 7000, size=(260, 260))) for k in ("disc", "square")])
    np.testing.assert_allclose(np.asarray(whole(pixels)), answers, atol=1e-3)


def test_more_than_is_held_is_read_again_with_the_same_outcome(
    trainer: PhotoTrainer, photos: PhotoSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = trainer(photos, NET, epochs=2)
    monkeypatch.setattr(feature_pictures, "MOST_HELD_BYTES", 0)
    streamed = trainer(photos, NET, epochs=2)
    losses = [
        (epoch.loss, epoch.val_loss or 0.0)
        for run in (held, streamed)
        for epoch in run.record.epochs
    ]
    np.testing.assert_allclose(losses[:2], losses[2:], rtol=1e-5)


def test_what_vanishes_before_it_passed_is_set_aside(
    trainer: PhotoTrainer, photos: PhotoSet, tmp_path: Path
) -> None:
    (tmp_path / "shapes" / "disc" / "disc 3.jpg").unlink()
    run = trainer(photos, NET, epochs=1)
    (aside,) = run.record.data.set_aside
    assert (aside.file, aside.reason) == ("disc/disc 3.jpg", "It no longer exists.")
    assert run.record.data.training + run.record.data.validation == 39


def test_what_can_no_longer_be_read_again_is_set_aside(
    photos: PhotoSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feature_pictures, "MOST_HELD_BYTES", 0)
    events: list[TrainingEvent] = []
    with opened(photos, report=events.append) as pictures:
        order = pictures.training
        lost = Path(photos.catalogue.photos[order[0]].path)
        lost.unlink()
        cache = pictures._features._cache
        monkeypatch.setattr(type(cache), "read_into", lambda *_: False)
        (portion,) = pictures.learned(1).portions([order])
        assert len(portion.labels) == len(order) - 1
        np.testing.assert_array_equal(portion.labels, pictures.labels[order[1:]])
        pictures.begin_epoch()
        assert order[0] not in pictures.training
        assert [aside.file for aside in pictures.set_aside] == [
            photos.catalogue.photos[order[0]].name
        ]
        assert any(isinstance(event, PicturesSetAside) for event in events)


def test_what_has_passed_stays_though_its_file_goes(photos: PhotoSet, tmp_path: Path) -> None:
    with opened(photos) as pictures:
        (tmp_path / "shapes" / "disc" / "disc 3.jpg").unlink()
        pictures.begin_epoch()
        assert not pictures.set_aside
        assert len(pictures.used()) == 40


def test_a_wish_to_vary_the_pictures_is_answered(photos: PhotoSet) -> None:
    events: list[TrainingEvent] = []
    with opened(photos, report=events.append, augmentation=LIGHT):
        pass
    (notice,) = [event for event in events if isinstance(event, Noticed)]
    assert "not varied" in notice.sentence


def test_it_can_be_cancelled_while_pictures_pass(photos: PhotoSet) -> None:
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        opened(photos, report=lambda _event: cancel.cancel(), cancel=cancel)


def test_a_file_that_is_no_head_is_refused(
    trainer: PhotoTrainer, photos: PhotoSet, tmp_path: Path
) -> None:
    run = Run(tmp_path, trainer(photos, NET, epochs=1).record)
    with pytest.raises(LitmusError, match="missing"):
        KerasHead.load(run)
    run.litert_file.write_bytes(backbone(QUICK[0]).litert_file.read_bytes())
    with pytest.raises(LitmusError, match="not what follows a backbone"):
        KerasHead.load(run)
    run.litert_file.write_bytes(b"nothing")
    with pytest.raises(LitmusError, match="damaged"):
        KerasHead.load(run)
