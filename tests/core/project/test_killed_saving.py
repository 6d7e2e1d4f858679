"""Killed while it saves, a project is as before or after the last edit."""

import random
from pathlib import Path

from benchmarks.project_kills import edited, kill_once
from core.project.place import place_in
from core.project.project_file import write_project

KILLS = 4


def test_a_killed_saving_leaves_the_project_whole(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    write_project(place, edited(0))
    step, luck = 0, random.Random()
    for _ in range(KILLS):
        step = kill_once(place, step, luck=luck)
    assert step > 0
