"""Pausing, resuming, training longer and continuing, on the Train tab."""

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from core.errors import LitmusError
from core.holding import hold
from core.run.folder import Run
from core.run.record import Ending, RunStatus, StopReason
from core.run.settings import TrainingSettings
from core.training.events import StepsDone
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.train_tab.growth_dialog import GrowthDialog
from gui.train_tab.longer_dialog import LongerDialog
from gui.train_tab.run_offers import RunOffer, rested_offers
from gui.train_tab.runs_model import NAME, RESULT
from gui.train_tab.train_tab import TrainTab
from gui.train_tab.training_buttons import Offer
from gui.training_session import TrainingSession, TrainingState
from tests.gui.trainings import ScriptedTraining, record, tiny_dataset, written_run

LEFT = Qt.MouseButton.LeftButton


class WithModel(ScriptedTraining):
    """Leaves files where a model would be."""

    def finish(self, run: Run) -> None:
        run.litert_file.write_bytes(b"a model")
        run.keras_file.write_bytes(b"a model")


@pytest.fixture
def document() -> ProjectDocument:
    made = ProjectDocument()
    made.set_dataset(tiny_dataset())
    return made


def shown_tab(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs, training: ScriptedTraining
) -> tuple[TrainTab, TrainingSession]:
    session = TrainingSession(document, jobs, training, resume=training.resume)
    tab = TrainTab(document, session)
    qtbot.addWidget(tab)
    tab.resize(1024, 560)
    with qtbot.waitExposed(tab):
        tab.show()
    return tab, session


def put(
    document: ProjectDocument,
    number: int,
    *,
    status: RunStatus,
    epochs: int = 3,
    planned: int = 10,
    state: bool = True,
) -> Run:
    """A run in the list, as an earlier start left it."""
    made = record(epochs, status=status, settings=TrainingSettings(epochs=planned))
    run = written_run(document.runs_folder, number, made)
    if state:
        run.state_file.write_bytes(b"where it was")
    document.put_run(run)
    return run


def dialog_of(tab: TrainTab, kind: type[QDialog]) -> QDialog:
    return next(d for d in tab.findChildren(kind) if d.isVisible())


def row(tab: TrainTab, number: int = 0) -> tuple[str, str]:
    model = tab.runs.model
    return str(model.index(number, NAME).data()), str(model.index(number, RESULT).data())


