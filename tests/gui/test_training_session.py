from pathlib import Path
from threading import Event, current_thread, main_thread

import pytest
from pytestqt.qtbot import QtBot

from core.cancellation import CancelToken
from core.data.folder.source import PhotoSource
from core.errors import Cancelled, LitmusError
from core.features.backbone import QUICK
from core.model.layers import Flatten
from core.model.network import NetworkSpec
from core.places import runs_folder
from core.run.record import RunStatus
from core.training.events import EpochDone, Preparing, StepsDone, TrainingDone
from gui.document import ProjectDocument
from gui.jobs import Jobs, Report
from gui.run_names import run_name
from gui.training_session import TrainingSession, TrainingState
from tests.gui.trainings import ScriptedTraining, record, tiny_dataset, written_run


@pytest.fixture
def document() -> ProjectDocument:
    made = ProjectDocument()
    made.set_dataset(tiny_dataset())
    return made


def test_a_training_goes_through_its_states_and_becomes_a_run(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    session = TrainingSession(document, jobs, ScriptedTraining())
    states: list[TrainingState] = []
    session.state_changed.connect(lambda: states.append(session.state))
    events: list[object] = []
    session.reported.connect(events.append)
    with qtbot.waitSignal(session.finished) as finished:
        session.start()
        assert session.state is TrainingState.PREPARING
    assert list(dict.fromkeys(states)) == [
        TrainingState.PREPARING,
        TrainingState.RUNNING,
        TrainingState.SAVING,
        TrainingState.IDLE,
    ]
    assert isinstance(events[0], Preparing)
    assert isinstance(events[-1], TrainingDone)
    assert [e.result.epoch for e in events if isinstance(e, EpochDone)] == [1, 2, 3, 4, 5]
    (run,) = document.runs
    assert finished.args == [run]
    assert run.folder == runs_folder() / "run-001"
    assert run.record.status is RunStatus.FINISHED
    assert session.run is None
    assert len(session.steps_of(run.folder).position) == 50


def test_events_arrive_in_the_windows_thread(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    session = TrainingSession(document, jobs, ScriptedTraining())
    threads = set()
    session.reported.connect(lambda _event: threads.add(current_thread()))
    with qtbot.waitSignal(session.finished):
        session.start()
    assert threads == {main_thread()}


def test_the_run_is_listed_from_the_first_step(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    training = ScriptedTraining(pause_at=1)
    session = TrainingSession(document, jobs, training)
    with qtbot.waitSignal(session.reported, check_params_cb=lambda e: isinstance(e, StepsDone)):
        session.start()
    assert session.run == document.runs[0]
    assert document.runs[0].record.status is RunStatus.RUNNING
    with qtbot.waitSignal(session.finished):
        training.go_on.set()


def test_a_second_start_is_refused_and_the_first_goes_on(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    training = ScriptedTraining(pause_at=1)
    session = TrainingSession(document, jobs, training)
    session.start()
    with pytest.raises(LitmusError, match="going on already"):
        session.start()
    with qtbot.waitSignal(session.finished):
        training.go_on.set()
    assert len(training.requests) == 1


def test_trainings_follow_one_another_even_from_the_finished_signal(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    training = ScriptedTraining()
    session = TrainingSession(document, jobs, training)

    def again() -> None:
        if len(training.requests) < 3:
            session.start()

    session.finished.connect(again)
    with qtbot.waitSignals([session.finished] * 3):
        session.start()
    assert [r.folder.name for r in training.requests] == ["run-001", "run-002", "run-003"]
    assert session.state is TrainingState.IDLE
    assert len(document.runs) == 3


def test_stop_is_acknowledged_at_once_and_keeps_what_was_learned(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    session = TrainingSession(document, jobs, ScriptedTraining(pause_at=4))
    with qtbot.waitSignal(session.reported, check_params_cb=lambda e: isinstance(e, StepsDone)):
        session.start()
    states: list[TrainingState] = []
    session.state_changed.connect(lambda: states.append(session.state))
    with qtbot.waitSignal(session.finished):
        session.stop()
        assert session.state is TrainingState.STOPPING
        session.stop()
    assert states == [TrainingState.STOPPING, TrainingState.SAVING, TrainingState.IDLE]
    assert document.runs[0].record.status is RunStatus.STOPPED


def test_stop_before_its_turn_leaves_nothing(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    gate = Event()

    def loading(_report: Report, _cancel: CancelToken) -> object:
        return gate.wait(10)

    jobs.run_tensorflow(loading)
    training = ScriptedTraining()
    session = TrainingSession(document, jobs, training)
    session.start()
    session.stop()
    with qtbot.waitSignal(session.abandoned):
        gate.set()
    assert session.state is TrainingState.IDLE
    assert training.requests == []
    assert document.runs == ()


def test_a_training_that_gives_up_while_preparing_is_abandoned(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    session = TrainingSession(document, jobs, ScriptedTraining(error=Cancelled()))
    with qtbot.waitSignal(session.abandoned):
        session.start()
    assert session.state is TrainingState.IDLE


@pytest.mark.parametrize("error", [LitmusError("The disk is full.", "Free some."), ValueError()])
def test_a_failure_is_told_and_the_finished_epochs_stay(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs, error: Exception
) -> None:
    session = TrainingSession(document, jobs, ScriptedTraining(error=error))
    with qtbot.waitSignal(session.failed) as failed:
        session.start()
    assert failed.args == [error]
    assert session.state is TrainingState.IDLE
    assert len(document.runs[0].record.epochs) == 1
    with qtbot.waitSignal(session.failed):
        session.start()
    assert len(document.runs) == 2


def test_live_settings_take_effect_at_the_next_epoch(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    training = ScriptedTraining(pause_at=3)
    session = TrainingSession(document, jobs, training)
    with qtbot.waitSignal(session.reported, check_params_cb=lambda e: isinstance(e, StepsDone)):
        session.start()
    assert (session.epochs, session.learning_rate) == (5, 0.001)
    with qtbot.waitSignals([session.state_changed] * 2):
        session.set_epochs(2)
        session.set_learning_rate(0.01)
    with qtbot.waitSignal(session.finished):
        training.go_on.set()
    assert training.learning_rates == [0.001, 0.01]
    assert document.project.settings.epochs == 5
    session.set_epochs(3)
    assert session.epochs is None


def test_it_says_why_it_cannot_start(jobs: Jobs) -> None:
    document = ProjectDocument()
    session = TrainingSession(document, jobs, ScriptedTraining())
    missing = session.obstacle
    assert missing == "The pictures are still being loaded."
    document.set_dataset(tiny_dataset())
    assert not session.obstacle
    document.set_network(NetworkSpec(layers=(Flatten(),)), words="break it")
    with pytest.raises(LitmusError, match="must end in softmax"):
        session.start()
    assert session.state is TrainingState.IDLE


def test_the_request_is_the_document_as_it_was_at_the_start(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs, litmus_home: Path
) -> None:
    document.choose_preset("dense-512")
    training = ScriptedTraining(pause_at=1)
    session = TrainingSession(document, jobs, training)
    session.start()
    document.choose_preset("convolutional")
    with qtbot.waitSignal(session.finished):
        training.go_on.set()
    (request,) = training.requests
    assert (request.preset, request.name) == ("dense-512", "Dense 512")
    assert request.folder.is_relative_to(litmus_home)


def test_runs_of_one_preset_are_told_apart_by_their_backbones() -> None:
    document = ProjectDocument()
    document.choose_photos(PhotoSource(root=Path("photos")))
    assert run_name(document.project) == "Photo features"
    document.choose_preset("photo-features", QUICK)
    assert run_name(document.project) == "Photo features, quick"
    document.choose_preset("photo-features", ("efficientnet-lite2",))
    assert run_name(document.project) == "Photo features, efficientnet-lite2"
    document.choose_preset("small-photo-cnn")
    assert run_name(document.project) == "Small photo net"


def resumable_session(
    document: ProjectDocument, jobs: Jobs, training: ScriptedTraining
) -> TrainingSession:
    return TrainingSession(document, jobs, training, resume=training.resume)


def test_pause_is_acknowledged_at_once_and_the_run_goes_on_where_it_was(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    training = ScriptedTraining(pause_at=4, pause_in=3)
    session = resumable_session(document, jobs, training)
    session.start()
    qtbot.waitUntil(lambda: session.progress is not None and session.progress.epoch == 3)
    states: list[TrainingState] = []
    session.state_changed.connect(lambda: states.append(session.state))
    with qtbot.waitSignal(session.finished):
        session.pause()
        session.pause()
    assert states == [TrainingState.PAUSING, TrainingState.PAUSING, TrainingState.IDLE]
    (paused,) = document.runs
    assert paused.record.status is RunStatus.PAUSED
    assert len(paused.record.epochs) == 2

    training.pause_at = None
    with qtbot.waitSignal(session.finished):
        session.resume(paused)
        assert session.folder == paused.folder
        assert (session.epochs, session.task and session.task.name) == (5, "Dense 128")
    (run,) = document.runs
    assert run.record.status is RunStatus.FINISHED
    assert [epoch.epoch for epoch in run.record.epochs] == [1, 2, 3, 4, 5]


def test_the_fine_curve_of_a_resumed_run_goes_on_without_a_step_twice(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    training = ScriptedTraining(pause_at=4, pause_in=2)
    session = resumable_session(document, jobs, training)
    session.start()
    qtbot.waitUntil(lambda: session.progress is not None and session.progress.epoch == 2)
    with qtbot.waitSignal(session.finished):
        session.pause()
    (paused,) = document.runs
    before = session.steps_of(paused.folder).position
    assert before[-1] == pytest.approx(1.4)
    training.pause_at = None
    with qtbot.waitSignal(session.finished):
        session.resume(paused)
    positions = session.steps_of(paused.folder).position
    assert positions == pytest.approx([n / 10 for n in range(1, 51)])


def test_a_finished_run_is_trained_longer_in_place(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    training = ScriptedTraining()
    session = resumable_session(document, jobs, training)
    with qtbot.waitSignal(session.finished):
        session.start()
    with qtbot.waitSignal(session.finished):
        session.resume(document.runs[0], epochs=7)
        assert session.epochs == 7
    (run,) = document.runs
    assert len(run.record.epochs) == 7
    assert training.wishes[0].epochs == 7
    assert training.wishes[0].built_in is document.dataset


def test_stop_outdoes_a_pause(qtbot: QtBot, document: ProjectDocument, jobs: Jobs) -> None:
    session = resumable_session(document, jobs, ScriptedTraining(pause_at=4))
    session.start()
    qtbot.waitUntil(lambda: session.progress is not None)
    with qtbot.waitSignal(session.finished):
        session.pause()
        session.stop()
        assert session.state is TrainingState.STOPPING
    assert document.runs[0].record.status is not RunStatus.RUNNING


def test_what_cannot_be_resumed_is_told_and_the_run_stays(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    error = LitmusError("Its state is damaged.", "Train anew.")
    training = ScriptedTraining(error=error)
    session = resumable_session(document, jobs, training)
    made = record(3, status=RunStatus.PAUSED)
    document.put_run(written_run(document.runs_folder, 1, made))
    with qtbot.waitSignal(session.failed) as failed:
        session.resume(document.runs[0])
        with pytest.raises(LitmusError, match="going on already"):
            session.resume(document.runs[0])
    assert failed.args == [error]
    assert document.runs[0].record == made


def test_a_new_run_begins_with_what_another_learned(
    qtbot: QtBot, document: ProjectDocument, jobs: Jobs
) -> None:
    training = ScriptedTraining()
    session = resumable_session(document, jobs, training)
    start = written_run(document.runs_folder, 1, record(2, preset="dense-512", name="Mine"))
    document.put_run(start)
    with qtbot.waitSignal(session.finished):
        session.continue_from(start)
    (request,) = training.requests
    assert request.start == start
    assert request.folder.name == "run-002"
    # The document has another network: whoever continues from a run means that of the run.
    assert request.network.for_classes(10) == start.record.network
    assert (request.preset, request.name) == ("dense-512", "Mine")
    document.choose_preset("dense-512")
    with qtbot.waitSignal(session.finished):
        session.continue_from(start)
    assert training.requests[1].network == document.project.network
    assert training.requests[1].name == "Dense 512"
