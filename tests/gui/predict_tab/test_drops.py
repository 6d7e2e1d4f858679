"""Real drags, drops and pastes."""

from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtWidgets import QApplication, QWidget

from gui.predict_tab.entry import Entry, State
from gui.predict_tab.offer import PICTURE_MIME
from gui.predict_tab.predict_tab import PredictTab
from tests.gui.predict_tab.conftest import piece, write_picture

Settle = Callable[[PredictTab], None]
ACTIONS = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction


def files(paths: Iterable[Path]) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drag_enter(target: QWidget, mime: QMimeData) -> QDragEnterEvent:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(50, 50), ACTIONS, mime, left, none)
    event.ignore()
    QApplication.sendEvent(target, event)
    return event


def drop(target: QWidget, mime: QMimeData) -> QDropEvent:
    """As a hand does it: in, along, and let go."""
    drag_enter(target, mime)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    move = QDragMoveEvent(QPoint(60, 60), ACTIONS, mime, left, none)
    QApplication.sendEvent(target, move)
    event = QDropEvent(QPointF(60, 60), ACTIONS, mime, left, none, QEvent.Type.Drop)
    event.ignore()
    QApplication.sendEvent(target, event)
    return event


def only(tab: PredictTab) -> Entry:
    (entry,) = tab.gallery.model.entries
    return entry


def png(label: int) -> bytes:
    buffer = BytesIO()
    Image.fromarray(piece(label)).save(buffer, "PNG")
    return buffer.getvalue()


def test_a_dropped_file_is_answered_and_shown(
    tab: PredictTab, trouser: Path, settle: Settle
) -> None:
    mime = files([trouser])
    assert PredictTab.can_take(mime)
    assert drag_enter(tab, mime).isAccepted()
    event = drop(tab, mime)
    assert event.isAccepted()
    assert event.dropAction() is Qt.DropAction.CopyAction
    settle(tab)
    assert tab.verdict.verdict.text() == "Trouser"
    assert tab.verdict.shown_bars()[0][0] == "Trouser"
    assert tab.stage.caption.text() == "trouser.png · 28×28"
    assert tab.stage.preview.image.size().width() == 28
    assert tab.stage.seen.image.pixelColor(14, 14).red() == piece(1)[14, 14]
    assert tab.stage.done.text() == "28×28 grey, as it is"


@pytest.mark.parametrize("text", ["https://example.org/boot.png", "just words"])
def test_text_and_web_addresses_are_not_taken(tab: PredictTab, text: str) -> None:
    mime = QMimeData()
    mime.setText(text)
    assert not drag_enter(tab, mime).isAccepted()
    assert not PredictTab.can_take(mime)
    assert not tab.take(mime)
    assert not tab.message.isHidden()
    assert tab.gallery.model.rowCount() == 0


def test_the_zone_lights_up_only_while_something_is_over_it(tab: PredictTab, trouser: Path) -> None:
    quiet = tab.stage.grab().toImage()
    mime = files([trouser])
    drag_enter(tab, mime)
    assert tab.stage.grab().toImage() != quiet
    QApplication.sendEvent(tab, QDragLeaveEvent())
    assert tab.stage.grab().toImage() == quiet


def test_a_sentence_goes_when_something_better_comes(
    tab: PredictTab, trouser: Path, settle: Settle
) -> None:
    mime = QMimeData()
    mime.setText("words")
    assert not tab.take(mime)
    assert tab.take(files([trouser]))
    assert tab.message.isHidden()
    settle(tab)


@pytest.mark.parametrize(
    "name", ["with spaces.png", "👟.png", "quotes ' \".png", "hash #1.png", "100 %.png", "a?.png"]
)
def test_odd_names_are_read(tab: PredictTab, tmp_path: Path, settle: Settle, name: str) -> None:
    drop(tab, files([write_picture(tmp_path / name, piece(1))]))
    settle(tab)
    assert only(tab).name == name
    assert tab.verdict.verdict.text() == "Trouser"


def test_a_folder_called_like_a_picture_is_a_folder(
    tab: PredictTab, tmp_path: Path, settle: Settle
) -> None:
    for number, name in enumerate(["2.png", "10.png"]):
        write_picture(tmp_path / "x.png" / name, piece(number))
    drop(tab, files([tmp_path / "x.png"]))
    settle(tab)
    assert [e.name for e in tab.gallery.model.entries] == ["2.png", "10.png"]