def test_pause_beside_stop_then_resume_to_the_end(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    training = WithModel(pause_at=4, pause_in=3)
    tab, session = shown_tab(qtbot, document, jobs, training)
    assert not tab.buttons.pause.isVisible()
    session.start()
    qtbot.waitUntil(lambda: session.progress is not None and session.progress.epoch == 3)
    offers: list[Offer] = []
    session.state_changed.connect(lambda: offers.append(tab.buttons.offer))
    with qtbot.waitSignal(session.finished):
        QTest.mouseClick(tab.buttons.pause, LEFT)
        assert tab.progress.text.startswith("Pausing…")
        assert not tab.buttons.main.isEnabled()
    assert set(offers[:-1]) == {Offer.PAUSING}
    assert row(tab) == ("1 · Dense 128", "paused at epoch 3 of 5")
    assert tab.progress.text.startswith("Run 1 paused at epoch 3 of 5\nEpochs: 2 of 5")
    assert tab.buttons.main.text() == "Re&sume run 1"
    assert tab.buttons.again.isVisible()
    assert tab.buttons.again.text().replace("&", "") == "Train a new one"
    shown = tab.curves._shown[0]
    assert shown is not None
    qtbot.waitUntil(lambda: not tab._drawing.isActive())
    assert shown.end == 5, "there is room for what is left"

    training.pause_at = None
    with qtbot.waitSignal(session.finished):
        QTest.mouseClick(tab.buttons.main, LEFT)
        assert tab.runs.chosen is not None
        assert tab.curves.heading == "Dense 128 · run 1"
    assert len(document.runs) == 1
    assert row(tab) == ("1 · Dense 128", "99.0 %")
    assert tab.progress.text.startswith("Run 1 finished\nEpochs: 5")
    assert tab.buttons.offer is Offer.TRY


def test_the_keyboard_does_not_get_lost_with_the_pause_button(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    tab, session = shown_tab(qtbot, document, jobs, ScriptedTraining(pause_at=2))
    tab.activateWindow()
    with qtbot.waitSignal(session.reported, check_params_cb=lambda e: isinstance(e, StepsDone)):
        session.start()
    tab.buttons.pause.setFocus()
    with qtbot.waitSignal(session.finished):
        QTest.keyClick(tab.buttons.pause, Qt.Key.Key_Space)
    assert tab.buttons.main.hasFocus()
    assert tab.buttons.offer is Offer.RESUME


@pytest.mark.parametrize(
    ("status", "words"), [(RunStatus.RUNNING, "stopped"), (RunStatus.PAUSED, "paused")]
)
def test_a_run_of_an_earlier_start_is_offered_to_be_resumed(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs, *, status: RunStatus, words: str
) -> None:
    run = put(document, 3, status=status)
    training = ScriptedTraining()
    tab, session = shown_tab(qtbot, document, jobs, training)
    assert tab.progress.text.startswith(f"Run 3 {words} at epoch 4 of 10\nEpochs: 3 of 10")
    assert tab.buttons.main.text() == "Re&sume run 3"
    curves = tab.curves._shown[0]
    assert curves is not None
    assert [epoch.epoch for epoch in curves.epochs] == [1, 2, 3]
    assert curves.end == 10
    with qtbot.waitSignal(session.finished):
        QTest.mouseClick(tab.buttons.main, LEFT)
    assert training.wishes[0].run == run
    assert [e.epoch for e in document.runs[0].record.epochs] == list(range(1, 11))
    assert len(session.steps_of(run.folder).position) == 70, "fine where it is known"


def test_beside_resuming_one_can_train_a_new_one(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    put(document, 1, status=RunStatus.PAUSED)
    training = ScriptedTraining()
    tab, session = shown_tab(qtbot, document, jobs, training)
    with qtbot.waitSignal(session.finished):
        QTest.mouseClick(tab.buttons.again, LEFT)
    assert len(training.requests) == 1
    assert [run.record.status for run in document.runs] == [RunStatus.PAUSED, RunStatus.FINISHED]


def test_an_edit_of_the_plan_leaves_the_offer_to_resume(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    put(document, 1, status=RunStatus.PAUSED)
    tab, _ = shown_tab(qtbot, document, jobs, ScriptedTraining())
    document.choose_preset("convolutional")
    assert tab.buttons.offer is Offer.RESUME


def test_what_cannot_be_resumed_says_why_and_one_can_train(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    put(document, 1, status=RunStatus.RUNNING, state=False)
    tab, _ = shown_tab(qtbot, document, jobs, ScriptedTraining())
    assert "cannot be resumed" in tab.progress.text
    assert tab.buttons.offer is Offer.TRAIN
    assert tab.buttons.main.isEnabled()


def test_a_run_that_somebody_else_trains_is_not_offered(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    run = put(document, 1, status=RunStatus.RUNNING)
    held = hold(run.folder)
    assert held is not None
    tab, _ = shown_tab(qtbot, document, jobs, ScriptedTraining())
    assert "in another window or by a command" in tab.progress.text
    assert tab.buttons.offer is Offer.TRAIN
    held.release()
    tab.go_on(RunOffer.RESUME)
    assert tab.buttons.offer is not Offer.TRAIN


def test_a_failure_to_resume_is_told_and_the_offer_stays(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    put(document, 1, status=RunStatus.PAUSED)
    error = LitmusError("The state is damaged.", "Train anew.")
    tab, session = shown_tab(qtbot, document, jobs, ScriptedTraining(error=error))
    with qtbot.waitSignal(session.failed):
        QTest.mouseClick(tab.buttons.main, LEFT)
    assert tab.curves.sentence == "The state is damaged. Train anew."
    assert tab.buttons.offer is Offer.RESUME


def test_choosing_a_run_shows_what_came_of_it_on_the_right(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    put(document, 1, status=RunStatus.FINISHED, epochs=2, planned=2)
    put(document, 2, status=RunStatus.PAUSED)
    put(document, 3, status=RunStatus.FINISHED, epochs=5, planned=5)
    tab, _ = shown_tab(qtbot, document, jobs, ScriptedTraining())
    assert tab.progress.text.startswith("Ready to train")
    place = tab.runs.view.visualRect(tab.runs.view.currentIndex()).center()
    QTest.mouseClick(tab.runs.view.viewport(), LEFT, pos=place)
    assert tab.progress.text.startswith("Run 3 finished")
    QTest.keyClick(tab.runs.view, Qt.Key.Key_Down)
    assert tab.progress.text.startswith("Run 2 paused at epoch 4 of 10")
    QTest.keyClick(tab.runs.view, Qt.Key.Key_Down)
    assert tab.progress.text.startswith("Run 1 finished\nEpochs: 2")
    assert tab.panel.offers.shown == (RunOffer.LONGER,)
    QTest.keyClick(tab.runs.view, Qt.Key.Key_Up)
    assert tab.buttons.main.text() == "Re&sume run 2"


def test_a_finished_run_is_trained_longer_by_the_keyboard(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    training = WithModel()
    tab, session = shown_tab(qtbot, document, jobs, training)
    with qtbot.waitSignal(session.finished):
        session.start()
    assert tab.panel.offers.shown == (RunOffer.LONGER,)
    QTest.mouseClick(tab.panel.offers.button(RunOffer.LONGER), LEFT)
    dialog = dialog_of(tab, LongerDialog)
    assert isinstance(dialog, LongerDialog)
    assert dialog.note == "5 epochs done, 10 altogether."
    QTest.keyClicks(dialog.field, "0")
    assert "1 to 9,995" in dialog.note
    assert not dialog.train.isEnabled()
    dialog.field.selectAll()
    QTest.keyClicks(dialog.field, "3")
    with qtbot.waitSignal(session.finished):
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert training.wishes[0].epochs == 8
    assert len(document.runs[0].record.epochs) == 8
    assert tab.progress.text.startswith("Run 1 finished\nEpochs: 8")


def test_cancelled_nothing_is_trained_longer(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    put(document, 1, status=RunStatus.FINISHED, epochs=2, planned=2)
    tab, session = shown_tab(qtbot, document, jobs, ScriptedTraining())
    tab.go_on("longer")
    QTest.keyClick(dialog_of(tab, LongerDialog), Qt.Key.Key_Escape)
    tab.go_on("longer")
    dialog = dialog_of(tab, LongerDialog)
    assert isinstance(dialog, LongerDialog)
    dialog.cancel.setFocus()
    QTest.keyClick(dialog.cancel, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert session.state is TrainingState.IDLE


@pytest.mark.parametrize(
    ("status", "how", "why"),
    [
        (RunStatus.PAUSED, "longer", "can only be resumed"),
        (RunStatus.FAILED, "longer", "can only be resumed"),
    ],
)
def test_what_does_not_suit_a_run_is_refused_with_a_reason(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs, *, status: RunStatus, how: str, why: str
) -> None:
    put(document, 1, status=status)
    tab, _ = shown_tab(qtbot, document, jobs, ScriptedTraining())
    tab.go_on(how)
    assert why in tab.curves.sentence


def test_the_menu_of_a_run_offers_what_can_be_done_with_it(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    put(document, 1, status=RunStatus.FINISHED)
    put(document, 2, status=RunStatus.PAUSED)
    put(document, 3, status=RunStatus.RUNNING, epochs=0)
    tab, session = shown_tab(qtbot, document, jobs, ScriptedTraining(pause_at=1))

    def enabled() -> list[RunOffer]:
        return [o for o, action in tab.runs.menu.actions.items() if action.isEnabled()]

    assert enabled() == [RunOffer.RESUME]
    QTest.keyClick(tab.runs.view, Qt.Key.Key_Down)
    assert enabled() == [RunOffer.RESUME, RunOffer.GROW]
    QTest.keyClick(tab.runs.view, Qt.Key.Key_Down)
    assert enabled() == [RunOffer.LONGER, RunOffer.GROW]
    session.start()
    assert enabled() == []
    assert not tab.runs.menu.button.isEnabled()
    qtbot.waitUntil(lambda: session.progress is not None)
    with qtbot.waitSignal(session.finished):
        session.stop()
    tab.runs.choose(document.runs[1].folder)
    with qtbot.waitSignal(session.finished):
        tab.runs.menu.actions[RunOffer.RESUME].trigger()
        assert session.folder == document.runs[1].folder


@pytest.mark.parametrize(
    ("reason", "epochs", "offered"),
    [
        (StopReason.ERROR, 3, "Resume at epoch 4 of 10"),  # such as a disk that was full
        (StopReason.ERROR, 0, ""),
        (StopReason.DIVERGED, 3, ""),
    ],
)
def test_what_failed_on_the_way_can_be_gone_on_with(
    qtbot: QtBot,
    document: ProjectDocument,
    jobs: Jobs,
    *,
    reason: StopReason,
    epochs: int,
    offered: str,
) -> None:
    run = put(document, 1, status=RunStatus.FAILED, epochs=epochs)
    ending = Ending(reason=reason, sentence="Failed: The disk is full.")
    document.put_run(Run(run.folder, run.record.model_copy(update={"ending": ending})))
    tab, _ = shown_tab(qtbot, document, jobs, ScriptedTraining())

    (offer,) = [o.text for o in rested_offers(document.runs[0])] or [""]
    assert offer.replace("&", "") == offered
    assert tab.runs.menu.actions[RunOffer.RESUME].isEnabled() == bool(offered)


def test_continuing_shows_what_changed_before_it_starts(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    run = put(document, 1, status=RunStatus.FINISHED)
    run.keras_file.write_bytes(b"a model")
    training = ScriptedTraining()
    tab, session = shown_tab(qtbot, document, jobs, training)
    tab.go_on("grow")
    qtbot.waitUntil(lambda: bool(tab.findChildren(GrowthDialog)))
    dialog = dialog_of(tab, GrowthDialog)
    assert isinstance(dialog, GrowthDialog)
    assert dialog.sentences[0] == "10 classes are known."
    assert training.requests == []
    with qtbot.waitSignal(session.finished):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert training.requests[0].start == run
    assert tab.curves.heading == "Dense 128 · run 2"


def test_what_cannot_be_continued_says_why_and_only_closes(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    put(document, 1, status=RunStatus.FINISHED)
    training = ScriptedTraining()
    tab, session = shown_tab(qtbot, document, jobs, training)
    tab.go_on("grow")
    qtbot.waitUntil(lambda: bool(tab.findChildren(GrowthDialog)))
    dialog = dialog_of(tab, GrowthDialog)
    assert isinstance(dialog, GrowthDialog)
    assert "has no weights" in dialog.sentences[0]
    assert not dialog.start.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert session.state is TrainingState.IDLE
    assert training.requests == []


def test_a_window_that_may_change_nothing_offers_nothing(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(document, 1, status=RunStatus.PAUSED)
    why = "Another window has this project open."
    monkeypatch.setattr(document, "_read_only", why)
    tab, session = shown_tab(qtbot, document, jobs, ScriptedTraining())
    assert why in tab.progress.text
    assert not tab.buttons.main.isEnabled()
    tab.go_on("resume")
    assert tab.curves.sentence == why
    assert session.state is TrainingState.IDLE


def test_stopping_before_anything_was_learned_anew_leaves_the_run(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    put(document, 1, status=RunStatus.PAUSED)
    gate = Event()
    jobs.run_tensorflow(lambda _report, _cancel: gate.wait(10))
    tab, session = shown_tab(qtbot, document, jobs, ScriptedTraining())
    session.resume(document.runs[0])
    session.stop()
    with qtbot.waitSignal(session.abandoned):
        gate.set()
    assert "it stays as it was" in tab.curves.sentence
    assert tab.buttons.offer is Offer.RESUME
    assert tab.curves.heading == "Dense 128 · run 1"


def test_the_right_side_stays_with_the_run_that_is_looked_at_when_another_one_ends(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    put(document, 1, status=RunStatus.FINISHED, epochs=2, planned=2)
    training = WithModel(pause_at=2)
    tab, session = shown_tab(qtbot, document, jobs, training)
    session.start()
    qtbot.waitUntil(lambda: session.progress is not None)
    QTest.keyClick(tab.runs.view, Qt.Key.Key_Down)
    assert tab.progress.text.startswith("Epoch 1 of 5")
    with qtbot.waitSignal(session.finished):
        training.go_on.set()
    assert tab.curves.heading == "Dense 128 · run 1"
    assert tab.progress.text.startswith("Run 1 finished\nEpochs: 2")
