import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from core.cancellation import CancelToken
from core.data.folder.edits import FolderEdits
from core.data.folder.photo_set import PhotoSet
from core.data.folder.scan import Scan
from core.data.folder.source import PhotoSource
from core.data.side import Side
from gui.data_tab.parts import Part
from gui.document import ProjectDocument
from gui.jobs import Jobs, Report
from gui.scan_session import ScanSession, ScanState
from gui.scan_work import Changes
from tests.gui.folders import PATIENCE_MS, look_at, wait_until_looked
from tests.gui.trainings import tiny_dataset
from tests.photos import draw, make_photos


@pytest.fixture
def document() -> ProjectDocument:
    made = ProjectDocument()
    made.set_dataset(tiny_dataset())
    return made


@pytest.fixture
def scans(document: ProjectDocument, jobs: Jobs) -> Iterator[ScanSession]:
    owner = QObject()
    made = ScanSession(document, jobs, owner)
    yield made
    made.watch.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_photos(tmp_path / "shapes", each=6)


def test_a_folder_is_listed_looked_at_and_can_be_trained_on(
    qtbot: QtBot, document: ProjectDocument, scans: ScanSession, folder: Path
) -> None:
    states: list[ScanState] = []
    views: list[bool] = []
    scans.state_changed.connect(lambda: states.append(scans.state))
    scans.view_changed.connect(lambda: views.append(scans.view is not None))

    look_at(qtbot, document, scans, folder)

    assert scans.state is ScanState.READY
    assert list(dict.fromkeys(states)) == [
        ScanState.LISTING,
        ScanState.LOOKING,
        ScanState.ARRANGING,
        ScanState.READY,
    ]
    assert views == [False, True, True], "nothing, then what was listed, then all that is known"
    assert isinstance(document.dataset, PhotoSet)
    assert document.dataset.classes == ("disc", "square")
    assert document.obstacle is None
    view = scans.view
    assert view is not None
    assert view.size(Part.ALL) == 12
    assert view.size(Part.VALIDATION) == len(document.dataset.division.validation)


def test_the_files_seen_are_told_while_it_goes(
    qtbot: QtBot, document: ProjectDocument, scans: ScanSession, folder: Path
) -> None:
    seen: list[int] = []
    scans.seen.connect(seen.extend)

    look_at(qtbot, document, scans, folder)

    assert sorted(seen) == list(range(12))


