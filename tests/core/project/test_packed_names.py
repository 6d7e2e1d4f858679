"""What is packed here can be unpacked on any system, and its classes are called as before."""

import os
import shutil
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.cancellation import CancelToken
from core.data.folder.catalogue import Catalogue
from core.data.folder.edits import FolderEdits
from core.data.folder.loading import load_catalogue
from core.data.folder.source import AddedPicture, PhotoSource
from core.errors import LitmusError
from core.project.packed_names import PackedNames, alike, usable
from core.project.packing import Packed, pack
from core.project.place import place_in
from core.project.project import Photos, Project
from core.project.project_file import read_project, write_project
from core.project.unpacking import unpack
from tests.core.project.projects import NAMES

RESERVED = ("con", "PRN", "aux.png", "nul.tar.gz", "COM1", "lpt9.jpg")


LONG = st.builds(lambda name, times: f"{name * times}.png", NAMES, st.integers(10, 90))


@given(NAMES | LONG)
def test_a_usable_name_is_one_on_every_system(name: str) -> None:
    found = usable(name)
    assert found
    assert found not in (".", "..")
    assert not set(found) & set('\\/:*?"<>|\0')
    assert found[-1] not in ". "
    assert len(found.encode()) <= 200
    assert usable(found) == found


@pytest.mark.parametrize("name", RESERVED)
def test_names_of_devices_are_none(name: str) -> None:
    assert usable(name) == f"_{name}"


@pytest.mark.parametrize("name", ["a.png", "Äpfel 3.jpeg", "犬", "🦊 fox (2).webp", ".hidden"])
def test_what_every_system_takes_is_kept(name: str) -> None:
    assert usable(name) == name


PATHS = st.lists(st.lists(NAMES, min_size=1, max_size=3).map(lambda p: "/".join(("/r", *p))))


@given(PATHS)
def test_no_two_files_get_one_name(paths: list[str]) -> None:
    names = PackedNames(PhotoSource(root=Path("/r")))
    given_names = {path: names.of(path) for path in paths}
    assert None not in given_names.values()
    distinct = {alike(str(name)) for name in given_names.values()}
    assert len(distinct) == len(given_names)
    assert all(names.of(path) == name for path, name in given_names.items())


def _picture(path: Path, grey: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (8, 8), (grey, 0, 255 - grey)).save(path, "png")
    return path


def _catalogue(project: Project) -> Catalogue:
    assert project.photos is not None
    return load_catalogue(
        project.photos.source,
        form=None,
        report=lambda _: None,
        cancel=CancelToken(),
        edits=project.photos.edits,
    )


def _contents(project: Project) -> list[tuple[str, bytes]]:
    """By class name, what is in it."""
    found = _catalogue(project)
    return sorted((found.classes[p.class_number], p.content) for p in found.photos)


@pytest.mark.skipif(os.name == "nt", reason="its names cannot be that hostile")
def test_classes_and_corrections_are_the_same_after_unpacking(tmp_path: Path) -> None:
    root, more = tmp_path / "my: photos", tmp_path / "more"
    names = (
        "Cats",
        "cats",
        "con",
        "a\\b",
        'say "hi"',
        "new\nline",
        "end. ",
        "🦊",
        os.fsdecode(b"\xff"),
    )
    folders = list(names)
    greys = iter(range(0, 250, 3))
    for folder in folders:
        for name in ("1.png", "x: y.png", "X: Y.png"):
            _picture(root / folder / name, next(greys))
    _picture(root / "cats" / "sub" / "deep.png", next(greys))
    _picture(more / "extra?" / "1.png", next(greys))
    loose = _picture(tmp_path / "loose*.png", next(greys))
    edits = FolderEdits(
        names={"a\\b": "slash"},
        left_out_classes=frozenset({"end. "}),
        left_out=frozenset({str(root / "Cats" / "x: y.png"), str(root / "Cats" / "gone?.png")}),
        classes={str(root / "Cats" / "1.png"): 'say "hi"'},
    )
    source = PhotoSource(
        root=root,
        class_folders=(more / "extra?", root / "Cats"),
        added=(AddedPicture(path=loose, class_name='say "hi"'),),
    )
    project = Project(photos=Photos(source=source, edits=edits))
    before = _contents(project)
    place = place_in(tmp_path / "fruit")
    place.folder.mkdir()
    write_project(place, project)
    zip_file = tmp_path / "fruit.zip"
    packed = pack(place, project, zip_file, report=lambda _: None, cancel=CancelToken())
    assert packed == Packed(zip_file, len(folders) * 3 + 3, ())
    shutil.rmtree(root)
    shutil.rmtree(more)
    loose.unlink()
    there = unpack(zip_file, tmp_path / "there", report=lambda _: None, cancel=CancelToken())
    assert _contents(read_project(there)) == before
    files = [path.relative_to(there.folder).as_posix() for path in there.folder.rglob("*")]
    assert len({unicodedata.normalize("NFC", name).casefold() for name in files}) == len(files)
    assert not [name for name in files if set(name) & set('\\:*?"<>|\n')]


def test_pictures_that_have_gone_are_told(tmp_path: Path) -> None:
    for name in ("fig/a.png", "fig/b.png", "kiwi/a.png"):
        _picture(tmp_path / "photos" / name, 1)
    lost = tmp_path / "lost.png"
    source = PhotoSource(
        root=tmp_path / "photos", added=(AddedPicture(path=lost, class_name="fig"),)
    )
    project = Project(photos=Photos(source=source))
    place = place_in(tmp_path / "fruit")
    place.folder.mkdir()
    target = tmp_path / "fruit.zip"
    packed = pack(place, project, target, report=lambda _: None, cancel=CancelToken())
    assert packed == Packed(target, 3, (str(lost),))
    assert packed.sentence == f"Packed with 3 pictures; not with “{lost}”, which cannot be read."


def test_without_its_folder_nothing_is_packed(tmp_path: Path) -> None:
    project = Project(photos=Photos(source=PhotoSource(root=tmp_path / "gone")))
    place = place_in(tmp_path / "fruit")
    place.folder.mkdir()
    with pytest.raises(LitmusError, match="does not exist"):
        pack(place, project, tmp_path / "f.zip", report=lambda _: None, cancel=CancelToken())
    assert not (tmp_path / "f.zip").exists()
