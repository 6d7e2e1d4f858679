"""The one training in progress, shared by the Train tab and the window."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.errors import LitmusError
from core.model.shapes import examine
from core.run.folder import Run
from core.training.events import EpochDone, StepsDone
from core.training.live import LiveSettings
from core.training.request import TrainingRequest
from gui.document import ProjectDocument
from gui.jobs import Job, Jobs
from gui.resuming_work import ResumeFunction, resume_with_keras
from gui.step_histories import StepHistories
from gui.step_history import StepCurve
from gui.training_news import TrainingNews
from gui.training_requests import fresh_request, grown_request, resume_wish
from gui.training_state import TrainingState, state_after
from gui.training_task import TrainingTask, new_training, taking_up
from gui.training_work import RunSeen, TrainFunction, train_with_keras

__all__ = ["TrainingSession", "TrainingState"]

_GOING_ON = "A training is going on already."
_KEPT = "What was learned so far is kept."
_PAUSED = "Everything it needs to go on is being written."
_FEATURES_KEPT = "What the backbone made of the pictures is kept for the next training."


class TrainingSession(QObject):
    """Starts and stops trainings, one at a time, and remembers what they reported.

    Signals:
        state_changed: `state`, `stage`, `epochs` or `learning_rate` are others.
        reported: A `core.training.events` value, in the window's thread.
        finished: A training is over; its `Run`.
        failed: A training ended with this exception.
        abandoned: A training was stopped before there was anything to keep.
    """

    state_changed = Signal()
    reported = Signal(object)
    finished = Signal(object)
    failed = Signal(object)
    abandoned = Signal()

    def __init__(
        self,
        document: ProjectDocument,
        jobs: Jobs,
        train: TrainFunction = train_with_keras,
        *,
        resume: ResumeFunction = resume_with_keras,
    ) -> None:
        super().__init__()
        self._document = document
        self._jobs = jobs
        self._train = train
        self._resume = resume
        self.logs = False
        """Whether trainings write logs for TensorBoard."""
        self._job: Job | None = None
        self._live: LiveSettings | None = None
        self._task: TrainingTask | None = None
        self._last_folder: Path | None = None
        self._steps = StepHistories()
        self._state = TrainingState.IDLE
        self._stage = ""
        self._news = TrainingNews()

    @property
    def jobs(self) -> Jobs:
        """The worker threads that it uses."""
        return self._jobs

    @property
    def state(self) -> TrainingState:
        """What it is doing."""
        return self._state

    @property
    def stage(self) -> str:
        """What exactly it is doing, in words; may be empty."""
        return self._stage

    @property
    def news(self) -> TrainingNews:
        """What the training going on, or the last one, told."""
        return self._news

    @property
    def progress(self) -> StepsDone | None:
        """The last progress within an epoch of the training going on, or of the last one."""
        return self._news.progress

    @property
    def task(self) -> TrainingTask | None:
        """What is being trained, and how; None when nothing is trained."""
        return self._task

    @property
    def folder(self) -> Path | None:
        """The folder of the run being trained; None when nothing is trained."""
        return self._task.folder if self._task else None

    @property
    def last_folder(self) -> Path | None:
        """The folder of the run that `news` is about; None before the first training."""
        return self._last_folder

    @property
    def run(self) -> Run | None:
        """The run being trained; None before its first record, and when nothing is trained."""
        return self._document.run_in(self.folder) if self.folder else None

    @property
    def epochs(self) -> int | None:
        """How many epochs the training is to have; None when nothing is trained."""
        return self._live.epochs if self._live else None

    @property
    def learning_rate(self) -> float | None:
        """The learning rate of the next epoch; None when nothing is trained."""
        return self._live.learning_rate if self._live else None

    @property
    def by_regression(self) -> bool:
        """Whether what is being trained is fitted and not trained in epochs."""
        return self._task is not None and self._task.network.by_regression

    @property
    def learned_something(self) -> bool:
        """Whether a stop now leaves more than what a backbone made of the pictures."""
        return not self._news.extracted or self.run is not None

    @property
    def obstacle(self) -> str | None:
        """Why a training cannot be started now, in one sentence; None where it can."""
        if self._state is not TrainingState.IDLE:
            return _GOING_ON
        if self._document.read_only:
            return self._document.read_only
        network = self._document.project.network
        if problem := examine(network, self._document.class_count).problem:
            return problem
        return self._document.obstacle

    def steps_of(self, folder: Path) -> StepCurve:
        """The batch-fine curve of a run that was trained since the window opened."""
        return self._steps.curve(folder)

    def is_doing(self, job: Job) -> bool:
        """Whether `job` is the training going on."""
        return job is self._job

    @property
    def going(self) -> bool:
        """Whether something is trained that can still be stopped or paused."""
        return self._state in (TrainingState.PREPARING, TrainingState.RUNNING)

    @property
    def no_resuming(self) -> str:
        """Why no run can be gone on with now, in one sentence; empty where one can."""
        if self._state is not TrainingState.IDLE:
            return _GOING_ON
        return self._document.read_only

    def start(self, *, fine_tune: bool = False) -> None:
        """Train the document's network as a new run.

        Args:
            fine_tune: Whether to try afterwards whether training the end of its backbone makes it
                better, even where the settings leave that out.

        Raises:
            LitmusError: It cannot be started now; the message says why.
        """
        dataset = self._document.dataset
        if (obstacle := self.obstacle) or dataset is None:
            raise _no_training(obstacle)
        self._start(fresh_request(self._document, dataset, fine_tune=fine_tune))

    def continue_from(self, run: Run) -> None:
        """Train a new run that begins with what `run` learned.

        Raises:
            LitmusError: It cannot be started now; the message says why.
        """
        dataset = self._document.dataset
        if (obstacle := self.no_resuming or self._document.obstacle) or dataset is None:
            raise _no_training(obstacle)
        self._start(grown_request(self._document, dataset, run))

    def resume(self, run: Run, *, epochs: int | None = None) -> None:
        """Go on with `run` in its own folder.

        Args:
            run: Paused, interrupted, stopped, or finished.
            epochs: How many it is to have altogether; None for as many as were planned.

        Raises:
            LitmusError: It cannot be started now; the message says why.
        """
        if obstacle := self.no_resuming:
            raise _no_training(obstacle)
        wish = resume_wish(self._document, run, epochs)
        self._begin(taking_up(self._resume, wish, logs=self.logs))

    def stop(self) -> None:
        """Ask the training to stop; what was learned is kept."""
        if self._job and (self.going or self._state is TrainingState.PAUSING):
            self._job.cancel()
            kept = _KEPT if self.learned_something else _FEATURES_KEPT
            self._show(TrainingState.STOPPING, kept)

    def pause(self) -> None:
        """Ask the training to stop so that it can be gone on with; memory is freed."""
        if self._job and self.going:
            self._job.pause()
            self._show(TrainingState.PAUSING, _FEATURES_KEPT if self.by_regression else _PAUSED)

    def set_epochs(self, epochs: int) -> None:
        """Let the training have this many epochs; looked at when the next epoch would begin."""
        if self._live and epochs != self._live.epochs:
            self._live.epochs = epochs
            self.state_changed.emit()

    def set_learning_rate(self, learning_rate: float) -> None:
        """Use this learning rate from the next epoch on."""
        if self._live and learning_rate != self._live.learning_rate:
            self._live.learning_rate = learning_rate
            self.state_changed.emit()

    def _start(self, request: TrainingRequest) -> None:
        self._begin(new_training(self._train, request, logs=self.logs))

    def _begin(self, task: TrainingTask) -> None:
        self._task = task
        self._last_folder = task.folder
        self._steps.begin(task.folder, anew=task.taken_up is None)
        self._live = LiveSettings(task.settings.epochs, task.settings.learning_rate)
        self._news = TrainingNews()
        # It may have to wait for its turn in the worker, behind the loading of TensorFlow.
        self._show(TrainingState.PREPARING, "Waiting for TensorFlow…")
        job = self._jobs.run_tensorflow(task.work(self._live))
        job.reported.connect(self._on_job_reported)
        job.succeeded.connect(self._on_job_succeeded)
        job.failed.connect(self._on_job_failed)
        job.ended.connect(self._on_job_ended)
        self._job = job

    def _on_job_reported(self, event: object) -> None:
        if isinstance(event, RunSeen):
            self._document.put_run(event.run)
            return
        self._news = self._news.after(event)
        if self._task:
            self._steps.take(self._task.folder, event)
        ending = self._job is None or self._job.cancelled
        if (after := state_after(event, self._state, ending=ending)) is not None:
            self._show(*after)
        if isinstance(event, EpochDone):
            self._document.put_run(event.run)
        self.reported.emit(event)

    def _on_job_succeeded(self, run: Run) -> None:
        self._document.put_run(run)
        self._end()
        self.finished.emit(run)

    def _on_job_failed(self, error: BaseException) -> None:
        self._end()
        self.failed.emit(error)

    def _on_job_ended(self) -> None:
        # Neither a run nor an error: it gave up. (A listener may have started the next one.)
        if self._job and not self._job.active:
            self._end()
            self.abandoned.emit()

    def _end(self) -> None:
        self._job = self._live = self._task = None
        self._show(TrainingState.IDLE, "")

    def _show(self, state: TrainingState, stage: str) -> None:
        if (state, stage) != (self._state, self._stage):
            self._state, self._stage = state, stage
            self.state_changed.emit()


def _no_training(obstacle: str | None) -> LitmusError:
    return LitmusError(obstacle or "", "No training was started.")
