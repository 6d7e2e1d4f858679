"""Trainings whose pictures go while they are read from the disk in every epoch."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.data.folder.photo_set import PhotoSet
from core.errors import LitmusError
from core.run.record import RunStatus, StopReason
from core.training import pictures as pictures_module
from core.training.events import Decoding, TrainingEvent
from tests.core.training.test_photo_training import PhotoTrainer, after_the_first_epoch, photos_of
from tests.photos import make_photos

Act = Callable[[PhotoSet, Path], None]


@pytest.fixture
def trainer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PhotoTrainer:
    """Holds nothing in memory, and has no place for a cache."""
    (tmp_path / "a file").touch()
    monkeypatch.setenv("LITMUS_HOME", os.fspath(tmp_path / "a file"))
    monkeypatch.setattr(pictures_module, "MOST_HELD_BYTES", 0)
    return PhotoTrainer(tmp_path / "runs")


def unplug(_photos: PhotoSet, folder: Path) -> None:
    folder.rename(folder.with_name("unplugged"))


def touch_all(photos: PhotoSet, _folder: Path) -> None:
    for photo in photos.catalogue.photos:
        os.utime(photo.path, ns=(1, 1))


def delete_what_is_checked_on(photos: PhotoSet, _folder: Path) -> None:
    for number in photos.division.validation.tolist():
        Path(photos.catalogue.photos[number].path).unlink()


@pytest.mark.parametrize(
    ("act", "told"), [(unplug, "is not there any more"), (touch_all, "All files of “shapes”")]
)
def test_where_nothing_can_be_read_any_more_it_ends_and_keeps_what_was_learned(
    trainer: PhotoTrainer, tmp_path: Path, act: Act, told: str
) -> None:
    folder = make_photos(tmp_path / "shapes")
    photos = photos_of(folder)
    after_the_first_epoch(trainer, lambda: act(photos, folder))

    record = trainer(photos, epochs=4).record

    assert told in trainer.told()[0]
    assert len(record.epochs) == 1, "an epoch without pictures is none"
    assert record.best_epoch == 1
    assert record.status is RunStatus.STOPPED
    assert record.ending is not None
    assert record.ending.reason is StopReason.ERROR
    assert "can be read any more. What 1 epoch taught is kept." in record.ending.sentence


def test_what_goes_before_it_is_held_is_not_learned_as_black(
    trainer: PhotoTrainer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("LITMUS_HOME", os.fspath(tmp_path / "a file"))
    folder = make_photos(tmp_path / "shapes")
    photos = photos_of(folder)

    def unplug_when_decoded(event: TrainingEvent) -> None:
        if isinstance(event, Decoding) and event.done == event.pictures:
            unplug(photos, folder)

    trainer.on_event = unplug_when_decoded
    with pytest.raises(LitmusError, match="Too few pictures of “shapes” can be read"):
        trainer(photos)


def test_without_pictures_to_check_on_it_goes_on_unchecked(
    trainer: PhotoTrainer, tmp_path: Path
) -> None:
    folder = make_photos(tmp_path / "shapes")
    photos = photos_of(folder)
    after_the_first_epoch(trainer, lambda: delete_what_is_checked_on(photos, folder))

    record = trainer(photos, epochs=3).record

    assert record.status is RunStatus.FINISHED
    assert [epoch.val_loss is None for epoch in record.epochs] == [False, True, True]
    assert all(np.isfinite(epoch.loss) and epoch.loss > 0 for epoch in record.epochs)
    assert len(record.data.set_aside) == len(photos.division.validation)
