import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from core.model.layers import ONE_PER_CLASS, Activation, Dense, Flatten
from core.model.network import InputSpec, NetworkSpec
from core.run.folder import Run, write_record
from tests.records import record

FIXTURES = Path(__file__).parents[2] / "fixtures"
LAYERS = (Flatten(), Dense(units=ONE_PER_CLASS, activation=Activation.SOFTMAX))


@pytest.fixture
def clothes_run(tmp_path: Path) -> Run:
    """A run on Fashion-MNIST, 28x28 grey: softmax regression, 84 % right."""
    folder = tmp_path / "clothes"
    folder.mkdir()
    shutil.copy(FIXTURES / "softmax_28x28x1.tflite", folder / "model.tflite")
    return write_record(folder, record(network=NetworkSpec(layers=LAYERS)))


@pytest.fixture
def make_colour_run(tmp_path: Path) -> Callable[..., Run]:
    """Makes runs of an 8x8 colour net whose four outputs answer red, green, blue, nothing."""

    def make(classes: tuple[str, ...] = ("red", "green", "blue"), side: int = 8) -> Run:
        folder = tmp_path / "colours"
        folder.mkdir()
        shutil.copy(FIXTURES / "brightest_8x8x3.tflite", folder / "model.tflite")
        network = NetworkSpec(input=InputSpec(height=side, width=side, channels=3), layers=LAYERS)
        made = record(network=network, classes=classes)
        data = made.data.model_copy(update={"source": "photos"})
        return write_record(folder, made.model_copy(update={"data": data}))

    return make


@pytest.fixture
def colour_run(make_colour_run: Callable[..., Run]) -> Run:
    return make_colour_run()
