"""What a photo folder changes about the Model tab."""

from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.data.folder.source import PhotoSource
from core.data.form import Fit, Ground
from core.data.side import Side
from core.model.layers import Activation, Dense
from core.model.presets import preset
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.model_tab import ModelTab
from gui.model_tab.chips import NumberChip
from gui.widgets.fitting_area import FittingArea
from tests.gui.photo_sets import choose_photos, photo_set

_PHOTO_PRESETS = [
    "photo-features",
    "keras-head",
    "small-photo-cnn",
    "horse-or-human",
    "dense-128",
    "dense-512",
    "convolutional",
]


def test_presets_are_those_for_the_pictures(
    tab: ModelTab, document: ProjectDocument, tmp_path: Path
) -> None:
    assert _offered(tab) == ["dense-128", "dense-512", "convolutional"]
    choose_photos(document, photo_set(tmp_path), preset="photo-features")
    assert _offered(tab) == _PHOTO_PRESETS
    assert [c.preset.name for c in tab.presets.cards if c.isChecked()] == ["photo-features"]
    document.undo_stack.undo()
    assert _offered(tab) == ["dense-128", "dense-512", "convolutional"]


def test_a_preset_brings_its_size_and_keeps_the_rest_of_the_form(
    tab: ModelTab, document: ProjectDocument, tmp_path: Path
) -> None:
    choose_photos(document, photo_set(tmp_path))
    form = {"channels": 1, "fit": Fit.PAD, "ground": Ground.BLACK}
    network = document.project.network
    given = network.input.model_copy(update=form)
    document.set_network(network.model_copy(update={"input": given}), words="another form")
    QTest.mouseClick(tab.presets.cards[3], Qt.MouseButton.LeftButton)
    chosen = document.project.network
    assert chosen.layers == preset("horse-or-human").network.layers
    assert chosen.input == given.model_copy(update={"height": 300, "width": 300})
    document.undo_stack.undo()
    assert document.project.network.input == given


def test_all_cards_fit_into_a_usual_window_and_scroll_in_the_smallest(
    tab: ModelTab, document: ProjectDocument, tmp_path: Path, qtbot: QtBot
) -> None:
    choose_photos(document, photo_set(tmp_path), preset="photo-features")
    tab.resize(1272, 640)
    cards = tab.presets.cards
    qtbot.waitUntil(lambda: all(_wholly_seen(card) for card in cards))
    tab.resize(1024, 550)
    qtbot.waitUntil(lambda: not _wholly_seen(cards[-1]))
    qtbot.waitUntil(lambda: all(_wholly_seen(card) for card in cards[:3]))
    cards[-2].setFocus()
    QTest.keyClick(cards[-2], Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: _wholly_seen(cards[-1]))


def _wholly_seen(card: QWidget) -> bool:
    return card.visibleRegion().boundingRect() == card.rect()


def test_the_input_says_what_pictures_become_and_where_to_change_it(
    tab: ModelTab, document: ProjectDocument, tmp_path: Path
) -> None:
    row = tab.layers.list.input_row
    assert _words(row) == ["28×28", "grey"], "built-in pictures are as they are"
    choose_photos(document, photo_set(tmp_path))
    assert _words(row) == ["64×64", "colour", "stretched"]
    assert "Data tab" in row._fit.toolTip()


def test_one_per_class_is_one_for_two_classes_with_sigmoid(
    tab: ModelTab, document: ProjectDocument, tmp_path: Path
) -> None:
    choose_photos(document, photo_set(tmp_path), preset="horse-or-human")
    assert _last_units(tab) == "1 for two classes"
    assert "binary" in tab.training.loss.text()
    assert tab.train.isEnabled()
    _set_activation(tab, Activation.SOFTMAX)
    assert _last_units(tab) == "2 classes"
    assert "categorical" in tab.training.loss.text()
    assert tab.train.isEnabled()
    _set_activation(tab, Activation.SIGMOID)
    assert _last_units(tab) == "1 for two classes"
    last = document.project.network.layers[-1]
    assert isinstance(last, Dense)
    assert last.units == "classes", "it still follows the classes"


def test_with_three_classes_sigmoid_gives_way_to_softmax_and_says_so(
    tab: ModelTab, document: ProjectDocument, tmp_path: Path
) -> None:
    choose_photos(document, photo_set(tmp_path, counts=(4, 4, 4)), preset="horse-or-human")
    assert _last_units(tab) == "3 classes"
    assert "softmax instead of sigmoid" in tab.layers.list.rows[-1].message.text()
    assert tab.train.isEnabled()
    _set_activation(tab, Activation.SOFTMAX)
    assert not tab.layers.list.rows[-1].message.isVisible()


def test_class_weights_say_what_they_do(
    tab: ModelTab, document: ProjectDocument, tmp_path: Path
) -> None:
    field = tab.training.class_weights
    choose_photos(document, photo_set(tmp_path, counts=(4, 12)))
    assert field.isEnabled()
    assert field.note.text() == "“disc” counts 3.0 times as much as “square”."
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert not document.project.settings.class_weights
    assert not field.note.isVisible()
    document.undo_stack.undo()
    assert field.note.isVisible()


