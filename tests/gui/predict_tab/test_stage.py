"""The two pictures on the stage."""

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.predict_tab.entry import Entry, Look, State, Verdict
from gui.predict_tab.stage import Stage


@pytest.mark.parametrize(("side", "shown"), [(28, 168), (128, 128), (300, 300), (512, 320)])
def test_what_the_model_sees_has_its_own_size_where_there_is_room(
    qtbot: QtBot, side: int, shown: int
) -> None:
    stage = Stage()
    qtbot.addWidget(stage)
    stage.resize(1000, 520)
    stage.show()
    seen = QImage(side, side, QImage.Format.Format_RGB888)
    seen.fill(0)
    verdict = Verdict((("cat", 1.0),), QImage(), "colour", (640, 480), 1.0)
    entry = Entry(1, "x.jpg", b"", State.ANSWERED, verdict)
    stage.show_entry(entry, Look(seen, seen))
    qtbot.waitUntil(lambda: stage.seen.height() > 1 and stage.seen.picture_rect().height() > 1)
    qtbot.waitUntil(lambda: stage.seen.picture_rect().height() == shown)


def test_a_large_picture_does_not_hold_a_small_window_open(qtbot: QtBot) -> None:
    stage = Stage()
    qtbot.addWidget(stage)
    seen = QImage(300, 300, QImage.Format.Format_RGB888)
    verdict = Verdict((("cat", 1.0),), QImage(), "colour", (640, 480), 1.0)
    stage.show_entry(Entry(1, "x.jpg", b"", State.ANSWERED, verdict), Look(seen, seen))
    assert stage.minimumSizeHint().height() < 300
