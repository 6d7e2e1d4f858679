"""Runs that answer with a backbone and regressions on top of it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.data.picture import decode
from core.features.backbone import QUICK, backbone
from core.features.head import Head, LinearHead
from core.features.head_file import write_head
from core.features.recipe import Output
from core.model.layers import Backbone, LogisticRegression
from core.prediction.classifier import Classifier
from core.run.folder import Run, write_labels, write_record
from core.run.record import RunStatus
from core.run.shelf import Shelf
from gui.document import ProjectDocument
from gui.predict_tab.choices_card import can_answer, run_words
from gui.predict_tab.entry import percent
from gui.predict_tab.offer import Offer
from gui.predict_tab.predict_tab import PredictTab
from gui.predict_tab.verdict_card import calibration
from tests.gui.feature_trainings import TUNED, fitted_record
from tests.gui.predict_tab.conftest import write_picture

CLASSES = ("beagle", "poodle", "terrier")


@pytest.fixture
def features_run(tmp_path: Path) -> Run:
    """Lite0 with a head of random weights."""
    folder = tmp_path / "runs" / "run-007"
    folder.mkdir(parents=True)
    lite0 = backbone(QUICK[0])
    layers = (Backbone(names=QUICK), LogisticRegression(units=len(CLASSES)))
    made = fitted_record()
    made = made.model_copy(
        update={
            "classes": CLASSES,
            "network": made.network.model_copy(update={"layers": layers}),
            "backbones": {lite0.name: lite0.sha256},
            "temperature": 2.0,
            "calibration_error": 0.021,
        }
    )
    random = np.random.default_rng(5)
    weights = random.normal(0, 0.1, (lite0.pooled, 3)).astype(np.float32)
    part = LinearHead((Output(lite0.name, lite0.pooled),), weights, np.zeros(3, np.float32))
    write_head(folder / "head.npz", Head((part,)))
    write_labels(folder, CLASSES)
    return write_record(folder, made)


def test_a_run_with_a_head_can_answer_and_a_running_or_empty_one_not(features_run: Run) -> None:
    assert can_answer(features_run)
    running = features_run.record.model_copy(update={"status": RunStatus.RUNNING})
    assert not can_answer(Run(features_run.folder, running))
    features_run.head_file.unlink()
    assert not can_answer(features_run)


def test_the_bars_are_the_calibrated_probabilities(
    qtbot: QtBot,
    empty_tab: PredictTab,
    document: ProjectDocument,
    features_run: Run,
    settle: Callable[[PredictTab], None],
    tmp_path: Path,
) -> None:
    document.set_shelf(Shelf((features_run,), ()))
    pixels = np.random.default_rng(1).integers(0, 255, (260, 260, 3), np.uint8)
    path = write_picture(tmp_path / "noise.png", pixels)
    empty_tab.gallery.take(Offer(paths=(path,)))
    settle(empty_tab)
    qtbot.waitUntil(lambda: bool(empty_tab.verdict.shown_bars()))
    shares = Classifier.load(features_run).probabilities(decode(path).pixels)[0]
    expected = sorted(zip(CLASSES, shares, strict=True), key=lambda pair: -pair[1])
    assert empty_tab.verdict.shown_bars() == tuple(
        (name, percent(float(share))) for name, share in expected
    )
    assert "off by 2.1 points" in empty_tab.verdict.sentence.toolTip()


def test_a_run_is_named_with_its_cross_validated_accuracy(features_run: Run) -> None:
    assert run_words(features_run) == "7 · Photo features · 88 % ± 4"


def test_what_was_measured_of_the_regression_is_not_said_of_a_fine_tuned_network() -> None:
    made = fitted_record().model_copy(update={"calibration_error": 0.02})
    assert "2.0 points" in calibration(made)
    kept = TUNED.model_copy(update={"kept": True})
    assert calibration(made.model_copy(update={"fine_tuning": kept})) == ""
    assert calibration(fitted_record()) == ""
