"""Killed while it saves, a project is as before or after the last edit, never in between."""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.project.place import place_in, place_of
from core.project.project_file import keep_backup, read_project, write_project
from tests.core.project.savings import Saver, number_in, numbered

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

KILLS = 10


@pytest.fixture(scope="module")
def saver() -> Iterator[Saver]:
    with Saver() as saver:
        yield saver


def test_a_kill_while_saving_loses_no_edit_but_the_last(saver: Saver, tmp_path: Path) -> None:
    place = place_in(tmp_path)
    write_project(place, numbered(1))
    moments, number = random.Random(7), 1
    for _ in range(KILLS):
        said = max(number, saver.kill_one("save", place.file, moments))
        number = number_in(place)
        assert number in (said, said + 1)
    assert number > 2, "hardly anything was saved"


def test_a_kill_while_moving_leaves_one_project(saver: Saver, tmp_path: Path) -> None:
    place = place_in(tmp_path / "begin")
    place.folder.mkdir()
    write_project(place, numbered(1))
    moments = random.Random(7)
    for _ in range(KILLS):
        saver.kill_one("move", tmp_path, moments)
        (folder,) = tmp_path.iterdir()
        assert number_in(place_of(folder)) == 1
    assert folder.name != "begin"


def test_what_a_killed_save_left_is_removed_by_the_next_opening(tmp_path: Path) -> None:
    place = place_in(tmp_path / "fruit")
    place.folder.mkdir()
    write_project(place, numbered(1))
    left = [
        place.folder / f".{name}"
        for name in ("fruit-0123456789ab.litmus", "fruit.litmus-0123456789ab.bak")
    ]
    others = [place.folder / name for name in (".fruit.litmus", ".fruit-notes.litmus", ".mine")]
    for file in (*left, *others):
        file.write_text("{")
    keep_backup(place)
    assert not any(file.exists() for file in left)
    assert all(file.exists() for file in others)
    assert read_project(place) == numbered(1)
    assert place.backup_file.read_bytes() == place.file.read_bytes()
