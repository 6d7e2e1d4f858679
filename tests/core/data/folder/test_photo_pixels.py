import os
import signal
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from random import Random

import numpy as np
import pytest
from blake3 import blake3

from core.cancellation import CancelToken
from core.data.fitting import read_fitted
from core.data.folder import contents, photo_pixels
from core.data.folder.catalogue import Photo
from core.data.folder.photo_pixels import DecodingProgress, PhotoPixels
from core.data.folder.pixel_cache import PixelCache
from core.data.form import PictureForm
from core.data.split import Indices
from core.errors import Cancelled
from tests.core.data.pictures import encoded, gradient

FORM = PictureForm(width=20, height=16, channels=3)


def _photo(path: Path) -> Photo:
    status, content = path.stat(), path.read_bytes()
    return Photo(
        path=str(path),
        name=path.name,
        file_size=status.st_size,
        modified_ns=status.st_mtime_ns,
        content=blake3(content).digest(16),
        look=b"",
        size=(40, 30),
        class_number=0,
    )


@pytest.fixture
def photos(tmp_path: Path) -> list[Photo]:
    """Twelve different JPEGs."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(12):
        turned = np.ascontiguousarray(np.roll(gradient(), 3 * number, axis=1))
        (folder / f"{number}.jpg").write_bytes(encoded(turned, "JPEG"))
    return [_photo(folder / f"{number}.jpg") for number in range(12)]


def _all(photos: Sequence[Photo]) -> Indices:
    return np.arange(len(photos), dtype=np.int32)


def _opened(photos: Sequence[Photo], *, limit: int = 10**9) -> PhotoPixels:
    return PhotoPixels(photos, FORM, cache=PixelCache(limit_bytes=limit))


def _decode(pixels: PhotoPixels, numbers: Indices) -> dict[int, str]:
    broken = pixels.decode(numbers, report=lambda _progress: None, cancel=CancelToken())
    return {photo.number: photo.reason for photo in broken}


def _is_right(pixels: PhotoPixels, photos: Sequence[Photo], numbers: Indices) -> None:
    found, which = pixels.read(numbers)
    assert which.tolist() == numbers.tolist()
    for number, picture in zip(numbers.tolist(), found, strict=True):
        expected = read_fitted(Path(photos[number].path), FORM)
        np.testing.assert_array_equal(picture, expected)


def _forbid_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("decoded again")

    monkeypatch.setattr(photo_pixels, "read_fitted", refuse)


@pytest.mark.parametrize("limit", [10**9, 1])
def test_pixels_are_those_of_the_files_in_the_order_asked(photos: list[Photo], limit: int) -> None:
    pixels = _opened(photos, limit=limit)
    assert _decode(pixels, _all(photos)) == {}
    _is_right(pixels, photos, np.array([7, 0, 11, 7, 3], np.int32))
    assert (pixels.problem is None) == (limit > 1)


def test_later_passes_and_later_starts_decode_nothing(
    photos: list[Photo], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _opened(photos)
    _decode(first, _all(photos))
    before, _ = first.read(_all(photos))
    _forbid_decoding(monkeypatch)
    for pixels in (first, _opened(photos)):
        assert _decode(pixels, _all(photos)) == {}
        after, which = pixels.read(_all(photos))
        assert which.tolist() == list(range(12))
        np.testing.assert_array_equal(after, before)


def test_a_file_under_another_name_is_not_decoded_again(
    photos: list[Photo], monkeypatch: pytest.MonkeyPatch
) -> None:
    _decode(_opened(photos), _all(photos))
    moved = Path(photos[3].path).rename(Path(photos[3].path).with_name("moved.jpg"))
    _forbid_decoding(monkeypatch)
    assert _decode(_opened([_photo(moved)]), np.array([0], np.int32)) == {}


def test_files_that_cannot_be_read_are_told_and_the_rest_goes_on(photos: list[Photo]) -> None:
    Path(photos[2].path).unlink()
    Path(photos[4].path).write_bytes(b"another thing")
    broken = Path(photos[6].path)
    broken.write_bytes(b"\xff\xd8\xff" + b"rubbish" * 9)
    photos[6] = _photo(broken)
    pixels = _opened(photos)
    assert _decode(pixels, _all(photos)) == {
        2: "no longer exists",
        4: "was changed since it was looked at",
        6: "is damaged or cut short",
    }
    found, which = pixels.read(_all(photos))
    assert which.tolist() == [0, 1, 3, 5, 7, 8, 9, 10, 11]
    assert found.shape == (9, *FORM.shape)


def test_pixels_are_never_kept_as_those_of_another_picture(photos: list[Photo]) -> None:
    one, other = (Path(photos[number].path) for number in (0, 1))
    most = max(one.stat().st_size, other.stat().st_size)
    for path in (one, other):  # what follows a JPEG's end is ignored
        path.write_bytes(path.read_bytes().ljust(most, b"\0"))
        os.utime(path, ns=(0, 0))
    photos[:2] = [_photo(one), _photo(other)]
    aside = one.rename(one.with_name("aside"))
    other.rename(one)
    aside.rename(other)
    pixels = _opened(photos)
    changed = dict.fromkeys((0, 1), "was changed since it was looked at")
    assert _decode(pixels, _all(photos)) == changed
    assert pixels.read(_all(photos))[1].tolist() == list(range(2, 12))


def test_nothing_to_read(photos: list[Photo]) -> None:
    pixels = _opened(photos)
    none = np.array([], np.int32)
    assert _decode(pixels, none) == {}
    found, which = pixels.read(none)
    assert found.shape == (0, *FORM.shape)
    assert len(which) == 0


def test_vanished_looks_at_files_without_opening_them(
    photos: list[Photo], monkeypatch: pytest.MonkeyPatch
) -> None:
    pixels = _opened(photos)
    _decode(pixels, _all(photos))
    Path(photos[1].path).unlink()
    os.utime(photos[5].path, ns=(0, 0))
    _forbid_decoding(monkeypatch)
    found = {photo.number: photo.reason for photo in pixels.vanished(_all(photos))}
    assert found == {1: "no longer exists", 5: "was changed since it was looked at"}
    assert pixels.vanished(np.array([0, 2], np.int32)) == ()
    assert pixels.read(_all(photos))[1].tolist() == list(range(12))  # the cache has them still


def test_what_the_cache_loses_is_decoded_again(photos: list[Photo], litmus_home: Path) -> None:
    pixels = _opened(photos)
    _decode(pixels, _all(photos))
    for file in litmus_home.rglob("*.pixels"):
        os.truncate(file, 5 * FORM.height * FORM.width * 3)
    _is_right(pixels, photos, _all(photos))


def test_what_fails_in_an_epoch_is_left_out_and_told_after_it(photos: list[Photo]) -> None:
    pixels = _opened(photos, limit=1)  # nothing can be kept
    broken = Path(photos[3].path)
    status = broken.stat()
    broken.write_bytes(b"x" * status.st_size)
    os.utime(broken, ns=(status.st_atime_ns, status.st_mtime_ns))
    _, which = pixels.read(_all(photos))
    assert which.tolist() == [n for n in range(12) if n != 3]
    assert [photo.number for photo in pixels.vanished(_all(photos))] == [3]


def test_a_large_file_exchanged_while_it_is_decoded_is_not_kept(
    photos: list[Photo], monkeypatch: pytest.MonkeyPatch
) -> None:
    def exchange(path: Path, *_: object, **__: object) -> object:
        path.write_bytes(b"something else")
        return np.zeros(FORM.shape, np.uint8)

    monkeypatch.setattr(contents, "_READ_WHOLE", 0)
    monkeypatch.setattr(photo_pixels, "read_fitted", exchange)
    pixels = _opened(photos)
    reason = "was changed since it was looked at"
    assert _decode(pixels, np.array([0], np.int32)) == {0: reason}
    assert not PixelCache().holds(photos[0].content, FORM)


def test_progress_and_threads_that_end(photos: list[Photo]) -> None:
    told: list[DecodingProgress] = []
    before = threading.active_count()
    pixels = _opened(photos)
    pixels.decode(_all(photos)[:4], report=told.append, cancel=CancelToken())
    pixels.decode(_all(photos), report=told.append, cancel=CancelToken())
    assert threading.active_count() == before
    assert (told[-1].done, told[-1].photos, told[-1].seconds_left) == (12, 12, 0)
    assert told[-1].photos_per_second > 0
    assert all(0 <= progress.done <= 12 for progress in told)


def test_a_cancel_keeps_what_was_decoded(
    photos: list[Photo], monkeypatch: pytest.MonkeyPatch
) -> None:
    cancel = CancelToken()
    decoded: list[Path] = []

    def count(path: Path, form: PictureForm, **_: object) -> object:
        decoded.append(path)
        if len(decoded) == 3:
            cancel.cancel()
        return read_fitted(path, form)

    monkeypatch.setattr(os, "cpu_count", lambda: 2)  # more would be done before the cancel
    monkeypatch.setattr(photo_pixels, "read_fitted", count)
    with pytest.raises(Cancelled):
        _opened(photos).decode(_all(photos), report=lambda _progress: None, cancel=cancel)
    assert len(decoded) < 12
    cache = PixelCache()
    kept = [photo for photo in photos if cache.holds(photo.content, FORM)]
    assert len(kept) == len(decoded)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="SIGKILL is Unix's")
def test_a_decoding_killed_at_any_moment(tmp_path: Path) -> None:
    random = Random(3)
    many = []
    for number in range(60):
        path = tmp_path / f"{number}.jpg"
        path.write_bytes(encoded(np.roll(gradient(240, 320), 5 * number, axis=1), "JPEG"))
        many.append(_photo(path))
    form = PictureForm(width=300, height=200, channels=3)
    left = []
    for kill in range(20):
        if (child := os.fork()) == 0:
            with suppress(BaseException):
                _decode(PhotoPixels(many, form, cache=PixelCache()), _all(many))
            os._exit(0)
        time.sleep(random.uniform(0.005, 0.03) * (1 + kill / 4))  # the moment is the point
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        cache = PixelCache()
        left.append(sum(not cache.holds(photo.content, form) for photo in many))
    assert any(0 < count < 60 for count in left), "no kill came in the middle"
    assert left == sorted(left, reverse=True), "what one has decoded is there for the next"
    pixels = PhotoPixels(many, form, cache=PixelCache())
    assert _decode(pixels, _all(many)) == {}
    found, which = pixels.read(_all(many))
    assert len(which) == 60
    for photo, picture in zip(many, found, strict=True):
        np.testing.assert_array_equal(picture, read_fitted(Path(photo.path), form))


def test_files_are_only_read(photos: list[Photo]) -> None:
    before = {photo.path: (Path(photo.path).read_bytes(), photo.modified_ns) for photo in photos}
    pixels = _opened(photos)
    _decode(pixels, _all(photos))
    pixels.read(_all(photos))
    after = {p.path: (Path(p.path).read_bytes(), Path(p.path).stat().st_mtime_ns) for p in photos}
    assert after == before
