"""A regression on the features of a backbone, from Train to the verdict, and its fine-tuning."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from core import __version__
from core.errors import LitmusError
from core.features.backbone import ACCURATE, QUICK, backbone
from core.model.layers import Backbone
from core.places import cache_folder, runs_folder
from core.run.record import RunStatus
from core.run.settings import TrainingSettings
from core.training.backbone_forecast import FILE, PassSpeed
from core.training.events import CrossValidated, CurveGrew, StepsDone
from core.training.forecast import this_computer
from core.training.tuning_words import STOPPED
from gui.closing import Closing
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.project_session import ProjectSession
from gui.train_tab.curves import View
from gui.train_tab.learning_plot import LearningPlot
from gui.train_tab.train_tab import TrainTab
from gui.train_tab.words import (
    backbone_words,
    plan_words,
    result_words,
    run_details,
    short_backbone_words,
)
from gui.training_session import TrainingSession, TrainingState
from tests.gui.feature_trainings import (
    CURVE,
    SENTENCE,
    TUNED,
    ScriptedFit,
    fitted_record,
    fitted_run,
)
from tests.gui.photo_sets import choose_photos, photo_set
from tests.gui.trainings import record, written_run


@pytest.fixture
def fit() -> ScriptedFit:
    return ScriptedFit()


@pytest.fixture
def session(tmp_path: Path, jobs: Jobs, fit: ScriptedFit) -> TrainingSession:
    """A session over a folder of two classes, to be learned from features."""
    document = ProjectDocument()
    choose_photos(document, photo_set(tmp_path / "shapes"), preset="photo-features")
    return TrainingSession(document, jobs, fit)


@pytest.fixture
def tab(session: TrainingSession, qtbot: QtBot) -> TrainTab:
    made = TrainTab(session._document, session)
    qtbot.addWidget(made)
    made.resize(1024, 560)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture(autouse=True)
def known_speed(litmus_home: Path) -> Path:
    """What this computer takes for a picture was measured before: 10 ms."""
    sums = {backbone(name).sha256: 0.01 for name in ACCURATE}
    speed = PassSpeed(litmus=__version__, computer=this_computer(), decoding=0.01, passing=sums)
    path = cache_folder() / FILE
    assert path.is_relative_to(litmus_home)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(speed.model_dump_json())
    return path


def start(tab: TrainTab, session: TrainingSession, qtbot: QtBot) -> None:
    """Press Train and wait until pictures pass the backbone."""
    QTest.mouseClick(tab.buttons.main, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.news.extracted)


def finish(session: TrainingSession, fit: ScriptedFit, qtbot: QtBot) -> None:
    """Let a training come to its end."""
    fit.let_all_go()
    with qtbot.waitSignal(session.finished):
        session.start()


def drawn(plot: LearningPlot) -> int:
    """How many points are drawn."""
    points = plot._line.xData
    return 0 if points is None else len(points)


def lines(tab: TrainTab) -> tuple[str, ...]:
    """What the legend names."""
    return tab.curves._legend.texts


def view(tab: TrainTab) -> View:
    """Against what the shown run is drawn."""
    return tab.curves.view


def test_before_it_says_what_will_happen_and_nothing_of_epochs(tab: TrainTab) -> None:
    rows = tab.progress.text.splitlines()
    assert rows[:2] == ["Ready to train", "Network: Photo features"]
    assert rows[-2:] == ["Backbone: Lite2 + Lite0", "Folds: 5"]
    assert "Epochs" not in tab.progress.text
    assert "Augmentation" not in tab.progress.text
    tips = {name.text(): name.toolTip() for name, _ in tab.progress._rows}
    assert "has learned from a million photos" in tips["Backbone"]
    assert "equal parts" in tips["Folds"]
    assert "regression learns the classes in seconds" in tab.curves._before.text()


def test_the_pictures_pass_the_backbone_with_speed_and_time_left(
    tab: TrainTab, session: TrainingSession, fit: ScriptedFit, qtbot: QtBot
) -> None:
    start(tab, session, qtbot)
    assert tab.progress.text.splitlines() == [
        "Passing the backbone",
        "Done: 120 of 385 pictures",
        "Speed: 61 pictures/s",
        "Time left: 4 s",
        "The pictures pass the backbone, once; later trainings find them ready.",
    ]
    assert not tab.controls.isVisible()
    assert view(tab) is View.PICTURES
    fit.let_all_go()
    qtbot.waitUntil(lambda: session.state is TrainingState.IDLE)


def test_stop_keeps_what_was_extracted_and_says_so(
    tab: TrainTab, session: TrainingSession, qtbot: QtBot
) -> None:
    start(tab, session, qtbot)
    with qtbot.waitSignal(session.abandoned):
        QTest.mouseClick(tab.buttons.main, Qt.MouseButton.LeftButton)
        assert "made of the pictures is kept" in tab.progress.text
    assert "no run was kept" in tab.curves.sentence
    assert "the next training goes on from there" in tab.curves.sentence
    start(tab, session, qtbot)
    assert tab.curves.heading == "Photo features · run 1"
    assert "no run was kept" not in tab.curves.sentence
    session.stop()
    qtbot.waitUntil(lambda: session.state is TrainingState.IDLE)


def test_closing_the_window_says_what_is_kept(
    tab: TrainTab, session: TrainingSession, fit: ScriptedFit, qtbot: QtBot
) -> None:
    start(tab, session, qtbot)
    closing = Closing(tab, session, ProjectSession(session._document, session, tab))
    closing.ask()
    box = tab.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "What the backbone made of the pictures is kept" in box.informativeText()
    fit.let_all_go()
    qtbot.waitUntil(lambda: session.state is TrainingState.IDLE)


def test_one_that_fails_before_its_record_leaves_the_run_before_it_to_look_at(
    tab: TrainTab, session: TrainingSession, fit: ScriptedFit, qtbot: QtBot
) -> None:
    session._document.put_run(written_run(runs_folder(), 1, record(3)))
    fit.error = LitmusError("The backbone is damaged.", "Install Litmus again.")
    with qtbot.waitSignal(session.failed):
        session.start()
    qtbot.waitUntil(lambda: tab.curves.heading == "Dense 128 · run 1")
    assert tab.curves.sentence == "The backbone is damaged. Install Litmus again."
    session._document.put_run(written_run(runs_folder(), 2, record(2)))
    assert tab.curves.sentence == "The backbone is damaged. Install Litmus again."
    tab.runs.choose(runs_folder() / "run-002")
    assert tab.curves.sentence == "Stopped after epoch 2: all epochs are done."


def test_what_is_noticed_does_not_go_with_the_verdict(
    tab: TrainTab, session: TrainingSession, fit: ScriptedFit, qtbot: QtBot
) -> None:
    fit.notice = "The disk is full: features are not kept."
    start(tab, session, qtbot)
    fit.extracted.set()
    fit.half_measured.set()
    qtbot.waitUntil(lambda: session.news.measured is not None)
    assert tab.curves.sentence == f"{SENTENCE}\n{fit.notice}"
    fit.let_all_go()
    qtbot.waitUntil(lambda: session.state is TrainingState.IDLE)


def test_the_curve_grows_point_by_point(
    tab: TrainTab, session: TrainingSession, fit: ScriptedFit, qtbot: QtBot
) -> None:
    start(tab, session, qtbot)
    fit.extracted.set()
    qtbot.waitUntil(lambda: len(session.news.curve) == 3)
    assert tab.progress.text.splitlines() == [
        "Measuring how good it is",
        "Done: 3 of 5 sizes",
        "With 62 pictures: 74 % ± 5",
        "It learns from a part of the pictures and is asked about the others, part by part.",
    ]
    assert tab.progress._bar.value() == 600
    plot = tab.curves.learning
    assert plot is not None
    qtbot.waitUntil(lambda: drawn(plot) == 3)
    assert plot.isVisible()
    assert tab.curves.plots is not None
    assert not tab.curves.plots.isVisible()
    assert not tab.controls.isVisible()
    with qtbot.waitSignal(
        session.reported, check_params_cb=lambda event: isinstance(event, CrossValidated)
    ):
        fit.half_measured.set()
    assert tab.curves.headline.texts[0] == "88 % ± 4"
    assert tab.curves.sentence == SENTENCE
    fit.let_all_go()
    qtbot.waitUntil(lambda: session.state is TrainingState.IDLE)


def test_the_verdict_has_its_interval_and_the_details_beside(
    tab: TrainTab, session: TrainingSession, fit: ScriptedFit, qtbot: QtBot
) -> None:
    finish(session, fit, qtbot)
    assert tab.curves.headline.texts == ("88 % ± 4", "5-fold cross-validated on 308 pictures")
    assert tab.curves.sentence == SENTENCE
    assert tab.progress.text.splitlines() == [
        "Run 1 finished",
        "Cross-validated: 88 % ± 4",
        "Training accuracy: 99.4 %",
        "Validation accuracy: 89.6 %",
        "Time: 14 s",
    ]
    plot = tab.curves.learning
    assert plot is not None
    qtbot.waitUntil(lambda: drawn(plot) == len(CURVE))
    assert not tab.curves.other_view.isVisible()


def test_fine_tuning_is_offered_with_its_condition_and_starts_a_new_run(
    tab: TrainTab, session: TrainingSession, fit: ScriptedFit, qtbot: QtBot
) -> None:
    assert tab.tuning.text == ""
    finish(session, fit, qtbot)
    assert tab.tuning.text.startswith("Fine-tune: about ")
    assert "Kept only if it is better on the 77 validation pictures." in tab.tuning.text
    fit.tuned.clear()
    with qtbot.waitSignal(
        session.reported,
        check_params_cb=lambda e: isinstance(e, StepsDone) and e.batch == 10,
    ):
        QTest.mouseClick(tab.tuning.button, Qt.MouseButton.LeftButton)
    assert tab.tuning.text == ""
    assert [request.settings.fine_tune for request in fit.requests] == [False, True]
    assert not session._document.project.settings.fine_tune
    assert tab.progress.text.startswith("Fine-tuning: epoch 1 of 8")
    assert session.steps_of(fit.requests[1].folder).position[0] == pytest.approx(1.1)
    qtbot.waitUntil(lambda: view(tab) is View.EPOCHS)
    plots = tab.curves.plots
    assert plots is not None
    qtbot.waitUntil(plots.isVisible)
    assert not tab.controls.isVisible()
    with qtbot.waitSignal(session.finished):
        fit.tuned.set()
    assert tab.curves.sentence == f"{SENTENCE}\n{TUNED.sentence}"
    assert tab.tuning.text == "", "it was tried"
    qtbot.waitUntil(lambda: view(tab) is View.PICTURES)


def test_what_was_never_measured_is_measured_once_and_told_then(
    tab: TrainTab, session: TrainingSession, fit: ScriptedFit, qtbot: QtBot, known_speed: Path
) -> None:
    known_speed.unlink()
    finish(session, fit, qtbot)
    assert tab.tuning.text.startswith("Fine-tune\n")
    qtbot.waitUntil(lambda: tab.tuning.text.startswith("Fine-tune: about "), timeout=20_000)
    assert known_speed.is_file()


def test_a_fine_tuning_that_was_stopped_says_that_the_run_answers_without_it(
    tab: TrainTab, session: TrainingSession, fit: ScriptedFit, qtbot: QtBot
) -> None:
    for gate in (fit.extracted, fit.half_measured, fit.measured):
        gate.set()
    with qtbot.waitSignal(session.reported, check_params_cb=lambda e: isinstance(e, StepsDone)):
        session.start(fine_tune=True)
    with qtbot.waitSignal(session.finished):
        session.stop()
        assert "What was learned so far is kept." in tab.progress.text
    assert tab.curves.sentence == f"{SENTENCE}\n{STOPPED}"
    assert tab.tuning.button.isEnabled(), "it can be tried again"
    session._document.put_run(fitted_run(runs_folder(), 5, fitted_record()))
    tab.runs.choose(runs_folder() / "run-005")
    assert STOPPED not in tab.curves.sentence


def test_the_two_plots_of_a_fine_tuned_run_are_a_click_apart(
    tab: TrainTab, session: TrainingSession
) -> None:
    session._document.put_run(fitted_run(runs_folder(), 1, fitted_record(tuning=TUNED)))
    tab._draw()
    assert view(tab) is View.PICTURES
    assert tab.curves.other_view.isVisible()
    tab.curves.other_view.click()
    assert view(tab) is View.EPOCHS
    run, _ = tab.curves._shown
    assert run is not None
    assert [one.epoch for one in run.epochs] == [0, 1, 2], "the regression is where it starts"
    assert run.end == 2
    assert tab.curves.learning is not None
    assert not tab.curves.learning.isVisible()
    tab.curves.other_view.click()
    assert tab.curves.learning.isVisible()


def test_after_tuning_was_kept_the_headline_says_what_it_measured(
    tab: TrainTab, session: TrainingSession
) -> None:
    kept = TUNED.model_copy(update={"kept": True})
    session._document.put_run(fitted_run(runs_folder(), 1, fitted_record(tuning=kept)))
    assert tab.curves.headline.texts[1].endswith("on 308 pictures, before fine-tuning")


def test_without_validation_pictures_fine_tuning_says_why_not(
    tab: TrainTab, session: TrainingSession
) -> None:
    run = fitted_run(runs_folder(), 1, fitted_record(validation=0))
    session._document.put_run(run)
    tab._on_session_finished(run)
    assert not tab.tuning.button.isEnabled()
    assert "needs validation pictures" in tab.tuning.text


def test_runs_that_differ_in_kind_are_not_drawn_over_one_another(
    tab: TrainTab, session: TrainingSession
) -> None:
    document = session._document
    for number, made in ((1, record(3)), (2, fitted_record()), (3, fitted_record())):
        document.put_run(written_run(runs_folder(), number, made))
    tab.runs.choose(runs_folder() / "run-003")
    for row in (1, 2):
        index = tab.runs.model.index(row, 0)
        tab.runs.model.setData(index, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert tab.curves.heading == "Photo features · run 3"
    assert lines(tab) == ("right answers", "95 % interval", "run 2")
    assert "Run 1 learns in epochs and cannot be drawn" in tab.curves.apart
    tab.runs.choose(runs_folder() / "run-001")
    assert lines(tab) == ("training", "validation")
    assert "Run 2 has a curve over pictures and cannot be drawn" in tab.curves.apart
    assert tab.curves.headline.texts == ("", "")


def test_a_run_without_folds_says_that_it_was_not_measured(
    tab: TrainTab, session: TrainingSession
) -> None:
    made = fitted_record(measured=None, curve=(), settings=TrainingSettings(folds=0))
    session._document.put_run(fitted_run(runs_folder(), 1, made))
    tab._draw()
    assert "ask for no folds" in tab.curves.apart
    assert tab.curves.headline.texts == ("", "")
    assert tab.curves.sentence == "All pictures are learned."
    few = fitted_record(measured=None, curve=())
    session._document.put_run(fitted_run(runs_folder(), 2, few))
    tab.runs.choose(runs_folder() / "run-002")
    assert "too few pictures for cross-validation" in tab.curves.apart


def test_a_run_that_broke_off_says_so_beside_what_was_measured(
    tab: TrainTab, session: TrainingSession
) -> None:
    made = fitted_record(status=RunStatus.RUNNING).model_copy(update={"ending": None})
    session._document.put_run(fitted_run(runs_folder(), 1, made))
    assert tab.curves.sentence.splitlines() == [
        SENTENCE,
        "This run was interrupted while it was fine-tuned.",
    ]


def test_the_list_shows_the_cross_validated_accuracy_and_its_interval(tmp_path: Path) -> None:
    run = fitted_run(tmp_path, 1, fitted_record(tuning=TUNED))
    assert result_words(run, going_on=False) == "88 % ± 4"
    details = run_details(run, going_on=False)
    assert "88 % ± 4, 5-fold cross-validated on 308 pictures" in details
    assert "95 % interval 83.9 to 91.2 %" in details
    assert TUNED.sentence in details
    assert "batches" not in details
    failed = fitted_record(status=RunStatus.FAILED)
    assert result_words(fitted_run(tmp_path, 2, failed), going_on=False) == "failed"


def test_a_plan_names_the_backbones_and_how_it_is_measured() -> None:
    made = fitted_record()
    assert plan_words(made.network, TrainingSettings(fine_tune=True)) == (
        "EfficientNet-Lite2 + Lite0 · logistic regression · 5 folds · fine-tuning"
    )
    assert backbone_words(Backbone(names=QUICK)) == "EfficientNet-Lite0"
    assert short_backbone_words(Backbone(names=QUICK)) == "EfficientNet-Lite0"
    assert backbone_words(Backbone(names=("gone", *QUICK))) == "gone + EfficientNet-Lite0"
    assert plan_words(made.network, TrainingSettings(folds=0)).endswith("not cross-validated")
    assert plan_words(record(1).network, TrainingSettings()).startswith("5 epochs · batches of 32")


def test_a_curve_is_there_when_the_tab_is_looked_at_later(
    session: TrainingSession, fit: ScriptedFit, qtbot: QtBot
) -> None:
    tab = TrainTab(session._document, session)
    qtbot.addWidget(tab)
    with qtbot.waitSignal(
        session.reported, check_params_cb=lambda event: isinstance(event, CurveGrew)
    ):
        session.start()
        fit.extracted.set()
    with qtbot.waitExposed(tab):
        tab.show()
    plot = tab.curves.learning
    assert plot is not None
    qtbot.waitUntil(lambda: drawn(plot) >= 1)
    with qtbot.waitSignal(session.finished):
        fit.let_all_go()
