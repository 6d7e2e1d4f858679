import pytest
from pytestqt.qtbot import QtBot

from gui.jobs import Jobs
from gui.tensorflow_loader import LoadState, TensorFlowLoader

LOAD = "core.training.loading.load_tensorflow"


def test_it_loads_in_the_background(
    qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LOAD, lambda: "2.21.0")
    loader = TensorFlowLoader(jobs)
    assert loader.words == ""

    with qtbot.waitSignals([loader.state_changed, loader.state_changed]):
        loader.start()
        assert "loading" in loader.words

    assert loader.state is LoadState.READY
    assert loader.words == "TensorFlow 2.21.0 ready"
    assert loader.graphics_processors == ()


def test_it_tells_on_which_graphics_processors_tensorflow_trains(
    qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LOAD, lambda: "2.21.0")
    monkeypatch.setattr("core.training.loading.graphics_processors", lambda: ("Fast Card 3",))
    loader = TensorFlowLoader(jobs)
    loader.start()
    qtbot.waitUntil(lambda: loader.state is LoadState.READY)
    assert loader.graphics_processors == ("Fast Card 3",)


def test_a_failure_is_kept_and_can_be_tried_again(
    qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> str:
        raise ImportError("libfoo is missing")

    monkeypatch.setattr(LOAD, fail)
    loader = TensorFlowLoader(jobs)
    loader.start()
    qtbot.waitUntil(lambda: loader.state is LoadState.FAILED)
    assert str(loader.error) == "libfoo is missing"
    assert "no training" in loader.words

    monkeypatch.setattr(LOAD, lambda: "2.21.0")
    loader.start()
    qtbot.waitUntil(lambda: loader.state is LoadState.READY)


def test_it_loads_once(qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def load() -> str:
        calls.append(1)
        return "2.21.0"

    monkeypatch.setattr(LOAD, load)
    loader = TensorFlowLoader(jobs)

    loader.start()
    loader.start()

    qtbot.waitUntil(lambda: loader.state is LoadState.READY)
    loader.start()
    assert not jobs.active
    assert calls == [1]
