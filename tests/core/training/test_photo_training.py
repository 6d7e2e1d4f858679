"""Whole trainings with real Keras on photo folders, however the files behave."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.cancellation import CancelToken
from core.data.augmentation import LIGHT
from core.data.folder.loading import Shares, load_photos
from core.data.folder.photo_set import PhotoSet
from core.data.folder.pixel_cache import PixelCache
from core.data.folder.source import PhotoSource
from core.data.side import Side
from core.errors import LitmusError
from core.model.layers import (
    Activation,
    BatchNormalization,
    Conv2D,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    MaxPooling2D,
)
from core.model.network import InputSpec, NetworkSpec
from core.prediction.answer import answer
from core.prediction.background import Background
from core.prediction.classifier import Classifier
from core.run.folder import Run, read_run
from core.run.record import RunStatus
from core.run.settings import TrainingSettings
from core.training import pictures as pictures_module
from core.training.events import Decoding, EpochDone, Noticed, PicturesSetAside, TrainingEvent
from core.training.request import TrainingRequest
from core.training.training import train
from tests.photos import draw, make_photos

FORM = InputSpec(height=24, width=32, channels=3)
NET = NetworkSpec(
    input=FORM,
    layers=(
        Conv2D(filters=8),
        MaxPooling2D(),
        Conv2D(filters=8),
        MaxPooling2D(),
        Flatten(),
        Dense(units=16),
        Dense(units="classes", activation=Activation.SIGMOID),
    ),
)


def photos_of(folder: Path, *, validation: float = 0.2, test: float = 0.0) -> PhotoSet:
    return load_photos(
        PhotoSource(root=folder),
        Shares(validation, test, seed=7),
        form=FORM,
        report=lambda _progress: None,
        cancel=CancelToken(),
    )


class PhotoTrainer:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.events: list[TrainingEvent] = []
        self.on_event: Callable[[TrainingEvent], None] = lambda _event: None
        self._count = 0

    def __call__(self, photos: PhotoSet, network: NetworkSpec = NET, **settings: object) -> Run:
        self._count += 1
        self.events.clear()
        request = TrainingRequest(
            dataset=photos,
            network=network,
            settings=TrainingSettings.model_validate({"epochs": 2, "validation": 0.2} | settings),
            preset="custom",
            folder=self.folder / f"run-{self._count:03d}",
            name=f"Run {self._count}",
        )
        return train(request, report=self._report, cancel=CancelToken())

    def _report(self, event: TrainingEvent) -> None:
        self.events.append(event)
        self.on_event(event)

    def told(self) -> list[str]:
        return [e.sentence for e in self.events if isinstance(e, PicturesSetAside)]


@pytest.fixture
def trainer(tmp_path: Path) -> PhotoTrainer:
    return PhotoTrainer(tmp_path / "runs")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_photos(tmp_path / "shapes")


def weights_of(run: Run) -> list[np.ndarray]:
    import keras

    return list(keras.models.load_model(run.keras_file).get_weights())


def after_the_first_epoch(trainer: PhotoTrainer, act: Callable[[], object]) -> None:
    def on_event(event: TrainingEvent) -> None:
        if isinstance(event, EpochDone) and event.result.epoch == 1:
            act()

    trainer.on_event = on_event


def test_a_folder_of_two_classes_is_learned_and_both_are_recognised(
    trainer: PhotoTrainer, folder: Path
) -> None:
    run = trainer(photos_of(folder, test=0.1), epochs=12, test=0.1)
    record = read_run(run.folder).record
    assert record == run.record
    assert record.status is RunStatus.FINISHED
    assert record.classes == ("disc", "square")
    assert record.network.layers[-1] == Dense(units=1, activation=Activation.SIGMOID)
    assert record.data.folder == str(folder)
    numbers = (record.data.training, record.data.validation, record.data.test)
    # Near-copies stay together, so that a share may be missed by one.
    assert all(abs(n - wanted) <= 2 for n, wanted in zip(numbers, (28, 8, 4), strict=True))
    assert record.data.split is not None
    assert tuple(len(record.data.split.sides[side]) for side in Side) == numbers
    assert sum(numbers) == 40
    assert all(epoch.read_seconds is not None for epoch in record.epochs)
    assert any(isinstance(event, Decoding) for event in trainer.events)
    classifier = Classifier.load(run)
    right = 0
    for number in range(20):
        for kind in ("disc", "square"):
            picture = np.asarray(draw(kind, 5000 + number))
            given = answer(classifier, picture, background=Background.AUTOMATIC)
            assert sum(share for _, share in given.ranking) == pytest.approx(1)
            right += given.class_name == kind
    assert right >= 32


def test_what_cannot_be_read_is_set_aside_and_named(trainer: PhotoTrainer, folder: Path) -> None:
    (folder / "disc" / "broken.jpg").write_bytes(b"\xff\xd8\xff" + bytes(100))
    (folder / "disc" / "empty.png").touch()
    run = trainer(photos_of(folder))
    aside = {entry.file: entry.reason for entry in run.record.data.set_aside}
    assert set(aside) == {"disc/broken.jpg", "disc/empty.png"}
    assert aside == {
        "disc/broken.jpg": "It is damaged or cut short.",
        "disc/empty.png": "It is empty.",
    }
    assert run.record.data.training + run.record.data.validation == 40


def test_class_folders_of_several_places_are_no_folder(
    trainer: PhotoTrainer, tmp_path: Path
) -> None:
    places = [make_photos(tmp_path / kind, kinds=(kind,)) / kind for kind in ("disc", "square")]
    photos = load_photos(
        PhotoSource(class_folders=tuple(places)),
        Shares(0.2, 0.0, seed=7),
        form=FORM,
        report=lambda _progress: None,
        cancel=CancelToken(),
    )
    data = trainer(photos, epochs=1).record.data
    assert (data.source, data.folder) == ("disc, square", "")


def test_a_file_deleted_between_scan_and_training_is_set_aside(
    trainer: PhotoTrainer, folder: Path
) -> None:
    photos = photos_of(folder)
    (folder / "disc" / "disc 3.jpg").unlink()
    run = trainer(photos)
    (aside,) = run.record.data.set_aside
    assert (aside.file, aside.reason) == ("disc/disc 3.jpg", "It no longer exists.")
    assert run.record.data.training + run.record.data.validation == 39
    assert run.record.status is RunStatus.FINISHED


def test_a_file_that_breaks_between_two_epochs_is_set_aside(
    trainer: PhotoTrainer, folder: Path
) -> None:
    def damage() -> None:
        (folder / "disc" / "disc 3.jpg").unlink()
        (folder / "square" / "square 5.jpg").write_bytes(b"no picture any more")

    after_the_first_epoch(trainer, damage)
    run = trainer(photos_of(folder), epochs=3)
    assert {entry.file for entry in run.record.data.set_aside} == {
        "disc/disc 3.jpg",
        "square/square 5.jpg",
    }
    assert len(run.record.epochs) == 3
    assert len(trainer.told()) == 1


def test_a_folder_that_goes_between_two_epochs_ends_nothing(
    trainer: PhotoTrainer, folder: Path
) -> None:
    after_the_first_epoch(trainer, lambda: shutil.move(folder, folder.with_name("gone")))
    run = trainer(photos_of(folder), epochs=4)
    assert run.record.status is RunStatus.FINISHED
    assert len(run.record.epochs) == 4
    assert run.record.data.set_aside == ()
    assert len(trainer.told()) == 1
    assert "not there any more" in trainer.told()[0]


def test_a_folder_that_goes_before_anything_was_decoded_is_told(
    trainer: PhotoTrainer, folder: Path
) -> None:
    photos = photos_of(folder)
    shutil.move(folder, folder.with_name("gone"))
    other = NET.model_copy(update={"input": InputSpec(height=20, width=20, channels=3)})
    with pytest.raises(LitmusError, match="can be read"):
        trainer(photos, other)


@pytest.mark.parametrize("augmentation", [{}, LIGHT.model_dump()])
def test_few_pictures_in_memory_teach_what_many_on_the_disk_do(
    trainer: PhotoTrainer,
    folder: Path,
    augmentation: dict[str, object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    photos = photos_of(folder)
    held = weights_of(trainer(photos, augmentation=augmentation))
    monkeypatch.setattr(pictures_module, "MOST_HELD_BYTES", 0)
    streamed = weights_of(trainer(photos, augmentation=augmentation))
    for one, other in zip(held, streamed, strict=True):
        np.testing.assert_array_equal(one, other)


def test_augmentation_changes_what_is_learned(trainer: PhotoTrainer, folder: Path) -> None:
    photos = photos_of(folder)
    plain, varied = (weights_of(trainer(photos, augmentation=a)) for a in ({}, LIGHT.model_dump()))
    assert any((one != other).any() for one, other in zip(plain, varied, strict=True))


def test_the_smallest_of_folders_is_trained_on(trainer: PhotoTrainer, tmp_path: Path) -> None:
    folder = make_photos(tmp_path / "tiny", each=2)
    run = trainer(photos_of(folder))
    assert (run.record.data.training, run.record.data.validation) == (2, 2)
    assert run.record.status is RunStatus.FINISHED


def test_a_last_batch_of_one_leaves_batch_normalization_whole(
    trainer: PhotoTrainer, tmp_path: Path
) -> None:
    folder = make_photos(tmp_path / "odd", each=20)
    for kind in ("disc", "square"):
        for number in (18, 19, 20):
            (folder / kind / f"{kind} {number}.jpg").unlink()
    (folder / "disc" / "disc 17.jpg").unlink()
    layers = (
        Conv2D(filters=8),
        BatchNormalization(momentum=0.9),
        GlobalAveragePooling2D(),
        Dense(units="classes", activation=Activation.SOFTMAX),
    )
    network = NetworkSpec(input=FORM, layers=layers)
    run = trainer(photos_of(folder, validation=0.0), network, epochs=3, validation=0.0)
    assert run.record.data.training == 33
    assert all(np.isfinite(epoch.loss) for epoch in run.record.epochs)
    pixels = np.asarray(draw("disc", 1))
    given = answer(Classifier.load(run), pixels, background=Background.AUTOMATIC)
    assert np.isfinite(given.confidence)


def test_rare_classes_count_for_more_unless_they_are_not_to(
    trainer: PhotoTrainer, tmp_path: Path
) -> None:
    folder = make_photos(tmp_path / "uneven", kinds=("disc",), each=30)
    make_photos(folder, kinds=("square",), each=10)
    photos = photos_of(folder, validation=0.0)
    weights = trainer(photos, validation=0.0, epochs=1).record.data.class_weights
    assert weights is not None
    assert weights[1] == pytest.approx(3 * weights[0])
    off = trainer(photos, validation=0.0, epochs=1, class_weights=False)
    assert off.record.data.class_weights is None


def _counting(
    true_open: Callable[..., Image.Image], opened: list[object]
) -> Callable[..., Image.Image]:
    def counted(*arguments: object, **options: object) -> Image.Image:
        opened.append(arguments)
        return true_open(*arguments, **options)

    return counted


def test_pictures_of_a_size_decode_once(
    trainer: PhotoTrainer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = photos_of(folder)
    trainer(photos)
    opened: list[object] = []
    true_open = Image.open
    monkeypatch.setattr(Image, "open", _counting(true_open, opened))
    trainer(photos, seed=9, augmentation=LIGHT.model_dump())
    assert opened == []


def test_a_net_for_one_class_alone_is_refused(trainer: PhotoTrainer, tmp_path: Path) -> None:
    folder = make_photos(tmp_path / "one", kinds=("disc",))
    with pytest.raises(LitmusError, match="two classes"):
        trainer(photos_of(folder))


def test_a_full_cache_is_told_and_ends_nothing(
    trainer: PhotoTrainer, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = photos_of(folder)
    full = partial(PixelCache, tmp_path / "small", limit_bytes=1)
    monkeypatch.setattr(pictures_module, "PixelCache", full)
    run = trainer(photos, epochs=1)
    assert run.record.status is RunStatus.FINISHED
    told = [event.sentence for event in trainer.events if isinstance(event, Noticed)]
    assert len(told) == 1
    assert "full" in told[0]
