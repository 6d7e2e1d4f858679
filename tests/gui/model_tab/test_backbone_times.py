"""Measuring and counting in other threads, and when not to."""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.cancellation import CancelToken
from core.features.backbone import ACCURATE, Backbone, backbones
from core.features.feature_cache import FeatureCache, feature_kind
from core.model.presets import photo_preset
from core.run.folder import Run
from core.run.record import RunStatus
from core.training.backbone_forecast import PassSpeed
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.model_tab import ModelTab
from gui.model_tab.forecaster import Forecaster, time_words
from tests.gui.model_tab.conftest import PASS_SPEED
from tests.gui.photo_sets import choose_photos, photo_set
from tests.records import epoch, record

_PATIENCE_S = 10


class _Measuring:
    """Measures when the test says so."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, ...]] = []
        self.go = threading.Event()
        self.began = threading.Event()

    def __call__(self, found: Sequence[Backbone], cancel: CancelToken) -> PassSpeed:
        self.calls.append(tuple(backbone.name for backbone in found))
        self.began.set()
        while not self.go.wait(0.01):
            cancel.raise_if_cancelled()
        return PASS_SPEED


@pytest.fixture
def measuring(monkeypatch: pytest.MonkeyPatch) -> _Measuring:
    """A computer that was not measured yet."""
    made = _Measuring()
    monkeypatch.setattr("gui.model_tab.backbone_times.read_pass_speed", lambda: None)
    monkeypatch.setattr("gui.model_tab.backbone_times.measure_passes", made)
    return made


@pytest.fixture
def forecaster(
    document: ProjectDocument,
    jobs: Jobs,
    measured: None,  # noqa: ARG001 - no TensorFlow
    measuring: _Measuring,  # noqa: ARG001 - after `measured`, which it overrides
) -> Forecaster:
    """One that has been asked for."""
    made = Forecaster(document, jobs)
    made.start()
    return made


def test_a_photo_folder_is_what_asks_for_a_measurement(
    forecaster: Forecaster,
    document: ProjectDocument,
    measuring: _Measuring,
    jobs: Jobs,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    assert not measuring.calls, "Fashion-MNIST passes no backbone"
    choose_photos(document, photo_set(tmp_path), preset="photo-features")
    assert forecaster.backbones.measuring
    assert _words(forecaster, document) == ""
    with qtbot.waitSignal(jobs.emptied):
        measuring.go.set()
    assert _words(forecaster, document) == "about 17 s"
    document.choose_preset("keras-head")
    assert measuring.calls == [ACCURATE], "once"


def test_a_training_goes_before_the_measurement_and_it_is_tried_again(
    forecaster: Forecaster,
    document: ProjectDocument,
    measuring: _Measuring,
    jobs: Jobs,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    choose_photos(document, photo_set(tmp_path), preset="photo-features")
    assert measuring.began.wait(_PATIENCE_S)
    with qtbot.waitSignal(jobs.emptied):
        forecaster.give_way()
    assert not forecaster.backbones.measuring
    measuring.go.set()
    with qtbot.waitSignal(jobs.emptied):
        forecaster.start()
    assert len(measuring.calls) == 2


def test_what_was_made_meanwhile_is_counted_after_a_training(
    forecaster: Forecaster,
    document: ProjectDocument,
    measuring: _Measuring,
    jobs: Jobs,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    measuring.go.set()
    photos = photo_set(tmp_path / "photos")
    with qtbot.waitSignal(jobs.emptied):
        choose_photos(document, photos, preset="photo-features")
    network = document.project.network
    running = record(status=RunStatus.RUNNING, network=photo_preset("photo-features").network)
    document.put_run(Run(tmp_path / "run", running))
    cache = FeatureCache()
    for backbone in backbones(ACCURATE):
        kind = feature_kind(backbone, network.input)
        for photo in photos.catalogue.photos[:-1]:
            cache.put(photo.content, kind, np.zeros(backbone.width, np.float32))
    known = forecaster.of(network)
    assert known is not None
    assert known.waiting == 16, "nothing is counted while it goes"

    finished = record(epoch(1), network=photo_preset("photo-features").network)
    with qtbot.waitSignal(jobs.emptied):
        document.put_run(Run(tmp_path / "run", finished))

    known = forecaster.of(network)
    assert known is not None
    assert known.waiting == 1


def test_the_card_says_when_all_is_known_already(
    tab: ModelTab, document: ProjectDocument, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    photos = photo_set(tmp_path / "photos")
    cache = FeatureCache()
    form = photo_preset("photo-features").network.input
    for backbone in backbones(ACCURATE):
        for photo in photos.catalogue.photos:
            zeros = np.zeros(backbone.width, np.float32)
            cache.put(photo.content, feature_kind(backbone, form), zeros)
    with qtbot.waitSignal(jobs.emptied):
        choose_photos(document, photos, preset="photo-features")
    assert "known already" in tab.forecast.note.text()
    assert tab.forecast.time.text() == "about 1 s"


def _words(forecaster: Forecaster, document: ProjectDocument) -> str:
    return time_words(forecaster.of(document.project.network))
