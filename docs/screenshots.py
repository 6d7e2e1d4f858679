"""Makes the documentation's screenshots from the running program.

    uv run docs/screenshots.py [--network PRESET]

It opens the real window, measures this computer, trains two networks on all of Fashion-MNIST, drops
pictures, and writes every tab, light and dark, into docs/images. No display is needed; with
QT_QPA_PLATFORM=xcb it uses one. About three minutes on two cores; `--network dense-512` is quicker.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from clothes import draw_clothes
from PIL import Image
from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QMimeData, Qt, QTimer, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.model.presets import PRESETS
from gui.application import Litmus
from gui.model_tab.forecaster import Measurement
from gui.predict_tab.entry import State
from gui.step_header import Step
from gui.tensorflow_loader import LoadState
from gui.theme import Scheme, apply_scheme
from gui.training_session import TrainingState

IMAGES = Path(__file__).parent / "images"
_SIZE = (1280, 800)
_SETTLE_MS = 400
_POLL_MS = 50
_WATCHED_EPOCH = 3


class Photographer:
    """Goes through the program as a person would, and takes its picture on the way."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        self._application = application
        self._folder = folder
        self._litmus = Litmus(application)
        self._window = self._litmus.window
        self._session = self._litmus.session
        self._window.resize(*_SIZE)

    def run(self, network: str) -> None:
        """Take all pictures; `network` is the preset that is watched while it trains."""
        self._litmus.show()
        self._wait(lambda: self._litmus.document.dataset is not None)
        self._wait(lambda: self._litmus.loader.state is LoadState.READY)
        self._show_data()
        self._show_model(network)
        self._show_training(network)
        self._show_answers()
        self._window.close_at_once()
        self._wait(lambda: not self._litmus.jobs.active)
        self._litmus.end()

    def _show_data(self) -> None:
        self._take("data")

    def _show_model(self, network: str) -> None:
        self._window.show_step(Step.MODEL)
        model = self._window.model_tab
        self._wait(lambda: model.forecaster.measurement is Measurement.DONE)
        self._litmus.document.choose_preset(network)
        model.layers.list.focus(0)
        self._take("model")

    def _show_training(self, network: str) -> None:
        document, train = self._litmus.document, self._window.train_tab
        document.choose_preset("dense-128")
        self._window.train()
        self._wait(lambda: self._session.state is TrainingState.IDLE)
        document.choose_preset(network)
        self._window.train()
        self._wait(lambda: self._session.progress is not None)
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Up):
            QTest.keyClick(train.runs.view, key)
        train.focus_first()
        self._wait(self._is_half_way)
        self._take("train")
        self._session.set_epochs(_WATCHED_EPOCH)
        self._wait(lambda: self._session.state is TrainingState.IDLE)

    def _is_half_way(self) -> bool:
        progress = self._session.progress
        if progress is None or self._session.state is TrainingState.IDLE:
            raise RuntimeError("The training ended before its picture was taken.")
        return progress.epoch == _WATCHED_EPOCH and progress.batch * 2 > progress.batches

    def _show_answers(self) -> None:
        mime = QMimeData()
        paths = draw_clothes(self._folder)
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        self._window.take_pictures(mime)
        predict = self._window.predict_tab
        entries = predict.gallery.model

        def answered() -> bool:
            waiting = any(entry.state is State.WAITING for entry in entries.entries)
            return len(entries.entries) == len(paths) and not waiting

        self._wait(answered)
        predict.pictures.strip.select(entries.entries[0].key)
        self._take("predict")

    def _take(self, name: str) -> None:
        """Write the window as it is, light and dark."""
        for scheme in (Scheme.LIGHT, Scheme.DARK):
            apply_scheme(self._application, scheme)
            self._pause()
            path = IMAGES / f"{name}-{scheme}.png"
            path.write_bytes(_png(self._window))
            print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB", flush=True)
        apply_scheme(self._application, Scheme.LIGHT)

    def _wait(self, holds: Callable[[], bool]) -> None:
        while not holds():
            self._pause(_POLL_MS)

    def _pause(self, milliseconds: int = _SETTLE_MS) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()


def _png(window: QWidget) -> bytes:
    """A picture of the window as a small file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(buffer, "PNG")
    content = BytesIO()
    Image.open(BytesIO(buffer.data().data())).convert("RGB").save(content, "PNG", optimize=True)
    return content.getvalue()


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description="Make the screenshots of the documentation.")
    names = [preset.name for preset in PRESETS]
    parser.add_argument("--network", choices=names, default="convolutional")
    network = parser.parse_args().network
    IMAGES.mkdir(exist_ok=True)
    application = QApplication(["litmus"])
    application.setQuitOnLastWindowClosed(False)
    with tempfile.TemporaryDirectory(prefix="litmus-") as home:
        os.environ["LITMUS_HOME"] = home
        Photographer(application, Path(home)).run(network)


if __name__ == "__main__":
    main()
