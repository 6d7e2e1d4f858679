"""Makes the documentation's screenshots from the running program.

    uv run docs/screenshots.py [--network PRESET] [--pages all|clothes|photos]

It opens the real window, measures this computer, trains two networks on all of Fashion-MNIST, drops
pictures, and writes every tab, light and dark, into docs/images. Then it does the same with a photo
folder. All pictures but Fashion-MNIST are drawn by it. No display is needed; with
QT_QPA_PLATFORM=xcb it uses one. Two to four minutes on two cores; `--network dense-512` is quicker.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from camera import Camera
from clothes import draw_clothes
from photo_pages import PhotoPages
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.model.presets import PRESETS
from gui.application import Litmus
from gui.model_tab.forecaster import Measurement
from gui.step_header import Step
from gui.tensorflow_loader import LoadState
from gui.training_session import TrainingState

_SIZE = (1280, 800)
_WATCHED_EPOCH = 3


class Photographer:
    """Goes through the program as a person would, and takes its picture on the way."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        self._camera = Camera(application)
        self._folder = folder
        self._litmus = Litmus(application)
        self._window = self._litmus.window
        self._session = self._litmus.session
        self._window.resize(*_SIZE)

    def run(self, network: str, pages: str) -> None:
        """Take these pages; `network` is the preset that is watched while it trains."""
        self._litmus.show()
        self._camera.wait(lambda: self._litmus.document.dataset is not None)
        self._camera.wait(lambda: self._litmus.loader.state is LoadState.READY)
        if pages != "photos":
            self._show_clothes(network)
        if pages != "clothes":
            PhotoPages(self._litmus, self._camera, self._folder).take()
        self._window.close_at_once()
        self._camera.wait(lambda: not self._litmus.jobs.active)
        self._litmus.end()

    def _show_clothes(self, network: str) -> None:
        self._take("data")
        self._show_model(network)
        self._show_training(network)
        self._show_answers()

    def _show_model(self, network: str) -> None:
        self._window.show_step(Step.MODEL)
        model = self._window.model_tab
        self._camera.wait(lambda: model.forecaster.measurement is Measurement.DONE)
        self._litmus.document.choose_preset(network)
        model.layers.list.focus(0)
        self._take("model")

    def _show_training(self, network: str) -> None:
        document, train = self._litmus.document, self._window.train_tab
        document.choose_preset("dense-128")
        self._window.train()
        self._camera.wait(lambda: self._session.state is TrainingState.IDLE)
        document.choose_preset(network)
        self._window.train()
        self._camera.wait(lambda: self._session.progress is not None)
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Up):
            QTest.keyClick(train.runs.view, key)
        train.focus_first()
        self._camera.wait(self._is_half_way)
        self._take("train")
        self._session.set_epochs(_WATCHED_EPOCH)
        self._camera.wait(lambda: self._session.state is TrainingState.IDLE)

    def _is_half_way(self) -> bool:
        progress = self._session.progress
        if progress is None or self._session.state is TrainingState.IDLE:
            raise RuntimeError("The training ended before its picture was taken.")
        return progress.epoch == _WATCHED_EPOCH and progress.batch * 2 > progress.batches

    def _show_answers(self) -> None:
        self._camera.drop(self._litmus, draw_clothes(self._folder))
        self._take("predict")

    def _take(self, name: str) -> None:
        self._camera.take(self._window, name)


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description="Make the screenshots of the documentation.")
    names = [preset.name for preset in PRESETS]
    parser.add_argument("--network", choices=names, default="convolutional")
    parser.add_argument("--pages", choices=("all", "clothes", "photos"), default="all")
    options = parser.parse_args()
    application = QApplication(["litmus"])
    application.setQuitOnLastWindowClosed(False)
    with tempfile.TemporaryDirectory(prefix="litmus-") as home:
        os.environ["LITMUS_HOME"] = home
        os.environ["HOME"] = home  # so that the folder's place is shown as anybody's: ~/Pictures
        Photographer(application, Path(home)).run(options.network, options.pages)


if __name__ == "__main__":
    main()
