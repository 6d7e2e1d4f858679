"""Training settings: typed, stepped, refused, undone, explained."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from core.run.settings import Optimizer, StopRules, TrainingSettings
from gui.document import ProjectDocument
from gui.model_tab import ModelTab
from gui.widgets.number_field import NumberField

_SPACE = Qt.Key.Key_Space


def test_settings_are_typed_in_the_ways_people_write_numbers(
    tab: ModelTab, document: ProjectDocument
) -> None:
    card = tab.training
    for field, text in (
        (card.epochs, "12"),
        (card.batch_size, "64"),
        (card.learning_rate, "1e-3"),
        (card.learning_rate, "0,02"),
        (card.validation, "25 %"),
        (card.seed, "2,147,483,647"),
    ):
        _type(field, text)
    assert _settings(document) == TrainingSettings(
        epochs=12, batch_size=64, learning_rate=0.02, validation=0.25, seed=2**31 - 1
    )


def test_keys_step_by_what_suits_the_setting(tab: ModelTab, document: ProjectDocument) -> None:
    card = tab.training
    for field in (card.epochs, card.batch_size, card.learning_rate, card.validation):
        QTest.keyClick(field, Qt.Key.Key_Up)
    assert _settings(document) == TrainingSettings(
        epochs=6, batch_size=64, learning_rate=0.002, validation=0.15
    )


def test_typing_a_number_undoes_as_one_step_and_shows_again(
    tab: ModelTab, document: ProjectDocument
) -> None:
    _type(tab.training.epochs, "250")
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "change epochs"
    document.undo_stack.undo()
    assert tab.training.epochs.text() == "5"
    assert _settings(document) == TrainingSettings()


def test_each_field_says_its_range(tab: ModelTab, document: ProjectDocument) -> None:
    _type(tab.training.learning_rate, "11")
    said = [w.text() for w in tab.training.findChildren(QLabel) if w.isVisible()]
    assert "Learning rate: above 0, up to 10." in said
    assert _settings(document).learning_rate == 0.001
    assert "From 1 to 8,192." in tab.training.batch_size.toolTip()


def test_a_choice_is_stored(tab: ModelTab, document: ProjectDocument) -> None:
    QTest.keyClicks(tab.training.optimizer, "r")
    assert _settings(document).optimizer is Optimizer.RMSPROP
    QTest.keyClick(tab.training.fast_arithmetic, Qt.Key.Key_Down)
    assert _settings(document).fast_arithmetic is True
    document.set_settings(TrainingSettings(), words="start again")
    assert tab.training.optimizer.currentText() == "Adam"
    assert tab.training.fast_arithmetic.currentText() == "Automatic"


def test_stop_rules_are_off_until_ticked(tab: ModelTab, document: ProjectDocument) -> None:
    accuracy, loss, patience = tab.training.stop_rules
    assert not any(rule.value.field.isEnabled() for rule in tab.training.stop_rules)
    for rule in (accuracy, loss, patience):
        QTest.keyClick(rule.box, _SPACE)
    assert _settings(document).stop == StopRules(accuracy=0.95, loss=0.3, patience=3)
    _type(accuracy.value.field, "90")
    _type(patience.value.field, "1")
    assert _settings(document).stop == StopRules(accuracy=0.9, loss=0.3, patience=1)
    _type(accuracy.value.field, "101")
    assert accuracy.message.text() == "Accuracy: above 0 %, up to 100 %."
    QTest.keyClick(loss.box, _SPACE)
    assert _settings(document).stop.loss is None
    assert loss.value.field.text() == "0.3", "the value is still there when it is ticked again"


def test_without_validation_what_needs_it_is_off_and_says_so(
    tab: ModelTab, document: ProjectDocument
) -> None:
    patience = tab.training.stop_rules[2]
    QTest.keyClick(patience.box, _SPACE)
    _type(tab.training.validation, "0")
    assert not patience.box.isEnabled()
    assert not patience.box.isChecked()
    assert "validation set" in patience.message.text()
    keep = tab.training.keep_best
    assert not keep.box.isEnabled()
    assert not keep.note.isHidden()
    document.undo_stack.undo()
    assert patience.box.isChecked()
    assert keep.box.isEnabled()
    QTest.keyClick(keep.box, _SPACE)
    assert _settings(document).keep_best is False


def test_the_callout_explains_what_the_keyboard_is_on(tab: ModelTab) -> None:
    for widget, word in (
        (tab.training.batch_size, "batch size"),
        (tab.training.stop_rules[1].box, "loss"),
        (tab.layers.list.rows[0], "Flatten"),
        (tab.layers.list.input_row.rescale, "÷ 255"),
    ):
        widget.setFocus()
        assert word in tab.layers.callout.text()


def test_every_control_has_a_name_and_a_tooltip(tab: ModelTab) -> None:
    for widget in tab.findChildren(QWidget):
        inside = type(widget).__name__ in {"QLineEdit", "QListView", "QScrollBar", "LayerRow"}
        if inside or widget.focusPolicy() is Qt.FocusPolicy.NoFocus or not widget.isVisible():
            continue
        name = widget.accessibleName() or getattr(widget, "text", str)()
        assert name, widget
        if type(widget).__name__ != "InputRow":
            assert widget.toolTip() or _parent_tip(widget), widget


def _parent_tip(widget: QWidget) -> str:
    parent = widget.parentWidget()
    return parent.toolTip() if parent else ""


def _settings(document: ProjectDocument) -> TrainingSettings:
    return document.project.settings


def _type(field: NumberField, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
