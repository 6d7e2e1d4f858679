import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from core.cancellation import CancelToken
from core.data.folder.catalogue import Photo
from core.data.folder.decoding import DecodingProgress
from core.data.folder.photo_pixels import SetAsidePhoto
from core.data.folder.pixel_cache import PixelCache
from core.data.form import Fit
from core.data.split import Indices
from core.errors import Cancelled
from core.features.backbone import ACCURATE, QUICK, backbones
from core.features.extractor import Extractor
from core.features.feature_cache import FeatureCache
from core.features.photo_features import PhotoFeatures

LITE0 = QUICK[0]
CHOSEN = backbones(QUICK)
FORM = CHOSEN[0].form


def _all(photos: Sequence[Photo]) -> Indices:
    return np.arange(len(photos), dtype=np.int32)


def _extract(made: PhotoFeatures, numbers: Indices) -> tuple[SetAsidePhoto, ...]:
    return made.extract(numbers, report=lambda _progress: None, cancel=CancelToken())


@pytest.fixture
def passed(photos: list[Photo]) -> list[Photo]:
    """Photos that have passed the smaller backbone."""
    assert _extract(PhotoFeatures(photos, CHOSEN, FORM), _all(photos)) == ()
    return photos


def test_each_picture_passes_once(passed: list[Photo], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise AssertionError("a backbone was loaded")

    expected, _ = PhotoFeatures(passed, CHOSEN, FORM).read(_all(passed), LITE0)
    monkeypatch.setattr("core.features.photo_features.Extractor", refuse)
    again = PhotoFeatures(passed, CHOSEN, FORM)
    told: list[DecodingProgress] = []
    assert again.extract(_all(passed), report=told.append, cancel=CancelToken()) == ()
    assert told[-1].done == told[-1].photos == 6
    features, numbers = again.read(_all(passed)[::-1].copy(), LITE0)
    assert numbers.tolist() == [5, 4, 3, 2, 1, 0]
    assert np.array_equal(features, expected[::-1])
    narrow, _ = again.read(_all(passed), LITE0, width=10)
    assert np.array_equal(narrow, expected[:, :10])


def test_they_are_those_of_the_pixels_that_others_get(photos: list[Photo]) -> None:
    from core.data.fitting import read_fitted

    features, _ = PhotoFeatures(photos, CHOSEN, FORM).read(_all(photos[:2]), LITE0)
    extractor = Extractor(CHOSEN[0])
    for row, photo in zip(features, photos, strict=False):
        assert np.array_equal(row, extractor.features(read_fitted(Path(photo.path), FORM)))


def test_decoded_pixels_are_used_where_there_are_some(photos: list[Photo]) -> None:
    PixelCache().put(photos[0].content, FORM, np.zeros(FORM.shape, np.uint8))
    made = PhotoFeatures(photos, CHOSEN, FORM)
    features, _ = made.read(_all(photos[:1]), LITE0)
    expected = Extractor(CHOSEN[0]).features(np.zeros(FORM.shape, np.uint8))
    assert np.array_equal(features[0], expected)


def test_only_new_pictures_and_new_backbones_are_passed(
    passed: list[Photo], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    real = Extractor.features

    def counted(self: Extractor, pixels: np.ndarray) -> np.ndarray:
        made.append(self.backbone.name)
        return real(self, pixels)

    monkeypatch.setattr(Extractor, "features", counted)
    both = backbones(ACCURATE)
    _extract(PhotoFeatures(passed, both, FORM), np.array([0, 1], np.int32))
    assert made == ["efficientnet-lite2"] * 2


@pytest.mark.parametrize("spoil", ["gone", "changed", "broken"])
def test_a_photo_that_cannot_be_read_is_set_aside(photos: list[Photo], spoil: str) -> None:
    path = Path(photos[2].path)
    match spoil:
        case "gone":
            path.unlink()
        case "changed":
            path.write_bytes(Path(photos[3].path).read_bytes())
        case "broken":
            path.write_bytes(b"no picture")
            status = path.stat()
            photos[2] = _as_now(photos[2], status)
    made = PhotoFeatures(photos, CHOSEN, FORM)
    assert [photo.number for photo in _extract(made, _all(photos))] == [2]
    features, numbers = made.read_all(_all(photos), {LITE0: 8})
    assert numbers.tolist() == [0, 1, 3, 4, 5]
    assert features[LITE0].shape == (5, 8)


def _as_now(photo: Photo, status: os.stat_result) -> Photo:
    """The same photo with the size and time that its file has by now."""
    from dataclasses import replace

    from blake3 import blake3

    content = blake3(Path(photo.path).read_bytes()).digest(16)
    return replace(photo, file_size=status.st_size, modified_ns=status.st_mtime_ns, content=content)


def test_features_of_several_backbones_are_of_the_same_photos(photos: list[Photo]) -> None:
    both = backbones(ACCURATE)
    made = PhotoFeatures(photos, both, FORM)
    _extract(made, np.array([0, 1, 2], np.int32))
    only = PhotoFeatures(photos, CHOSEN, FORM)
    _extract(only, np.array([3], np.int32))  # it has passed one of the two
    Path(photos[3].path).unlink()
    features, numbers = made.read_all(
        np.array([0, 3, 1], np.int32), {backbone.name: backbone.width for backbone in both}
    )
    assert numbers.tolist() == [0, 1]
    assert {rows.shape for rows in features.values()} == {(2, 4544), (2, 4288)}


def test_torn_features_are_made_again(passed: list[Photo]) -> None:
    expected, _ = PhotoFeatures(passed, CHOSEN, FORM).read(_all(passed), LITE0)
    cache = FeatureCache()
    for path in cache._folder.rglob("*.pixels"):
        content = bytearray(path.read_bytes())
        content[100] ^= 255
        path.write_bytes(content[:-5000])
    features, numbers = PhotoFeatures(passed, CHOSEN, FORM).read(_all(passed), LITE0)
    assert np.array_equal(features, expected)
    assert len(numbers) == 6


def test_another_form_is_another_feature(passed: list[Photo]) -> None:
    cropped = FORM.model_copy(update={"fit": Fit.CROP})
    squashed, _ = PhotoFeatures(passed, CHOSEN, FORM).read(_all(passed), LITE0)
    cut, _ = PhotoFeatures(passed, CHOSEN, cropped).read(_all(passed), LITE0)
    assert not np.allclose(squashed, cut)


def test_without_room_everything_works_and_says_so(photos: list[Photo], tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path / "cache", limit_bytes=1000)
    made = PhotoFeatures(photos, CHOSEN, FORM, cache=cache)
    _extract(made, _all(photos))
    assert made.problem
    assert "pass the backbone again" in made.problem
    assert len(made.read(_all(photos), LITE0)[0]) == 6


def test_it_can_be_stopped_and_goes_on_where_it_was(photos: list[Photo]) -> None:
    cancel = CancelToken()

    def stop(progress: DecodingProgress) -> None:
        if progress.done:
            cancel.cancel()

    made = PhotoFeatures(photos * 30, CHOSEN, FORM)
    cancel.cancel()
    with pytest.raises(Cancelled):
        made.extract(_all(photos), report=stop, cancel=cancel)
    assert _extract(made, _all(photos)) == ()


@pytest.mark.parametrize(
    ("mode", "size"),
    [("L", (300, 300)), ("RGBA", (40, 500)), ("RGB", (16, 16)), ("P", (4000, 60)), ("1", (9, 9))],
)
def test_odd_pictures_have_features(tmp_path: Path, mode: str, size: tuple[int, int]) -> None:
    from PIL import Image

    from tests.core.features.conftest import photo_of

    path = tmp_path / "odd.png"
    Image.effect_noise(size, 80).convert(mode).save(path)
    features, numbers = PhotoFeatures([photo_of(path)], CHOSEN, FORM).read(
        np.zeros(1, np.int32), LITE0
    )
    assert len(numbers) == 1
    assert np.isfinite(features).all()
    assert features.std() > 0
