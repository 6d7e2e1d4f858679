"""The offer to continue from the last run where there is something new to learn."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.data.folder.photo_set import PhotoSet
from core.run.folder import Run
from core.run.settings import TrainingSettings
from core.run.sides import folder_name, split_record
from core.training.growing import Growth
from core.training.growing_classes import Matches
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.train_tab.growth_dialog import GrowthDialog
from gui.train_tab.growth_watch import news_words
from gui.train_tab.run_offers import RunOffer
from gui.train_tab.train_tab import TrainTab
from gui.training_session import TrainingSession
from tests.gui.photo_sets import choose_photos, photo_set
from tests.gui.trainings import ScriptedTraining, record, written_run


@pytest.fixture
def document() -> ProjectDocument:
    return ProjectDocument()


@pytest.fixture
def tab(qtbot: QtBot, document: ProjectDocument, jobs: Jobs) -> TrainTab:
    training = ScriptedTraining()
    made = TrainTab(document, TrainingSession(document, jobs, training, resume=training.resume))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def learned_from(document: ProjectDocument, photos: PhotoSet, number: int = 1) -> Run:
    """A run that learned from these pictures, in the list."""
    made = record(3, preset="small-photo-cnn")
    data = made.data.model_copy(
        update={
            "folder": folder_name(photos.catalogue.folder),
            "split": split_record(photos, TrainingSettings()),
        }
    )
    made = made.model_copy(
        update={
            "data": data,
            "classes": photos.classes,
            "network": document.project.network.for_classes(len(photos.classes)),
        }
    )
    run = written_run(document.runs_folder, number, made)
    run.keras_file.write_bytes(b"a model")
    run.litert_file.write_bytes(b"a model")
    run.state_file.write_bytes(b"where it was")
    document.put_run(run)
    return run


def test_new_classes_and_pictures_are_offered_to_be_learned_too(
    qtbot: QtBot, document: ProjectDocument, tab: TrainTab, tmp_path: Path
) -> None:
    two = photo_set(tmp_path / "shapes")
    choose_photos(document, two)
    learned_from(document, two)
    assert tab.panel.offers.shown == ()
    document.set_dataset(photo_set(tmp_path / "shapes", counts=(8, 8, 3)))
    qtbot.waitUntil(lambda: RunOffer.GROW in tab.panel.offers.shown)
    assert tab.panel.offers.text == "Continue from run 1…\nNew: bar; 3 new pictures."
    QTest.mouseClick(tab.panel.offers.button(RunOffer.GROW), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(tab.findChildren(GrowthDialog)))
    (dialog,) = tab.findChildren(GrowthDialog)
    assert dialog.sentences == ("2 classes are known.", "New: bar.", "3 new pictures.")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_the_same_pictures_are_no_news(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs, tab: TrainTab, tmp_path: Path
) -> None:
    photos = photo_set(tmp_path / "shapes")
    choose_photos(document, photos)
    learned_from(document, photos)
    qtbot.waitUntil(lambda: not jobs.active)
    assert tab.panel.offers.shown == ()


def test_only_the_last_run_counts(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs, tab: TrainTab, tmp_path: Path
) -> None:
    two = photo_set(tmp_path / "shapes")
    choose_photos(document, two)
    learned_from(document, two)
    three = photo_set(tmp_path / "shapes", counts=(8, 8, 3))
    document.set_dataset(three)
    qtbot.waitUntil(lambda: RunOffer.GROW in tab.panel.offers.shown)
    learned_from(document, three, number=2)
    qtbot.waitUntil(lambda: not jobs.active)
    assert RunOffer.GROW not in tab.panel.offers.shown


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Growth(Matches(kept=("a", "b"))), ""),
        (Growth(Matches(kept=("a",), dropped=("b",))), "Gone: b."),
        (Growth(Matches(kept=("a",), renamed=(("b", "c"),)), 1), "Renamed: c; 1 new picture."),
        (
            Growth(Matches(kept=("a",), fresh=("b", "c", "d", "e", "f"))),
            "New: b, c, d and 2 more.",
        ),
        (Growth(Matches(fresh=("x",)), 40), ""),
        (Growth(Matches(kept=("a",), fresh=("b",)), problem="Other layers."), ""),
        (Growth(Matches(kept=("a",), fresh=("b",)), fitted_anew=True), ""),
    ],
)
def test_what_is_said_of_the_news(found: Growth, words: str) -> None:
    assert news_words(found) == words
