"""TensorFlow, loaded in the background once the window is there."""

from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from core.cancellation import CancelToken
from gui.jobs import Jobs, Report


class LoadState(StrEnum):
    """How far TensorFlow is."""

    WAITING = "waiting"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


class TensorFlowLoader(QObject):
    """Loads TensorFlow in its worker, ahead of everything that needs it.

    Signals:
        state_changed: `state` has another value.
    """

    state_changed = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self.state = LoadState.WAITING
        self.version = ""
        self.graphics_processors: tuple[str, ...] = ()
        self.error: BaseException | None = None

    def start(self) -> None:
        """Begin, unless it was begun."""
        if self.state not in {LoadState.WAITING, LoadState.FAILED}:
            return
        job = self._jobs.run_tensorflow(_load)
        job.reported.connect(self._on_job_reported)
        job.succeeded.connect(self._on_job_succeeded)
        job.failed.connect(self._on_job_failed)
        self._set_state(LoadState.LOADING)

    @property
    def words(self) -> str:
        """The state in words, for the status line."""
        return {
            LoadState.WAITING: "",
            LoadState.LOADING: "TensorFlow is loading in the background…",
            LoadState.READY: f"TensorFlow {self.version} ready",
            LoadState.FAILED: "TensorFlow could not be loaded: no training.",
        }[self.state]

    def _set_state(self, state: LoadState) -> None:
        self.state = state
        self.state_changed.emit()

    def _on_job_reported(self, names: tuple[str, ...]) -> None:
        self.graphics_processors = names

    def _on_job_succeeded(self, version: object) -> None:
        self.version = str(version)
        self._set_state(LoadState.READY)

    def _on_job_failed(self, error: BaseException) -> None:
        self.error = error
        self._set_state(LoadState.FAILED)


def _load(report: Report, _cancel: CancelToken) -> str:
    from core.training.loading import graphics_processors, load_tensorflow

    version = load_tensorflow()
    report(graphics_processors())
    return version
