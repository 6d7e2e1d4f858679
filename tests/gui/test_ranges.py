"""Every number that can be typed says its range where a number outside it is typed."""

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.model.layers import LAYER_KINDS
from core.model.network import NetworkSpec
from gui.jobs import Jobs
from gui.step_header import Step
from gui.widgets.number_field import NumberField
from tests.gui.trainings import ScriptedTraining
from tests.gui.windows import Parts

TOO_LARGE, TOO_SMALL, NO_NUMBER = "99999999999999", "-1", "many"


@pytest.fixture
def parts(qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parts]:
    """A window with pictures."""
    monkeypatch.setattr("gui.model_tab.forecaster.Forecaster.start", lambda _self: None)
    made = Parts(jobs, ScriptedTraining(pause_at=2))
    made.load()
    made.window.show()
    yield made
    made.window.close_at_once()
    qtbot.waitUntil(lambda: not made.window.isVisible())
    made.window.deleteLater()


def put_every_layer(parts: Parts) -> None:
    """Let the network have a layer of every kind."""
    layers = [kind().model_dump() for kind in LAYER_KINDS]
    network = NetworkSpec.model_validate({"layers": layers})
    parts.document.set_network(network, words="one of each")


def fields(tab: QWidget) -> list[NumberField]:
    """The number fields of a tab that can be seen and typed into."""
    every = tab.findChildren(NumberField)
    return [field for field in every if field.isVisible() and field.isEnabled()]


@pytest.mark.parametrize(("step", "least"), [(Step.DATA, 2), (Step.MODEL, 15)])
def test_a_number_outside_is_said_with_the_range_and_not_taken(
    parts: Parts, step: Step, least: int
) -> None:
    put_every_layer(parts)
    parts.window.show_step(step)
    tab = parts.window.tab(step)
    for box in tab.findChildren(QCheckBox):
        if not box.isChecked():
            box.click()
    for more in tab.findChildren(QPushButton):
        if more.accessibleName() == "More settings" and not more.isChecked():
            more.click()
    found = fields(tab)
    assert len(found) >= least
    for field in found:
        assert_refuses(field)


def test_so_do_the_numbers_of_a_training_going_on(parts: Parts, qtbot: QtBot) -> None:
    parts.window.train()
    qtbot.waitUntil(lambda: parts.session.progress is not None)
    controls = parts.window.train_tab.controls
    for field in (controls.epochs, controls.rate):
        assert_refuses(field)
        assert field.form.range_words in controls.note
    assert (parts.session.epochs, parts.session.learning_rate) == (5, 0.001)
    parts.training.go_on.set()


def assert_refuses(field: NumberField) -> None:
    for text in (TOO_LARGE, NO_NUMBER, TOO_SMALL):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        assert field.problem == field.form.complaint
    assert field.form.range_words in field.accessibleDescription()
    assert field.form.low <= field.value <= field.form.high
