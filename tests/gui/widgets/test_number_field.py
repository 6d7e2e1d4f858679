"""The number field: says its range, keeps the caret, leaves undo to the document."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.number_field import NumberField
from gui.widgets.numbers import NumberForm


class _Page(QWidget):
    """Two fields in a window."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self.first = NumberField(NumberForm(name="Units", low=1, high=100), 10)
        self.second = NumberField(NumberForm(name="Other", low=1, high=100), 10)
        column.addWidget(self.first)
        column.addWidget(self.second)


@pytest.fixture
def page(qtbot: QtBot) -> _Page:
    made = _Page()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.first.setFocus()
    qtbot.waitUntil(made.first.hasFocus)
    made.first.selectAll()
    return made


def test_every_keystroke_is_told(page: _Page) -> None:
    told: list[object] = []
    page.first.value_changed.connect(told.append)
    QTest.keyClicks(page.first, "42")
    assert told == [4, 42]


def test_what_cannot_be_taken_is_said_and_the_number_from_before_comes_back(
    page: _Page, qtbot: QtBot
) -> None:
    told: list[object] = []
    page.first.value_changed.connect(told.append)
    QTest.keyClicks(page.first, "420")
    assert page.first.problem == "Units: a whole number, 1 to 100."
    assert page.first.text() == "420"
    page.second.setFocus()
    qtbot.waitUntil(page.second.hasFocus)
    assert page.first.text() == "10"
    assert page.first.problem == "Units: a whole number, 1 to 100. 10 was kept."
    assert told == [4, 42, 10]


def test_a_value_from_elsewhere_keeps_the_caret_of_the_same_number(page: _Page) -> None:
    QTest.keyClicks(page.first, "42")
    page.first.lineEdit().setCursorPosition(1)
    page.first.set_value(42)
    assert page.first.lineEdit().cursorPosition() == 1
    page.first.set_value(7)
    assert page.first.text() == "7"


def test_up_and_down_step(page: _Page) -> None:
    QTest.keyClick(page.first, Qt.Key.Key_Up)
    assert page.first.value == 11
    QTest.keyClick(page.first, Qt.Key.Key_Down)
    QTest.keyClick(page.first, Qt.Key.Key_Down)
    assert page.first.text() == "9"


def test_the_wheel_changes_only_the_field_with_the_keyboard(page: _Page) -> None:
    for field in (page.first, page.second):
        QApplication.sendEvent(field, _wheel())
    assert (page.first.value, page.second.value) == (11, 10)


@pytest.mark.parametrize("kind", [QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress])
def test_undo_is_left_to_the_document(page: _Page, kind: QEvent.Type) -> None:
    QTest.keyClicks(page.first, "42")
    event = QKeyEvent(kind, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendEvent(page.first, event)
    assert not event.isAccepted()
    assert page.first.text() == "42"


def test_each_visit_is_another(page: _Page, qtbot: QtBot) -> None:
    before = page.first.visit
    page.second.setFocus()
    page.first.setFocus()
    qtbot.waitUntil(page.first.hasFocus)
    assert page.first.visit not in {before, page.second.visit}


def _wheel() -> QWheelEvent:
    return QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt takes it by position
    )
