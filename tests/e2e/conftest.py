"""The whole program in the test's process: real pictures, real Keras, no screen."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.places import runs_folder
from core.run.folder import Run
from gui.application import Litmus
from tests.e2e.person import Person
from tests.gui.conftest import nothing_left, qapp
from tests.gui.predict_tab.conftest import CLOTHES, write_run
from tests.records import record

__all__ = ["nothing_left", "qapp"]

PATIENCE_MS = 60_000

Open = Callable[[], Person]


@pytest.fixture
def open_litmus(qtbot: QtBot, qapp: QApplication) -> Iterator[Open]:
    """Opens Litmus as `main.py` does; each call is another start with the same home."""
    opened: list[Person] = []

    def start() -> Person:
        litmus = Litmus(qapp)
        # Tests have no event loop of the application's own, and Qt runs no other after `quit`.
        litmus.window.closed.disconnect(qapp.quit)
        person = Person(litmus, qtbot)
        opened.append(person)
        litmus.show()
        qtbot.waitUntil(lambda: litmus.document.dataset is not None, timeout=PATIENCE_MS)
        litmus.window.complete()  # The tabs come one by one; all are there before a person acts.
        return person

    yield start
    for person in opened:
        person.leave()


@pytest.fixture
def clothes_run() -> Run:
    """A run of an earlier start that can answer: softmax regression, 84 % right."""
    made = record(network=CLOTHES, name="Clothes")
    return write_run(runs_folder(), 1, made, "softmax_28x28x1.tflite")
