"""Runs of a project that are missing, swapped or damaged hide no other, and nothing is followed."""

import os
import shutil
from pathlib import Path

import pytest

from core.project.place import ProjectPlace, place_in, project_of_run
from core.project.project import Project
from core.project.project_file import read_project, write_project
from core.run.folder import write_record
from core.run.shelf import next_run_folder, read_shelf
from tests.records import epoch, record


@pytest.fixture
def place(tmp_path: Path) -> ProjectPlace:
    place = place_in(tmp_path / "fruit")
    for number in (1, 2, 3):
        folder = place.runs_folder / f"run-{number:03d}"
        folder.mkdir(parents=True)
        write_record(folder, record(epoch(1), name=f"Run {number}"))
        (folder / "model.tflite").write_bytes(b"model")
    write_project(place, Project())
    return place


def _names(place: ProjectPlace) -> list[str]:
    return [run.record.name for run in read_shelf(place.runs_folder).runs]


def _damage(kind: str, folder: Path) -> None:
    file = folder / "run.json"
    match kind:
        case "no record":
            file.unlink()
        case "cut short":
            file.write_bytes(file.read_bytes()[:100])
        case "empty":
            file.write_bytes(b"")
        case "a folder":
            file.unlink()
            file.mkdir()
        case "a pipe":
            file.unlink()
            os.mkfifo(file)
        case "2 GB":
            with file.open("wb") as stream:
                stream.truncate(2 << 30)
        case "of the future":
            file.write_text(file.read_text().replace('"schema": ', '"schema": 9'))
        case _:
            file.write_bytes(os.urandom(300))


@pytest.mark.parametrize(
    "kind",
    ["no record", "cut short", "empty", "a folder", "a pipe", "2 GB", "of the future", "noise"],
)
def test_a_damaged_run_hides_no_other(kind: str, place: ProjectPlace) -> None:
    _damage(kind, place.runs_folder / "run-002")
    assert _names(place) == ["Run 1", "Run 3"]
    (error,) = read_shelf(place.runs_folder).damaged
    assert "run-002" in str(error)
    assert read_project(place) == Project()
    assert next_run_folder(place.runs_folder).name == "run-004"


def test_a_run_without_its_model_is_shown_and_has_none(place: ProjectPlace) -> None:
    (place.runs_folder / "run-002" / "model.tflite").unlink()
    shelf = read_shelf(place.runs_folder)
    assert [run.has_model for run in shelf.runs] == [True, False, True]


def test_runs_that_changed_places_are_those_that_their_records_say(place: ProjectPlace) -> None:
    one, two = place.runs_folder / "run-001", place.runs_folder / "run-002"
    one.rename(place.runs_folder / "aside")
    two.rename(one)
    (place.runs_folder / "aside").rename(two)
    assert _names(place) == ["Run 2", "Run 1", "Run 3"]


def test_without_its_runs_a_project_opens(place: ProjectPlace) -> None:
    shutil.rmtree(place.runs_folder)
    assert _names(place) == []
    place.runs_folder.write_text("no folder")
    assert _names(place) == []
    assert read_project(place) == Project()


def test_what_lies_beside_the_runs_is_no_run(place: ProjectPlace) -> None:
    for name in ("run-1x", "notes", "run-", "run-005.zip"):
        (place.runs_folder / name).mkdir()
    (place.runs_folder / "run-009").write_text("a file")
    (place.runs_folder / "run-010").symlink_to("nowhere")
    shelf = read_shelf(place.runs_folder)
    assert (len(shelf.runs), shelf.damaged) == (3, ())
    assert project_of_run(place.runs_folder / "run-001") == place
