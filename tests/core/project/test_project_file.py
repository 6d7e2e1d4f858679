"""A project is read as it was written, and what is no project is refused with a sentence."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.folder.edits import FolderEdits
from core.data.folder.source import PhotoSource
from core.errors import LitmusError
from core.project.place import ProjectPlace, place_in
from core.project.project import Photos, Project
from core.project.project_file import (
    SCHEMA,
    keep_backup,
    project_of,
    project_text,
    read_project,
    write_project,
)
from tests.core.project.projects import PROJECTS

FRUIT = ProjectPlace(Path("/home/ann/fruit/fruit.litmus"))


@given(PROJECTS)
def test_it_is_read_as_it_was_written(project: Project) -> None:
    raw = project_text(project, FRUIT.folder).encode()
    assert project_of(raw, FRUIT) == project


@given(PROJECTS)
def test_equal_projects_give_equal_texts(project: Project) -> None:
    text = project_text(project, FRUIT.folder)
    assert project_text(project_of(text.encode(), FRUIT), FRUIT.folder) == text


def test_pictures_inside_and_beside_move_with_the_project(tmp_path: Path) -> None:
    before = place_in(tmp_path / "then" / "fruit")
    before.folder.mkdir(parents=True)
    beside, far = before.folder.parent / "photos", Path("/media/stick/photos")
    edits = FolderEdits(left_out=frozenset({str(beside / "a.jpg"), str(far / "b.jpg")}))
    photos = Photos(source=PhotoSource(root=beside, class_folders=(far,)), edits=edits)
    write_project(before, Project(photos=photos))
    assert "../photos/a.jpg" in before.file.read_text()
    (tmp_path / "then").rename(tmp_path / "now")
    found = read_project(place_in(tmp_path / "now" / "fruit")).photos
    assert found is not None
    assert found.source.root == tmp_path / "now" / "photos"
    assert found.source.class_folders == (far,)
    assert found.edits.left_out == {
        str(tmp_path / "now" / "photos" / "a.jpg"),
        str(far / "b.jpg"),
    }


def test_what_was_never_written_is_empty_until_it_is_saved(
    tmp_path: Path, litmus_home: Path
) -> None:
    unsaved = ProjectPlace(litmus_home / "data" / "unsaved" / "project-001" / "Unsaved.litmus")
    unsaved.folder.mkdir(parents=True)
    assert read_project(unsaved) == Project()
    with pytest.raises(LitmusError, match="is not there"):
        read_project(place_in(tmp_path))


GOOD = json.loads(project_text(Project(), FRUIT.folder))

BROKEN: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "damaged: it is empty"),
    "cut short": (json.dumps(GOOD).encode()[:200], "damaged"),
    "no text": (b"\0" + os.urandom(500), "not a project of Litmus"),
    "a text": (b"bread, milk", "not a project of Litmus"),
    "nested": (b'{"a":' * 200_000, "damaged"),
    "a list": (b"[]", "not a project of Litmus"),
    "another program's": (b'{"program": "Paint", "schema": 1}', "not a project of Litmus"),
    "of the future": (
        json.dumps({**GOOD, "schema": SCHEMA + 1, "litmus": "9.9"}).encode(),
        r"newer Litmus \(9.9\)",
    ),
    "schema in words": (json.dumps({**GOOD, "schema": "one"}).encode(), "schema"),
    "schema that is true": (json.dumps({**GOOD, "schema": True}).encode(), "schema"),
    "schema of nothing": (json.dumps({**GOOD, "schema": 0}).encode(), "schema"),
    "nonsense": (json.dumps({**GOOD, "settings": {"epochs": -4}}).encode(), "settings.epochs"),
    "not a number": (
        json.dumps({**GOOD, "settings": {"learning_rate": float("nan")}}).encode(),
        "settings.learning_rate",
    ),
    "something more": (json.dumps({**GOOD, "run": "rm"}).encode(), "run"),
    "runs elsewhere": (
        json.dumps({**GOOD, "discarded_runs": ["../../home"]}).encode(),
        "discarded_runs",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_project_is_refused(name: str, tmp_path: Path) -> None:
    raw, words = BROKEN[name]
    place = place_in(tmp_path)
    place.file.write_bytes(raw)
    with pytest.raises(LitmusError, match=words):
        read_project(place)
    assert place.file.read_bytes() == raw


@given(st.binary(max_size=300))
@settings(max_examples=50)
def test_noise_is_refused(raw: bytes) -> None:
    with pytest.raises(LitmusError):
        project_of(raw, FRUIT)


def test_two_gigabytes_are_not_read(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    with place.file.open("wb") as file:
        file.truncate(2 << 30)
    with pytest.raises(LitmusError, match="too large"):
        read_project(place)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    os.mkfifo(place.file)
    with pytest.raises(LitmusError, match="not a file"):
        read_project(place)


def test_a_folder_that_has_gone_is_told(tmp_path: Path) -> None:
    place = place_in(tmp_path / "gone")
    with pytest.raises(LitmusError, match="could not be written"):
        write_project(place, Project())


@pytest.mark.parametrize("raw", [b"{", b"", b"\0" * 600])
def test_a_damaged_file_leads_to_the_backup(raw: bytes, tmp_path: Path) -> None:
    place = place_in(tmp_path)
    write_project(place, Project())
    keep_backup(place)
    place.file.write_bytes(raw)
    with pytest.raises(LitmusError, match=r"litmus\.bak"):
        read_project(place)
    place.backup_file.replace(place.file)
    assert read_project(place) == Project()
