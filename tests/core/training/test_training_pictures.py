"""The pictures of a training, as the engine is given them."""

from pathlib import Path

import numpy as np
import pytest

from core.cancellation import CancelToken
from core.data.augmentation import STRONG
from core.data.class_weights import class_weights
from core.data.dataset import Pixels
from core.data.fitting import read_fitted
from core.data.folder.photo_set import PhotoSet
from core.run.settings import TrainingSettings
from core.training import pictures as pictures_module
from core.training.feed import Feed, Order
from core.training.pictures import TrainingPictures, open_pictures
from core.training.request import TrainingRequest
from tests.core.training.test_photo_training import FORM, NET, PhotoTrainer, photos_of, trainer
from tests.photos import make_photos

__all__ = ["trainer"]


def given(feed: Feed, order: Order) -> Pixels:
    """The pixels of `order` that reach the engine."""
    (portion,) = feed.portions([order])
    return np.asarray(portion.inputs)[portion.rows]


def plain(photos: PhotoSet, order: Order) -> Pixels:
    return np.stack([read_fitted(Path(photos.catalogue.photos[n].path), FORM) for n in order])


@pytest.mark.parametrize("held", [0, 256_000_000])
def test_only_what_is_learned_from_is_varied(
    held: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures_module, "MOST_HELD_BYTES", held)
    photos = photos_of(make_photos(tmp_path / "shapes"))
    request = TrainingRequest(
        dataset=photos,
        network=NET,
        settings=TrainingSettings(augmentation=STRONG),
        preset="custom",
        folder=tmp_path / "run",
        name="Run",
    )
    opened: TrainingPictures
    with open_pictures(request, report=lambda _event: None, cancel=CancelToken()) as opened:
        learned = given(opened.learned(1), opened.training)
        checked = given(opened.checked(), opened.validation)
    np.testing.assert_array_equal(checked, plain(photos, opened.validation))
    same = (learned == plain(photos, opened.training)).all(axis=(1, 2, 3))
    assert not same.any()


def test_weights_are_those_of_the_pictures_learned_from(
    trainer: PhotoTrainer, tmp_path: Path
) -> None:
    folder = make_photos(tmp_path / "shapes")
    for number in range(8, 21):
        (folder / "disc" / f"disc {number}.jpg").unlink()
    photos = photos_of(folder)
    labels = photos.catalogue.labels
    weights = class_weights(labels[photos.division.training], 2)
    assert weights != class_weights(labels, 2)
    assert trainer(photos, epochs=1).record.data.class_weights == weights
