"""Copies of projects that were edited."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.holding import hold
from core.project.project import Project
from core.project.project_file import read_project
from gui import project_moving
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
def leaving(tmp_path: Path) -> Leaving:
    """A project with a run, and an edit that is not written yet."""
    place = saved_project(tmp_path / "fruit", epochs=5, runs=1)
    edited = read_project(place)
    edited = edited.model_copy(
        update={"settings": edited.settings.model_copy(update={"epochs": 9})}
    )
    held = hold(place.folder)
    assert held is not None
    return Leaving(place, edited, held, dirty=True)


def test_a_copy_has_the_runs_and_what_is_in_memory_and_the_project_stays_as_it_is(
    leaving: Leaving, tmp_path: Path
) -> None:
    assert _copied(leaving, tmp_path / "copy").settings.epochs == 9
    # An edit could be saved meanwhile, which an older one must not replace.
    assert read_project(leaving.place).settings.epochs == 5


def test_a_copy_without_its_runs_is_none(
    leaving: Leaving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_moving, "duplicate", _refuse)
    with pytest.raises(LitmusError, match="disk is full"):
        _copied(leaving, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("dirty", [False, True])
def test_what_is_in_memory_is_rescued_where_the_project_has_gone(
    leaving: Leaving, tmp_path: Path, *, dirty: bool
) -> None:
    shutil.rmtree(leaving.place.folder)
    place = copy_place(
        replace(leaving, dirty=dirty),
        tmp_path / "copy",
        report=lambda _told: None,
        cancel=CancelToken(),
    )
    assert read_project(place) == leaving.project
