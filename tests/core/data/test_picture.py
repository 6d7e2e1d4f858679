import os
import stat
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.data.picture import decode
from core.data.picture_error import PictureError
from tests.core.data.pictures import encoded, gradient, png_header

LOSSLESS = ["PNG", "BMP", "DIB", "TIFF", "PPM", "ICO", "TGA", "PCX", "QOI", "SGI", "DDS"]
LOSSY = ["JPEG", "AVIF", "HEIF", "JPEG2000"]


@pytest.mark.parametrize("kind", LOSSLESS)
def test_lossless_kinds_are_read_exactly(kind: str) -> None:
    picture = decode(encoded(gradient(), kind), name=f"a.{kind.lower()}")
    np.testing.assert_array_equal(picture.pixels, gradient())
    assert picture.size == (40, 30)
    assert not picture.pixels.flags.writeable


@pytest.mark.parametrize("kind", LOSSY)
def test_lossy_kinds_are_read_closely(kind: str) -> None:
    picture = decode(encoded(gradient(), kind), name="a")
    assert picture.format == kind
    assert np.abs(picture.pixels.astype(int) - gradient()).mean() < 6


def test_webp_and_gif_are_read() -> None:
    webp = decode(encoded(gradient(), "WEBP", lossless=True))
    np.testing.assert_array_equal(webp.pixels, gradient())
    assert decode(encoded(gradient(), "GIF")).pixels.shape == (30, 40, 3)


@pytest.mark.parametrize("name", ["a b.png", "👟.png", 'it\'s "so".png', "50%#1.png", "ü.png"])
def test_names_of_any_kind(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(encoded(gradient(), "PNG"))
    assert decode(path).name == name


def test_a_mislabelled_picture_is_read_for_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "x.jpg"
    path.write_bytes(encoded(gradient(), "PNG"))
    assert decode(path).format == "PNG"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"Dear diary, this is no picture at all.", "is not a picture"),
        (b"\0" * 2000, "is not a picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "a kind that is not read (EPS)"),
        (b"%PDF-1.7\n", "a kind that is not read (PDF)"),
        (b'<?xml version="1.0"?>\n<svg xmlns="x">', "a kind that is not read (SVG)"),
        (b"\x89PNG\r\n\x1a\n", "is damaged or cut short"),
    ],
)
def test_what_is_no_picture_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(content)
    for source in (path, content):
        with pytest.raises(PictureError) as error:
            decode(source, name="x.png")
        assert reason in error.value.reason
        assert error.value.message == f"“x.png” {error.value.reason}."


