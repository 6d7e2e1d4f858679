from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.notice import Notice


def test_a_message_goes_by_itself(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1024, 700)
    window.show()
    notice = Notice(window, lasts_ms=20)

    notice.say("A web address was dropped. Save the picture first.")

    assert notice.isVisible()
    assert window.rect().contains(notice.geometry())
    qtbot.waitUntil(lambda: not notice.isVisible())
    assert notice.text() == ""


def test_one_with_a_button_stays_and_does_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1024, 700)
    window.show()
    notice = Notice(window, lasts_ms=20)
    done: list[str] = []

    notice.ask("2 earlier runs could not be read.", "Show…", lambda: done.append("shown"))
    qtbot.wait(60)
    assert notice.isVisible()
    notice.action.click()

    assert done == ["shown"]
    assert not notice.isVisible()


def test_it_follows_the_windows_size(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1600, 900)
    window.show()
    notice = Notice(window)
    notice.say("A long message. " * 30)
    for width, height in ((500, 400), (1200, 700)):
        window.resize(width, height)
        assert window.rect().contains(notice.geometry())
        assert height - notice.geometry().bottom() < 8
    notice.hide()


def test_what_is_asked_comes_back_when_what_lay_over_it_is_gone(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1024, 700)
    window.show()
    notice = Notice(window, lasts_ms=20)
    done: list[str] = []
    notice.ask("Older.", "Older", lambda: done.append("older"))
    notice.ask("Newer.", "Newer", lambda: done.append("newer"))
    notice.say("Passing.")
    assert notice.text() == "Passing."
    qtbot.waitUntil(lambda: notice.text() == "Newer.")
    notice.action.click()
    assert not notice.isVisible(), "a double click must not answer the older one, too"
    qtbot.waitUntil(lambda: notice.text() == "Older.")
    notice.action.click()
    assert done == ["newer", "older"]
    assert not notice.isVisible()


def test_what_comes_first_stays_over_what_is_asked_later(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    notice = Notice(window)
    notice.ask("Run 3 stopped.", "Resume", lambda: None, first=True)
    notice.ask("This is what you worked on last.", "Start a new one", lambda: None)
    assert notice.text() == "Run 3 stopped."
    notice.withdraw("Run 3 stopped.")
    assert notice.text() == "This is what you worked on last."
    notice.withdraw("This is what you worked on last.")
    assert not notice.isVisible()
