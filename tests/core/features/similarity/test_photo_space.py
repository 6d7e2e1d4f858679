from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.cancellation import CancelToken
from core.data.folder.catalogue import Photo
from core.data.folder.decoding import DecodingProgress
from core.data.folder.likeness import look_of
from core.errors import Cancelled
from core.features.backbone import QUICK
from core.features.similarity.findings import look_for_all
from core.features.similarity.photo_space import known_copies, photo_space
from tests.gui.photo_sets import photo_set


@pytest.fixture
def photos(tmp_path: Path) -> tuple[Photo, ...]:
    return photo_set(tmp_path / "shapes", counts=(6, 6)).catalogue.photos


def test_real_photos_become_vectors_and_pass_the_backbone_once(photos: tuple[Photo, ...]) -> None:
    told: list[DecodingProgress] = []
    again: list[DecodingProgress] = []
    shares: list[float] = []
    asked = (*photos, photos[2])

    found = photo_space(
        asked, names=QUICK, report=told.append, tell=shares.append, cancel=CancelToken()
    )
    kept = photo_space(asked, names=QUICK, report=again.append, cancel=CancelToken())

    assert len(found.space) == 12
    assert found.space.whole.shape == (12, 1280)
    assert (found.problem, found.unreadable) == (None, {})
    assert (told[0].done, told[-1].done, told[-1].photos) == (0, 12, 12)
    assert again[0].done == 12
    assert shares == [1.0]
    assert np.array_equal(found.space.whole, kept.space.whole)
    numbers, rows = found.rows(asked)
    assert numbers.tolist() == list(range(13))
    assert rows.sameness(2, np.array([12])) == pytest.approx([1.0], abs=2e-3)
    likeness = rows.directions @ rows.directions.T
    assert likeness[:6, :6].mean() > likeness[:6, 6:].mean() + 0.3


def test_a_photo_in_the_wrong_class_is_found(photos: tuple[Photo, ...]) -> None:
    found = photo_space(photos, names=QUICK, report=lambda _progress: None, cancel=CancelToken())
    labels = np.array([photo.class_number for photo in photos])
    labels[1] = 1

    misfits = look_for_all(found.space, labels).misfits

    assert [(m.position, m.other) for m in misfits] == [(1, 0)]


def test_photos_that_vanished_or_broke_are_told_and_left_out(photos: tuple[Photo, ...]) -> None:
    Path(photos[4].path).unlink()
    broken = Path(photos[7].path)
    broken.write_bytes(b"no picture")
    status = broken.stat()
    changed = replace(photos[7], file_size=status.st_size, modified_ns=status.st_mtime_ns)
    asked = (*photos[:7], changed, *photos[8:])

    found = photo_space(asked, names=QUICK, report=lambda _progress: None, cancel=CancelToken())

    assert set(found.unreadable) == {photos[4].content, photos[7].content}
    assert len(found.space) == 10
    numbers, rows = found.rows(asked)
    assert numbers.tolist() == [0, 1, 2, 3, 5, 6, 8, 9, 10, 11]
    assert len(rows) == 10


def test_no_photos() -> None:
    found = photo_space((), names=QUICK, report=lambda _progress: None, cancel=CancelToken())

    assert len(found.space) == 0
    assert found.rows(())[0].tolist() == []


def test_it_can_be_cancelled(photos: tuple[Photo, ...]) -> None:
    cancel = CancelToken()
    cancel.cancel()

    with pytest.raises(Cancelled):
        photo_space(photos, names=QUICK, report=lambda _progress: None, cancel=cancel)


def test_copies_that_the_hash_knows(photos: tuple[Photo, ...]) -> None:
    random = np.random.default_rng(0)
    looks = [look_of(random.integers(0, 255, (80, 80, 3), np.uint8)) for _ in range(2)]
    seen = [replace(photos[n], look=looks[n % 2]) for n in range(4)]

    assert known_copies(seen).tolist() == [0, 1, 0, 1]
    assert known_copies(photos).tolist() == list(range(12)), "where nobody looked, none are known"