def test_an_empty_folder_says_so(tab: PredictTab, tmp_path: Path, settle: Settle) -> None:
    (tmp_path / "holiday").mkdir()
    drop(tab, files([tmp_path / "holiday"]))
    settle(tab)
    assert "“holiday”" in tab.message.text()
    assert not tab.message.isHidden()


def test_a_picture_of_the_data_tab_arrives_untouched(tab: PredictTab, settle: Settle) -> None:
    mime = QMimeData()
    mime.setData(PICTURE_MIME, png(1))
    drop(tab, mime)
    settle(tab)
    assert tab.verdict.verdict.text() == "Trouser"
    assert tab.stage.done.text() == "28×28 grey, as it is"


def test_what_a_browser_hands_over_is_answered(tab: PredictTab, settle: Settle) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/trouser.png")])
    mime.setData("image/png", png(1))
    drop(tab, mime)
    settle(tab)
    assert only(tab).name == "trouser.png"
    assert tab.verdict.verdict.text() == "Trouser"


def test_an_image_can_be_pasted(tab: PredictTab, settle: Settle) -> None:
    QGuiApplication.clipboard().setImage(QImage.fromData(png(1)))
    tab.paste()
    settle(tab)
    assert tab.verdict.verdict.text() == "Trouser"
    assert isinstance(only(tab).source, bytes)


def test_files_can_be_pasted(tab: PredictTab, trouser: Path, settle: Settle) -> None:
    QGuiApplication.clipboard().setMimeData(files([trouser]))
    tab.paste()
    settle(tab)
    assert only(tab).source == trouser


def test_pasting_words_is_refused_with_a_sentence(tab: PredictTab) -> None:
    QGuiApplication.clipboard().setText("a boot")
    tab.paste()
    assert "text" in tab.message.text()


def test_a_file_that_is_gone_is_a_problem_of_its_own(
    tab: PredictTab, tmp_path: Path, trouser: Path, settle: Settle
) -> None:
    gone = write_picture(tmp_path / "gone.png", piece(2))
    mime = files([gone, trouser])
    gone.unlink()
    drop(tab, mime)
    settle(tab)
    first, second = tab.gallery.model.entries
    assert first.problem is not None
    assert "no longer exists" in first.problem.message
    assert second.verdict is not None
    assert tab.stage.notice.title.text() == "gone.png"
    assert "no longer exists" in tab.stage.notice.message.text()
    assert tab.verdict.shown_bars() == ()


def test_every_bad_file_has_its_reason_and_the_rest_goes_on(
    tab: PredictTab, tmp_path: Path, settle: Settle
) -> None:
    folder = tmp_path / "drop"
    write_picture(folder / "good.png", piece(1))
    (folder / "a_empty.png").write_bytes(b"")
    (folder / "b_text.png").write_text("no picture")
    whole = (folder / "good.png").read_bytes()
    (folder / "c_cut.png").write_bytes(whole[: len(whole) // 2])
    write_picture(folder / "d_thin.png", piece(1)[:, :1].repeat(100, axis=0))
    drop(tab, files([folder]))
    settle(tab)
    states = {e.name: e.state for e in tab.gallery.model.entries}
    assert states == {
        "a_empty.png": State.PROBLEM,
        "b_text.png": State.PROBLEM,
        "c_cut.png": State.PROBLEM,
        "d_thin.png": State.ANSWERED,
        "good.png": State.ANSWERED,
    }


def test_a_picture_over_the_limit_is_refused_with_the_limit(
    tab: PredictTab, tmp_path: Path, settle: Settle
) -> None:
    tab.set_pixel_limit(1_000_000)
    Image.new("1", (2000, 1000)).save(tmp_path / "large.png")
    drop(tab, files([tmp_path / "large.png"]))
    settle(tab)
    problem = only(tab).problem
    assert problem is not None
    assert "the limit is 1" in problem.message


def test_the_newest_drop_is_shown(
    tab: PredictTab, trouser: Path, tmp_path: Path, settle: Settle
) -> None:
    drop(tab, files([trouser]))
    bag = write_picture(tmp_path / "bag.png", piece(8))
    drop(tab, files([bag]))
    settle(tab)
    assert tab.pictures.strip.current == tab.gallery.model.entries[1]
    assert tab.stage.caption.text().startswith("bag.png")
