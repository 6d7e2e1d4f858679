"""Zips that lie about what they hold: refused with a sentence, and nothing is left."""

import os
import random
import struct
import zipfile
from pathlib import Path

import pytest

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.project import unpacking
from core.project.place import place_in
from core.project.project import Project
from core.project.project_file import project_text, read_project
from core.project.unpacking import unpack

GOOD = project_text(Project(), Path("/fruit"))


def _zip(path: Path, *entries: tuple[str, str], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("fruit/fruit.litmus", GOOD)
        for name, text in entries:
            archive.writestr(name, text)
    return path


def _refused(packed: Path, words: str) -> None:
    before = sorted(packed.parent.rglob("*"))
    with pytest.raises(LitmusError, match=words):
        unpack(packed, packed.parent / "there", report=lambda _: None, cancel=CancelToken())
    assert sorted(packed.parent.rglob("*")) == before


@pytest.mark.parametrize(
    "name",
    [
        "fruit/a:stream",
        "fruit/.. /out",
        "fruit/.../out",
        "fruit// out",
        "//server/share",
        "~/../out",
        "fruit/runs/../../../out",
        "fruit/runs/C:",
    ],
)
def test_ways_out_that_some_system_knows(name: str, tmp_path: Path) -> None:
    _refused(_zip(tmp_path / "f.zip", (name, "x")), "is not allowed")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "pair",
    [("runs/a", "runs/a"), ("runs/é", "runs/e\u0301"), ("runs/ß", "runs/SS")],
)
def test_two_files_that_some_system_takes_for_one(pair: tuple[str, str], tmp_path: Path) -> None:
    entries = [(f"fruit/{name}", name) for name in pair]
    _refused(_zip(tmp_path / "f.zip", *entries), "it is there twice")


def test_a_file_that_is_a_folder_too(tmp_path: Path) -> None:
    _refused(_zip(tmp_path / "f.zip", ("fruit/a", "x"), ("fruit/a/b", "x")), "could not be made")


def test_an_encrypted_part(tmp_path: Path) -> None:
    packed = _zip(tmp_path / "f.zip", ("fruit/runs/a", "x"))
    raw = bytearray(packed.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.rindex(mark) + flags] |= 1
    packed.write_bytes(raw)
    _refused(packed, "encrypted")


def test_a_method_that_nobody_knows(tmp_path: Path) -> None:
    packed = _zip(tmp_path / "f.zip", ("fruit/runs/a", "x" * 100))
    raw = bytearray(packed.read_bytes())
    for mark, method in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        raw[raw.rindex(mark) + method] = 77
    packed.write_bytes(raw)
    _refused(packed, "not known here")


def test_more_in_a_file_than_it_says(tmp_path: Path) -> None:
    packed = _zip(tmp_path / "f.zip", ("fruit/runs/a", "x" * 100_000))
    raw = bytearray(packed.read_bytes())
    for mark, size in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", raw, raw.rindex(mark) + size, 10)
    packed.write_bytes(raw)
    _refused(packed, "was not unpacked")


def test_a_project_file_that_unfolds_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "MOST_BYTES", len(GOOD) - 1)
    _refused(_zip(tmp_path / "f.zip"), "larger than a project can be")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "f.zip")
    _refused(tmp_path / "f.zip", "not a file")


def test_noise_in_a_zip_is_told(tmp_path: Path) -> None:
    """However a good one is damaged, it is refused or whole; nothing else comes out of it."""
    entries = [("fruit/runs/run-001/a", "text " * 400), ("fruit/pictures/b", "more " * 300)]
    raw = _zip(tmp_path / "good.zip", *entries).read_bytes()
    (tmp_path / "good.zip").unlink()
    dice = random.Random(5)
    refused = 0
    for number in range(150):
        damaged = bytearray(raw[: dice.randrange(len(raw))] if number % 3 == 0 else raw)
        for _ in range(dice.randrange(1, 4)):
            if damaged:
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        packed = tmp_path / "f.zip"
        packed.write_bytes(damaged)
        target = tmp_path / f"there-{number}"
        try:
            place = unpack(packed, target, report=lambda _: None, cancel=CancelToken())
        except LitmusError:
            refused += 1
            assert not target.exists()
        else:
            assert read_project(place) == Project()
    assert refused > 100
    assert not list(tmp_path.glob(".*"))


def test_what_macos_adds_to_a_zip_is_left_out(tmp_path: Path) -> None:
    litter = [("__MACOSX/fruit/._a", "x"), ("fruit/.DS_Store", "x"), ("fruit/runs/.DS_Store", "x")]
    packed = _zip(tmp_path / "f.zip", *litter, ("fruit/runs/a", "x"))
    target = tmp_path / "obst"
    place = unpack(packed, target, report=lambda _: None, cancel=CancelToken())
    assert place == place_in(target)
    files = sorted(p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file())
    assert files == ["obst.litmus", "runs/a"]
