"""The whole program in a process of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

START = """
import sys
from PySide6.QtCore import QTimer
import gui.application as application
from gui.tensorflow_loader import TensorFlowLoader
TensorFlowLoader.start = lambda self: None
begin = application.Litmus._begin
def begun(self):
    begin(self)
    self.document.dataset_changed.connect(lambda: self.THEN)
application.Litmus._begin = begun
code = application.run_window([])
print(sorted({"tensorflow", "keras", "pyqtgraph", "ai_edge_litert"} & set(sys.modules)))
sys.exit(code)
"""


def start(home: Path, then: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "LITMUS_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        [sys.executable, "-c", START.replace("self.THEN", then)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_it_opens_shows_the_pictures_and_closes_without_heavy_imports(tmp_path: Path) -> None:
    process = start(tmp_path, "self.window.close()")

    out, errors = process.communicate(timeout=60)

    assert (process.returncode, out, errors) == (0, "[]\n", "")
    log = (tmp_path / "logs" / "litmus.log").read_text(encoding="utf-8")
    assert log.count("INFO Litmus") == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for a child")
def test_control_c_closes_it_cleanly(tmp_path: Path) -> None:
    process = start(tmp_path, "print('there', flush=True)")
    assert process.stdout is not None
    assert process.stdout.readline() == "there\n"

    process.send_signal(signal.SIGINT)

    out, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    assert out in {"[]\n", "['pyqtgraph']\n"}  # the plots are imported behind the pictures
