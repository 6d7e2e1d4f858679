"""Copies of projects that cannot be written where they are."""

from pathlib import Path

import pytest

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.holding import hold
from core.project.project import Project
from core.project.project_file import read_project
from gui import project_moving, project_opening
from gui.project_moving import copy_place
from gui.project_opening import Leaving
from tests.gui.projects import saved_project


def _refuse(*_given: object, **_named: object) -> None:
    raise LitmusError("The disk is full.")


def _copied(leaving: Leaving, target: Path) -> Project:
    place = copy_place(leaving, target, report=lambda _told: None, cancel=CancelToken())
    assert len(list(place.runs_folder.iterdir())) == 1
    return read_project(place)


@pytest.fixture
def leaving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Leaving:
    """A project with a run and an edit that its disk does not take."""
    place = saved_project(tmp_path / "fruit", epochs=5, runs=1)
    edited = read_project(place)
    edited = edited.model_copy(
        update={"settings": edited.settings.model_copy(update={"epochs": 9})}
    )
    held = hold(place.folder)
    assert held is not None
    monkeypatch.setattr(project_opening, "write_project", _refuse)
    return Leaving(place, edited, held, dirty=True)


def test_elsewhere_it_is_copied_with_its_runs_and_what_is_in_memory(
    leaving: Leaving, tmp_path: Path
) -> None:
    assert _copied(leaving, tmp_path / "copy").settings.epochs == 9


def test_a_copy_without_its_runs_is_none(
    leaving: Leaving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_moving, "duplicate", _refuse)
    with pytest.raises(LitmusError, match="disk is full"):
        _copied(leaving, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
