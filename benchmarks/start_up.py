"""From the start of the process to the window on the screen, against a bare window.

    start_up.py [--rounds N]

The bare window is a PySide6 main window with an empty pyqtgraph plot. Both run offscreen, in turn;
"on the screen" is the first paint of the window.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

from measuring import ROOT, computer

BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
import pyqtgraph
class Window(QMainWindow):
    def paintEvent(self, event):
        QTimer.singleShot(0, QApplication.quit)
application = QApplication([])
window = Window()
window.setCentralWidget(pyqtgraph.PlotWidget())
window.resize(1280, 800)
window.show()
application.exec()
print(time.time())
"""

LITMUS = """
import sys, time
sys.argv = ["main.py"]
import main
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from gui.startup_check import check_startup
check_startup()
from gui import application as room
painted = []
class Window(room.MainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        if not painted:
            painted.append(time.time())
            print(painted[0], flush=True)
            import os
            os._exit(0)
room.MainWindow = Window
room.run_window()
"""


def seconds(code: str) -> float:
    """From the start of a Python process that runs `code` to the moment it prints."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": os.environ.get("BENCHMARK_PLATFORM", "offscreen"),
    }
    environment |= {"PYTHONPATH": str(ROOT), "LITMUS_HOME": tempfile.mkdtemp()}
    began = time.time()
    result = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return float(result.stdout.strip().splitlines()[-1]) - began


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    print(computer())
    seconds(BARE), seconds(LITMUS)
    pairs = [(seconds(BARE), seconds(LITMUS)) for _ in range(options.rounds)]
    bare, litmus = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(ours / theirs for theirs, ours in pairs)
    print(f"bare window {bare:.2f} s, Litmus {litmus:.2f} s: {ratio:.2f}×")


if __name__ == "__main__":
    main()