def test_a_correction_decodes_nothing_again(
    qtbot: QtBot,
    document: ProjectDocument,
    scans: ScanSession,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    look_at(qtbot, document, scans, folder)
    view = scans.view
    assert view is not None
    monkeypatch.setattr("core.data.folder.loading.scan_source", _fail)

    left_out = frozenset(view.paths([0]))
    document.set_photos(words="leave out", edits=FolderEdits(left_out=left_out))
    waiting = document.obstacle
    wait_until_looked(qtbot, scans)

    assert isinstance(document.dataset, PhotoSet)
    assert len(document.dataset.catalogue.photos) == 11
    assert waiting, "what was shown was not yet what was asked for"
    assert document.obstacle is None
    document.undo_stack.undo()
    wait_until_looked(qtbot, scans)
    assert len(document.dataset.catalogue.photos) == 12


def _fail(*_arguments: object, **_named: object) -> Scan:
    raise AssertionError("looked at again")


def test_another_share_divides_anew(
    qtbot: QtBot, document: ProjectDocument, scans: ScanSession, folder: Path
) -> None:
    look_at(qtbot, document, scans, folder)
    settings = document.project.settings.model_copy(update={"validation": 0.5, "test": 0.2})

    document.set_settings(settings, words="change")
    wait_until_looked(qtbot, scans)

    assert isinstance(document.dataset, PhotoSet)
    division = document.dataset.division
    assert len(division.test) > 0
    assert len(division.training) + len(division.validation) + len(division.test) == 12


def test_added_pictures_leave_the_others_on_their_side(
    qtbot: QtBot, document: ProjectDocument, scans: ScanSession, folder: Path
) -> None:
    look_at(qtbot, document, scans, folder)
    before = _sides(document)
    for number in range(100, 110):
        draw("disc", number).save(folder / "disc" / f"a new {number}.jpg")

    scans.look_again()
    wait_until_looked(qtbot, scans)

    after = _sides(document)
    assert len(after) == 22
    assert {path: after[path] for path in before} == before


def _sides(document: ProjectDocument) -> dict[str, Side]:
    photos = document.dataset
    assert isinstance(photos, PhotoSet)
    division = photos.division
    numbers = {
        Side.TRAINING: division.training,
        Side.VALIDATION: division.validation,
        Side.TEST: division.test,
    }
    return {
        photos.catalogue.photos[number].path: side
        for side, chosen in numbers.items()
        for number in chosen
    }


def test_the_built_in_pictures_and_back_costs_no_second_look(
    qtbot: QtBot,
    document: ProjectDocument,
    scans: ScanSession,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    look_at(qtbot, document, scans, folder)
    document.choose_built_in()
    assert scans.state is ScanState.IDLE
    assert document.obstacle is None
    monkeypatch.setattr("core.data.folder.loading.scan_source", _fail)

    document.undo_stack.undo()
    wait_until_looked(qtbot, scans)

    assert isinstance(document.dataset, PhotoSet)


def test_a_missing_folder_is_told_and_can_be_tried_again(
    qtbot: QtBot, document: ProjectDocument, scans: ScanSession, tmp_path: Path
) -> None:
    look_at(qtbot, document, scans, tmp_path / "gone")

    assert scans.state is ScanState.FAILED
    assert scans.error is not None
    assert "gone" in scans.error.message
    assert document.obstacle == scans.error.message

    make_photos(tmp_path / "gone", each=3)
    scans.look_again()
    wait_until_looked(qtbot, scans)
    assert document.obstacle is None


@pytest.mark.parametrize(
    ("kinds", "words"), [(("disc",), "one class only"), ((), "There are no pictures in")]
)
def test_what_cannot_be_trained_on_says_why(
    qtbot: QtBot,
    document: ProjectDocument,
    scans: ScanSession,
    tmp_path: Path,
    kinds: tuple[str, ...],
    words: str,
) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    make_photos(folder, kinds=kinds, each=3)

    look_at(qtbot, document, scans, folder)

    assert document.dataset is None
    assert document.obstacle is not None
    assert words in document.obstacle
    assert scans.view is not None
    assert scans.view.size(Part.ALL) == 3 * len(kinds)


def test_loose_pictures_wait_for_classes(
    qtbot: QtBot, document: ProjectDocument, scans: ScanSession, folder: Path, tmp_path: Path
) -> None:
    loose = tmp_path / "loose"
    loose.mkdir()
    for path in folder.glob("*/*.jpg"):
        shutil.copy(path, loose)
    look_at(qtbot, document, scans, loose)
    view = scans.view
    assert view is not None
    assert view.size(Part.LOOSE) == 12
    assert document.obstacle == "There is no class with pictures in it yet."

    classes = {path: "disc" if "disc" in path else "square" for path in view.paths(range(12))}
    document.set_photos(words="make classes", edits=FolderEdits(classes=classes))
    wait_until_looked(qtbot, scans)

    assert isinstance(document.dataset, PhotoSet)
    assert document.dataset.classes == ("disc", "square")
    assert scans.view is not None
    assert scans.view.size(Part.LOOSE) == 0


def test_stopping_a_look_leaves_nothing_to_train_on_and_can_go_on(
    qtbot: QtBot,
    document: ProjectDocument,
    scans: ScanSession,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gui.scan_session.scanning_work", lambda *_a, **_k: _wait_for_cancel)
    document.choose_photos(PhotoSource(root=folder))
    states: list[ScanState] = []
    scans.state_changed.connect(lambda: states.append(scans.state))

    scans.stop()

    assert states == [ScanState.STOPPED]
    assert document.obstacle is not None
    assert "was stopped" in document.obstacle
    monkeypatch.undo()
    scans.look_again()
    wait_until_looked(qtbot, scans)
    assert document.obstacle is None


def _wait_for_cancel(_report: Report, cancel: CancelToken) -> None:
    assert cancel._event.wait(10)
    cancel.raise_if_cancelled()


def test_what_was_let_go_is_not_heard_any_more(
    qtbot: QtBot, document: ProjectDocument, scans: ScanSession, folder: Path, tmp_path: Path
) -> None:
    other = make_photos(tmp_path / "others", kinds=("bar", "disc"), each=3)
    document.choose_photos(PhotoSource(root=folder))
    document.choose_photos(PhotoSource(root=other))
    wait_until_looked(qtbot, scans)

    assert isinstance(document.dataset, PhotoSet)
    assert document.dataset.classes == ("bar", "disc")


def test_changes_on_the_disk_are_offered_and_not_taken(
    qtbot: QtBot, document: ProjectDocument, scans: ScanSession, folder: Path
) -> None:
    look_at(qtbot, document, scans, folder)
    with qtbot.waitSignal(scans.changes_found, timeout=PATIENCE_MS) as found:
        for number in range(3):
            draw("disc", 50 + number).save(folder / "disc" / f"new {number}.jpg")
        (folder / "square" / "square 1.jpg").unlink()

    assert found.args == [Changes(added=3, removed=1, altered=0)]
    assert isinstance(document.dataset, PhotoSet)
    assert len(document.dataset.catalogue.photos) == 12


def test_a_folder_that_goes_is_told(
    qtbot: QtBot, document: ProjectDocument, scans: ScanSession, folder: Path
) -> None:
    look_at(qtbot, document, scans, folder)
    shutil.rmtree(folder)

    qtbot.waitUntil(lambda: scans.lost is not None, timeout=PATIENCE_MS)

    assert scans.state is ScanState.READY


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (Changes(3, 1, 0), "3 pictures were added, 1 removed."),
        (Changes(0, 1, 0), "1 picture was removed."),
        (Changes(0, 1200, 2), "1,200 pictures were removed, 2 changed."),
    ],
)
def test_changes_in_words(changes: Changes, words: str) -> None:
    assert changes.any
    assert changes.words == words
    assert not Changes(0, 0, 0).any
