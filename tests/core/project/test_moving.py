"""A project moves to a place of its own, is copied, and is never left half-way."""

from pathlib import Path

import pytest

from core.cancellation import CancelToken
from core.errors import Cancelled, LitmusError
from core.project import moving
from core.project.copying import Progress
from core.project.moving import duplicate, save_as
from core.project.place import ProjectPlace, place_in, place_of, project_of_run
from core.project.project import Project
from core.project.project_file import read_project, write_project
from core.project.unsaved import adopt_old_runs, new_unsaved, unsaved_projects


def _ignore(_progress: Progress) -> None:
    """Nobody looks."""


@pytest.fixture
def unsaved() -> ProjectPlace:
    place = new_unsaved()
    write_project(place, Project())
    run = place.runs_folder / "run-001"
    run.mkdir(parents=True)
    (run / "run.json").write_text("{}")
    (run / ".state-0123456789ab.npz").write_text("half-written")
    (run / ".notes").write_text("a person's own")
    return place


def test_the_first_save_moves_it(unsaved: ProjectPlace, tmp_path: Path) -> None:
    assert not unsaved.saved
    place = save_as(unsaved, tmp_path / "a" / "fruit", report=_ignore, cancel=CancelToken())
    assert place.file == tmp_path / "a" / "fruit" / "fruit.litmus"
    assert place.saved
    assert read_project(place) == Project()
    assert (place.runs_folder / "run-001" / "run.json").exists()
    assert not unsaved.folder.exists()
    assert unsaved_projects() == ()


@pytest.mark.parametrize("called_off", [False, True])
def test_to_another_disk_it_is_copied(
    unsaved: ProjectPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, called_off: bool
) -> None:
    real = Path.rename

    def rename(path: Path, target: Path) -> Path:
        if path == unsaved.folder:
            raise OSError(18, "Invalid cross-device link")
        return real(path, target)

    monkeypatch.setattr(Path, "rename", rename)
    cancel = CancelToken()
    if called_off:
        cancel.cancel()
        with pytest.raises(Cancelled):
            save_as(unsaved, tmp_path / "fruit", report=_ignore, cancel=cancel)
        assert read_project(unsaved) == Project()
        assert not list(tmp_path.glob("*fruit*"))
    else:
        place = save_as(unsaved, tmp_path / "fruit", report=_ignore, cancel=cancel)
        assert read_project(place) == Project()
        names = {p.name for p in (place.runs_folder / "run-001").iterdir()}
        assert names == {"run.json", ".notes"}
        assert not unsaved.folder.exists()


def test_a_copy_stands_by_itself(unsaved: ProjectPlace, tmp_path: Path) -> None:
    copy = duplicate(unsaved, tmp_path / "two", report=_ignore, cancel=CancelToken())
    assert copy.file.name == "two.litmus"
    assert read_project(copy) == read_project(unsaved)


def test_what_is_there_is_not_overwritten(unsaved: ProjectPlace, tmp_path: Path) -> None:
    (tmp_path / "fruit").mkdir()
    for work in (save_as, duplicate):
        with pytest.raises(LitmusError, match="exists already"):
            work(unsaved, tmp_path / "fruit", report=_ignore, cancel=CancelToken())
        with pytest.raises(LitmusError, match="inside the project"):
            work(unsaved, unsaved.folder / "in", report=_ignore, cancel=CancelToken())
    assert read_project(unsaved) == Project()


def test_on_a_full_disk_nothing_is_left(
    unsaved: ProjectPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_words: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(moving, "copy_folder", full)
    with pytest.raises(LitmusError, match="No space left"):
        duplicate(unsaved, tmp_path / "two", report=_ignore, cancel=CancelToken())
    assert not list(tmp_path.glob("*two*"))


def test_a_path_means_a_project(tmp_path: Path) -> None:
    place = place_in(tmp_path / "fruit")
    run = place.runs_folder / "run-001"
    run.mkdir(parents=True)
    with pytest.raises(LitmusError, match="is not a project"):
        place_of(place.folder)
    assert project_of_run(run) is None
    write_project(place, Project())
    for path in (place.file, place.folder, place.runs_folder, run, run / "run.json"):
        if path.exists():
            assert place_of(path) == place
    assert project_of_run(run) == place
    (place.folder / "other.litmus").write_text("")
    with pytest.raises(LitmusError, match="more than one"):
        place_of(place.folder)
    with pytest.raises(LitmusError, match="is not there"):
        place_of(tmp_path / "gone")
    with pytest.raises(LitmusError, match="is not a project"):
        place_of(tmp_path)


def test_runs_of_a_version_without_projects_are_adopted(litmus_home: Path) -> None:
    assert adopt_old_runs() is None
    old = litmus_home / "data" / "runs" / "run-001"
    old.mkdir(parents=True)
    (old / "run.json").write_text("{}")
    place = adopt_old_runs()
    assert place is not None
    assert (place.runs_folder / "run-001" / "run.json").exists()
    assert not old.exists()
    assert unsaved_projects() == (place,)
    assert adopt_old_runs() is None


def test_unsaved_projects_count_on_and_the_newest_comes_first() -> None:
    first, second, third = new_unsaved(), new_unsaved(), new_unsaved()
    assert [p.folder.name for p in (first, second, third)] == [
        "project-001",
        "project-002",
        "project-003",
    ]
    write_project(second, Project())
    (first.runs_folder / "run-001").mkdir(parents=True)
    assert set(unsaved_projects()) == {first, second}
