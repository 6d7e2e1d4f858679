from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from core.cancellation import CancelToken
from core.data.folder.cache_limit import cache_limit_bytes
from core.data.folder.facts_store import FactsStore
from core.errors import LitmusError
from gui.cache_care import size_words
from gui.jobs import Jobs, Report
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


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A cache of 1.4 GB that can be cleared; the list says what was done to it."""
    done: list[str] = []

    def measure(_report: Report, _cancel: CancelToken) -> int:
        return 0 if done else 1_400_000_000

    def clear(report: Report, cancel: CancelToken) -> int:
        done.append("cleared")
        return measure(report, cancel)

    monkeypatch.setattr("gui.cache_care._measure", measure)
    monkeypatch.setattr("gui.cache_care._clear", clear)
    return done


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


def test_the_dialog_changes_them_at_once(
    qtbot: QtBot,
    jobs: Jobs,
    cache: list[str],  # noqa: ARG001 - it is measured
) -> None:
    store = PreferenceStore()
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = PreferencesDialog(parent, store, jobs)

    dialog.scheme.setCurrentText("Dark")
    assert store.current.scheme is Scheme.DARK
    dialog.limit.lineEdit().selectAll()
    QTest.keyClicks(dialog.limit, "12")
    QTest.keyClick(dialog.limit, Qt.Key.Key_Return)

    assert store.current == Preferences(scheme=Scheme.DARK, pixel_limit_megapixels=12)


def test_the_dialog_tells_what_cannot_be_written(
    qtbot: QtBot,
    tmp_path: Path,
    jobs: Jobs,
    cache: list[str],  # noqa: ARG001 - it is measured
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = PreferencesDialog(parent, PreferenceStore(in_the_way / "preferences.json"), jobs)

    dialog.scheme.setCurrentText("Dark")

    assert any("could not be written" in text.text() for text in dialog.findChildren(QLabel))


def test_the_cache_is_measured_and_cleared_once_it_was_said_what_that_means(
    qtbot: QtBot, jobs: Jobs, cache: list[str]
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    dialog = PreferencesDialog(parent, PreferenceStore(), jobs)
    dialog.show()
    card = dialog.cache
    assert card.used.text() == "Measuring…"
    qtbot.waitUntil(lambda: card.used.text() == "Now: 1.4 GB")
    for answer, cleared in (("&Keep them", []), ("&Clear", ["cleared"])):
        card.clear.click()
        box = next(b for b in dialog.findChildren(QMessageBox) if b.isVisible())
        assert "Nothing of yours is removed" in box.informativeText()
        next(b for b in box.buttons() if b.text() == answer).click()
        assert not box.isVisible()
        qtbot.waitUntil(lambda: not jobs.active)
        assert cache == cleared
    assert card.used.text() == "Now: nothing"
    assert not card.clear.isEnabled()
    dialog.close()


def test_the_real_cache_is_cleared_and_nothing_else(
    qtbot: QtBot, jobs: Jobs, litmus_home: Path
) -> None:
    content = b"0123456789abcdef"
    pack = litmus_home / "cache" / "pictures" / "1000x1000" / "1.pixels"
    pack.parent.mkdir(parents=True)
    pack.write_bytes(bytes(3_000_000))
    with closing(FactsStore()) as facts:
        facts.add(thumbnails=[(content, b"a small JPEG")])
    mine = litmus_home / "data" / "runs" / "run-001" / "run.json"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    parent = QWidget()
    qtbot.addWidget(parent)
    card = PreferencesDialog(parent, PreferenceStore(), jobs).cache
    qtbot.waitUntil(lambda: card.used.text() == "Now: 3 MB")
    card._on_clear_confirmed()
    qtbot.waitUntil(lambda: "less than 1 MB" in card.used.text())
    assert not pack.exists()
    with closing(FactsStore()) as facts:
        assert facts.thumbnail(content) is None
    assert mine.read_text() == "mine"


def test_a_cache_that_cannot_be_cleared_says_why(
    qtbot: QtBot, jobs: Jobs, cache: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def clear(_report: Report, _cancel: CancelToken) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("gui.cache_care._clear", clear)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = PreferencesDialog(parent, PreferenceStore(), jobs)
    qtbot.waitUntil(lambda: not jobs.active)
    dialog.cache._on_clear_confirmed()
    qtbot.waitUntil(lambda: not jobs.active)
    assert "Permission denied" in dialog.cache.used.text()
    assert dialog.cache.clear.isEnabled()
    assert cache == []


def test_the_limit_of_the_cache_reaches_trainings(
    qtbot: QtBot,
    jobs: Jobs,
    cache: list[str],  # noqa: ARG001 - it is measured
) -> None:
    assert cache_limit_bytes() == 10_000_000_000
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = PreferencesDialog(parent, PreferenceStore(), jobs)
    dialog.cache.limit.setValue(3)
    assert cache_limit_bytes() == 3_000_000_000


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"cache_limit_gigabytes": -1}', '{"cache_limit_gigabytes": true}']
)
def test_a_limit_that_makes_no_sense_is_the_usual_one(content: str) -> None:
    path = preferences_file()
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="utf-8")
    assert cache_limit_bytes() == 10_000_000_000


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "nothing"), (5, "less than 1 MB"), (12_300_000, "12 MB"), (2_345_000_000, "2.3 GB")],
)
def test_sizes_are_said_in_words(size: int, words: str) -> None:
    assert size_words(size) == words
