"""A folder of 100,000 tiny JPEGs in the real window, beside a 10 ms timer in the window's thread.

window_scanning.py [--files N] [--classes N]

Tells the longest gaps while the folder is listed, looked at and arranged, while the grid of all
pictures is scrolled from end to end, and while one class and all are shown in turn.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LITMUS_HOME"] = tempfile.mkdtemp()

from listing import make_folder
from measuring import computer
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from window_training import Gaps

from core.data.folder.source import PhotoSource
from gui.application import Litmus
from gui.scan_session import ScanState
from gui.tensorflow_loader import LoadState

_PAGES = 200
_FILTERS = 20


class Scrolling:
    """Scrolls the grid and changes the filter once the folder is ready."""

    def __init__(self, litmus: Litmus) -> None:
        self._litmus = litmus
        self._scans = litmus.window.data_tab.scans
        self.gaps = Gaps()
        self.gaps.phase = "start"
        self._step = 0
        self._timer = QTimer()
        self._timer.timeout.connect(self._on_timer_timeout)
        self._scans.state_changed.connect(self._on_scans_state_changed)

    def _on_scans_state_changed(self) -> None:
        self.gaps.phase = self._scans.state.value
        if self._scans.state is ScanState.READY and not self._timer.isActive():
            self._timer.start(20)

    def _on_timer_timeout(self) -> None:
        self._step += 1
        pictures = self._litmus.window.data_tab.pictures
        if self._step <= _PAGES:
            self.gaps.phase = "scrolling"
            bar = pictures.grid.verticalScrollBar()
            bar.setValue(bar.maximum() * self._step // _PAGES)
        elif self._step <= _PAGES + _FILTERS:
            self.gaps.phase = "filtering"
            pictures.choose_class(0 if self._step % 2 else None)
        else:
            self._timer.stop()
            QApplication.quit()


def choose(litmus: Litmus, source: PhotoSource) -> None:
    """Choose the folder once TensorFlow is there: its import has gaps of its own."""
    if litmus.loader.state is LoadState.READY:
        QTimer.singleShot(500, lambda: litmus.document.choose_photos(source))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--classes", type=int, default=10)
    options = parser.parse_args()
    print(computer())
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        make_folder(folder, files=options.files, classes=options.classes)
        litmus = Litmus(application)
        litmus.show()
        scrolling = Scrolling(litmus)
        source = PhotoSource(root=folder)
        litmus.loader.state_changed.connect(lambda: choose(litmus, source))
        application.exec()
        litmus.end()
    print(json.dumps(scrolling.gaps.summary(), indent=1))


if __name__ == "__main__":
    main()
