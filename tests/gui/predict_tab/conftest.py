import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from core.data import fashion_mnist
from core.data.dataset import Pixels
from core.model.layers import ONE_PER_CLASS, Activation, Dense, Flatten
from core.model.network import InputSpec, NetworkSpec
from core.run.folder import Run, write_record
from core.run.record import RunRecord
from core.run.shelf import Shelf
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.predict_tab.entry import State
from gui.predict_tab.predict_tab import PredictTab
from tests.records import record

FIXTURES = Path(__file__).parents[2] / "fixtures"
CLASSIFIER = Dense(units=ONE_PER_CLASS, activation=Activation.SOFTMAX)
CLOTHES = NetworkSpec(layers=(Flatten(), CLASSIFIER))
COLOURS = NetworkSpec(input=InputSpec(height=8, width=8, channels=3), layers=CLOTHES.layers)


def write_run(shelf: Path, number: int, made: RunRecord, model: str) -> Run:
    folder = shelf / f"run-{number:03d}"
    folder.mkdir(parents=True)
    shutil.copy(FIXTURES / model, folder / "model.tflite")
    return write_record(folder, made)


@pytest.fixture
def clothes_run(tmp_path: Path) -> Run:
    made = record(network=CLOTHES, name="Clothes")
    return write_run(tmp_path / "runs", 1, made, "softmax_28x28x1.tflite")


@pytest.fixture
def colour_run(tmp_path: Path) -> Run:
    """Answers red, green or blue; and has one output too many."""
    made = record(network=COLOURS, classes=("red", "green", "blue"), name="Colours")
    data = made.data.model_copy(update={"source": "photos"})
    made = made.model_copy(update={"data": data})
    return write_run(tmp_path / "runs", 2, made, "brightest_8x8x3.tflite")


@pytest.fixture
def document() -> ProjectDocument:
    return ProjectDocument()


@pytest.fixture
def empty_tab(qtbot: QtBot, jobs: Jobs, document: ProjectDocument) -> Iterator[PredictTab]:
    """The tab before anything was trained."""
    made = PredictTab(document, jobs)
    qtbot.addWidget(made)
    made.resize(976, 532)
    made.show()
    yield made
    made.gallery.cancel()
    qtbot.waitUntil(lambda: not jobs.active, timeout=20_000)


@pytest.fixture
def tab(empty_tab: PredictTab, document: ProjectDocument, clothes_run: Run) -> PredictTab:
    """The tab with one run to ask."""
    document.set_shelf(Shelf((clothes_run,), ()))
    return empty_tab


@pytest.fixture
def settle(qtbot: QtBot, jobs: Jobs) -> Callable[[PredictTab], None]:
    """Waits until nothing is looked for or answered any more."""

    def wait(tab: PredictTab) -> None:
        def at_rest() -> bool:
            waiting = any(e.state is State.WAITING for e in tab.gallery.model.entries)
            return not jobs.active and not waiting

        qtbot.waitUntil(at_rest, timeout=20_000)

    return wait


@pytest.fixture
def trouser(tmp_path: Path) -> Path:
    return write_picture(tmp_path / "trouser.png", piece(1))


def piece(label: int, number: int = 0) -> Pixels:
    """A test picture of this class: uint8, shape (28, 28)."""
    test = fashion_mnist.load().test
    found: Pixels = test.pixels[np.flatnonzero(test.labels == label)[number], ..., 0]
    return found


def write_picture(path: Path, pixels: Pixels) -> Path:
    path.parent.mkdir(exist_ok=True)
    Image.fromarray(pixels).save(path)
    return path
