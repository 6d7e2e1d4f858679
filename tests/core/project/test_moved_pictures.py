"""Wherever a project goes, its pictures are those they were, or the copies that went with it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.cancellation import CancelToken
from core.data.folder.edits import FolderEdits
from core.data.folder.source import PhotoSource
from core.errors import LitmusError
from core.project.content_index import read_index, write_index
from core.project.moving import duplicate, save_as
from core.project.place import ProjectPlace, place_in, place_of
from core.project.project import Photos, Project
from core.project.project_file import keep_backup, read_project, write_project

Work = Callable[..., ProjectPlace]


def _project(*, inside: Path, beside: Path, far: Path) -> Project:
    edits = FolderEdits(left_out=frozenset(str(f / "a.jpg") for f in (inside, beside, far)))
    source = PhotoSource(root=beside, class_folders=(inside, far))
    return Project(photos=Photos(source=source, edits=edits))


@pytest.mark.parametrize("work", [save_as, duplicate])
@pytest.mark.parametrize("target", ["fruit-2", "other/place/fruit"])
def test_paths_are_right_at_the_new_place(work: Work, target: str, tmp_path: Path) -> None:
    old = place_in(tmp_path / "here" / "fruit")
    beside, far = tmp_path / "here" / "photos", Path("/media/stick")
    (old.folder / "in").mkdir(parents=True)
    (old.folder / "in" / "a.jpg").write_bytes(b"picture")
    write_project(old, _project(inside=old.folder / "in", beside=beside, far=far))
    keep_backup(old)
    write_index(old, {str(f / "a.jpg"): "00" for f in (old.folder / "in", beside, far)})
    folder = old.folder.parent / target
    new = work(old, folder, report=lambda _: None, cancel=CancelToken())
    assert new == place_in(folder)
    assert new == place_of(folder)
    assert read_project(new) == _project(inside=folder / "in", beside=beside, far=far)
    assert read_index(new) == {str(f / "a.jpg"): "00" for f in (folder / "in", beside, far)}
    assert (folder / "in" / "a.jpg").read_bytes() == b"picture"
    assert old.file.exists() is (work is duplicate)


def test_a_move_that_ends_half_way_reads_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = place_in(tmp_path / "here" / "fruit")
    old.folder.mkdir(parents=True)
    beside, far = tmp_path / "here" / "photos", Path("/media/stick")
    project = _project(inside=old.folder / "in", beside=beside, far=far)
    write_project(old, project)

    def killed(*_arguments: object, **_words: object) -> ProjectPlace:
        raise KeyboardInterrupt

    monkeypatch.setattr("core.project.moving._named", killed)
    target = tmp_path / "there" / "obst"
    with pytest.raises(KeyboardInterrupt):
        save_as(old, target, report=lambda _: None, cancel=CancelToken())
    assert read_project(place_of(target)) == _project(inside=target / "in", beside=beside, far=far)


@pytest.mark.parametrize("name", ["x" * 250, "ü" * 130])
def test_a_name_that_no_system_takes_moves_nothing(name: str, tmp_path: Path) -> None:
    old = place_in(tmp_path / "fruit")
    old.folder.mkdir()
    write_project(old, Project())
    for work in (save_as, duplicate):
        with pytest.raises(LitmusError, match="too long"):
            work(old, tmp_path / name, report=lambda _: None, cancel=CancelToken())
    assert read_project(old) == Project()
    assert [path.name for path in tmp_path.iterdir()] == ["fruit"]


def test_a_pipe_among_the_files_holds_nothing_up(tmp_path: Path) -> None:
    import os

    old = place_in(tmp_path / "fruit")
    old.folder.mkdir()
    write_project(old, Project())
    os.mkfifo(old.folder / "pipe")
    (old.folder / "link").symlink_to("fruit.litmus")
    new = duplicate(old, tmp_path / "two", report=lambda _: None, cancel=CancelToken())
    assert sorted(path.name for path in new.folder.iterdir()) == ["link", "two.litmus"]
    assert (new.folder / "link").is_symlink()
