import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import NoReturn

import numpy as np
import pytest

from core.data.dataset import Pixels
from core.data.folder import block_cache, pixel_cache
from core.data.folder.pixel_cache import PixelCache
from core.data.form import Fit, Ground, PictureForm
from core.model.network import InputSpec

FORM = PictureForm(width=6, height=5, channels=3)
SIZE = 90
LIMIT = 1_000_000


def _content(number: int) -> bytes:
    return blake2b(str(number).encode(), digest_size=16).digest()


def _pixels(number: int, form: PictureForm = FORM) -> Pixels:
    return np.random.default_rng(number).integers(0, 256, form.shape, np.uint8)


def _filled(folder: Path, count: int = 20, *, first: int = 0, limit: int = LIMIT) -> PixelCache:
    cache = PixelCache(folder, limit_bytes=limit)
    for number in range(first, first + count):
        cache.put(_content(number), FORM, _pixels(number))
    return cache


def _right(cache: PixelCache, count: int = 20) -> list[int]:
    """Numbers of the pictures that are there; those that are have to be right."""
    found = {n: cache.get(_content(n), FORM) for n in range(count)}
    for number, pixels in found.items():
        if pixels is not None:
            np.testing.assert_array_equal(pixels, _pixels(number))
    return [number for number, pixels in found.items() if pixels is not None]


def _files(folder: Path, suffix: str) -> list[Path]:
    return sorted(folder.rglob(f"*{suffix}"))


def test_what_was_put_is_there_now_and_after_a_start(tmp_path: Path) -> None:
    cache = _filled(tmp_path)
    assert _right(cache) == list(range(20))
    assert cache.problem is None
    again = PixelCache(tmp_path, limit_bytes=LIMIT)
    assert all(again.holds(_content(n), FORM) for n in range(20))
    assert not again.holds(_content(20), FORM)
    assert _right(again, 21) == list(range(20))
    assert cache.size_bytes() == 20 * (SIZE + 32)


def test_the_usual_place_is_the_cache_of_the_platform(litmus_home: Path) -> None:
    PixelCache().put(_content(1), FORM, _pixels(1))
    assert _files(litmus_home / "cache", ".pixels")


@pytest.mark.parametrize(
    "change",
    [
        {"width": 7},
        {"channels": 1},
        {"fit": Fit.CROP},
        {"ground": Ground.BLACK},
    ],
)
def test_another_form_is_another_picture(tmp_path: Path, change: dict[str, object]) -> None:
    other = PictureForm.model_validate({**FORM.model_dump(), **change})
    assert not _filled(tmp_path).holds(_content(0), other)


def test_the_input_of_a_network_is_a_form_like_any_other(tmp_path: Path) -> None:
    cache = _filled(tmp_path)
    network = InputSpec(**FORM.model_dump(), rescale=False)
    assert cache.holds(_content(0), network)
    cache.put(_content(99), network, _pixels(99))
    assert cache.holds(_content(99), FORM)


def test_another_decoder_is_another_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _filled(tmp_path)
    monkeypatch.setattr(pixel_cache, "decoder_version", lambda: "2, Pillow 99")
    assert _right(PixelCache(tmp_path, limit_bytes=LIMIT)) == []


