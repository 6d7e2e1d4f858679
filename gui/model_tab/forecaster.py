"""How long an epoch will take: reads what is known of this computer, or measures it once."""

from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from core.cancellation import CancelToken
from core.data.dataset import Dataset
from core.data.folder.photo_set import PhotoSet
from core.data.sources import AnyDataset
from core.model.network import NetworkSpec
from core.training.forecast import Forecast, Speed, forecast, read_speed
from core.training.measuring import measure_speed
from gui.document import ProjectDocument
from gui.durations import about
from gui.jobs import Job, Jobs, Report
from gui.model_tab.backbone_times import BackboneTimes

_PICTURES_UNTIL_LOADED = 60_000


class Measurement(StrEnum):
    """How far the measurement of this computer is."""

    NONE = "none"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Forecaster(QObject):
    """Forecasts for networks, from one measurement of this computer or from earlier runs.

    Signals:
        changed: Forecasts may be others now.
    """

    changed = Signal()

    def __init__(self, document: ProjectDocument, jobs: Jobs) -> None:
        super().__init__()
        self._document = document
        self._jobs = jobs
        self._speed: Speed | None = None
        self._job: Job | None = None
        self.measurement = Measurement.NONE
        self.backbones = BackboneTimes(document, jobs)
        self.backbones.changed.connect(self.changed)
        for signal in (document.dataset_changed, document.settings_changed, document.runs_changed):
            signal.connect(self.changed)

    def start(self) -> None:
        """Read what was measured before; measure where nothing was."""
        self.backbones.start()
        if self.measurement in (Measurement.RUNNING, Measurement.DONE):
            return
        self._speed = read_speed()
        if self._speed is None:
            self._measure()
        else:
            self.measurement = Measurement.DONE
        self.changed.emit()

    def give_way(self) -> None:
        """Stop measuring: a training wants to start; `start` tries again."""
        self.backbones.give_way()
        if self._job is not None:
            self._job.cancel()

    def of(self, network: NetworkSpec) -> Forecast | None:
        """What training `network` will need; None where it cannot be trained, or nobody knows.

        How many pictures a folder holds is known once it has been looked at.
        """
        document = self._document
        if document.dataset is None and document.project.photos is not None:
            return None
        known = forecast(
            network,
            document.project.settings,
            classes=document.class_count,
            pictures=_pictures(document.dataset),
            speed=self._speed,
            runs=document.runs,
        )
        return None if known is None else self.backbones.added_to(known, network)

    @property
    def decodes_first(self) -> bool:
        """Whether pictures are decoded before the first epoch, which no forecast knows of."""
        return isinstance(self._document.dataset, PhotoSet)

    def _measure(self) -> None:
        self.measurement = Measurement.RUNNING
        self._job = self._jobs.run_tensorflow(_measure)
        self._job.succeeded.connect(self._on_job_succeeded)
        self._job.failed.connect(self._on_job_failed)
        self._job.ended.connect(self._on_job_ended)

    def _on_job_succeeded(self, speed: object) -> None:
        if isinstance(speed, Speed):
            self._speed = speed
            self.measurement = Measurement.DONE

    def _on_job_failed(self, _error: object) -> None:
        # A forecast is a comfort: a training tells by itself what is wrong with TensorFlow.
        self.measurement = Measurement.FAILED

    def _on_job_ended(self) -> None:
        self._job = None
        if self.measurement is Measurement.RUNNING:
            self.measurement = Measurement.NONE
        self.changed.emit()


def _measure(_report: Report, cancel: CancelToken) -> Speed:
    return measure_speed(cancel)


def time_words(known: Forecast | None) -> str:
    """The time of an epoch, or of all, in words for a card; empty where it isn't known."""
    if known is None:
        return ""
    whole = whole_seconds(known)
    if whole is not None:
        return about(whole)
    if known.seconds_per_epoch is None:
        return ""
    return f"{about(known.seconds_per_epoch)} an epoch"


def whole_seconds(known: Forecast) -> float | None:
    """How long a training without epochs takes; None where there are any, or it isn't known."""
    if known.passing_seconds is None or known.fitting_seconds is None:
        return None
    return known.passing_seconds + known.fitting_seconds


def _pictures(dataset: AnyDataset | None) -> int:
    """Training and validation together."""
    if isinstance(dataset, Dataset):
        return len(dataset.training)
    if dataset is None:
        return _PICTURES_UNTIL_LOADED
    return len(dataset.division.training) + len(dataset.division.validation)
