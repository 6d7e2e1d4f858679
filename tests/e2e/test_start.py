"""`main.py` where its window cannot open."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_SCREEN = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux starts without one")
@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({}, "There is no display"),
        ({"DISPLAY": ":4711"}, "“:4711”"),
        ({"WAYLAND_DISPLAY": "nowhere-0"}, "“nowhere-0”"),
        ({"QT_QPA_PLATFORM": "carrier-pigeon"}, "“carrier-pigeon”"),
    ],
    ids=str,
)
def test_without_a_display_it_is_one_sentence_and_exit_2(
    variables: dict[str, str], told: str, litmus_home: Path
) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in _SCREEN}

    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py")],
        env=kept | variables | {"LITMUS_HOME": str(litmus_home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
