"""A Model tab on the screen, on a computer that was measured before."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.features.backbone import bundled_backbones
from core.training.backbone_forecast import PassSpeed
from core.training.forecast import Speed
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.model_tab import ModelTab
from tests.gui.trainings import tiny_dataset

SPEED = Speed(
    litmus="0",
    computer="a test",
    dense_step=0.001,
    dense_parameter=1e-9,
    convolutional_step=0.002,
    multiplication=1e-9,
    fast_multiplication=1e-9,
)
PASS_SPEED = PassSpeed(
    litmus="0",
    computer="a test",
    decoding=0.01,
    passing={backbone.sha256: 0.5 for backbone in bundled_backbones()},
)
"""Half a second a picture for each backbone, so that what adds up can be told."""


@pytest.fixture
def document(qapp: QApplication) -> ProjectDocument:  # noqa: ARG001 - signals need it
    """A project whose pictures are loaded."""
    made = ProjectDocument()
    made.set_dataset(tiny_dataset())
    return made


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """This computer was measured before."""
    monkeypatch.setattr("gui.model_tab.forecaster.read_speed", lambda: SPEED)
    monkeypatch.setattr("gui.model_tab.backbone_times.read_pass_speed", lambda: PASS_SPEED)


@pytest.fixture
def tab(
    document: ProjectDocument,
    jobs: Jobs,
    qtbot: QtBot,
    measured: None,  # noqa: ARG001 - no TensorFlow in these tests
) -> Iterator[ModelTab]:
    """The tab, shown and with the keyboard."""
    made = ModelTab(document, jobs)
    qtbot.addWidget(made)
    made.resize(1280, 660)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()