def test_where_classes_are_alike_there_is_nothing_to_weigh(
    tab: ModelTab, document: ProjectDocument, tmp_path: Path
) -> None:
    field = tab.training.class_weights
    assert not field.isEnabled()
    assert "about the same number" in field.toolTip()
    choose_photos(document, photo_set(tmp_path, counts=(8, 8)))
    assert not field.isEnabled()
    assert not field.note.isVisible()


def test_the_training_card_does_not_scroll_in_a_usual_window(
    tab: ModelTab, document: ProjectDocument, tmp_path: Path, qtbot: QtBot
) -> None:
    choose_photos(document, photo_set(tmp_path, counts=(4, 12)))
    tab.resize(1272, 640)
    area = tab.training.findChildren(FittingArea)[0]
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    assert tab.training.class_weights.note.isVisible()
    tab.training.more.click()
    assert tab.training.seed.isVisible()
    assert tab.training.fast_arithmetic.isVisible()


def test_a_folder_that_brings_its_validation_set_decides_about_it(
    tab: ModelTab, document: ProjectDocument, tmp_path: Path
) -> None:
    photos = photo_set(tmp_path)
    choose_photos(document, photos)
    assert tab.training.validation.isEnabled()
    brought = tuple(
        replace(photo, given=Side.VALIDATION) if number in photos.division.validation else photo
        for number, photo in enumerate(photos.catalogue.photos)
    )
    document.set_dataset(replace(photos, catalogue=replace(photos.catalogue, photos=brought)))
    assert not tab.training.validation.isEnabled()
    assert "brings its own validation set" in tab.training.validation.toolTip()


def test_without_pictures_to_check_on_what_needs_them_says_so(
    tab: ModelTab, document: ProjectDocument, tmp_path: Path
) -> None:
    photos = photo_set(tmp_path)
    choose_photos(document, photos)
    assert tab.training.keep_best.box.isEnabled()
    division = replace(photos.division, validation=photos.division.validation[:0])
    document.set_dataset(replace(photos, division=division))
    assert not tab.training.keep_best.box.isEnabled(), "whatever the share says"
    assert "there is none" in tab.training.stop_rules[2].message.text()


def test_the_forecast_leaves_the_first_decoding_out_and_says_so(
    tab: ModelTab, document: ProjectDocument, tmp_path: Path
) -> None:
    assert "decoding" not in tab.forecast.note.text()
    choose_photos(document, photo_set(tmp_path))
    assert tab.forecast.note.text() == "Time measured; decoding comes on top, once."


def test_before_a_folder_was_looked_at_nothing_is_foretold(
    jobs: Jobs,
    qtbot: QtBot,
    tmp_path: Path,
    measured: None,  # noqa: ARG001 - no TensorFlow
) -> None:
    document = ProjectDocument()
    made = ModelTab(document, jobs)
    qtbot.addWidget(made)
    made.show()
    made.forecaster.start()
    assert made.forecast.time.text() == "about 2 s", "the built-in pictures are known"
    document.choose_photos(PhotoSource(root=tmp_path))
    assert made.forecast.time.text() == "–"
    assert not made.train.isEnabled()
    assert "looked at" in made.reason.text()


def test_a_net_that_will_not_fit_is_warned_of_before(
    tab: ModelTab, document: ProjectDocument, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_photos(document, photo_set(tmp_path))

    class _Small:
        total = 4_000_000_000
        available = 500_000_000

    monkeypatch.setattr(psutil, "virtual_memory", _Small)
    layers = (preset("dense-512").network.layers[0], Dense(units=65_536), *_answer())
    network = document.project.network.model_copy(update={"layers": layers})
    document.set_network(network, words="far too large")
    assert tab.forecast.note.property("role") == "problem"
    assert "smaller" in tab.forecast.note.text()
    assert tab.train.isEnabled(), "a warning, no refusal"


def _answer() -> tuple[Dense, ...]:
    return (Dense(units="classes", activation=Activation.SOFTMAX),)


def _offered(tab: ModelTab) -> list[str]:
    shown = [card for card in tab.presets.cards if card.isVisible()]
    assert shown == tab.presets.cards
    return [card.preset.name for card in shown]


def _words(row: object) -> list[str]:
    chips = (row._size, row._colour, row._fit)  # type: ignore[attr-defined]
    return [chip.text() for chip in chips if chip.isVisible()]


def _last_units(tab: ModelTab) -> str:
    chip = tab.layers.list.rows[-1].settings.widgets[0].parentWidget()
    assert isinstance(chip, NumberChip)
    return f"{chip.field.text()} {chip._after.text()}"


def _set_activation(tab: ModelTab, activation: Activation) -> None:
    row = tab.layers.list.rows[-1]
    row.settings.edited.emit("activation", activation)


def test_what_nobody_looks_at_is_built_when_somebody_does(
    tab: ModelTab, document: ProjectDocument, tmp_path: Path
) -> None:
    before = list(tab.layers.list.rows)
    tab.hide()
    choose_photos(document, photo_set(tmp_path))
    assert list(tab.layers.list.rows) == before
    tab.show()
    assert list(tab.layers.list.rows) != before
    assert len(tab.layers.list.rows) == len(document.project.network.layers)
