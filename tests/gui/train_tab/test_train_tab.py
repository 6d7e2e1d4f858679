from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.model.layers import Flatten
from core.model.network import NetworkSpec
from core.places import runs_folder
from core.run.folder import Run
from core.run.record import RunStatus
from core.training.events import StepsDone
from gui.document import ProjectDocument
from gui.error_dialog import ErrorDialog
from gui.jobs import Jobs, Report
from gui.train_tab.curves import Metric
from gui.train_tab.train_tab import TrainTab
from gui.train_tab.training_buttons import Offer
from gui.training_session import TrainingSession, TrainingState
from tests.gui.trainings import ScriptedTraining, record, tiny_dataset, written_run


@pytest.fixture
def document() -> ProjectDocument:
    made = ProjectDocument()
    made.set_dataset(tiny_dataset())
    return made


def shown_tab(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs, training: ScriptedTraining
) -> tuple[TrainTab, TrainingSession]:
    session = TrainingSession(document, jobs, training)
    tab = TrainTab(document, session)
    qtbot.addWidget(tab)
    tab.resize(1024, 560)
    with qtbot.waitExposed(tab):
        tab.show()
    return tab, session


def start_and_wait_for_steps(qtbot: QtBot, tab: TrainTab, session: TrainingSession) -> None:
    with qtbot.waitSignal(session.reported, check_params_cb=lambda e: isinstance(e, StepsDone)):
        QTest.mouseClick(tab.buttons.main, Qt.MouseButton.LeftButton)


