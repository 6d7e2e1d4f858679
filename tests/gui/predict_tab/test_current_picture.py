from pathlib import Path

from pytestqt.qtbot import QtBot

from core.run.folder import Run
from gui.predict_tab.current_picture import CurrentPicture
from gui.predict_tab.entry import Entry
from gui.predict_tab.stage import Stage
from gui.predict_tab.verdict_card import VerdictCard

WAITING = Entry(1, "slow.tif", Path("slow.tif"))


def test_a_picture_that_takes_long_is_named_and_one_that_does_not_is_not(
    qtbot: QtBot, clothes_run: Run
) -> None:
    stage, verdict = Stage(), VerdictCard()
    qtbot.addWidget(stage)
    qtbot.addWidget(verdict)
    current = CurrentPicture(stage, verdict)
    current.show_entry(None, look=None, run=clothes_run, failure=None)
    invitation = stage.notice.title.text()
    current.show_entry(WAITING, look=None, run=clothes_run, failure=None)
    assert stage.notice.title.text() == invitation
    qtbot.waitUntil(lambda: stage.notice.title.text() == "slow.tif")
    assert stage.notice.message.text() == "Looking at it…"
