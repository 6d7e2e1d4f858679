"""The forecast, Train, and Keras' summary: what needs other threads."""

import threading
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.model.network import NetworkSpec
from core.run.folder import Run
from core.training.forecast import Speed
from gui.document import ProjectDocument
from gui.durations import about
from gui.jobs import Jobs
from gui.model_tab import ModelTab
from gui.model_tab.summary_dialog import SummaryDialog
from tests.gui.model_tab.conftest import SPEED
from tests.gui.trainings import epoch, tiny_dataset
from tests.records import record

_LEFT = Qt.MouseButton.LeftButton
_PATIENCE_S = 10


def test_a_computer_not_measured_yet_is_measured_once(
    document: ProjectDocument, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    calls: list[CancelToken] = []

    def measure(cancel: CancelToken) -> Speed:
        calls.append(cancel)
        go.wait(_PATIENCE_S)
        return SPEED

    monkeypatch.setattr("gui.model_tab.forecaster.read_speed", lambda: None)
    monkeypatch.setattr("gui.model_tab.forecaster.measure_speed", measure)
    tab = ModelTab(document, jobs)
    qtbot.addWidget(tab)
    assert tab.forecast.time.text() == "known after the first epoch"
    tab.show()
    assert tab.forecast.time.text() == "measuring this computer…"
    with qtbot.waitSignal(jobs.emptied):
        go.set()
    assert "s" in tab.forecast.time.text().split()
    assert tab.forecast.note.text() == "Time measured on this computer."
    tab.hide()
    tab.show()
    assert len(calls) == 1


def test_a_measurement_that_fails_leaves_the_tab_usable(
    document: ProjectDocument, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def measure(_cancel: CancelToken) -> Speed:
        raise LitmusError("TensorFlow cannot be loaded.")

    monkeypatch.setattr("gui.model_tab.forecaster.read_speed", lambda: None)
    monkeypatch.setattr("gui.model_tab.forecaster.measure_speed", measure)
    tab = ModelTab(document, jobs)
    qtbot.addWidget(tab)
    with qtbot.waitSignal(jobs.emptied):
        tab.show()
    assert tab.forecast.time.text() == "known after the first epoch"
    assert tab.train.isEnabled()


def test_train_lets_the_measurement_give_way(
    document: ProjectDocument, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens: list[CancelToken] = []
    began = threading.Event()

    def measure(cancel: CancelToken) -> Speed:
        tokens.append(cancel)
        began.set()
        while not cancel.cancelled:
            threading.Event().wait(0.01)
        cancel.raise_if_cancelled()
        return SPEED

    monkeypatch.setattr("gui.model_tab.forecaster.read_speed", lambda: None)
    monkeypatch.setattr("gui.model_tab.forecaster.measure_speed", measure)
    tab = ModelTab(document, jobs)
    qtbot.addWidget(tab)
    tab.show()
    assert began.wait(_PATIENCE_S)
    with qtbot.waitSignals([tab.advanced, jobs.emptied]):
        QTest.mouseClick(tab.train, _LEFT)
    assert tab.forecast.time.text() == "known after the first epoch"


def test_a_run_of_the_same_network_gives_its_own_figure(
    tab: ModelTab, document: ProjectDocument, tmp_path: Path
) -> None:
    network = document.project.network.for_classes(10)
    run = Run(tmp_path, record(epoch(1), name="run 3", network=network))
    document.put_run(run)
    assert tab.forecast.note.text() == "Time from run 3."


def test_a_network_too_large_for_the_free_memory_is_warned_of(
    tab: ModelTab, document: ProjectDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    class _Full:
        total = 8_000_000_000
        available = 100_000_000

    class _Window:
        def memory_info(self) -> SimpleNamespace:
            return SimpleNamespace(rss=600_000_000)

    monkeypatch.setattr(psutil, "virtual_memory", _Full)
    monkeypatch.setattr(psutil, "Process", _Window)
    document.choose_preset("dense-512")
    assert "of 8 GB" in tab.forecast.memory.text()
    assert "0.7 GB are free" in tab.forecast.note.text()
    assert tab.forecast.note.property("role") == "problem"
    assert tab.train.isEnabled(), "a warning forbids nothing"


def test_train_waits_for_the_pictures_and_tells_the_window(
    jobs: Jobs, qtbot: QtBot, measured: None
) -> None:
    del measured
    document = ProjectDocument()
    tab = ModelTab(document, jobs)
    qtbot.addWidget(tab)
    tab.show()
    assert not tab.train.isEnabled()
    assert "pictures" in tab.reason.text()
    document.set_dataset(tiny_dataset())
    with qtbot.waitSignal(tab.advanced):
        tab.train.click()


def test_lengths_of_time_are_said_as_people_say_them() -> None:
    said = [about(seconds) for seconds in (0.2, 1.6, 89, 240, 7300)]
    assert said == ["under 1 s", "about 2 s", "about 89 s", "about 4 min", "about 2 h"]


def test_the_summary_comes_from_keras_and_can_be_copied(
    tab: ModelTab, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def summary(network: NetworkSpec, classes: int) -> str:
        return f"{len(network.layers)} layers, {classes} classes"

    monkeypatch.setattr("gui.model_tab.summary_dialog.load_tensorflow", lambda: "2")
    monkeypatch.setattr("gui.model_tab.summary_dialog.summary_text", summary)
    with qtbot.waitSignal(jobs.emptied):
        QTest.mouseClick(tab.layers.summary, _LEFT)
        dialog = _dialog(tab)
        assert not dialog.isModal()
        assert dialog.message.isVisible()
        assert not dialog.copy.isEnabled()
    assert dialog.text.toPlainText() == "3 layers, 10 classes"
    assert dialog.message.isHidden()
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == "3 layers, 10 classes"
    dialog.close()


def test_a_summary_that_fails_says_why(
    tab: ModelTab, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> str:
        raise LitmusError("TensorFlow cannot be loaded on this computer.")

    monkeypatch.setattr("gui.model_tab.summary_dialog.load_tensorflow", fail)
    with qtbot.waitSignal(jobs.emptied):
        tab.show_summary()
        dialog = _dialog(tab)
    assert "TensorFlow cannot be loaded" in dialog.message.text()
    dialog.close()


def test_a_summary_closed_while_it_is_made_is_forgotten(
    tab: ModelTab, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()

    def slow() -> str:
        go.wait(_PATIENCE_S)
        return "2"

    monkeypatch.setattr("gui.model_tab.summary_dialog.load_tensorflow", slow)
    tab.show_summary()
    dialog = _dialog(tab)
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()
    with qtbot.waitSignal(jobs.emptied):
        go.set()


def _dialog(tab: ModelTab) -> SummaryDialog:
    return tab.findChildren(SummaryDialog)[-1]
