"""From the start of the process to the window on the screen, against a bare window.

    start_up.py [--rounds N]

The bare window is a PySide6 main window with an empty pyqtgraph plot. The two start in turn; "on
the screen" is when the event loop is free again after the window's first paint. Offscreen, unless
BENCHMARK_PLATFORM names another platform of Qt.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

from measuring import ROOT, computer

WATCH = """
import os, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
def told():
    print(time.time(), flush=True)
    os._exit(0)
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, told)
        return False
"""

BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
import pyqtgraph
application = QApplication([])
watch = Watch()
application.installEventFilter(watch)
window = QMainWindow()
window.setCentralWidget(pyqtgraph.PlotWidget())
window.resize(1280, 800)
window.show()
application.exec()
"""

LITMUS = """
import main
import gui.application
show = gui.application.Litmus.show
def watched_show(litmus):
    litmus.watch = Watch()
    litmus._application.installEventFilter(litmus.watch)
    show(litmus)
gui.application.Litmus.show = watched_show
main.main([])
"""


def seconds(code: str) -> float:
    """From the start of a Python process that runs `code` to the moment that it tells."""
    platform = os.environ.get("BENCHMARK_PLATFORM", "offscreen")
    environment = {**os.environ, "QT_QPA_PLATFORM": platform, "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory() as home:
        began = time.time()
        result = subprocess.run(
            [sys.executable, "-c", WATCH + code],
            env=environment | {"LITMUS_HOME": home},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
    return float(result.stdout.strip().splitlines()[-1]) - began


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    print(computer())
    for warm_up in (BARE, LITMUS):
        seconds(warm_up)
    pairs = [(seconds(BARE), seconds(LITMUS)) for _ in range(options.rounds)]
    bare, litmus = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(ours / theirs for theirs, ours in pairs)
    print(f"bare window {bare:.2f} s, Litmus {litmus:.2f} s: {ratio:.2f}×")


if __name__ == "__main__":
    main()
