"""Networks to start from."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.document import ProjectDocument
from gui.model_tab import ModelTab


def test_a_preset_is_chosen_by_mouse_or_keyboard_and_can_be_undone(
    tab: ModelTab, document: ProjectDocument
) -> None:
    tab.focus_first()
    assert tab.presets.cards[0].hasFocus()
    assert _checked(tab) == ["dense-128"]
    QTest.mouseClick(tab.presets.cards[1], Qt.MouseButton.LeftButton)
    assert document.project.preset_name == "dense-512"
    QTest.keyClick(tab.presets.cards[2], Qt.Key.Key_Return)
    assert _checked(tab) == ["convolutional"]
    assert len(tab.layers.list.rows) == 7
    QTest.keyClick(tab.presets.cards[2], Qt.Key.Key_Space)
    assert _checked(tab) == ["convolutional"], "choosing it again changes nothing"
    document.undo_stack.undo()
    assert _checked(tab) == ["dense-512"]


def test_edited_layers_are_no_preset(tab: ModelTab) -> None:
    tab.layers.verbs.remove(1)
    assert _checked(tab) == []
    notes = [w for w in tab.presets.findChildren(QLabel) if w.text().startswith("These layers")]
    assert notes[0].isVisible()


def test_a_card_says_how_large_and_how_fast(tab: ModelTab) -> None:
    words = tab.presets.cards[1].accessibleDescription()
    assert "407k parameters" in words
    assert "an epoch" in words


def test_a_card_is_as_high_as_its_words_need(tab: ModelTab, qtbot: QtBot) -> None:
    card = tab.presets.cards[2]
    card.show_note(243_786, "about 100 min an epoch, as far as anyone can tell " * 3)
    note = card.findChildren(QLabel)[1]
    qtbot.waitUntil(lambda: note.height() >= note.heightForWidth(note.width()))
    assert card.rect().contains(note.mapTo(card, QPoint(0, note.height())))


def _checked(tab: ModelTab) -> list[str]:
    return [card.preset.name for card in tab.presets.cards if card.isChecked()]
