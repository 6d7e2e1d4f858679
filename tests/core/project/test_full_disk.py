"""A disk that takes nothing more loses nothing that was saved."""

import errno
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.project.content_index import read_index, write_index
from core.project.moving import duplicate, save_as
from core.project.packing import pack
from core.project.place import ProjectPlace, place_in
from core.project.project import Project
from core.project.project_file import keep_backup, read_project, write_project
from core.project.unpacking import unpack
from tests.core.project.savings import numbered

INDEX = {f"/photos/{n:04d}.jpg": f"{n:032x}" for n in range(400)}


@contextmanager
def _files_end_after(size: int) -> Iterator[None]:
    """No file of this process may become larger: a write fails in the middle, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def place(tmp_path: Path) -> ProjectPlace:
    place = place_in(tmp_path / "fruit")
    run = place.runs_folder / "run-001"
    run.mkdir(parents=True)
    (run / "model.keras").write_bytes(bytes(20_000))
    write_project(place, numbered(1))
    write_index(place, INDEX)
    return place


def _everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_save_that_fails_in_the_middle_leaves_what_was(place: ProjectPlace) -> None:
    before = _everything(place.folder)
    with _files_end_after(10_000):
        with pytest.raises(LitmusError, match=r"could not be written.*[Ff]ile too large"):
            write_project(place, numbered(2))
        with pytest.raises(LitmusError, match="could not be written"):
            write_index(place, INDEX)
        with pytest.raises(LitmusError, match="could not be written"):
            keep_backup(place)
    assert _everything(place.folder) == before
    write_project(place, numbered(2))
    assert read_project(place) == numbered(2)


def test_a_copy_that_fails_in_the_middle_leaves_nothing(place: ProjectPlace) -> None:
    before = _everything(place.folder.parent)
    target = place.folder.with_name("copy")
    with _files_end_after(10_000), pytest.raises(LitmusError, match="could not be made"):
        duplicate(place, target, report=lambda _: None, cancel=CancelToken())
    assert _everything(place.folder.parent) == before
    assert [path.name for path in place.folder.parent.iterdir()] == ["fruit"]


def test_a_pack_that_fails_in_the_middle_leaves_nothing(place: ProjectPlace) -> None:
    before = _everything(place.folder.parent)
    target = place.folder.with_name("fruit.zip")
    work = partial(pack, place, Project(), report=lambda _: None, cancel=CancelToken())
    with _files_end_after(10_000), pytest.raises(LitmusError, match="could not be written"):
        work(target)
    assert _everything(place.folder.parent) == before
    work(target)
    before[target] = target.read_bytes()
    folder = place.folder.with_name("there")
    with _files_end_after(10_000), pytest.raises(LitmusError, match="could not be made"):
        unpack(target, folder, report=lambda _: None, cancel=CancelToken())
    assert _everything(place.folder.parent) == before
    assert not [path for path in place.folder.parent.iterdir() if path.name.startswith(".")]


def test_a_move_needs_no_room(place: ProjectPlace) -> None:
    with _files_end_after(10_000):
        target = place.folder.with_name("moved")
        moved = save_as(place, target, report=lambda _: None, cancel=CancelToken())
    assert moved == place_in(target)
    assert read_project(moved) == numbered(1)
    assert read_index(moved) == INDEX
    assert (moved.runs_folder / "run-001" / "model.keras").stat().st_size == 20_000


def test_a_disk_that_is_read_only_is_told(
    place: ProjectPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _everything(place.folder.parent)

    def refuse(*_arguments: object, **_words: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    for call in ("touch", "mkdir", "rename"):
        monkeypatch.setattr(Path, call, refuse)
    target = place.folder.with_name("other")
    with pytest.raises(LitmusError, match="Read-only"):
        write_project(place, numbered(2))
    for work in (save_as, duplicate):
        with pytest.raises(LitmusError, match="Read-only"):
            work(place, target, report=lambda _: None, cancel=CancelToken())
    assert _everything(place.folder.parent) == before


def test_a_folder_that_vanishes_is_not_made_again(place: ProjectPlace) -> None:
    elsewhere = place.folder.rename(place.folder.with_name("taken"))
    with pytest.raises(LitmusError, match="could not be written"):
        write_project(place, numbered(2))
    assert not place.folder.exists()
    elsewhere.rename(place.folder)
    write_project(place, numbered(2))
    assert read_project(place) == numbered(2)


def test_what_could_not_be_read_again_is_not_written(
    place: ProjectPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.project.project_file.MOST_BYTES", 10_000)
    with pytest.raises(LitmusError, match="larger than a project can be"):
        write_project(place, numbered(2))
    write_project(place, Project())
    assert read_project(place) == Project()
