"""Trainings killed while they keep their state: the next `--resume` ends as if undisturbed."""

import sys
from pathlib import Path

import pytest

from tests.commands.killing import kill_often


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_three_kills_change_nothing(tmp_path: Path) -> None:
    tally = kill_often(tmp_path, kills=3, seed=1)
    assert tally.kills == 3
    assert tally.finished >= 1
    assert tally.largest <= 1e-5