def test_before_any_training_it_says_what_will_happen(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    document.choose_preset("dense-512")
    tab, _ = shown_tab(qtbot, document, jobs, ScriptedTraining())
    assert tab.curves.heading == ""
    assert tab.progress.text.splitlines() == [
        "Ready to train",
        "Network: Dense 512",
        "Parameters: 407,050",
        "Epochs: 5",
        "Batch size: 32",
        "Learning rate: 0.001 with Adam",
    ]
    assert tab.buttons.offer is Offer.TRAIN
    assert not tab.controls.isVisible()


def test_preparing_is_shown_at_once(qtbot: QtBot, document: ProjectDocument, jobs: Jobs) -> None:
    tab, session = shown_tab(qtbot, document, jobs, ScriptedTraining())
    with qtbot.waitSignal(session.finished):
        QTest.mouseClick(tab.buttons.main, Qt.MouseButton.LeftButton)
        assert tab.progress.text == "Preparing\nWaiting for TensorFlow…"
        assert tab.curves.heading == "Dense 128 · run 1"
        assert tab.buttons.offer is Offer.STOP


def test_a_training_is_shown_as_it_goes(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    training = ScriptedTraining(pause_at=4)
    tab, session = shown_tab(qtbot, document, jobs, training)
    start_and_wait_for_steps(qtbot, tab, session)
    qtbot.waitUntil(lambda: "4 of 10" in tab.progress.text)
    assert tab.progress.text.splitlines() == [
        "Epoch 1 of 5",
        "This epoch: 4 of 10 batches",
        "Speed: 1,870 pictures/s",
        "Time left: 47 s",
    ]
    assert tab.progress._bar.value() == 80
    assert "first epoch" in tab.curves.sentence
    assert tab.controls.isVisible()
    plots = tab.curves.plots
    assert plots is not None
    fine = plots.plots[Metric.LOSS]._fine
    qtbot.waitUntil(lambda: fine.xData is not None and len(fine.xData) == 4)
    assert tab.curves.heading == "Dense 128 · run 1"
    with qtbot.waitSignal(session.finished):
        training.go_on.set()
    assert tab.curves.sentence == "All epochs are done."
    assert tab.progress.text.startswith("Run 1 finished\nEpochs: 5\nValidation accuracy: 99.0 %")
    validation = plots.plots[Metric.ACCURACY]._validation
    qtbot.waitUntil(lambda: validation.xData is not None and len(validation.xData) == 5)


def test_stop_is_acknowledged_and_keeps_the_keyboard(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    tab, session = shown_tab(qtbot, document, jobs, ScriptedTraining(pause_at=2))
    tab.activateWindow()
    tab.focus_first()
    start_and_wait_for_steps(qtbot, tab, session)
    offers: list[Offer] = []
    session.state_changed.connect(lambda: offers.append(tab.buttons.offer))
    with qtbot.waitSignal(session.finished):
        QTest.mouseClick(tab.buttons.main, Qt.MouseButton.LeftButton)
        assert tab.progress.text.startswith("Stopping…")
        assert not tab.buttons.main.isEnabled()
    assert offers == [Offer.STOPPING, Offer.SAVING, Offer.TRAIN]
    assert tab.buttons.main.hasFocus()
    assert tab.progress.text.startswith("Run 1 stopped")
    assert tab.curves.sentence == "Stopped by you."


def test_a_double_click_on_train_does_not_stop_and_escape_neither(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    training = ScriptedTraining(pause_at=1)
    tab, session = shown_tab(qtbot, document, jobs, training)
    QTest.mouseClick(tab.buttons.main, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(tab.buttons.main, Qt.MouseButton.LeftButton)
    QTest.keyClick(tab.buttons.main, Qt.Key.Key_Escape)
    assert session.state in (TrainingState.PREPARING, TrainingState.RUNNING)
    with qtbot.waitSignal(session.finished):
        training.go_on.set()
    assert document.runs[0].record.status is RunStatus.FINISHED


class _TrainingWithModel(ScriptedTraining):
    """Leaves a file where a model would be."""

    def finish(self, run: Run) -> None:
        run.litert_file.write_bytes(b"a model")


def test_after_a_training_one_can_try_it_or_train_again(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    training = _TrainingWithModel()
    tab, session = shown_tab(qtbot, document, jobs, training)
    with qtbot.waitSignal(session.finished):
        session.start()
    assert tab.buttons.offer is Offer.TRY
    with qtbot.waitSignal(tab.advanced):
        QTest.mouseClick(tab.buttons.main, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(session.finished):
        QTest.mouseClick(tab.buttons.again, Qt.MouseButton.LeftButton)
        assert not tab.buttons.again.isVisible()
    assert len(training.requests) == 2


def test_without_a_model_there_is_nothing_to_try(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    tab, session = shown_tab(qtbot, document, jobs, ScriptedTraining())
    with qtbot.waitSignal(session.finished):
        session.start()
    assert tab.buttons.offer is Offer.TRAIN


def test_another_network_makes_train_the_next_step_again(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    tab, session = shown_tab(qtbot, document, jobs, ScriptedTraining())
    with qtbot.waitSignal(session.finished):
        session.start()
    assert tab.progress.text.startswith("Run 1 finished")
    document.choose_preset("convolutional")
    assert tab.progress.text.startswith("Ready to train\nNetwork: Convolutional")
    assert tab.buttons.offer is Offer.TRAIN


def test_epochs_and_learning_rate_change_in_mid_training(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    training = ScriptedTraining(pause_at=2)
    tab, session = shown_tab(qtbot, document, jobs, training)
    start_and_wait_for_steps(qtbot, tab, session)
    assert (tab.controls.epochs.value, tab.controls.rate.value) == (5, 0.001)
    assert tab.controls.note == "Changes take effect at the next epoch."
    tab.controls.epochs.selectAll()
    QTest.keyClicks(tab.controls.epochs, "3")
    QTest.keyClick(tab.controls.rate, Qt.Key.Key_Up)
    assert (session.epochs, session.learning_rate) == (5, 0.001)
    QTest.keyClick(tab.controls.rate, Qt.Key.Key_Return)
    assert (session.epochs, session.learning_rate) == (3, 0.002)
    assert tab.progress.text.startswith("Epoch 1 of 3")
    tab.controls.epochs.selectAll()
    QTest.keyClicks(tab.controls.epochs, "0")
    assert "1 to 10,000" in tab.controls.note
    assert session.epochs == 3
    with qtbot.waitSignal(session.finished):
        training.go_on.set()
    assert training.learning_rates == [0.001, 0.002, 0.002]


def test_a_number_being_typed_ends_no_training_and_comes_into_force_by_itself(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    tab, session = shown_tab(qtbot, document, jobs, ScriptedTraining(pause_at=2))
    start_and_wait_for_steps(qtbot, tab, session)
    tab.controls.epochs.selectAll()
    QTest.keyClicks(tab.controls.epochs, "1")
    assert session.epochs == 5
    QTest.keyClicks(tab.controls.epochs, "2")
    assert session.epochs == 12
    tab.controls.epochs.selectAll()
    QTest.keyClicks(tab.controls.epochs, "4")
    with qtbot.waitSignal(session.state_changed):
        pass
    assert session.epochs == 4
    session.stop()


def test_an_expected_failure_is_told_in_the_tab_with_advice(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    error = LitmusError("The disk is full.", "Free some space.")
    tab, session = shown_tab(qtbot, document, jobs, ScriptedTraining(error=error))
    with qtbot.waitSignal(session.failed):
        session.start()
    assert tab.curves.sentence == "The disk is full. Free some space."
    assert tab.findChild(ErrorDialog) is None
    assert tab.buttons.offer is Offer.TRAIN
    with qtbot.waitSignal(session.failed):
        session.start()
        assert tab.curves.sentence != "The disk is full. Free some space."


def test_an_unexpected_failure_opens_a_dialog(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    tab, session = shown_tab(qtbot, document, jobs, ScriptedTraining(error=ValueError("odd")))
    with qtbot.waitSignal(session.failed):
        session.start()
    dialog = tab.findChild(ErrorDialog)
    assert isinstance(dialog, ErrorDialog)
    assert "failed" in tab.curves.sentence
    dialog.accept()


def test_train_is_disabled_with_the_reason(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    tab, _ = shown_tab(qtbot, document, jobs, ScriptedTraining())
    document.set_network(NetworkSpec(layers=(Flatten(),)), words="break it")
    assert not tab.buttons.main.isEnabled()
    assert "softmax" in tab.progress.text
    assert "softmax" in tab.buttons.main.toolTip()
    document.undo_stack.undo()
    assert tab.buttons.main.isEnabled()
    assert "softmax" not in tab.progress.text


def test_train_waits_for_the_pictures(qtbot: QtBot, jobs: Jobs) -> None:
    document = ProjectDocument()
    tab, _ = shown_tab(qtbot, document, jobs, ScriptedTraining())
    assert not tab.buttons.main.isEnabled()
    assert "still being loaded" in tab.progress.text
    document.set_dataset(tiny_dataset())
    assert tab.buttons.main.isEnabled()


def test_earlier_runs_are_shown_chosen_and_overlaid(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    shelf = runs_folder()
    for number in (1, 2, 3):
        document.put_run(written_run(shelf, number, record(number, name=f"net {number}")))
    tab, _ = shown_tab(qtbot, document, jobs, ScriptedTraining())
    assert tab.curves.heading == "net 3 · run 3"
    assert tab.curves.sentence == "Stopped after epoch 3: all epochs are done."
    QTest.keyClick(tab.runs.view, Qt.Key.Key_Down)
    assert tab.curves.heading == "net 2 · run 2"
    assert tab.curves.sentence == "Stopped after epoch 2: all epochs are done."
    QTest.keyClick(tab.runs.view, Qt.Key.Key_Down)
    QTest.keyClick(tab.runs.view, Qt.Key.Key_Space)
    QTest.keyClick(tab.runs.view, Qt.Key.Key_Up)
    assert tab.curves._legend.texts == ("training", "validation", "run 1")
    document.remove_run(shelf / "run-002")
    assert tab.curves._shown[0] is not None
    assert tab.runs.chosen is not None


def test_a_new_training_comes_to_the_front_and_another_run_can_be_looked_at(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    document.put_run(written_run(runs_folder(), 1, record(1)))
    training = ScriptedTraining(pause_at=2)
    tab, session = shown_tab(qtbot, document, jobs, training)
    start_and_wait_for_steps(qtbot, tab, session)
    assert tab.runs.chosen == session.run
    QTest.keyClick(tab.runs.view, Qt.Key.Key_Down)
    assert tab.curves.heading == "Dense 128 · run 1"
    with qtbot.waitSignal(session.finished):
        training.go_on.set()
    assert tab.curves.heading == "Dense 128 · run 1"


def test_stopped_before_its_turn(qtbot: QtBot, document: ProjectDocument, jobs: Jobs) -> None:
    gate = Event()

    def loading(_report: Report, _cancel: CancelToken) -> object:
        return gate.wait(10)

    jobs.run_tensorflow(loading)
    tab, session = shown_tab(qtbot, document, jobs, ScriptedTraining())
    session.start()
    session.stop()
    assert tab.progress.text.startswith("Stopping…")
    with qtbot.waitSignal(session.abandoned):
        gate.set()
    assert "nothing was learned" in tab.curves.sentence
    assert tab.buttons.offer is Offer.TRAIN


def test_a_hidden_tab_draws_nothing_and_catches_up(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    session = TrainingSession(document, jobs, ScriptedTraining())
    tab = TrainTab(document, session)
    qtbot.addWidget(tab)
    with qtbot.waitSignal(session.finished):
        session.start()
    before = tab.curves.plots
    assert before is None, "none are built"
    with qtbot.waitExposed(tab):
        tab.show()
    plots = tab.curves.plots
    assert plots is not None
    assert len(plots.plots[Metric.LOSS]._fine.xData) == 50


def test_everything_has_a_name_and_explains_itself(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    tab, _ = shown_tab(qtbot, document, jobs, ScriptedTraining())
    for control in (tab.buttons.main, tab.buttons.again, tab.controls.epochs, tab.controls.rate):
        assert control.accessibleName() or control.text()
        assert control.toolTip()
    for part in (tab.runs.view, tab.curves.plots, tab.progress, tab.curves._legend):
        assert part is not None
        assert part.accessibleName()
