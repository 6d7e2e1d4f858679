"""The layers, edited by mouse and keyboard."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from core.model.layers import (
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    LayerSpec,
    MaxPooling2D,
    Padding,
)
from core.model.network import NetworkSpec
from gui.document import ProjectDocument
from gui.model_tab import ModelTab
from gui.model_tab.chips import ChoiceChip
from gui.model_tab.edits import ANSWER
from gui.model_tab.layer_list import INPUT
from gui.model_tab.layer_row import LayerRow
from gui.widgets.number_field import NumberField

_LEFT = Qt.MouseButton.LeftButton
_ALT = Qt.KeyboardModifier.AltModifier


def test_every_keystroke_updates_shapes_and_counts_and_undoes_as_one(
    tab: ModelTab, document: ProjectDocument
) -> None:
    units = _number(tab, 1, "Units")
    _type(units, "7")
    assert _texts(tab, 1) == ("7", "5,495")
    assert _texts(tab, 2) == ("10", "80")
    QTest.keyClicks(units, "2")
    assert _texts(tab, 1) == ("72", "56,520")
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "change units"
    document.undo_stack.undo()
    assert units.text() == "128"
    assert document.project.preset_name == "dense-128"


def test_typing_keeps_the_caret(tab: ModelTab) -> None:
    units = _number(tab, 1, "Units")
    _type(units, "345")
    units.lineEdit().setCursorPosition(1)
    QTest.keyClicks(units, "9")
    assert (units.text(), units.lineEdit().cursorPosition()) == ("3945", 2)


def test_what_is_out_of_range_is_said_on_the_row(tab: ModelTab, document: ProjectDocument) -> None:
    units = _number(tab, 1, "Units")
    _type(units, "99999")
    row = tab.layers.list.rows[1]
    assert row.message.text() == "Units: a whole number, 1 to 65,536."
    assert row.message.property("role") == "problem"
    assert document.project.network.layers[1] == Dense(units=128)
    assert not document.undo_stack.canUndo()
    QTest.keyClick(units, Qt.Key.Key_Tab)
    assert units.text() == "128"
    assert "128 was kept" in row.message.text()
    _type(units, "64")
    assert row.message.isHidden()


def test_a_choice_is_taken_and_explained(tab: ModelTab, document: ProjectDocument) -> None:
    chip = next(w for w in tab.layers.list.rows[1].settings.widgets if isinstance(w, ChoiceChip))
    chip.setFocus()
    assert "relu" in tab.layers.callout.text()
    QTest.keyClicks(chip, "tanh")
    assert getattr(document.project.network.layers[1], "activation", "") == "tanh"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_list_of_a_choice_shows_every_row_without_scrolling(tab: ModelTab) -> None:
    chip = next(w for w in tab.layers.list.rows[1].settings.widgets if isinstance(w, ChoiceChip))
    chip.showPopup()
    view = chip.view()
    last = view.visualRect(view.model().index(chip.count() - 1, 0))
    assert 0 < last.bottom() <= view.viewport().height()
    chip.hidePopup()


def test_a_layer_that_cannot_stand_there_says_why_and_train_is_refused(
    tab: ModelTab, document: ProjectDocument
) -> None:
    _show(document, Flatten(), MaxPooling2D(), ANSWER)
    rows = tab.layers.list.rows
    problem = "MaxPooling2D needs height × width × channels; Flatten gave 784 numbers."
    assert rows[1].message.text() == problem
    assert rows[1].message.isVisible()
    assert _texts(tab, 2) == ("–", "")
    assert not tab.train.isEnabled()
    assert problem in tab.reason.text()
    assert not tab.layers.summary.isEnabled()
    document.undo_stack.undo()
    assert tab.train.isEnabled()
    assert tab.reason.isHidden()


def test_the_last_layer_follows_the_classes_until_told_otherwise(
    tab: ModelTab, document: ProjectDocument
) -> None:
    row = tab.layers.list.rows[2]
    units = _number(tab, 2, "Units")
    assert units.text() == "10"
    _type(units, "12")
    assert row.message.property("role") == "note"
    assert "2 more than the 10 classes" in row.message.text()
    assert tab.train.isEnabled()
    _type(units, "3")
    assert row.message.text() == "10 classes need 10 outputs; this layer has 3."
    assert not tab.train.isEnabled()
    follow = next(w for w in row.settings.widgets if w.property("term") == "classes")
    QTest.mouseClick(follow, _LEFT)
    assert document.project.preset_name == "dense-128"
    assert units.text() == "10"
    assert follow.isHidden()


def test_a_layer_moves_by_keyboard_and_keeps_it(tab: ModelTab, document: ProjectDocument) -> None:
    tab.layers.list.focus(1)
    QTest.keyClick(tab.layers.list.rows[1], Qt.Key.Key_Up, _ALT)
    assert _kinds(document) == ["Dense", "Flatten", "Dense"]
    assert tab.layers.list.rows[0].hasFocus()
    QTest.keyClick(tab.layers.list.rows[0], Qt.Key.Key_Up, _ALT)
    assert _kinds(document) == ["Dense", "Flatten", "Dense"]
    QTest.keyClick(tab.layers.list.rows[0], Qt.Key.Key_Down, _ALT)
    assert _kinds(document) == ["Flatten", "Dense", "Dense"]
    assert document.undo_stack.undoText() == "move Dense down"


def test_a_layer_moves_from_within_one_of_its_chips(
    tab: ModelTab, document: ProjectDocument
) -> None:
    units = _number(tab, 1, "Units")
    units.setFocus()
    QTest.keyClick(units, Qt.Key.Key_Up, _ALT)
    assert _kinds(document) == ["Dense", "Flatten", "Dense"]


def test_delete_removes_the_selected_layer_but_not_while_typing(
    tab: ModelTab, document: ProjectDocument
) -> None:
    units = _number(tab, 1, "Units")
    units.setFocus()
    QTest.keyClick(units, Qt.Key.Key_Delete)
    assert len(document.project.network.layers) == 3
    tab.layers.list.focus(1)
    QTest.keyClick(tab.layers.list.rows[1], Qt.Key.Key_Delete)
    assert _kinds(document) == ["Flatten", "Dense"]
    assert tab.layers.list.rows[1].hasFocus()


def test_the_last_layer_left_can_be_removed_too(tab: ModelTab, document: ProjectDocument) -> None:
    for _ in range(3):
        QTest.mouseClick(tab.layers.list.rows[0].remove, _LEFT)
    assert document.project.network.layers == ()
    assert tab.layers.list.input_row.hasFocus()
    assert "no layers" in tab.reason.text()


def test_a_layer_is_duplicated(tab: ModelTab, document: ProjectDocument) -> None:
    tab.layers.list.focus(1)
    QTest.keyClick(tab.layers.list.rows[1], Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert _kinds(document) == ["Flatten", "Dense", "Dense", "Dense"]
    assert tab.layers.list.position == 2


def test_dragging_a_row_shows_where_it_would_land_and_moves_it(
    tab: ModelTab, document: ProjectDocument
) -> None:
    first, last = tab.layers.list.rows[0], tab.layers.list.rows[2]
    place = first.mapFromGlobal(last.mapToGlobal(QPoint(20, last.height() - 4)))
    _press_and_drag(first, to=place)
    assert tab.layers.list.drop_line.isVisible()
    assert _kinds(document) == ["Flatten", "Dense", "Dense"]
    QTest.mouseRelease(first, _LEFT, pos=place)
    assert not tab.layers.list.drop_line.isVisible()
    assert _kinds(document) == ["Dense", "Dense", "Flatten"]
    assert document.undo_stack.undoText() == "move Flatten down"


def test_escape_ends_a_drag_where_it_began(tab: ModelTab, document: ProjectDocument) -> None:
    first, last = tab.layers.list.rows[0], tab.layers.list.rows[2]
    place = first.mapFromGlobal(last.mapToGlobal(QPoint(20, last.height() - 4)))
    _press_and_drag(first, to=place)
    QTest.keyClick(first, Qt.Key.Key_Escape)
    QTest.mouseRelease(first, _LEFT, pos=place)
    assert not tab.layers.list.drop_line.isVisible()
    assert _kinds(document) == ["Flatten", "Dense", "Dense"]


@pytest.mark.parametrize(("selected", "place"), [(None, 2), (INPUT, 0), (0, 1), (2, 2)], ids=str)
def test_a_new_layer_goes_after_the_selected_one_and_before_the_answer(
    tab: ModelTab, document: ProjectDocument, selected: int | None, place: int
) -> None:
    if selected is not None:
        tab.layers.list.select(selected)
    action = next(a for a in tab.layers.add_menu.menu.actions() if a.text().startswith("Dropout"))
    action.trigger()
    assert document.project.network.layers[place] == Dropout()
    assert tab.layers.list.rows[place].hasFocus()
    assert document.undo_stack.undoText() == "add Dropout"


def test_the_answer_can_be_added_after_it_was_removed(
    tab: ModelTab, document: ProjectDocument
) -> None:
    tab.layers.verbs.remove(2)
    assert not tab.train.isEnabled()
    tab.layers.add_menu.menu.actions()[-1].trigger()
    assert document.project.preset_name == "dense-128"


def test_rare_settings_come_on_request_and_stay_where_they_differ(
    tab: ModelTab, document: ProjectDocument
) -> None:
    document.choose_preset("convolutional")
    settings = tab.layers.list.rows[1].settings
    stride = _number(tab, 1, "Stride")
    assert not stride.isVisible()
    more = next(w for w in settings.widgets if w.accessibleName() == "More settings")
    QTest.mouseClick(more, _LEFT)
    assert stride.isVisible()
    assert stride.text() == "2"
    _type(stride, "1")
    assert _texts(tab, 1)[0] == "25, 25, 64"
    _type(stride, "2")
    assert document.project.preset_name == "convolutional"


def test_the_network_can_get_plain_pixels(tab: ModelTab, document: ProjectDocument) -> None:
    row = tab.layers.list.input_row
    QTest.mouseClick(row.rescale, _LEFT)
    assert document.project.network.input.rescale is False
    assert "plain pixels" in row.message.text()
    document.undo_stack.undo()
    assert row.rescale.isChecked()
    assert row.message.isHidden()


def test_tab_goes_through_the_chips_and_on_to_the_next_row(tab: ModelTab) -> None:
    row = tab.layers.list.rows[1]
    tab.layers.list.focus(1)
    seen: list[QWidget] = []
    for _ in range(3):
        QTest.keyClick(seen[-1] if seen else row, Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget() or row)
    assert seen[0] is _number(tab, 1, "Units")
    assert isinstance(seen[1], ChoiceChip)
    assert seen[2] is tab.layers.list.rows[2]
    assert tab.layers.list.position == 2


def test_the_context_menu_offers_what_the_keys_do(tab: ModelTab) -> None:
    row = tab.layers.list.rows[0]
    place = QPoint(10, 10)
    QApplication.sendEvent(
        row, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, row.mapToGlobal(place))
    )
    menu = next(m for m in tab.layers.findChildren(QMenu) if m.isVisible())
    texts = [action.text().replace("&", "") for action in menu.actions()]
    assert texts == ["Move up", "Move down", "Duplicate", "Remove"]
    assert tab.layers.list.position == 0
    menu.close()


def test_sixty_layers_are_shown_and_scroll(tab: ModelTab, document: ProjectDocument) -> None:
    body = tuple(Conv2D(filters=8, kernel_size=3, padding=Padding.SAME) for _ in range(58))
    _show(document, *body, Flatten(), ANSWER)
    assert len(tab.layers.list.rows) == 60
    tab.layers.list.focus(59)
    last = tab.layers.list.rows[59]
    top = last.mapTo(tab.layers.list.viewport(), QPoint(0, 0)).y()
    assert 0 <= top <= tab.layers.list.viewport().height() - last.height()
    assert tab.layers.callout.isVisible()
    document.set_network(
        document.project.network.model_copy(update={"layers": (body[0], *body[1:], ANSWER)}),
        words="",
    )
    assert len(tab.layers.list.rows) == 59


def test_a_narrow_window_puts_the_chips_under_the_name(tab: ModelTab, qtbot: QtBot) -> None:
    row = tab.layers.list.rows[1]
    wide = row.chips.mapTo(row, QPoint(0, 0))
    tab.resize(tab.minimumSizeHint())
    qtbot.waitUntil(lambda: row.chips.mapTo(row, QPoint(0, 0)).y() > wide.y() + 12)
    assert tab.minimumSizeHint().width() <= 1024
    card = tab.layers.mapTo(tab, QPoint(0, 0)).x()
    assert card + tab.layers.width() < tab.training.mapTo(tab, QPoint(0, 0)).x()
    inside = tab.training.epochs.mapTo(tab.training, QPoint(0, 0)).x()
    assert inside + tab.training.epochs.width() <= tab.training.width()


def _show(document: ProjectDocument, *layers: LayerSpec) -> None:
    document.set_network(NetworkSpec.model_validate({"layers": layers}), words="show")


def _kinds(document: ProjectDocument) -> list[str]:
    return [layer.kind for layer in document.project.network.layers]


def _texts(tab: ModelTab, position: int) -> tuple[str, str]:
    row = tab.layers.list.rows[position]
    return row.shape.text(), row.parameters.text()


def _number(tab: ModelTab, position: int, name: str) -> NumberField:
    fields = tab.layers.list.rows[position].findChildren(NumberField)
    return next(field for field in fields if field.form.name == name)


def _type(field: NumberField, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def _press_and_drag(row: LayerRow, *, to: QPoint) -> None:
    QTest.mousePress(row, _LEFT, pos=QPoint(12, 20))
    for step in (QPoint(12, 24), QPoint(12, 60), to):
        _move(row, step)


def _move(widget: QWidget, place: QPoint) -> None:
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(place),
        QPointF(widget.mapToGlobal(place)),
        Qt.MouseButton.NoButton,
        _LEFT,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)
