"""Ctrl-C while a project is packed or unpacked leaves nothing, and says so."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.project.place import place_in
from core.project.project import Project
from core.project.project_file import write_project

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.skipif(sys.platform == "win32", reason="it has no SIGINT for others")
def test_ctrl_c_while_packing(tmp_path: Path) -> None:
    place = place_in(tmp_path / "fruit")
    run = place.runs_folder / "run-001"
    run.mkdir(parents=True)
    with (run / "state.npz").open("wb") as state:
        state.truncate(8 << 30)  # It takes no room, and far longer than this test.
    write_project(place, Project())
    out = tmp_path / "out"
    out.mkdir()
    command = [sys.executable, str(ROOT / "main.py"), "project", "pack", str(place.folder)]
    with subprocess.Popen(
        [*command, "--out", str(out / "fruit.zip"), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"LITMUS_HOME": str(tmp_path / "home")},
        text=True,
    ) as process:
        while not list(out.iterdir()):
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        output, error = process.communicate(timeout=30)
    assert process.returncode == 130
    assert output == ""
    assert error == "Stopped; nothing was left behind.\n"
    assert list(out.iterdir()) == []
