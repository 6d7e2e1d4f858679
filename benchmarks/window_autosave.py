"""Edits of a large project in the real window, beside a 10 ms timer in the window's thread.

    window_autosave.py [--pictures N] [--edits N]

The project has corrections of N pictures, each moved, pinned or left out by hand, so that its file
is about as large as it gets. The training settings are edited over and over; each edit is saved.
Prints the gaps of the timer in ms, without saving and with it, and how long a save takes.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LITMUS_HOME"] = tempfile.mkdtemp()

from measuring import computer
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from window_training import Gaps

from core.data.folder.edits import FolderEdits
from core.data.folder.source import PhotoSource
from core.data.side import Side
from core.project.project import Photos, Project
from gui.application import Litmus
from gui.project_saver import ProjectSaver
from gui.tensorflow_loader import LoadState

_EVERY_MS = 250


def large_project(pictures: int, folder: Path) -> Project:
    """A project with corrections of so many pictures of a folder that is not there."""
    paths = [str(folder / f"class {n % 20}" / f"picture {n:06d}.jpg") for n in range(pictures)]
    edits = FolderEdits(
        left_out=frozenset(paths[::3]),
        pins=dict.fromkeys(paths[1::3], Side.TEST),
        classes=dict.fromkeys(paths[2::3], "class 7"),
    )
    return Project(photos=Photos(source=PhotoSource(root=folder), edits=edits))


class Editing:
    """Edits as soon as TensorFlow has been loaded: first without saving, then with it."""

    def __init__(self, litmus: Litmus, options: argparse.Namespace) -> None:
        self._litmus = litmus
        self._options = options
        self._edits = 0
        self._begun_at = 0.0
        self.saves: list[float] = []
        self.gaps = Gaps()
        self._timer = QTimer()
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._edit)
        litmus.loader.state_changed.connect(self._on_loader_state_changed)
        saver = litmus.projects.saver
        saver.saved.connect(self._on_saved)
        self._saver: ProjectSaver = saver

    def _on_loader_state_changed(self) -> None:
        if self._litmus.loader.state is LoadState.READY:
            project = large_project(self._options.pictures, Path("/nowhere/pictures"))
            self._litmus.document.set_project(project, words="fill")
            QTimer.singleShot(3000, self._begin)

    def _begin(self) -> None:
        self._saver.pause()
        self.gaps.phase = "edits without saving"
        self._timer.start()

    def _edit(self) -> None:
        if self._edits == self._options.edits:
            self.gaps.phase = "edits with saving"
            self._saver.go_on()
        if self._edits == 2 * self._options.edits:
            self.gaps.phase = "end"
            QApplication.quit()
            return
        self._edits += 1
        settings = self._litmus.document.project.settings
        changed = settings.model_copy(update={"epochs": 100 + self._edits})
        self._begun_at = time.perf_counter()
        self._litmus.document.set_settings(changed, words="change epochs")

    def _on_saved(self) -> None:
        if self.gaps.phase == "edits with saving":
            self.saves.append((time.perf_counter() - self._begun_at) * 1000)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=int, default=20_000)
    parser.add_argument("--edits", type=int, default=40)
    options = parser.parse_args()
    application = QApplication([])
    litmus = Litmus(application)
    litmus.show()
    editing = Editing(litmus, options)
    application.exec()
    place = litmus.document.place
    if place is None or not editing.saves:
        sys.exit("nothing was saved")
    answer = {
        "computer": computer(),
        "kilobytes": round(place.file.stat().st_size / 1024),
        "saves": len(editing.saves),
        "ms from an edit to its save": round(max(editing.saves)),
        "gaps": editing.gaps.summary(),
    }
    litmus.window.close()
    litmus.end()
    print(json.dumps(answer, indent=2))


if __name__ == "__main__":
    main()
