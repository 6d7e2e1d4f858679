"""A packed project opens elsewhere; a zip that means harm is refused and writes nothing."""

import shutil
import stat
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.cancellation import CancelToken
from core.data.folder.edits import FolderEdits
from core.data.folder.listing import list_pictures
from core.data.folder.source import AddedPicture, PhotoSource
from core.errors import Cancelled, LitmusError
from core.project.copying import Progress
from core.project.packing import pack
from core.project.place import ProjectPlace, place_in
from core.project.project import Photos, Project
from core.project.project_file import project_text, read_project, write_project
from core.project.unpacking import unpack


def _ignore(_progress: Progress) -> None:
    """Nobody looks."""


def _unpack(packed: Path, target: Path) -> ProjectPlace:
    return unpack(packed, target, report=_ignore, cancel=CancelToken())


def _picture(path: Path, grey: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.full((4, 4, 3), grey, np.uint8)).save(path)
    return path


@pytest.fixture
def fruit(tmp_path: Path) -> tuple[ProjectPlace, Project]:
    """A project with pictures far away, two runs, one of them deleted."""
    photos = tmp_path / "far" / "photos"
    for number, name in enumerate(("fig/a.png", "fig/b.png", "kiwi/a.png", "kiwi/b: 1.png")):
        _picture(photos / name, 10 * number)
    more, loose = tmp_path / "more" / "plum", _picture(tmp_path / "x" / "a.png", 99)
    _picture(more / "a.png", 77)
    place = place_in(tmp_path / "fruit")
    for run in ("run-001", "run-002"):
        (place.runs_folder / run).mkdir(parents=True)
        (place.runs_folder / run / "run.json").write_text(run)
    edits = FolderEdits(
        names={"fig": "Fig"},
        left_out=frozenset({str(photos / "fig" / "b.png"), str(photos / "kiwi" / "gone.png")}),
        classes={str(photos / "kiwi" / "b: 1.png"): "fig"},
    )
    source = PhotoSource(
        root=photos,
        class_folders=(more,),
        added=(AddedPicture(path=loose, class_name="kiwi"),),
    )
    project = Project(
        photos=Photos(source=source, edits=edits), discarded_runs=frozenset({"run-002"})
    )
    write_project(place, project)
    return place, project


def test_it_opens_on_another_computer(fruit: tuple[ProjectPlace, Project], tmp_path: Path) -> None:
    place, project = fruit
    told: list[Progress] = []
    pack(place, project, tmp_path / "fruit.zip", report=told.append, cancel=CancelToken())
    assert told
    for folder in ("far", "more", "x", "fruit"):
        shutil.rmtree(tmp_path / folder)
    found = _unpack(tmp_path / "fruit.zip", tmp_path / "there" / "obst")
    assert found.file == tmp_path / "there" / "obst" / "obst.litmus"
    assert [p.name for p in found.runs_folder.iterdir()] == ["run-001"]
    there = read_project(found)
    assert there.discarded_runs == frozenset()
    assert there.photos is not None
    photos = found.folder / "pictures" / "photos"
    assert there.photos.source.root == photos
    assert there.photos.edits.names == {"fig": "Fig"}
    assert there.photos.edits.left_out == {
        str(photos / "fig" / "b.png"),
        str(photos / "kiwi" / "gone.png"),
    }
    assert list(there.photos.edits.classes) == [str(photos / "kiwi" / "b_ 1.png")]
    listed = list_pictures(there.photos.source)
    assert {Path(file.path).name for file in listed.files} == {"a.png", "b.png", "b_ 1.png"}
    assert len(listed.files) == 6
    assert set(listed.folders) >= {"fig", "kiwi", "plum"}


def test_an_existing_file_is_not_overwritten(
    fruit: tuple[ProjectPlace, Project], tmp_path: Path
) -> None:
    (tmp_path / "fruit.zip").write_text("mine")
    with pytest.raises(LitmusError, match="exists already"):
        pack(*fruit, tmp_path / "fruit.zip", report=_ignore, cancel=CancelToken())
    assert (tmp_path / "fruit.zip").read_text() == "mine"


