import os
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

import gui
from core.data.folder.listing import FoundFile
from gui.data_tab import thumbnails
from gui.data_tab.thumbnails import Thumbnails, _opened
from gui.jobs import Jobs
from tests.gui.folders import PATIENCE_MS


def found(path: Path) -> FoundFile:
    status = path.stat()
    return FoundFile(os.fspath(path), 0, None, status.st_size, status.st_mtime_ns)


def write(path: Path, size: tuple[int, int], colour: str = "red") -> FoundFile:
    Image.new("RGB", size, colour).save(path)
    return found(path)


def made(qtbot: QtBot, small: Thumbnails, file: FoundFile) -> QImage:
    """The small picture, once it is there."""
    small.image(file, None)
    qtbot.waitUntil(lambda: small.image(file, None) is not None, timeout=PATIENCE_MS)
    image = small.image(file, None)
    assert image is not None
    return image


@pytest.fixture
def small(jobs: Jobs) -> Thumbnails:
    return Thumbnails(jobs)


@pytest.mark.parametrize("size", [(300, 200), (200, 300), (20, 10), (1, 3000), (3000, 1), (1, 1)])
def test_they_are_squares_whatever_the_picture(
    qtbot: QtBot, small: Thumbnails, tmp_path: Path, size: tuple[int, int]
) -> None:
    small.set_side(48)
    image = made(qtbot, small, write(tmp_path / "a.png", size))

    assert (image.width(), image.height()) == (48, 48)
    assert image.pixelColor(24, 24).name() == "#ff0000"


def test_a_small_picture_is_enlarged_without_blurring(
    qtbot: QtBot, small: Thumbnails, tmp_path: Path
) -> None:
    picture = Image.new("L", (2, 2))
    picture.putdata([0, 255, 255, 0])
    picture.save(tmp_path / "a.png")
    small.set_side(40)

    image = made(qtbot, small, found(tmp_path / "a.png"))

    assert {image.pixelColor(x, 5).value() for x in range(40)} == {0, 255}


def test_what_cannot_be_read_is_an_empty_frame(
    qtbot: QtBot, small: Thumbnails, tmp_path: Path
) -> None:
    (tmp_path / "a.jpg").write_bytes(b"no picture")

    assert made(qtbot, small, found(tmp_path / "a.jpg")).hasAlphaChannel()


def test_memory_is_bounded(
    qtbot: QtBot, small: Thumbnails, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails, "_KEPT_BYTES", 3 * 32 * 32 * 4)
    small.set_side(32)
    files = [write(tmp_path / f"{number}.png", (64, 64)) for number in range(6)]

    for file in files:
        made(qtbot, small, file)

    kept = [file.path for file in files if file.path in small._kept]
    assert kept == [file.path for file in files[-3:]]
    assert small._bytes == 3 * 32 * 32 * 4


def test_what_was_passed_by_long_ago_is_not_made(
    qtbot: QtBot, jobs: Jobs, small: Thumbnails, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails, "_WAITING", 5)
    files = [write(tmp_path / f"{number}.png", (8, 8)) for number in range(20)]
    for file in files:
        small.image(file, None)

    qtbot.waitUntil(lambda: files[-1].path in small._kept, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not jobs.active)

    assert set(small._kept) == {file.path for file in files[-5:]}


def test_another_size_makes_them_anew(qtbot: QtBot, small: Thumbnails, tmp_path: Path) -> None:
    file = write(tmp_path / "a.png", (100, 100))
    made(qtbot, small, file)
    small.set_side(20)

    assert made(qtbot, small, file).width() == 20


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_what_is_in_store_is_opened_in_its_colours(mode: str) -> None:
    stream = BytesIO()
    Image.new("RGB", (9, 5), "tomato").convert(mode).save(stream, "JPEG", quality=95)
    found = _opened(stream.getvalue())
    assert (found.width(), found.height()) == (9, 5)
    red, green, blue = (
        getattr(found.pixelColor(4, 2), part)() for part in ("red", "green", "blue")
    )
    assert (red > 200 and green < 120) if mode == "RGB" else (red == green == blue)
    assert _opened(stream.getvalue()[:40]).isNull()
    assert _opened(b"no picture").isNull()


def test_no_picture_is_read_by_qt() -> None:
    """Its readers connect objects: in a worker, that has stopped the window for ever."""
    readers = re.compile(r"\b(fromData|loadFromData|QImageReader|QMovie)\b")
    found = [
        path.name
        for path in Path(gui.__file__).parent.rglob("*.py")
        if readers.search(path.read_text())
    ]
    assert found == []
