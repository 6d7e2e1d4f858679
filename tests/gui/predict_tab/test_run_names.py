"""A class that was renamed since the training is shown under its new name, everywhere."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from core.data.folder.edits import FolderEdits
from core.data.folder.source import PhotoSource
from core.run.folder import Run
from core.run.record import DataRecord
from core.run.shelf import Shelf
from gui.document import ProjectDocument
from gui.predict_tab.offer import Offer
from gui.predict_tab.predict_tab import PredictTab
from tests.gui.predict_tab.conftest import CLOTHES, piece, write_picture, write_run
from tests.records import CLASSES, record

Settle = Callable[[PredictTab], None]


@pytest.fixture
def folder_run(tmp_path: Path) -> Run:
    """Tells clothes apart, each of a folder of its own."""
    data = DataRecord(
        source="wardrobe",
        training=1,
        validation=1,
        test=0,
        folder="/photos/wardrobe",
        class_folders=tuple((f"folder of {name}",) for name in CLASSES),
    )
    made = record(network=CLOTHES).model_copy(update={"data": data})
    return write_run(tmp_path / "runs", 1, made, "softmax_28x28x1.tflite")


def call(document: ProjectDocument, **names: str) -> None:
    """Rename classes; each folder not named is called as the run has it."""
    given = {f"folder of {name}": names.get(name, name) for name in CLASSES}
    edits = FolderEdits(names=given)
    document.set_photos(words="rename", edits=edits)


@pytest.fixture
def answered(
    empty_tab: PredictTab,
    document: ProjectDocument,
    folder_run: Run,
    tmp_path: Path,
    settle: Settle,
) -> PredictTab:
    """Two pictures that were answered: a trouser, and a bag that is selected."""
    document.choose_photos(PhotoSource(root=Path("/photos/wardrobe")))
    call(document)
    document.set_shelf(Shelf((folder_run,), ()))
    files = (tmp_path / "1 trouser.png", tmp_path / "2 bag.png")
    for file, number in zip(files, (1, 8), strict=True):
        write_picture(file, piece(number))
    empty_tab.gallery.take(Offer(paths=files))
    settle(empty_tab)
    empty_tab.pictures.strip.select(empty_tab.gallery.model.entries[1].key)
    assert winners(empty_tab) == ["Trouser", "Bag"]
    return empty_tab


def winners(tab: PredictTab) -> list[str]:
    entries = tab.gallery.model.entries
    return [e.verdict.winner if e.verdict else "" for e in entries]


def bars(tab: PredictTab) -> list[str]:
    return [name for name, _share in tab.verdict.shown_bars()]


def test_what_is_answered_already_is_called_anew(
    answered: PredictTab, document: ProjectDocument
) -> None:
    call(document, Bag="Rucksack")
    assert winners(answered) == ["Trouser", "Rucksack"]
    assert answered.verdict.verdict.text() == "Rucksack"
    assert bars(answered)[0] == "Rucksack"
    document.undo_stack.undo()
    assert winners(answered) == ["Trouser", "Bag"]
    assert bars(answered)[0] == "Bag"
    document.undo_stack.redo()
    assert answered.verdict.verdict.text() == "Rucksack"


def test_names_that_were_exchanged_are_exchanged(
    answered: PredictTab, document: ProjectDocument
) -> None:
    call(document, Bag="Trouser", Trouser="Bag")
    assert winners(answered) == ["Bag", "Trouser"]


def test_merged_classes_stay_two_answers(answered: PredictTab, document: ProjectDocument) -> None:
    call(document, Bag="Trouser")
    assert winners(answered) == ["Trouser", "Trouser (Bag)"]


def test_what_is_answered_later_is_called_so_too(
    answered: PredictTab, document: ProjectDocument, tmp_path: Path, settle: Settle
) -> None:
    call(document, Bag="Rucksack")
    write_picture(tmp_path / "3 bag.png", piece(8))
    answered.gallery.take(Offer(paths=(tmp_path / "3 bag.png",)))
    settle(answered)
    assert winners(answered) == ["Trouser", "Rucksack", "Rucksack"]


def test_another_folder_leaves_the_names_learned(
    answered: PredictTab, document: ProjectDocument
) -> None:
    call(document, Bag="Rucksack")
    document.choose_photos(PhotoSource(root=Path("/photos/animals")))
    assert winners(answered) == ["Trouser", "Bag"]


def test_the_table_and_what_is_copied_have_the_new_names(
    answered: PredictTab, document: ProjectDocument, tmp_path: Path, settle: Settle
) -> None:
    call(document, Bag="Rucksack")
    QTest.keyClick(answered.pictures.strip, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("2 bag.png: Rucksack,")
    index = answered.gallery.model.index(1, 0)
    assert index.data().startswith("Rucksack")
    answered.export_csv()
    dialog = answered.findChild(QFileDialog)
    assert dialog is not None
    target = tmp_path / "verdicts.csv"
    dialog.fileSelected.emit(str(target))
    dialog.close()
    settle(answered)
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["class"] for row in rows] == ["Trouser", "Rucksack"]
    assert list(rows[0])[3:13] == ["Rucksack" if n == "Bag" else n for n in CLASSES]
    assert float(rows[1]["Rucksack"]) == float(rows[1]["confidence"])
