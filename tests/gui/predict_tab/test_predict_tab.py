"""The tab as a whole, by its buttons, boxes and keys."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from core.prediction.background import Background
from core.run.folder import Run, write_record
from core.run.record import RunStatus
from gui.document import ProjectDocument
from gui.predict_tab.entry import State
from gui.predict_tab.offer import Offer
from gui.predict_tab.pictures_model import Order
from gui.predict_tab.predict_tab import PredictTab
from tests.gui.predict_tab.conftest import CLOTHES, piece, write_picture, write_run
from tests.records import epoch, record

Settle = Callable[[PredictTab], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A trouser, a bag, a file that is no picture, an ankle boot."""
    made = tmp_path / "clothes"
    write_picture(made / "1 trouser.png", piece(1))
    write_picture(made / "2 bag.png", piece(8))
    (made / "3 words.png").write_text("no picture")
    write_picture(made / "4 boot.png", piece(9))
    return made


def take(tab: PredictTab, *paths: Path) -> None:
    tab.gallery.take(Offer(paths=paths))


def press(
    tab: PredictTab,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Press a key while the keyboard is at the strip."""
    QTest.keyClick(tab.pictures.strip, key, modifier)


def names(tab: PredictTab) -> list[str]:
    return [entry.name for entry in tab.gallery.model.entries]


def winners(tab: PredictTab) -> list[str]:
    entries = tab.gallery.model.entries
    return [e.verdict.winner if e.verdict else "" for e in entries]


def test_without_a_model_it_says_where_one_is_made(qtbot: QtBot, empty_tab: PredictTab) -> None:
    assert empty_tab.stage.notice.title.text() == "Train a model first"
    assert not empty_tab.choices.model.isEnabled()
    with qtbot.waitSignal(empty_tab.train_requested):
        empty_tab.stage.notice.button.click()


def test_pictures_dropped_before_there_is_a_model_are_answered_when_it_comes(
    qtbot: QtBot,
    empty_tab: PredictTab,
    document: ProjectDocument,
    clothes_run: Run,
    folder: Path,
    settle: Settle,
) -> None:
    take(empty_tab, folder)
    qtbot.waitUntil(lambda: empty_tab.gallery.model.rowCount() == 4)
    assert winners(empty_tab) == [""] * 4
    document.put_run(clothes_run)
    settle(empty_tab)
    assert winners(empty_tab)[0] == "Trouser"
    assert empty_tab.verdict.verdict.text() == "Trouser"


def test_an_empty_tab_invites(tab: PredictTab) -> None:
    assert tab.stage.notice.title.text() == "Drop a picture here"
    assert tab.pictures.isHidden()
    assert tab.choices.model.currentText() == "1 · Clothes"


def test_arrow_keys_walk_through_the_pictures(
    tab: PredictTab, folder: Path, settle: Settle
) -> None:
    take(tab, folder)
    settle(tab)
    assert names(tab)[0] == "1 trouser.png"
    tab.focus_first()
    assert tab.stage.caption.text().startswith("1 trouser.png")
    press(tab, Qt.Key.Key_Right)
    settle(tab)
    assert tab.stage.caption.text().startswith("2 bag.png")
    assert tab.verdict.verdict.text() == winners(tab)[1]
    press(tab, Qt.Key.Key_Right)
    assert tab.stage.notice.title.text() == "3 words.png"
    assert "is not a picture" in tab.stage.notice.message.text()
    press(tab, Qt.Key.Key_End)
    settle(tab)
    assert tab.stage.caption.text().startswith("4 boot.png")


def test_large_pictures_of_old_entries_are_read_again(
    tab: PredictTab, tmp_path: Path, settle: Settle
) -> None:
    paths = [write_picture(tmp_path / f"{n}.png", piece(1, n)) for n in range(16)]
    take(tab, *paths)
    settle(tab)
    for entry in tab.gallery.model.entries:
        tab.pictures.strip.select(entry.key)
        settle(tab)
    first = tab.gallery.model.entries[0]
    assert tab.gallery.look(first.key) is None
    tab.pictures.strip.select(first.key)
    settle(tab)
    assert tab.gallery.look(first.key) is not None
    assert tab.stage.preview.image.pixelColor(14, 14).red() == piece(1, 0)[14, 14]


def test_ctrl_c_copies_the_verdict(tab: PredictTab, folder: Path, settle: Settle) -> None:
    take(tab, folder / "1 trouser.png")
    settle(tab)
    press(tab, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("1 trouser.png: Trouser, ")


def test_delete_takes_a_picture_out_and_undo_brings_it_back_in_its_place(
    tab: PredictTab, document: ProjectDocument, folder: Path, settle: Settle
) -> None:
    take(tab, folder)
    settle(tab)
    before = names(tab)
    tab.pictures.strip.select(tab.gallery.model.entries[1].key)
    settle(tab)
    press(tab, Qt.Key.Key_Delete)
    assert names(tab) == [before[0], *before[2:]]
    assert tab.pictures.strip.current is not None
    assert tab.pictures.strip.current.name == before[2]
    assert document.undo_stack.undoText() == "remove 1 picture"
    document.undo_stack.undo()
    settle(tab)
    assert names(tab) == before
    assert all(path.exists() for path in folder.iterdir())


def test_clear_asks_nothing_and_offers_undo(tab: PredictTab, folder: Path, settle: Settle) -> None:
    take(tab, folder)
    settle(tab)
    before = winners(tab)
    tab.pictures.clear_button.click()
    assert tab.gallery.model.rowCount() == 0
    assert tab.stage.notice.title.text() == "Drop a picture here"
    assert not tab.pictures.undo_button.isHidden()
    tab.pictures.undo_button.click()
    settle(tab)
    assert winners(tab) == before
    assert tab.pictures.undo_button.isHidden()
    assert tab.pictures.strip.current is not None


def test_the_offer_to_undo_ends_with_the_next_edit(
    tab: PredictTab, document: ProjectDocument, folder: Path, settle: Settle
) -> None:
    take(tab, folder)
    settle(tab)
    tab.pictures.clear_button.click()
    document.choose_preset("convolutional")
    assert tab.pictures.undo_button.isHidden()
    assert tab.pictures.isHidden()


def test_the_offer_to_undo_ends_with_the_next_drop(
    tab: PredictTab, document: ProjectDocument, folder: Path, settle: Settle
) -> None:
    take(tab, folder)
    settle(tab)
    tab.pictures.clear_button.click()
    take(tab, folder / "2 bag.png")
    settle(tab)
    assert tab.pictures.undo_button.isHidden()
    document.undo_stack.undo()
    settle(tab)
    assert len(names(tab)) == 5


def test_another_model_answers_all_again(
    tab: PredictTab,
    document: ProjectDocument,
    colour_run: Run,
    tmp_path: Path,
    settle: Settle,
) -> None:
    red = np.zeros((20, 20, 3), np.uint8)
    red[..., 0] = 255
    take(tab, write_picture(tmp_path / "red.png", red))
    settle(tab)
    assert tab.verdict.caution.isHidden()
    document.put_run(colour_run)
    settle(tab)
    assert tab.choices.model.currentText() == "2 · Colours"
    assert winners(tab) == ["red"]
    assert tab.verdict.verdict.text() == "red"
    assert tab.choices.background.isHidden(), "it is a matter of Fashion-MNIST alone"
    assert len(tab.verdict.shown_bars()) == 4
    assert tab.verdict.shown_bars()[3][0].startswith("(unused")


def test_a_chosen_model_stays_when_a_newer_one_comes_and_falls_back_when_it_goes(
    tab: PredictTab, document: ProjectDocument, clothes_run: Run, colour_run: Run
) -> None:
    document.put_run(colour_run)
    tab.choices.model.setCurrentIndex(1)
    tab.choices.model.activated.emit(1)
    third = write_run(
        clothes_run.folder.parent,
        3,
        record(epoch(1, val_accuracy=0.908), network=CLOTHES, name="Third"),
        "softmax_28x28x1.tflite",
    )
    document.put_run(third)
    assert tab.choices.run == clothes_run
    assert tab.choices.model.itemText(0) == "3 · Third · 90.8\N{NO-BREAK SPACE}%"
    document.remove_run(clothes_run.folder)
    assert tab.choices.run == third


def test_a_run_being_trained_is_not_offered_until_it_ends(
    tab: PredictTab, document: ProjectDocument, clothes_run: Run, colour_run: Run
) -> None:
    running = colour_run.record.model_copy(update={"status": RunStatus.RUNNING})
    document.put_run(Run(colour_run.folder, running))
    assert tab.choices.run == clothes_run
    document.put_run(colour_run)
    assert tab.choices.run == colour_run


def test_a_damaged_model_says_so_and_the_others_still_work(
    tab: PredictTab,
    document: ProjectDocument,
    clothes_run: Run,
    folder: Path,
    settle: Settle,
) -> None:
    take(tab, folder / "1 trouser.png")
    settle(tab)
    bad = write_run(
        clothes_run.folder.parent, 2, record(network=CLOTHES, name="Bad"), "softmax_28x28x1.tflite"
    )
    bad.litert_file.write_bytes(b"damaged")
    document.put_run(bad)
    settle(tab)
    assert tab.choices.run == bad
    assert not tab.choices.problem.isHidden()
    assert tab.stage.notice.title.text() == "This model cannot be used"
    assert winners(tab) == [""]
    tab.choices.model.setCurrentIndex(1)
    tab.choices.model.activated.emit(1)
    settle(tab)
    assert winners(tab) == ["Trouser"]
    assert tab.choices.problem.isHidden()


def test_a_run_folder_used_again_is_another_run(
    tab: PredictTab, document: ProjectDocument, clothes_run: Run, folder: Path, settle: Settle
) -> None:
    take(tab, folder / "1 trouser.png")
    settle(tab)
    document.remove_run(clothes_run.folder)
    names_changed = tuple(f"{name}!" for name in clothes_run.record.classes)
    again = clothes_run.record.model_copy(
        update={"started": "2026-02-02T00:00:00+00:00", "classes": names_changed}
    )
    document.put_run(write_record(clothes_run.folder, again))
    settle(tab)
    assert winners(tab) == ["Trouser!"]


def test_the_background_can_be_switched(tab: PredictTab, tmp_path: Path, settle: Settle) -> None:
    take(tab, write_picture(tmp_path / "light.png", 255 - piece(1)))
    settle(tab)
    assert winners(tab) == ["Trouser"]
    assert "background made dark" in tab.stage.done.text()
    tab.choices.background.setCurrentIndex(1)
    settle(tab)
    assert tab.choices.chosen_background is Background.AS_IS
    assert tab.stage.done.text() == "28×28 grey, as it is"
    assert tab.stage.seen.image.pixelColor(0, 0).red() == 255
    tab.choices.background.setCurrentIndex(2)
    settle(tab)
    assert winners(tab) == ["Trouser"]


@pytest.mark.parametrize("order", Order)
def test_pictures_can_be_put_in_order(
    tab: PredictTab, folder: Path, settle: Settle, order: Order
) -> None:
    take(tab, folder)
    settle(tab)
    tab.pictures.strip.select(tab.gallery.model.entries[1].key)
    tab.pictures.order.setCurrentText(order)
    entries = tab.gallery.model.entries
    assert tab.pictures.strip.current is not None
    assert tab.pictures.strip.current.name == "2 bag.png"
    assert all(tab.gallery.model.index_of(e.key).row() == row for row, e in enumerate(entries))
    sure = [e.verdict.confidence for e in entries if e.verdict]
    match order:
        case Order.DROPPED:
            assert names(tab) == sorted(names(tab))
        case Order.CLASS:
            assert winners(tab) == [*sorted(winners(tab)[:3]), ""]
        case Order.SUREST:
            assert sure == sorted(sure, reverse=True)
        case Order.LEAST_SURE:
            assert sure == sorted(sure)
    if order is not Order.DROPPED:
        assert entries[-1].name == "3 words.png"
    settle(tab)


def test_verdicts_are_saved_as_csv(
    tab: PredictTab, tmp_path: Path, folder: Path, settle: Settle
) -> None:
    write_picture(folder / "=1+1.png", piece(1))
    take(tab, folder)
    settle(tab)
    tab.export_csv()
    dialog = tab.findChild(QFileDialog)
    assert dialog is not None
    target = tmp_path / "verdicts.csv"
    dialog.fileSelected.emit(str(target))
    dialog.close()
    settle(tab)
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [Path(row["file"]).name for row in rows] == names(tab)
    assert [row["class"] for row in rows] == winners(tab)
    assert "not a picture" in next(row["error"] for row in rows if "words" in row["file"])
    whole = next(row for row in rows if "boot" in row["file"])
    assert float(whole["confidence"]) == float(whole[whole["class"]])
    assert tab.message.text() == f"Saved as “{target}”."


def test_a_csv_that_cannot_be_written_is_told_in_the_tab(
    tab: PredictTab, tmp_path: Path, folder: Path, settle: Settle
) -> None:
    take(tab, folder)
    settle(tab)
    tab.export_csv()
    dialog = tab.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "missing" / "verdicts.csv"))
    dialog.close()
    settle(tab)
    assert "could not be written" in tab.message.text()


def test_there_is_nothing_to_save_at_first(tab: PredictTab) -> None:
    tab.export_csv()
    assert "no verdicts" in tab.message.text()
    assert tab.findChild(QFileDialog) is None


def test_files_can_be_chosen_in_a_dialog(tab: PredictTab, folder: Path, settle: Settle) -> None:
    tab.open_pictures()
    dialog = tab.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFiles
    dialog.filesSelected.emit([str(folder / "1 trouser.png"), str(folder / "2 bag.png")])
    dialog.close()
    settle(tab)
    assert names(tab) == ["1 trouser.png", "2 bag.png"]


def test_cancel_keeps_what_is_answered_and_the_rest_can_follow(
    qtbot: QtBot, tab: PredictTab, tmp_path: Path, settle: Settle
) -> None:
    many = tmp_path / "many"
    for number in range(300):
        write_picture(many / f"{number}.png", piece(1))
    with qtbot.waitSignal(tab.gallery.changed):
        take(tab, many)
    tab.gallery.cancel()
    settle(tab)
    states = [e.state for e in tab.gallery.model.entries]
    assert State.SKIPPED in states
    assert tab.gallery.left_out == states.count(State.SKIPPED)
    assert not tab.pictures.resume_button.isHidden()
    tab.pictures.resume_button.click()
    settle(tab)
    assert tab.gallery.left_out == 0
    assert set(winners(tab)) == {"Trouser"}
    assert tab.pictures.resume_button.isHidden()


def test_of_many_pictures_only_small_ones_are_kept(
    tab: PredictTab, tmp_path: Path, settle: Settle
) -> None:
    many = tmp_path / "many"
    first = write_picture(many / "0.png", piece(1))
    for number in range(1, 200):
        (many / f"{number}.png").hardlink_to(first)
    take(tab, many)
    settle(tab)
    entries = tab.gallery.model.entries
    assert len(entries) == 200
    kept = sum(e.verdict.thumbnail.sizeInBytes() for e in entries if e.verdict)
    assert kept == 200 * 28 * 28
    assert sum(tab.gallery.look(e.key) is not None for e in entries) == 1
    assert names(tab)[:3] == ["0.png", "1.png", "2.png"]


def test_every_control_has_a_name_and_explains_itself(tab: PredictTab) -> None:
    for box in (tab.choices.model, tab.choices.background, tab.pictures.order):
        assert box.accessibleName()
        assert box.toolTip()
    for button in (tab.open_button, tab.folder_button, *tab.pictures.buttons):
        assert button.text()
        assert button.toolTip()