@pytest.mark.parametrize("part", [0, 1, SIZE - 1, SIZE, 10 * SIZE + 1, 20 * SIZE - 1])
def test_a_pack_cut_short_gives_what_is_left(tmp_path: Path, part: int) -> None:
    _filled(tmp_path)
    os.truncate(_files(tmp_path, ".pixels")[0], part)
    assert _right(PixelCache(tmp_path, limit_bytes=LIMIT)) == list(range(part // SIZE))


def test_a_pack_cut_short_while_it_is_used(tmp_path: Path) -> None:
    _filled(tmp_path)
    cache = PixelCache(tmp_path, limit_bytes=LIMIT)
    assert cache.holds(_content(19), FORM)
    os.truncate(_files(tmp_path, ".pixels")[0], 5 * SIZE)
    assert _right(cache) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("part", [0, 31, 32, 33, 5 * 32 + 16])
def test_an_index_cut_short_gives_what_is_left(tmp_path: Path, part: int) -> None:
    _filled(tmp_path)
    os.truncate(_files(tmp_path, ".index")[0], part)
    assert _right(PixelCache(tmp_path, limit_bytes=LIMIT)) == list(range(part // 32))


def test_an_index_that_is_gone(tmp_path: Path) -> None:
    _filled(tmp_path)
    _files(tmp_path, ".index")[0].unlink()
    assert _right(PixelCache(tmp_path, limit_bytes=LIMIT)) == []


@pytest.mark.parametrize("suffix", [".pixels", ".index"])
@pytest.mark.parametrize("seed", range(5))
def test_noise_is_never_taken_for_a_picture(tmp_path: Path, suffix: str, seed: int) -> None:
    _filled(tmp_path)
    file = _files(tmp_path, suffix)[0]
    noise = bytearray(file.read_bytes())
    random = Random(seed)
    start = random.randrange(len(noise) // 2)
    noise[start : start + 200] = random.randbytes(200)
    file.write_bytes(noise)
    found = _right(PixelCache(tmp_path, limit_bytes=LIMIT))
    assert 10 <= len(found) < 20


def test_a_single_bit_is_noticed_and_mended(tmp_path: Path) -> None:
    _filled(tmp_path)
    file = _files(tmp_path, ".pixels")[0]
    content = bytearray(file.read_bytes())
    content[3 * SIZE + 7] ^= 1
    file.write_bytes(content)
    cache = PixelCache(tmp_path, limit_bytes=LIMIT)
    assert _right(cache) == [n for n in range(20) if n != 3]
    for number in range(20):
        cache.put(_content(number), FORM, _pixels(number))
    assert _right(cache) == list(range(20))
    assert 3 in _right(PixelCache(tmp_path, limit_bytes=LIMIT))


def test_all_noise(tmp_path: Path) -> None:
    _filled(tmp_path)
    for file in tmp_path.rglob("*"):
        if file.is_file():
            file.write_bytes(Random(0).randbytes(5000))
    cache = PixelCache(tmp_path, limit_bytes=LIMIT)
    assert _right(cache) == []
    cache.put(_content(1), FORM, _pixels(1))
    assert _right(cache) == [1]


def test_the_oldest_packs_give_way(tmp_path: Path) -> None:
    limit = 40 * (SIZE + 32)
    _filled(tmp_path, 10, limit=limit)
    first = _files(tmp_path, ".pixels")[0]
    os.utime(first, (1, 1))
    _filled(tmp_path, 10, first=10, limit=limit)
    cache = _filled(tmp_path, 20, first=20, limit=limit)
    assert cache.problem is None
    assert cache.size_bytes() <= limit
    assert not first.exists()
    assert set(range(20, 40)) <= set(_right(cache, 40))


def test_what_was_used_last_stays_longest(tmp_path: Path) -> None:
    limit = 40 * (SIZE + 32)
    for first in (0, 10):
        _filled(tmp_path, 10, first=first, limit=limit)
    for file in _files(tmp_path, ".pixels"):
        os.utime(file, (1, 1))
    assert PixelCache(tmp_path, limit_bytes=limit).holds(_content(3), FORM)
    cache = _filled(tmp_path, 15, first=20, limit=limit)
    assert _right(cache, 20) == list(range(10))


def test_a_full_cache_keeps_what_is_in_use_and_says_so(tmp_path: Path) -> None:
    cache = _filled(tmp_path, 60, limit=40 * (SIZE + 32))
    assert cache.problem is not None
    assert "is full" in cache.problem
    assert "Preferences" in cache.problem
    found = _right(cache, 60)
    assert len(found) >= 30
    assert found == list(range(len(found)))
    assert cache.size_bytes() <= 40 * (SIZE + 32)


def test_pictures_of_another_folder_in_the_same_form_give_way(tmp_path: Path) -> None:
    limit = 40 * (SIZE + 32)
    _filled(tmp_path, 38, limit=limit)
    cache = PixelCache(tmp_path, limit_bytes=limit)
    assert not cache.holds(_content(100), FORM)  # it knows the packs now, and uses none
    for number in range(100, 130):
        cache.put(_content(number), FORM, _pixels(number))
    assert cache.problem is None
    assert all(cache.get(_content(n), FORM) is not None for n in range(100, 130))
    assert not cache.holds(_content(0), FORM)


def test_clearing_removes_everything_and_what_is_read_goes_on(tmp_path: Path) -> None:
    window, training = _filled(tmp_path / "x"), PixelCache(tmp_path / "x", limit_bytes=LIMIT)
    assert training.holds(_content(0), FORM)
    window.clear()
    assert window.size_bytes() == 0
    assert _right(window) == []
    assert not (tmp_path / "x").exists()
    training.put(_content(50), FORM, _pixels(50))
    assert training.get(_content(50), FORM) is not None
    window.put(_content(1), FORM, _pixels(1))
    assert _right(window) == [1]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = _filled(tmp_path / "file")
    assert cache.problem is not None
    assert "cannot be kept" in cache.problem
    assert _right(cache) == []
    assert cache.size_bytes() == 0


@pytest.mark.parametrize("room", [5 * SIZE + 40, 5 * SIZE, 8])
def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    left = [room]
    real = os.write

    def write(file: int, content: memoryview) -> int:
        written = real(file, content[: left[0]])
        left[0] -= written
        return written

    monkeypatch.setattr(os, "write", write)
    cache = _filled(tmp_path)
    assert cache.problem is not None
    assert "No space left" in cache.problem
    kept = _right(cache)
    assert kept == list(range(len(kept)))
    assert len(kept) < 5
    assert _right(PixelCache(tmp_path, limit_bytes=LIMIT)) == kept


@pytest.mark.skipif(sys.platform == "win32", reason="resource limits are Unix's")
def test_a_disk_that_is_full_for_real(tmp_path: Path) -> None:
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (450, 450));"
        "from tests.core.data.folder.test_pixel_cache import _filled, _right;"
        f"from pathlib import Path; cache = _filled(Path({str(tmp_path)!r}));"
        "assert 'cannot be kept' in cache.problem; print(_right(cache))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[0, 1, 2, 3, 4]\n"


def test_two_caches_share_a_folder(tmp_path: Path) -> None:
    one, other = (PixelCache(tmp_path, limit_bytes=LIMIT) for _ in range(2))
    for number in range(40):
        (one if number % 2 else other).put(_content(number), FORM, _pixels(number))
    assert _right(PixelCache(tmp_path, limit_bytes=LIMIT), 40) == list(range(40))


def test_many_threads(tmp_path: Path) -> None:
    cache = PixelCache(tmp_path, limit_bytes=LIMIT)

    def work(seed: int) -> None:
        numbers = list(range(200))
        Random(seed).shuffle(numbers)
        for number in numbers:
            cache.put(_content(number), FORM, _pixels(number))
            pixels = cache.get(_content(number), FORM)
            assert pixels is not None
            np.testing.assert_array_equal(pixels, _pixels(number))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    assert cache.size_bytes() == 200 * (SIZE + 32)


def test_packs_are_followed_by_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block_cache, "_PACK_BYTES", 4 * SIZE)
    cache = _filled(tmp_path)
    assert len(_files(tmp_path, ".pixels")) == 5
    assert _right(cache) == list(range(20))
    assert _right(PixelCache(tmp_path, limit_bytes=LIMIT)) == list(range(20))


@pytest.mark.skipif(not hasattr(os, "preadv"), reason="the way of Windows is the only one there")
def test_the_way_of_windows_reads_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = _filled(tmp_path)
    monkeypatch.delattr(os, "preadv")
    assert _right(cache) == list(range(20))
    os.truncate(_files(tmp_path, ".pixels")[0], 3 * SIZE + 1)
    assert _right(cache) == [0, 1, 2]


def test_files_are_closed_with_the_cache(tmp_path: Path) -> None:
    fds = Path("/proc/self/fd")
    if not fds.exists():
        pytest.skip("open files can be counted on Linux only")
    before = len(list(fds.iterdir()))
    cache = _filled(tmp_path)
    assert len(list(fds.iterdir())) > before
    del cache
    assert len(list(fds.iterdir())) == before


BIG = PictureForm(width=300, height=300, channels=3)


def _write_for_ever(folder: Path, first: int) -> NoReturn:
    """The work of another process."""
    with suppress(BaseException):
        cache = PixelCache(folder, limit_bytes=10**9)
        for number in range(first, first + 1000):
            cache.put(_content(number), BIG, _pixels(number, BIG))
    os._exit(0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="SIGKILL is Unix's")
def test_a_writer_killed_at_any_moment(tmp_path: Path) -> None:
    random = Random(1)
    for kill in range(20):
        child = os.fork()
        if child == 0:
            _write_for_ever(tmp_path, 1000 * kill)
        time.sleep(random.uniform(0.005, 0.06))  # the moment is the point of the test
        os.kill(child, signal.SIGKILL)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    cache = PixelCache(tmp_path, limit_bytes=10**9)
    written = sum(file.stat().st_size // (300 * 300 * 3) for file in _files(tmp_path, ".pixels"))
    found = 0
    for number in range(20_000):
        pixels = cache.get(_content(number), BIG)
        if pixels is not None:
            found += 1
            np.testing.assert_array_equal(pixels, _pixels(number, BIG))
    assert written - 20 <= found <= written
    assert found > 20
