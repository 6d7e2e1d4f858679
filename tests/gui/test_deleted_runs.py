"""Runs that were deleted: nothing else goes with them, and nothing keeps them from going."""

import shutil
from pathlib import Path

import pytest

from core.errors import LitmusError
from core.holding import hold
from core.project.place import ProjectPlace
from core.project.project import Project
from core.project.project_file import read_project, write_project
from gui import project_opening
from gui.project_opening import thrown_away
from gui.training_requests import fresh_request
from tests.gui.projects import saved_project
from tests.gui.test_project_session import Open, kept, wastebasket
from tests.gui.trainings import tiny_dataset

__all__ = ["kept", "wastebasket"]


def test_a_new_run_never_takes_the_folder_of_a_deleted_one(kept: Open, tmp_path: Path) -> None:
    place = saved_project(tmp_path / "fruit", runs=2)
    one = kept().begin(place.file)
    last = place.runs_folder / "run-002"
    shutil.rmtree(last)  # By hand; what is left of it in the list is deleted there.
    one.document.discard_run(last)

    request = fresh_request(one.document, tiny_dataset())

    assert request.folder.name == "run-003"


def test_a_full_disk_keeps_nobody_from_opening_a_project_with_deleted_runs(
    kept: Open, tmp_path: Path, wastebasket: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = saved_project(tmp_path / "fruit", runs=2)
    write_project(place, Project(discarded_runs=frozenset({"run-001"})))

    def refuse(_place: ProjectPlace, _project: Project) -> None:
        raise LitmusError("The disk is full.")

    with monkeypatch.context() as full:
        full.setattr(project_opening, "write_project", refuse)
        one = kept().begin(place.file)

    assert one.place == place
    assert wastebasket == ["run-001"]
    assert [run.folder.name for run in one.document.runs] == ["run-002"]
    assert fresh_request(one.document, tiny_dataset()).folder.name == "run-003"
    one.leave()
    assert read_project(place).discarded_runs == frozenset()


def test_what_another_process_trains_is_not_thrown_away(tmp_path: Path) -> None:
    place = saved_project(tmp_path / "fruit", runs=2)
    thrown: list[str] = []
    held = hold(place.runs_folder / "run-001")
    assert held is not None

    names = frozenset({"run-001", "run-002"})
    left, errors = thrown_away(place, names, lambda folder: thrown.append(folder.name))

    held.release()
    assert left == {"run-001"}
    assert thrown == ["run-002"]
    assert [error.message for error in errors] == [
        "“run-001” is being trained and was left where it is."
    ]
