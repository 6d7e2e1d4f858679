"""A training of photo features in the real window, beside a 10 ms timer in the window's thread.

    window_features.py FOLDER

FOLDER has a subfolder for each class. Prints the gaps of the timer in ms, by phase.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("LITMUS_HOME", tempfile.mkdtemp())

from measuring import computer
from PySide6.QtWidgets import QApplication
from window_training import Gaps

from core.training.events import CrossValidated, CurveGrew, Extracting
from gui.application import Litmus
from gui.scan_session import ScanState
from gui.step_header import Step
from gui.tensorflow_loader import LoadState


class Watch:
    """Goes from the folder to the result, and tells which phase it is in."""

    def __init__(self, litmus: Litmus, folder: Path) -> None:
        self._litmus = litmus
        self._folder = folder
        self._begun = False
        self.gaps = Gaps()
        self.gaps.phase = "TensorFlow loads"
        litmus.loader.state_changed.connect(self._on_loader_changed)
        litmus.document.dataset_changed.connect(self._begin_when_ready)
        litmus.window.scans.state_changed.connect(self._begin_when_ready)
        litmus.session.reported.connect(self._on_session_reported)
        litmus.session.finished.connect(lambda _run: QApplication.quit())
        litmus.session.failed.connect(lambda error: sys.exit(str(error)))

    def _on_loader_changed(self) -> None:
        if self._litmus.loader.state is LoadState.READY:
            self.gaps.phase = "the folder is looked at"
            self._litmus.window.choose_folder(self._folder)

    def _begin_when_ready(self) -> None:
        ready = self._litmus.window.scans.state is ScanState.READY
        if ready and self._litmus.document.obstacle is None and not self._begun:
            self._begun = True
            self._litmus.window.show_step(Step.TRAIN)
            self._litmus.session.start()

    def _on_session_reported(self, event: object) -> None:
        match event:
            case Extracting():
                whole = event.done == event.pictures
                self.gaps.phase = "measuring" if whole else "pictures pass the backbone"
            case CurveGrew() | CrossValidated():
                self.gaps.phase = "measuring"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    application = QApplication([])
    litmus = Litmus(application)
    litmus.show()
    watch = Watch(litmus, options.folder)
    application.exec()
    litmus.window.close_at_once()
    litmus.end()
    print(computer())
    print(json.dumps(watch.gaps.summary(), indent=2))


if __name__ == "__main__":
    main()
