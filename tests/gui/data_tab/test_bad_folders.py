"""Bad folders on the Data tab: looked at to the end, told in sentences, left as they were."""

import os
import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.data.folder.photo_set import PhotoSet
from gui.data_tab.data_tab import DataTab
from gui.document import ProjectDocument
from gui.scan_session import ScanState
from tests.bad_folders import ODD_CLASSES, everything_at_once, odd_names
from tests.corpus import digests, make_corpus
from tests.gui.data_tab.test_folder_tab import empty_tab, files, settle
from tests.gui.folders import PATIENCE_MS, look_at
from tests.gui.windows import drop
from tests.photos import make_photos

__all__ = ["empty_tab"]


def test_all_that_a_folder_should_not_hold(
    qtbot: QtBot, document: ProjectDocument, empty_tab: DataTab, tmp_path: Path
) -> None:
    folder = everything_at_once(tmp_path / "everything")
    before = digests(folder)

    assert drop(empty_tab, files(folder))
    photos = settle(qtbot, empty_tab)

    assert photos.classes == ("disc", "square", "validation")
    assert document.obstacle is None
    told = {problem.file for problem in photos.problems}
    assert {"disc/empty.jpg", "disc/65535.png", "only broken", "__MACOSX"} <= told
    assert_dialog_tells_all(empty_tab, photos)
    assert digests(folder) == before


def assert_dialog_tells_all(tab: DataTab, photos: PhotoSet) -> None:
    """Each problem can be chosen and is told, with its picture or without."""
    tab.problems.show_all.click()
    dialog = tab.folder._dialog
    assert dialog is not None
    kinds = {dialog.kinds.itemData(row) for row in range(dialog.kinds.count())}
    assert {problem.kind for problem in photos.problems} <= kinds
    for row in range(dialog.kinds.count()):
        dialog.kinds.setCurrentIndex(row)
        assert dialog.problem is not None
        assert dialog.problem.reason
    dialog.close()


def test_the_whole_corpus(
    qtbot: QtBot, document: ProjectDocument, empty_tab: DataTab, tmp_path: Path
) -> None:
    facts = make_corpus(tmp_path / "corpus")
    before = digests(facts.folder)

    look_at(qtbot, document, empty_tab.scans, facts.folder)
    photos = settle(qtbot, empty_tab)

    assert set(photos.classes) == set(facts.classes)
    assert len(photos.catalogue.photos) >= len(facts.good)
    assert document.obstacle is None
    assert_dialog_tells_all(empty_tab, photos)
    assert digests(facts.folder) == before


def test_names_that_trip_programs(
    qtbot: QtBot, document: ProjectDocument, empty_tab: DataTab, tmp_path: Path
) -> None:
    folder = odd_names(tmp_path / (os.fsdecode(b"-\xff\n") if os.name != "nt" else "-odd"))
    before = digests(folder)

    look_at(qtbot, document, empty_tab.scans, folder)
    photos = settle(qtbot, empty_tab)

    assert set(ODD_CLASSES) <= set(photos.classes)
    shown = [row.accessibleName() for row in empty_tab.classes.rows]
    assert shown == [f"{name}: 3 pictures" for name in photos.classes]
    assert digests(folder) == before


@pytest.mark.parametrize(
    ("kinds", "each", "told"), [((), 0, "There are no pictures"), (("disc",), 5, "one class only")]
)
def test_too_little_is_told_where_the_person_looks(
    qtbot: QtBot,
    document: ProjectDocument,
    empty_tab: DataTab,
    tmp_path: Path,
    *,
    kinds: tuple[str, ...],
    each: int,
    told: str,
) -> None:
    (tmp_path / "few").mkdir()

    look_at(qtbot, document, empty_tab.scans, make_photos(tmp_path / "few", kinds=kinds, each=each))

    assert told in (document.obstacle or "")
    assert empty_tab.bar.isVisibleTo(empty_tab)
    assert told in empty_tab.bar.text.text()


def test_one_picture_of_each_class_is_enough_to_begin(
    qtbot: QtBot, document: ProjectDocument, empty_tab: DataTab, tmp_path: Path
) -> None:
    look_at(qtbot, document, empty_tab.scans, make_photos(tmp_path / "one", each=1))

    assert document.obstacle is None
    assert len(settle(qtbot, empty_tab).division.training) == 2


def test_a_layout_that_teaches_one_class_only(
    qtbot: QtBot, document: ProjectDocument, empty_tab: DataTab, tmp_path: Path
) -> None:
    make_photos(tmp_path / "layout" / "train", kinds=("disc",), each=6)
    make_photos(tmp_path / "layout" / "val", each=3, seed=1)

    look_at(qtbot, document, empty_tab.scans, tmp_path / "layout")

    assert "one class only to learn from" in (document.obstacle or "")
    assert "one class only to learn from" in empty_tab.bar.text.text()
    assert empty_tab.pictures.title.text() == "12 pictures"


def test_a_folder_that_goes_while_it_is_looked_at(
    qtbot: QtBot, document: ProjectDocument, empty_tab: DataTab, tmp_path: Path
) -> None:
    folder = make_photos(tmp_path / "photos", each=40)
    assert drop(empty_tab, files(folder))
    shutil.move(folder, tmp_path / "unplugged")

    ended = (ScanState.READY, ScanState.FAILED)
    qtbot.waitUntil(lambda: empty_tab.scans.state in ended, timeout=PATIENCE_MS)

    assert empty_tab.bar.isVisibleTo(empty_tab) or document.obstacle is not None
    shutil.move(tmp_path / "unplugged", folder)
    empty_tab.scans.look_again()
    assert settle(qtbot, empty_tab).classes == ("disc", "square")