@pytest.mark.parametrize("kind", [*LOSSLESS, *LOSSY, "WEBP", "GIF"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_truncated_picture_is_refused(kind: str, part: float) -> None:
    content = encoded(gradient(120, 160), kind)
    with pytest.raises(PictureError, match=r"cut short"):
        decode(content[: int(len(content) * part)], name=f"a.{kind.lower()}")


@pytest.mark.skipif(sys.platform == "win32", reason="libtiff cannot be reached there")
def test_a_damaged_tiff_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    content = bytearray(encoded(gradient(), "TIFF", compression="tiff_lzw"))
    content[20:200] = b"\xff" * 180
    with pytest.raises(PictureError):
        decode(bytes(content))
    assert capfd.readouterr().err == ""


def test_a_truncated_camera_picture_is_refused_also_when_reduced() -> None:
    content = encoded(gradient(600, 800), "JPEG")
    with pytest.raises(PictureError, match="is cut short"):
        decode(content[: len(content) // 2], target=(28, 28))


@given(st.binary(max_size=300), st.sampled_from(["", ".tga", ".pcx", ".dib"]))
def test_random_bytes_give_a_picture_or_a_reason(content: bytes, suffix: str) -> None:
    with suppress(PictureError):
        assert decode(content, name=f"x{suffix}", pixel_limit=1_000_000).pixels.size


@given(st.data(), st.sampled_from(["PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP", "ICO"]))
def test_damaged_pictures_give_a_picture_or_a_reason(data: st.DataObject, kind: str) -> None:
    content = bytearray(encoded(gradient(), kind))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(PictureError):
        assert decode(bytes(content), pixel_limit=1_000_000).pixels.size


def test_a_bomb_is_refused_by_its_header() -> None:
    with pytest.raises(PictureError, match=r"has 2,500 megapixels; the limit is 250"):
        decode(png_header(50_000, 50_000))


def test_just_over_the_limit_is_refused_and_at_it_is_not() -> None:
    content = encoded(gradient(), "PNG")
    assert decode(content, pixel_limit=1_200).size == (40, 30)
    with pytest.raises(PictureError, match="the limit is"):
        decode(content, pixel_limit=1_199)


def test_a_bomb_in_an_icon_is_refused() -> None:
    inner = png_header(60_000, 60_000)
    entry = bytes((16, 16, 0, 0, 1, 0, 32, 0)) + len(inner).to_bytes(4, "little")
    content = b"\0\0\1\0\1\0" + entry + (22).to_bytes(4, "little") + inner
    with pytest.raises(PictureError, match="has 3,600 megapixels"):
        decode(content)


def test_pillows_own_limit_neither_warns_nor_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert decode(encoded(gradient(), "PNG"), pixel_limit=1_200).size == (40, 30)


def test_places_that_hold_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "x.png"
    folder.mkdir()
    with pytest.raises(PictureError, match=r"“x\.png” is a folder"):
        decode(folder)
    with pytest.raises(PictureError, match="no longer exists"):
        decode(tmp_path / "gone.png")
    with pytest.raises(PictureError, match="cannot be opened"):
        decode(tmp_path / ("long" * 200))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have names on Unix only")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    with pytest.raises(PictureError, match="is not a file"):
        decode(tmp_path / "pipe.png")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(encoded(gradient(), "PNG"))

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # root, as in containers, may read everything
    with pytest.raises(PictureError, match="may not be read"):
        decode(path)


def test_eps_never_reaches_ghostscript(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "mark"
    gs = tmp_path / "gs"
    gs.write_text(f"#!/bin/sh\ntouch '{mark}'\n", encoding="utf-8")
    gs.chmod(gs.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    content = encoded(gradient(), "EPS")
    for name in ("x.eps", "x.png", "x.ps"):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(PictureError, match=r"not read \(EPS\)"):
            decode(path)
    assert not mark.exists()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("target", [None, (10, 10)])
def test_pictures_are_upright(orientation: int, target: tuple[int, int] | None) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    upright = np.zeros((30, 40, 3), np.uint8)
    upright[:15, :20] = 255  # white at the top left
    stored = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.transpose(1, 0, 2),
        6: np.rot90(upright),
        7: upright[::-1, ::-1].transpose(1, 0, 2),
        8: np.rot90(upright, -1),
    }[orientation]
    picture = decode(encoded(np.ascontiguousarray(stored), "PNG", exif=exif), target=target)
    assert picture.size == (40, 30)
    rows, columns = picture.pixels.shape[:2]
    assert picture.pixels[0, 0, 0] == 255
    assert picture.pixels[rows - 1, 0, 0] == 0
    assert picture.pixels[0, columns - 1, 0] == 0


def test_broken_exif_is_ignored() -> None:
    content = encoded(gradient(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff garbage")
    assert decode(content).size == (40, 30)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_target_reduces_but_never_below(kind: str) -> None:
    content = encoded(gradient(600, 800), kind)
    picture = decode(content, target=(100, 100))
    assert picture.size == (800, 600)
    height, width = picture.pixels.shape[:2]
    assert 100 <= height <= 200
    assert 100 <= width <= 266
    assert decode(content, target=(500, 500)).pixels.shape == (600, 800, 3)


@pytest.mark.parametrize(("width", "height"), [(1, 1), (1, 3000), (3000, 1)])
def test_thin_pictures(width: int, height: int) -> None:
    pixels = np.full((height, width, 1), 7, np.uint8)
    picture = decode(encoded(pixels, "PNG"), target=(28, 28))
    np.testing.assert_array_equal(picture.pixels, pixels)


def test_decoding_in_many_threads() -> None:
    contents = [encoded(gradient(30 + i, 40), kind) for i in range(8) for kind in ("PNG", "HEIF")]
    with ThreadPoolExecutor(8) as threads:
        pictures = list(threads.map(decode, contents))
    assert [p.size[1] for p in pictures] == [30 + i for i in range(8) for _ in range(2)]
