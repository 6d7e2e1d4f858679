"""Networks that stand on a backbone: their cards, their layers, and what can be done to them."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.data.form import PictureForm
from core.features.backbone import ACCURATE, QUICK, backbones
from core.features.own_backbones import remove_own
from core.model.layers import Backbone, Dense, Dropout, LogisticRegression
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.model_tab import ModelTab
from gui.model_tab.backbone_chips import BackboneChips
from gui.model_tab.backbone_dialog import BackboneDialog
from gui.model_tab.edits import ANSWER
from gui.model_tab.layer_row import LayerRow
from gui.model_tab.summary_dialog import SummaryDialog
from tests.gui.model_tab.test_backbone_dialog import describe
from tests.gui.photo_sets import choose_photos, photo_set

_LEFT = Qt.MouseButton.LeftButton
_ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture(autouse=True)
def features(tab: ModelTab, document: ProjectDocument, tmp_path: Path) -> None:
    """A photo folder was chosen."""
    del tab
    choose_photos(document, photo_set(tmp_path / "photos"), preset="photo-features")


def test_accurate_and_quick_are_chosen_within_the_card(
    tab: ModelTab, document: ProjectDocument
) -> None:
    accurate, quick = _variants(tab)
    assert (accurate.isChecked(), quick.isChecked()) == (True, False)
    QTest.mouseClick(quick, _LEFT)
    assert _names(document) == QUICK
    assert (accurate.isChecked(), quick.isChecked()) == (False, True)
    assert tab.presets.cards[0].isChecked()
    QTest.mouseClick(quick, _LEFT)
    assert quick.isChecked(), "choosing it again changes nothing"
    assert document.undo_stack.undoText() == "choose Photo features"
    accurate.setFocus()
    QTest.keyClick(accurate, Qt.Key.Key_Space)
    assert _names(document) == ACCURATE
    document.undo_stack.undo()
    assert quick.isChecked()


def test_neither_is_marked_while_another_network_is_chosen(
    tab: ModelTab, document: ProjectDocument
) -> None:
    document.choose_preset("small-photo-cnn")
    assert not any(chip.isChecked() for chip in _variants(tab))
    QTest.mouseClick(_variants(tab)[1], _LEFT)
    assert (document.project.preset_name, _names(document)) == ("photo-features", QUICK)


def test_size_and_time_stand_beside_each(tab: ModelTab, qtbot: QtBot) -> None:
    # 16 pictures, half a second for each backbone; they are small, so decoding is nothing.
    qtbot.waitUntil(lambda: "about" in _notes(tab)[0])
    assert _notes(tab) == ["16 MB · about 17 s", "7 MB · about 9 s"]
    assert "about 17 s" in _variants(tab)[0].accessibleDescription()


def test_the_backbone_is_one_row_that_says_what_it_is(tab: ModelTab) -> None:
    backbone, regression = tab.layers.list.rows
    assert backbone.shape.text() == "2560"
    assert backbone.parameters.text() == "8,132,024"
    assert "2,560 numbers" in backbone.message.text()
    assert _chips(tab).choice.currentText() == "Lite2 + Lite0"
    assert "EfficientNet-Lite2" in _chips(tab).choice.toolTip()
    assert "without epochs" in regression.message.text()
    backbone.setFocus()
    assert "A backbone" in tab.layers.callout.text()
    assert tab.train.isEnabled()


def test_other_backbones_are_chosen_in_the_row(tab: ModelTab, document: ProjectDocument) -> None:
    choice = _chips(tab).choice
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert _names(document) == QUICK
    assert tab.layers.list.rows[0].shape.text() == "1280"
    document.undo_stack.undo()
    assert choice.value == ACCURATE


def test_a_backbone_that_is_not_on_this_computer_is_named_and_refused(
    tab: ModelTab, document: ProjectDocument
) -> None:
    document.choose_backbones(("seen-elsewhere",))
    assert _chips(tab).choice.currentText() == "seen-elsewhere"
    assert not _chips(tab).layers.isEnabled()
    assert not tab.train.isEnabled()
    assert "seen-elsewhere" in tab.reason.text()
    document.choose_preset("photo-features", QUICK)
    assert tab.train.isEnabled()


def test_a_backbone_of_ones_own_is_chosen_and_brings_its_form(
    tab: ModelTab, document: ProjectDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = PictureForm(height=96, width=128, channels=3)
    own = replace(backbones(QUICK)[0], name="mine", title="My net", form=form, sha256="mine")
    monkeypatch.setattr("core.features.own_backbones.own_backbone", {"mine": own}.get)
    monkeypatch.setattr("gui.model_tab.backbone_chips.own_backbones", lambda: (own,))
    document.choose_preset("photo-features", QUICK)
    choice = _chips(tab).choice
    assert [choice.itemText(row) for row in range(choice.count())] == [
        "Lite2 + Lite0",
        "Lite0",
        "Lite2",
        "My net",
    ]
    choice.setCurrentIndex(3)
    assert _names(document) == ("mine",)
    assert document.project.network.input.shape == (96, 128, 3)
    assert tab.train.isEnabled()
    assert not any(chip.isChecked() for chip in _variants(tab))
    assert tab.presets.cards[0].isChecked()
    assert tab.forecast.time.text() == "measuring this computer…"
    QTest.mouseClick(_variants(tab)[0], _LEFT)
    assert document.project.network.input.shape == (260, 260, 3)


def test_its_own_layers_are_one_press_away(
    tab: ModelTab, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.model_tab.summary_dialog.load_tensorflow", lambda: "2")
    monkeypatch.setattr("gui.model_tab.summary_dialog.summary_text", lambda *_: "its layers")
    with qtbot.waitSignal(jobs.emptied):
        QTest.mouseClick(_chips(tab).layers, _LEFT)
    dialog = tab.findChildren(SummaryDialog)[-1]
    assert dialog.text.toPlainText() == "its layers"
    dialog.close()


def test_the_input_is_given_and_not_scaled_twice(tab: ModelTab) -> None:
    row = tab.layers.list.input_row
    assert not row.rescale.isVisible()
    assert not row.message.isVisible()
    assert "backbone" in row._size.toolTip()


@pytest.mark.parametrize("position", [0, 1])
def test_backbone_and_regression_stay_where_they_are(
    tab: ModelTab, document: ProjectDocument, position: int
) -> None:
    before = document.project.network
    tab.layers.list.focus(position)
    row = tab.layers.list.rows[position]
    assert not row.remove.isVisible()
    for key, modifier in (
        (Qt.Key.Key_Up, _ALT),
        (Qt.Key.Key_Down, _ALT),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier),
    ):
        QTest.keyClick(row, key, modifier)
    tab.layers.verbs.remove(position)
    _drag(row, to=QPoint(20, 200))
    assert not tab.layers.list.drop_line.isVisible()
    assert document.project.network == before
    assert not any(action.isEnabled() for action in tab.layers.verbs.actions)


def test_dense_takes_the_place_of_the_regression(tab: ModelTab, document: ProjectDocument) -> None:
    instead = tab.layers.list.rows[1].instead
    assert isinstance(instead, QPushButton)
    QTest.mouseClick(instead, _LEFT)
    assert document.project.preset_name == "keras-head"
    assert tab.presets.cards[1].isChecked()
    assert document.project.settings.epochs == 10
    assert tab.train.isEnabled()


def test_only_layers_that_can_stand_there_are_offered(
    tab: ModelTab, document: ProjectDocument
) -> None:
    assert _offered(tab) == [
        "Dense",
        "Dropout",
        "BatchNormalization",
        "Activation",
        "Dense, one per class",
    ]
    document.choose_preset("keras-head")
    assert "LogisticRegression" in _offered(tab)
    document.choose_preset("small-photo-cnn")
    assert "Conv2D" in _offered(tab)
    assert "LogisticRegression" not in _offered(tab)


@pytest.mark.parametrize("name", ["Dense", "Dropout", "BatchNormalization", "Activation"])
def test_every_layer_offered_gives_a_network_that_can_be_trained(
    tab: ModelTab, document: ProjectDocument, name: str
) -> None:
    _add(tab, name)
    kinds = [layer.kind for layer in document.project.network.layers]
    assert kinds == ["Backbone", name, "Dense"]
    assert tab.layers.list.rows[1].hasFocus()
    assert tab.train.isEnabled()
    _add(tab, "LogisticRegression")
    assert document.project.preset_name == "photo-features"


def test_the_answer_takes_the_place_of_the_regression(
    tab: ModelTab, document: ProjectDocument
) -> None:
    _add(tab, "Dense, one per class")
    assert document.project.network.layers == (Backbone(), ANSWER)


def test_a_layer_goes_behind_the_backbone_even_if_the_input_is_selected(
    tab: ModelTab, document: ProjectDocument
) -> None:
    document.choose_preset("keras-head")
    tab.layers.list.select(-1)
    _add(tab, "Dropout")
    assert document.project.network.layers[1] == Dropout()


def test_what_follows_moves_but_never_before_the_backbone(
    tab: ModelTab, document: ProjectDocument
) -> None:
    document.choose_preset("keras-head")
    _add(tab, "Dropout")
    _add(tab, "Dense")
    first = tab.layers.list.rows[1]
    tab.layers.list.focus(1)
    QTest.keyClick(first, Qt.Key.Key_Up, _ALT)
    assert _kinds(document) == ["Backbone", "Dropout", "Dense", "Dense"]
    above = first.mapFromGlobal(tab.layers.list.rows[0].mapToGlobal(QPoint(20, 2)))
    second = tab.layers.list.rows[2]
    _drag(second, to=second.mapFromGlobal(first.mapToGlobal(above)))
    assert _kinds(document) == ["Backbone", "Dense", "Dropout", "Dense"]


def test_tab_goes_through_the_row(tab: ModelTab) -> None:
    tab.layers.list.focus(0)
    seen: list[QWidget] = []
    for _ in range(5):
        QTest.keyClick(seen[-1] if seen else tab.layers.list.rows[0], Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget() or tab)
    chips = _chips(tab)
    regression = tab.layers.list.rows[1]
    assert seen == [chips.choice, chips.layers, chips.own, regression, regression.instead]


def test_the_menu_of_a_row_that_stays_offers_nothing(tab: ModelTab) -> None:
    tab.layers.list.select(0)
    tab.layers.list.menu_requested.emit(0, QPoint(10, 10))
    menu = next(m for m in tab.layers.findChildren(QMenu) if m.isVisible())
    assert not any(action.isEnabled() for action in menu.actions())
    menu.close()


def test_pictures_of_another_form_are_mended_by_a_press(
    tab: ModelTab, document: ProjectDocument
) -> None:
    assert not tab.mend.isVisible()
    given = document.project.network.input
    document.set_form(given.model_copy(update={"channels": 1}), words="grey")
    assert "in colour" in tab.reason.text()
    assert not tab.train.isEnabled()
    assert tab.mend.text().replace("&", "") == "Use 260×260 in colour"
    QTest.mouseClick(tab.mend, _LEFT)
    assert tab.train.isEnabled()
    assert not tab.mend.isVisible()
    assert document.project.network.input == given


def _variants(tab: ModelTab) -> list[QPushButton]:
    variants = tab.presets.cards[0].variants
    assert variants is not None
    return variants.chips


def _notes(tab: ModelTab) -> list[str]:
    variants = tab.presets.cards[0].variants
    assert variants is not None
    return [note.text().replace("\u00a0", " ") for note in variants.notes]


def _chips(tab: ModelTab) -> BackboneChips:
    chips = tab.layers.list.rows[0].backbone
    assert chips is not None
    return chips


def _names(document: ProjectDocument) -> tuple[str, ...]:
    first, last = document.project.network.layers[0], document.project.network.layers[-1]
    assert isinstance(first, Backbone)
    assert isinstance(last, LogisticRegression | Dense)
    return first.names


def _kinds(document: ProjectDocument) -> list[str]:
    return [layer.kind for layer in document.project.network.layers]


def _offered(tab: ModelTab) -> list[str]:
    actions = tab.layers.add_menu.menu.actions()
    texts = [a.text() for a in actions if a.isVisible() and not a.isSeparator()]
    return [text.split("\t")[0] for text in texts]


def _add(tab: ModelTab, name: str) -> None:
    actions = tab.layers.add_menu.menu.actions()
    next(a for a in actions if a.isVisible() and a.text().split("\t")[0] == name).trigger()


def _drag(row: LayerRow, *, to: QPoint) -> None:
    QTest.mousePress(row, _LEFT, pos=QPoint(12, 10))
    for place in (QPoint(12, 24), QPoint(12, 60), to):
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(place),
            QPointF(row.mapToGlobal(place)),
            Qt.MouseButton.NoButton,
            _LEFT,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(row, event)
    QTest.mouseRelease(row, _LEFT, pos=to)


def test_a_backbone_of_ones_own_is_stood_on_at_once_and_can_be_removed(
    tab: ModelTab, document: ProjectDocument, qtbot: QtBot
) -> None:
    QTest.mouseClick(_chips(tab).own, _LEFT)
    (dialog,) = tab.findChildren(BackboneDialog)
    QTest.mouseClick(_chips(tab).own, _LEFT)
    assert tab.findChildren(BackboneDialog) == [dialog]
    describe("mine")
    dialog.added.emit("mine")
    assert _names(document) == ("mine",)
    assert document.project.network.input.shape == (48, 64, 3)
    assert _chips(tab).choice.currentText() == "My Network"
    assert tab.train.isEnabled()
    remove_own("mine")
    dialog.removed.emit()
    assert not tab.train.isEnabled()
    assert "no backbone “mine”" in tab.reason.text()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()
    tab.show_own_backbones()
    (again,) = tab.findChildren(BackboneDialog)
    with qtbot.waitSignal(again.destroyed):
        again.close()
