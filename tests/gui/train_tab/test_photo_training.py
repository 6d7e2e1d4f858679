"""A training on photos: decoded first, some of them set aside, told in the facts of the run."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.cancellation import CancelToken
from core.data.augmentation import LIGHT, Augmentation
from core.errors import Cancelled
from core.model.presets import photo_preset
from core.run.folder import Run
from core.run.record import DataRecord, RunRecord, SetAside
from core.run.settings import TrainingSettings
from core.training.events import Decoding, PicturesSetAside, Preparing, TrainingEvent
from core.training.live import LiveSettings
from core.training.request import TrainingRequest
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.train_tab.set_aside_dialog import SetAsideDialog
from gui.train_tab.train_tab import TrainTab
from gui.train_tab.words import data_words, run_details, settings_words
from gui.training_session import TrainingSession, TrainingState
from tests.gui.photo_sets import choose_photos, photo_set
from tests.gui.trainings import PATIENCE_S, ScriptedTraining, record, written_run

_GONE = PicturesSetAside(5, ("a.jpg", "b.jpg", "c.jpg"), "5 pictures are set aside.")


class DecodingFirst:
    """A scripted training before which pictures are decoded, until it may go on."""

    def __init__(self) -> None:
        self.then = ScriptedTraining(pause_at=2)
        self.decoded = threading.Event()

    def __call__(
        self,
        request: TrainingRequest,
        *,
        report: Callable[[TrainingEvent], None],
        cancel: CancelToken,
        live: LiveSettings,
    ) -> Run:
        report(Preparing("Preparing"))
        report(Decoding(120, 1385, 61.4, 20.6))
        for _ in range(PATIENCE_S * 100):
            if cancel.cancelled:
                raise Cancelled
            if self.decoded.wait(0.01):
                break
        report(_GONE)
        return self.then(request, report=report, cancel=cancel, live=live)


@pytest.fixture
def training() -> DecodingFirst:
    return DecodingFirst()


@pytest.fixture
def session(tmp_path: Path, jobs: Jobs, training: DecodingFirst) -> TrainingSession:
    """A session over a folder of two classes."""
    document = ProjectDocument()
    choose_photos(document, photo_set(tmp_path / "shapes"))
    return TrainingSession(document, jobs, training)


@pytest.fixture
def tab(session: TrainingSession, qtbot: QtBot) -> TrainTab:
    made = TrainTab(session._document, session)
    qtbot.addWidget(made)
    made.resize(1024, 560)
    with qtbot.waitExposed(made):
        made.show()
    return made


def start(tab: TrainTab, session: TrainingSession, qtbot: QtBot) -> None:
    """Press Train and wait until pictures are being decoded."""
    QTest.mouseClick(tab.buttons.main, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.news.decoding is not None)


def test_what_will_be_trained_on_is_said_before(tab: TrainTab, session: TrainingSession) -> None:
    document = session._document
    settings = document.project.settings.model_copy(update={"augmentation": LIGHT})
    document.set_settings(settings, words="vary")
    assert "Pictures: 64×64 colour" in tab.progress.text
    assert "Augmentation: light" in tab.progress.text


def test_the_decoding_is_shown_with_its_time_left(
    tab: TrainTab, session: TrainingSession, training: DecodingFirst, qtbot: QtBot
) -> None:
    start(tab, session, qtbot)
    assert tab.progress.text.splitlines() == [
        "Decoding the pictures",
        "Done: 120 of 1,385 pictures",
        "Speed: 61 pictures/s",
        "Time left: 21 s",
        "Every picture is decoded once; later epochs and trainings find it ready.",
    ]
    assert tab.progress._bar.value() == round(1000 * 120 / 1385)
    training.decoded.set()
    qtbot.waitUntil(lambda: session.state is TrainingState.RUNNING)
    assert session.news.decoding is None
    assert tab.progress.text.startswith("Epoch 1 of 30")
    with qtbot.waitSignal(session.finished):
        training.then.go_on.set()


def test_stop_ends_the_decoding_and_keeps_no_run(
    tab: TrainTab, session: TrainingSession, qtbot: QtBot
) -> None:
    start(tab, session, qtbot)
    with qtbot.waitSignal(session.abandoned):
        QTest.mouseClick(tab.buttons.main, Qt.MouseButton.LeftButton)
        assert tab.progress.text.startswith("Stopping…")
    assert "no run was kept" in tab.curves.sentence


def test_pictures_set_aside_are_counted_and_named_while_it_goes(
    tab: TrainTab, session: TrainingSession, training: DecodingFirst, qtbot: QtBot
) -> None:
    start(tab, session, qtbot)
    assert not tab.curves.aside.isVisible()
    training.decoded.set()
    qtbot.waitUntil(tab.curves.aside.isVisible)
    assert tab.curves.aside.text() == "5 pictures were set aside"
    assert _GONE.sentence in tab.curves.sentence
    tab.curves.aside.click()
    dialog = tab.findChild(SetAsideDialog)
    assert isinstance(dialog, SetAsideDialog)
    assert _shown(dialog) == [(name, _GONE.sentence) for name in _GONE.names]
    dialog.close()
    with qtbot.waitSignal(session.finished):
        training.then.go_on.set()
    assert not tab.curves.aside.isVisible(), "its record names none"
    session.start()
    assert session.news.set_aside == (), "another training begins without"
    session.stop()
    qtbot.waitUntil(lambda: session.state is TrainingState.IDLE)


def test_the_record_of_a_run_names_them_for_ever(
    tab: TrainTab, session: TrainingSession, tmp_path: Path
) -> None:
    run = written_run(tmp_path / "runs", 1, photo_record())
    session._document.put_run(run)
    assert tab.curves.aside.text() == "1 picture was set aside"
    tab.curves.aside.click()
    dialog = tab.findChild(SetAsideDialog)
    assert isinstance(dialog, SetAsideDialog)
    assert _shown(dialog) == [("disc/broken.jpg", "is damaged")]
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == "disc/broken.jpg\tis damaged"
    dialog.close()
    session._document.remove_run(run.folder)
    assert not tab.curves.aside.isVisible()


def test_a_run_says_its_folder_size_augmentation_and_weights(tmp_path: Path) -> None:
    made = photo_record()
    run = written_run(tmp_path, 1, made)
    assert data_words(made) == "shapes · 64×64 colour · class weights"
    assert settings_words(made.settings).endswith(" · light augmentation")
    details = run_details(run, going_on=False)
    assert "Folder /home/ada/shapes" in details
    assert "A picture counted 0.67 times (square) to 2 times (disc)" in details
    assert "1 picture was set aside." in details
    assert "Continued" not in details
    grown = replace(run, record=made.model_copy(update={"continued_from": "Run 3"}))
    details = run_details(grown, going_on=False, names=("Scheibe", "Quadrat"))
    assert "A picture counted 0.67 times (Quadrat) to 2 times (Scheibe)" in details
    assert "Continued from “Run 3”." in details
    built_in = run_details(written_run(tmp_path, 2, record(1)), going_on=False)
    assert "Folder" not in built_in
    assert "counted" not in built_in


@pytest.mark.parametrize(
    ("augmentation", "name"),
    [(LIGHT, "light"), (Augmentation(rotation=3), "own")],
)
def test_every_augmentation_has_a_name(augmentation: Augmentation, name: str) -> None:
    settings = TrainingSettings(augmentation=augmentation)
    assert f"{name} augmentation" in settings_words(settings)


def photo_record() -> RunRecord:
    """The record of a run on two unequal classes of photos."""
    data = DataRecord(
        source="/home/ada/shapes",
        folder="/home/ada/shapes",
        training=12,
        validation=4,
        test=0,
        set_aside=(SetAside(file="disc/broken.jpg", reason="is damaged"),),
        class_weights=(2.0, 0.67),
    )
    made = record(2, settings=TrainingSettings(augmentation=LIGHT))
    network = photo_preset("small-photo-cnn").network.for_classes(2)
    return made.model_copy(update={"data": data, "classes": ("disc", "square"), "network": network})


def _shown(dialog: SetAsideDialog) -> list[tuple[str, str]]:
    model = dialog.view.model()
    return [
        (str(model.index(row, 0).data()), str(model.index(row, 1).data()))
        for row in range(model.rowCount())
    ]
