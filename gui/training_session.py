"""The one training in progress, shared by the Train tab and the window."""

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.errors import LitmusError
from core.features.backbone import ACCURATE, QUICK
from core.model.presets import PRESETS
from core.model.shapes import examine
from core.project.project import Project
from core.run.folder import Run
from core.run.shelf import next_run_folder
from core.training.events import EpochDone, Saving, StepsDone
from core.training.live import LiveSettings
from core.training.request import TrainingRequest
from gui.document import ProjectDocument
from gui.jobs import Job, Jobs
from gui.step_history import NO_STEPS, StepCurve, StepHistory
from gui.training_news import TrainingNews, learning_in, preparation_in
from gui.training_work import RunSeen, TrainFunction, train_with_keras, training_work

_KEPT = "What was learned so far is kept."
_FEATURES_KEPT = "What the backbone made of the pictures is kept for the next training."


class TrainingState(StrEnum):
    """What the session is doing."""

    IDLE = "idle"
    PREPARING = "preparing"
    RUNNING = "running"
    STOPPING = "stopping"
    SAVING = "saving"


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
        self, document: ProjectDocument, jobs: Jobs, train: TrainFunction = train_with_keras
    ) -> None:
        super().__init__()
        self._document = document
        self._jobs = jobs
        self._train = train
        self._job: Job | None = None
        self._live: LiveSettings | None = None
        self._request: TrainingRequest | None = None
        self._last_folder: Path | None = None
        self._histories: dict[Path, StepHistory] = {}
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
    def request(self) -> TrainingRequest | None:
        """What is being trained, and how; None when nothing is trained."""
        return self._request

    @property
    def folder(self) -> Path | None:
        """The folder of the run being trained; None when nothing is trained."""
        return self._request.folder if self._request else None

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
        return self._request is not None and self._request.network.by_regression

    @property
    def learned_something(self) -> bool:
        """Whether a stop now leaves more than what a backbone made of the pictures."""
        return not self._news.extracted or self.run is not None

    @property
    def obstacle(self) -> str | None:
        """Why a training cannot be started now, in one sentence; None where it can."""
        if self._state is not TrainingState.IDLE:
            return "A training is going on already."
        if self._document.read_only:
            return self._document.read_only
        network = self._document.project.network
        if problem := examine(network, self._document.class_count).problem:
            return problem
        return self._document.obstacle

    def steps_of(self, folder: Path) -> StepCurve:
        """The batch-fine curve of a run that was trained since the window opened."""
        history = self._histories.get(folder)
        return history.curve() if history else NO_STEPS

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
            raise LitmusError(obstacle or "", "No training was started.")
        project = self._document.project
        settings = project.settings
        if fine_tune:
            settings = settings.model_copy(update={"fine_tune": True})
        self._begin(
            TrainingRequest(
                dataset=dataset,
                network=project.network,
                settings=settings,
                preset=project.preset_name,
                folder=next_run_folder(self._document.runs_folder),
                name=run_name(project),
            )
        )

    def stop(self) -> None:
        """Ask the training to stop; what was learned is kept."""
        if self._job and self._state in (TrainingState.PREPARING, TrainingState.RUNNING):
            self._job.cancel()
            kept = _KEPT if self.learned_something else _FEATURES_KEPT
            self._show(TrainingState.STOPPING, kept)

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

    def _begin(self, request: TrainingRequest) -> None:
        self._request = request
        self._last_folder = request.folder
        self._histories[request.folder] = StepHistory()
        self._live = LiveSettings(request.settings.epochs, request.settings.learning_rate)
        self._news = TrainingNews()
        # It may have to wait for its turn in the worker, behind the loading of TensorFlow.
        self._show(TrainingState.PREPARING, "Waiting for TensorFlow…")
        job = self._jobs.run_tensorflow(training_work(self._train, request, self._live))
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
        if isinstance(event, StepsDone) and self._request:
            self._histories[self._request.folder].extend(event.points)
        self._show_event(event)
        if isinstance(event, EpochDone):
            self._document.put_run(event.run)
        self.reported.emit(event)

    def _show_event(self, event: object) -> None:
        """Tell the state that goes with `event`; a stop that was acknowledged stays so."""
        if isinstance(event, Saving):
            self._show(TrainingState.SAVING, event.stage)
        elif self._job is None or self._job.cancelled:
            return
        elif (stage := learning_in(event)) is not None:
            self._show(TrainingState.RUNNING, stage)
        else:
            # What is prepared after something was learned is only the next part of it.
            begun = self._state in (TrainingState.RUNNING, TrainingState.SAVING)
            stage = preparation_in(event, tuning=begun)
            if stage is not None:
                self._show(TrainingState.RUNNING if begun else TrainingState.PREPARING, stage)

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
        self._job = self._live = self._request = None
        self._show(TrainingState.IDLE, "")

    def _show(self, state: TrainingState, stage: str) -> None:
        if (state, stage) != (self._state, self._stage):
            self._state, self._stage = state, stage
            self.state_changed.emit()


def run_name(project: Project) -> str:
    """What a run of this project is called: "Dense 128", "Photo features, quick"."""
    title, layer = network_title(project.preset_name), project.network.backbone
    if layer is None or layer.names == ACCURATE:
        return title
    return f"{title}, quick" if layer.names == QUICK else f"{title}, {' + '.join(layer.names)}"


def network_title(preset_name: str) -> str:
    """What a run of this preset is called: "Dense 128", or "Custom" for edited layers."""
    return next((p.title for p in PRESETS if p.name == preset_name), "Custom")
