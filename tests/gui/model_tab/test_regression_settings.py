"""What is asked and foretold where a regression is fitted, and where Keras trains a head."""

from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.document import ProjectDocument
from gui.model_tab import ModelTab
from gui.widgets.fitting_area import FittingArea
from tests.gui.photo_sets import choose_photos, photo_set


@pytest.fixture(autouse=True)
def features(tab: ModelTab, document: ProjectDocument, tmp_path: Path) -> None:
    """A photo folder of uneven classes was chosen."""
    del tab
    photos = photo_set(tmp_path / "photos", counts=(4, 12))
    choose_photos(document, photos, preset="photo-features")


def test_only_what_applies_to_a_regression_is_asked(tab: ModelTab) -> None:
    card = tab.training
    assert _shown(tab) == {"folds", "class_weights", "validation", "seed", "fine_tune"}
    assert card.class_weights.note.isVisible()
    assert not card.more.isVisible()
    assert not any(rule.isVisible() for rule in card.stop_rules)
    assert not card.keep_best.isVisible()


def test_a_head_that_keras_trains_has_all_but_augmentation(
    tab: ModelTab, document: ProjectDocument
) -> None:
    document.choose_preset("keras-head")
    assert _shown(tab) == {
        "epochs",
        "batch_size",
        "optimizer",
        "learning_rate",
        "class_weights",
        "validation",
    }
    assert all(rule.isVisible() for rule in tab.training.stop_rules)
    document.choose_preset("small-photo-cnn")
    assert "augmentation" in _shown(tab)
    tab.training.more.click()
    assert {"seed", "fast_arithmetic"} <= _shown(tab)
    document.choose_preset("photo-features")
    assert _shown(tab) == {"folds", "class_weights", "validation", "seed", "fine_tune"}


def test_cells_stand_side_by_side_without_gaps(tab: ModelTab, qtbot: QtBot) -> None:
    card = tab.training

    def tops() -> list[int]:
        fields = (card.folds, card.class_weights, card.validation, card.seed)
        return [field.mapTo(card, field.rect().topLeft()).y() for field in fields]

    qtbot.waitUntil(lambda: tops()[0] == tops()[1] < tops()[2] == tops()[3])
    note = card.class_weights.note
    assert tops()[0] < note.mapTo(card, note.rect().topLeft()).y() < tops()[2]


def test_folds_are_chosen(tab: ModelTab, document: ProjectDocument) -> None:
    folds = tab.training.folds
    assert folds.currentText() == "5"
    folds.setFocus()
    QTest.keyClicks(folds, "10")
    assert document.project.settings.folds == 10
    QTest.keyClick(folds, Qt.Key.Key_Home)
    assert document.project.settings.folds == 0
    assert document.undo_stack.undoText() == "change folds"
    one = document.project.settings.model_copy(update={"folds": 1})
    document.set_settings(one, words="from elsewhere")
    assert folds.currentText() == "None", "one part alone measures nothing"


def test_fine_tuning_is_off_until_ticked_and_says_when_it_is_kept(
    tab: ModelTab, document: ProjectDocument
) -> None:
    tune = tab.training.fine_tune
    assert not tune.box.isChecked()
    # 4 variations of 12 pictures, and 4 others: half a second each; 8 epochs; 20 s once.
    assert tune.note.text() == (
        "About 81 s more. It is kept only if it is better on the 4 validation pictures."
    )
    QTest.keyClick(tune.box, Qt.Key.Key_Space)
    assert document.project.settings.fine_tune
    document.undo_stack.undo()
    assert not tune.box.isChecked()


def test_without_validation_pictures_it_cannot_be_fine_tuned(
    tab: ModelTab, document: ProjectDocument, tmp_path: Path
) -> None:
    tune = tab.training.fine_tune
    tune.box.click()
    photos = photo_set(tmp_path / "others")
    division = replace(photos.division, validation=photos.division.validation[:0])
    document.set_dataset(replace(photos, division=division))
    assert not tune.box.isEnabled()
    assert not tune.box.isChecked()
    assert "validation" in tune.note.text()


def test_the_forecast_is_of_all_and_says_what_passes_first(tab: ModelTab, qtbot: QtBot) -> None:
    card = tab.forecast
    qtbot.waitUntil(lambda: card.time.text().startswith("about"))
    assert card.time.accessibleName() == "Time"
    assert card.time.text() == "about 17 s"
    assert card.note.text() == "16 pictures pass the backbone first, once: about 16 s."
    assert "GB" in card.memory.text()


def test_a_head_that_keras_trains_is_foretold_by_the_epoch(
    tab: ModelTab, document: ProjectDocument, qtbot: QtBot
) -> None:
    document.choose_preset("keras-head")
    card = tab.forecast
    assert card.time.accessibleName() == "Time per epoch"
    assert card.time.text() == "under 1 s"
    qtbot.waitUntil(lambda: "pass the backbone first" in card.note.text())
    document.choose_preset("small-photo-cnn")
    assert card.note.text() == "Time measured; decoding comes on top, once."


def test_pictures_that_do_not_fit_into_memory_are_warned_of(
    tab: ModelTab, document: ProjectDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    class _Full:
        total = 1_000_000
        available = 1_000

    class _Small:
        rss = 0

    monkeypatch.setattr(psutil, "virtual_memory", _Full)
    monkeypatch.setattr(psutil.Process, "memory_info", lambda _self: _Small)
    document.choose_preset("keras-head")
    assert "choose “Quick”" in tab.forecast.note.text()
    assert tab.forecast.note.property("role") == "problem"


def test_nothing_scrolls_in_the_smallest_window(
    tab: ModelTab, document: ProjectDocument, qtbot: QtBot
) -> None:
    tab.resize(1024, 550)
    area = tab.training.findChildren(FittingArea)[0]
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    assert document.project.preset_name == "photo-features"


def _shown(tab: ModelTab) -> set[str]:
    card = tab.training
    fields: dict[str, QWidget] = {
        "folds": card.folds,
        "epochs": card.epochs,
        "batch_size": card.batch_size,
        "optimizer": card.optimizer,
        "learning_rate": card.learning_rate,
        "augmentation": card.augmentation,
        "class_weights": card.class_weights,
        "validation": card.validation,
        "seed": card.seed,
        "fast_arithmetic": card.fast_arithmetic,
        "fine_tune": card.fine_tune,
    }
    return {name for name, field in fields.items() if field.isVisible()}
