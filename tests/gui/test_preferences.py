from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.errors import LitmusError
from gui.preferences import Preferences, PreferenceStore, preferences_file, read_preferences
from gui.preferences_dialog import PreferencesDialog
from gui.theme import Scheme

BROKEN = {
    "cut short": '{"scheme": "da',
    "no object": "[1, 2]",
    "unknown colours": '{"scheme": "pink"}',
    "limit out of range": '{"pixel_limit_megapixels": 0}',
    "not text": "\x00\x01",
    "nested too deep": "[" * 100_000,
}


def test_without_a_file_there_are_the_usual_ones(qapp: object) -> None:  # noqa: ARG001
    store = PreferenceStore()

    assert store.current == Preferences()
    assert store.problem is None


def test_they_are_written_and_read_again(qtbot: QtBot) -> None:
    store = PreferenceStore()
    chosen = Preferences(scheme=Scheme.DARK, pixel_limit_megapixels=99)

    with qtbot.waitSignal(store.changed):
        store.change(chosen)

    assert PreferenceStore().current == chosen
    assert chosen.pixel_limit == 99_000_000
    assert [f.name for f in preferences_file().parent.iterdir()] == ["preferences.json"]


def test_the_same_again_is_no_change(qtbot: QtBot) -> None:
    store = PreferenceStore()

    with qtbot.assertNotEmitted(store.changed):
        store.change(Preferences())
    assert not preferences_file().exists()


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_told_and_kept(qapp: object, content: str) -> None:  # noqa: ARG001
    path = preferences_file()
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="utf-8")

    store = PreferenceStore()

    assert store.current == Preferences()
    assert store.problem is not None
    assert str(path) in store.problem.message
    store.change(Preferences(scheme=Scheme.LIGHT))
    kept = path.with_name("preferences.broken.json")
    assert kept.read_text(encoding="utf-8") == content
    assert read_preferences(path).scheme is Scheme.LIGHT


def test_entries_of_a_newer_litmus_harm_nothing(tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    path.write_text('{"scheme": "dark", "font": "large"}', encoding="utf-8")

    assert read_preferences(path) == Preferences(scheme=Scheme.DARK)


def test_where_they_cannot_be_written_they_hold_all_the_same(
    qapp: object,  # noqa: ARG001
    tmp_path: Path,
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    store = PreferenceStore(in_the_way / "preferences.json")

    with pytest.raises(LitmusError, match="could not be written"):
        store.change(Preferences(scheme=Scheme.DARK))
    assert store.current.scheme is Scheme.DARK


def test_the_dialog_changes_them_at_once(qtbot: QtBot) -> None:
    store = PreferenceStore()
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = PreferencesDialog(parent, store)

    dialog.scheme.setCurrentText("Dark")
    assert store.current.scheme is Scheme.DARK
    dialog.limit.lineEdit().selectAll()
    QTest.keyClicks(dialog.limit, "12")
    QTest.keyClick(dialog.limit, Qt.Key.Key_Return)

    assert store.current == Preferences(scheme=Scheme.DARK, pixel_limit_megapixels=12)


def test_the_dialog_tells_what_cannot_be_written(qtbot: QtBot, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = PreferencesDialog(parent, PreferenceStore(in_the_way / "preferences.json"))

    dialog.scheme.setCurrentText("Dark")

    assert any("could not be written" in text.text() for text in dialog.findChildren(QLabel))
