"""Real trainings that begin with the weights of another one."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.cancellation import CancelToken
from core.data.dataset import Dataset, LabelledPictures
from core.data.folder.photo_set import PhotoSet
from core.errors import LitmusError
from core.features.backbone import QUICK
from core.model.layers import (
    ONE_PER_CLASS,
    Activation,
    Backbone,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    LayerSpec,
    LogisticRegression,
)
from core.model.network import InputSpec, NetworkSpec
from core.model.presets import preset
from core.prediction.classifier import Classifier
from core.run.folder import Run
from core.run.record import RunStatus
from core.run.settings import TrainingSettings
from core.training.events import Preparing, TrainingEvent
from core.training.request import TrainingRequest
from core.training.resuming import ResumeRequest, resume
from core.training.training import train
from tests.core.training.resuming_rig import assert_same_end, state_of
from tests.core.training.test_photo_training import photos_of
from tests.photos import make_photos
from tests.records import record

SIGMOID = Dense(units=ONE_PER_CLASS, activation=Activation.SIGMOID)
FORM = InputSpec(height=12, width=16, channels=3)
PHOTOS = NetworkSpec(input=FORM, layers=(Flatten(), Dense(units=8), Dropout(rate=0.2), SIGMOID))
_STILL = {"learning_rate": 1e-12, "optimizer": "sgd", "epochs": 1}
"""One epoch that moves nothing."""


def learn(
    dataset: Dataset | PhotoSet,
    network: NetworkSpec,
    folder: Path,
    *,
    start: Run | None = None,
    **settings: object,
) -> Run:
    given = {"epochs": 3, "batch_size": 8, "fast_arithmetic": False, "folds": 0} | settings
    request = TrainingRequest(
        dataset=dataset,
        network=network,
        settings=TrainingSettings.model_validate(given),
        preset="custom",
        folder=folder,
        name=folder.name,
        start=start,
    )
    return train(request, report=lambda _event: None, cancel=CancelToken())


def shares(run: Run, pixels: np.ndarray) -> dict[str, np.ndarray]:
    classifier = Classifier.load(run)
    return dict(zip(classifier.names, classifier.probabilities(pixels).T, strict=True))


def assert_alike_on(names: tuple[str, ...], one: Run, other: Run, pixels: np.ndarray) -> None:
    """Restricted to these classes of `one`, both files answer alike."""
    first, second = shares(one, pixels), shares(other, pixels)
    given, wanted = (np.array([found[name] for name in names]) for found in (second, first))
    np.testing.assert_allclose(given / given.sum(axis=0), wanted / wanted.sum(axis=0), atol=1e-4)


def test_one_sigmoid_grows_into_three_classes(tmp_path: Path) -> None:
    folder = make_photos(tmp_path / "shapes", kinds=("bar", "square"), each=12)
    start = learn(photos_of(folder), PHOTOS, tmp_path / "start")
    assert start.record.data.class_folders == (("bar",), ("square",))
    make_photos(folder, kinds=("disc",), each=12)
    grown = learn(photos_of(folder), PHOTOS, tmp_path / "grown", start=start, **_STILL)
    assert grown.record.status is RunStatus.FINISHED
    assert grown.record.continued_from == "start"
    assert grown.record.classes == ("bar", "disc", "square")
    pixels = np.random.default_rng(1).integers(0, 256, (30, 12, 16, 3), np.uint8)
    assert_alike_on(("bar", "square"), start, grown, pixels)


def test_it_can_be_resumed_when_the_run_it_began_with_is_gone(tmp_path: Path) -> None:
    photos = photos_of(make_photos(tmp_path / "shapes", each=12))
    start = learn(photos, PHOTOS, tmp_path / "start", epochs=2)
    whole = learn(photos, PHOTOS, tmp_path / "whole", start=start, epochs=2)
    cancel = CancelToken()
    request = TrainingRequest(
        dataset=photos,
        network=PHOTOS,
        settings=whole.record.settings,
        preset="custom",
        folder=tmp_path / "paused",
        name="paused",
        start=start,
    )
    paused = train(request, report=_pausing_as_it_begins(cancel), cancel=cancel)
    assert paused.record.status is RunStatus.PAUSED
    assert state_of(paused).begun
    shutil.rmtree(start.folder)
    again = ResumeRequest(paused, photos)
    assert_same_end(whole, resume(again, report=lambda _event: None, cancel=CancelToken()))


def _pausing_as_it_begins(cancel: CancelToken) -> Callable[[TrainingEvent], None]:
    def report(event: TrainingEvent) -> None:
        if isinstance(event, Preparing) and event.stage.startswith("Compiling"):
            cancel.pause()

    return report


def test_a_run_of_other_layers_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    photos = photos_of(make_photos(tmp_path / "shapes", each=4))
    start = Run(tmp_path / "start", record(network=preset("dense-128").network))
    with pytest.raises(LitmusError, match="The pictures differ"):
        learn(photos, PHOTOS, tmp_path / "out", start=start)
    assert not (tmp_path / "out").exists()


def _fewer(few: Dataset, classes: int) -> Dataset:
    """Clothes of the first classes."""
    labels = few.training.labels
    chosen = np.flatnonzero(labels < classes)
    test = np.flatnonzero(few.test.labels < classes)
    return replace(
        few,
        classes=few.classes[:classes],
        training=LabelledPictures(few.training.pixels[chosen], labels[chosen]),
        test=LabelledPictures(few.test.pixels[test], few.test.labels[test]),
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", ["dense-128", "convolutional"])
def test_one_epoch_of_continuing_beats_a_fresh_one(name: str, tmp_path: Path, few: Dataset) -> None:
    network = preset(name).network
    start = learn(_fewer(few, 9), network, tmp_path / "start", epochs=5)
    fresh = learn(few, network, tmp_path / "fresh", epochs=1)
    grown = learn(few, network, tmp_path / "grown", epochs=1, start=start)
    (one,), (other,) = grown.record.epochs, fresh.record.epochs
    assert one.val_accuracy
    assert other.val_accuracy
    assert one.val_accuracy > other.val_accuracy + 0.02
    assert one.loss < other.loss


@pytest.mark.slow
def test_a_dropped_class_leaves_two_with_one_output(tmp_path: Path) -> None:
    folder = make_photos(tmp_path / "shapes", kinds=("bar", "disc", "square"), each=12)
    start = learn(photos_of(folder), PHOTOS, tmp_path / "start")
    shutil.rmtree(folder / "disc")
    grown = learn(photos_of(folder), PHOTOS, tmp_path / "grown", start=start, **_STILL)
    assert grown.record.network.layers[-1] == Dense(units=1, activation=Activation.SIGMOID)
    pixels = np.random.default_rng(1).integers(0, 256, (30, 12, 16, 3), np.uint8)
    assert_alike_on(("bar", "square"), start, grown, pixels)


@pytest.mark.slow
def test_statistics_and_other_widths_of_arithmetic(tmp_path: Path, few: Dataset) -> None:
    layers: tuple[LayerSpec, ...] = (
        Conv2D(filters=8),
        BatchNormalization(momentum=0.9),
        GlobalAveragePooling2D(),
        Dense(units=ONE_PER_CLASS, activation=Activation.SOFTMAX),
    )
    network = NetworkSpec(layers=layers)
    start = learn(_fewer(few, 9), network, tmp_path / "start", fast_arithmetic=True)
    # So slow an average that the statistics are still those taken over.
    slow = BatchNormalization(momentum=0.9999)
    network = NetworkSpec(layers=(layers[0], slow, *layers[2:]))
    settings = {**_STILL, "batch_size": 1000, "fast_arithmetic": True}
    grown = learn(few, network, tmp_path / "grown", start=start, **settings)
    assert_alike_on(few.classes[:9], start, grown, few.test.pixels)


@pytest.mark.slow
def test_a_head_behind_a_backbone(tmp_path: Path) -> None:
    form = InputSpec(height=260, width=260, channels=3, rescale=False)
    network = NetworkSpec(input=form, layers=(Backbone(names=QUICK), Dense(units=9), SIGMOID))
    folder = make_photos(tmp_path / "shapes", each=8)
    start = learn(photos_of(folder), network, tmp_path / "start")
    make_photos(folder, kinds=("bar",), each=8)
    grown = learn(photos_of(folder), network, tmp_path / "grown", start=start, **_STILL)
    pixels = np.random.default_rng(1).integers(0, 256, (3, 260, 260, 3), np.uint8)
    assert_alike_on(("disc", "square"), start, grown, pixels)


@pytest.mark.slow
def test_a_regression_is_the_same_from_any_start(tmp_path: Path) -> None:
    form = InputSpec(height=260, width=260, channels=3, rescale=False)
    network = NetworkSpec(input=form, layers=(Backbone(names=QUICK), LogisticRegression()))
    folder = make_photos(tmp_path / "shapes", each=8)
    start = learn(photos_of(folder), network, tmp_path / "start")
    make_photos(folder, kinds=("bar",), each=8)
    photos = photos_of(folder)
    grown = learn(photos, network, tmp_path / "grown", start=start)
    fresh = learn(photos, network, tmp_path / "fresh")
    assert grown.record.continued_from == "start"
    pixels = np.random.default_rng(1).integers(0, 256, (3, 260, 260, 3), np.uint8)
    assert_alike_on(fresh.record.classes, fresh, grown, pixels)