def test_called_off_it_leaves_nothing(fruit: tuple[ProjectPlace, Project], tmp_path: Path) -> None:
    cancel = CancelToken()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(Cancelled):
        pack(*fruit, tmp_path / "f.zip", report=lambda _: cancel.cancel(), cancel=cancel)
    assert sorted(tmp_path.rglob("*")) == before
    pack(*fruit, tmp_path / "f.zip", report=_ignore, cancel=CancelToken())
    before = sorted(tmp_path.rglob("*"))
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        unpack(
            tmp_path / "f.zip",
            tmp_path / "there",
            report=lambda _: cancel.cancel(),
            cancel=cancel,
        )
    assert sorted(tmp_path.rglob("*")) == before


GOOD = project_text(Project(), Path("/fruit"))


def _link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


HARM: dict[str, list[str | zipfile.ZipInfo]] = {
    "out": ["fruit/../../out.txt"],
    "absolute": ["/out.txt"],
    "drive": ["C:/out.txt"],
    "backslash": ["fruit\\..\\..\\out.txt"],
    "link": [_link("fruit/runs")],
    "link and through it": [_link("fruit/runs"), "fruit/runs/out.txt"],
    "twice": ["fruit/a.txt", "fruit/A.txt"],
    "two folders": ["other/a.txt"],
    "loose": ["a.txt"],
    "two projects": ["fruit/other.litmus"],
    "dots": ["fruit/./a.txt"],
}


@pytest.mark.parametrize("name", HARM)
def test_nothing_is_written_outside(name: str, tmp_path: Path) -> None:
    packed = tmp_path / "in" / "fruit.zip"
    packed.parent.mkdir()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("fruit/fruit.litmus", GOOD)
        for entry in HARM[name]:
            archive.writestr(entry, "/etc")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(LitmusError, match="was not unpacked"):
        _unpack(packed, tmp_path / "there")
    assert sorted(tmp_path.rglob("*")) == before
    assert not Path("/out.txt").exists()


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    packed = tmp_path / "fruit.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("fruit/fruit.litmus", GOOD)
        with archive.open("fruit/runs/zero", "w") as zero:
            for _ in range(150):
                zero.write(bytes(1_000_000))
    with pytest.raises(LitmusError, match="GB, which no project"):
        _unpack(packed, tmp_path / "there")


def test_more_than_is_free_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = tmp_path / "fruit.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("fruit/fruit.litmus", GOOD)
    usage = shutil.disk_usage(tmp_path)._replace(free=100)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(LitmusError, match="GB are free"):
        _unpack(packed, tmp_path / "there")


@pytest.mark.parametrize(
    "raw", [b"", b"PK\x03\x04", b"\x89PNG" * 100, None], ids=["empty", "cut", "png", "broken"]
)
def test_what_is_no_zip_is_refused(raw: bytes | None, tmp_path: Path) -> None:
    packed = tmp_path / "fruit.zip"
    if raw is None:
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("fruit/fruit.litmus", GOOD)
            archive.writestr("fruit/runs/a", "a" * 1000)
        raw = packed.read_bytes().replace(b"a" * 1000, b"b" * 1000)
    packed.write_bytes(raw)
    with pytest.raises(LitmusError, match="was not unpacked"):
        _unpack(packed, tmp_path / "there")
    assert not (tmp_path / "there").exists()


def test_a_project_of_the_future_is_not_unpacked(tmp_path: Path) -> None:
    packed = tmp_path / "fruit.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("fruit/fruit.litmus", GOOD.replace('"schema": 1', '"schema": 99'))
    with pytest.raises(LitmusError, match="newer Litmus"):
        _unpack(packed, tmp_path / "there")
    assert not (tmp_path / "there").exists()
