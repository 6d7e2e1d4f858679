"""How long photos take to pass the backbones: measured once on this computer, and counted."""

from functools import partial
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.cancellation import CancelToken
from core.data.folder.catalogue import Photo
from core.data.folder.photo_set import PhotoSet
from core.data.form import PictureForm
from core.errors import LitmusError
from core.features.backbone import ACCURATE, QUICK, Backbone, backbones
from core.model.network import NetworkSpec
from core.run.record import RunStatus
from core.training.backbone_forecast import (
    Passes,
    PassSpeed,
    read_pass_speed,
    with_passes,
    yet_to_pass,
)
from core.training.backbone_measuring import measure_passes
from core.training.forecast import Forecast
from gui.document import ProjectDocument
from gui.jobs import Job, Jobs, Report, Work
from gui.newest_job import NewestJob
from gui.tuning_price import tuning_price


class _Count(NamedTuple):
    """What a count depends on, apart from the photos; with each run the cache may hold more."""

    form: PictureForm
    names: tuple[str, ...]
    runs: int


class BackboneTimes(QObject):
    """Adds to forecasts what the way through a backbone takes.

    Signals:
        changed: Something more is known, or something else.
    """

    changed = Signal()

    def __init__(self, document: ProjectDocument, jobs: Jobs) -> None:
        super().__init__()
        self._document = document
        self._jobs = jobs
        self._speed: PassSpeed | None = None
        self._passes: Passes | None = None
        self._counted: _Count | None = None
        self._photos: PhotoSet | None = None
        self._tried: frozenset[str] = frozenset()
        self._job: Job | None = None
        self._started = False
        self._counting = NewestJob(jobs, self)
        self._counting.made.connect(self._on_counting_made)
        for signal in (document.dataset_changed, document.network_changed, document.runs_changed):
            signal.connect(self._follow)

    @property
    def measuring(self) -> bool:
        """Whether this computer is being measured."""
        return self._job is not None

    def start(self) -> None:
        """Measure and count from now on, where a photo folder asks for it."""
        self._started = True
        self._follow()

    def give_way(self) -> None:
        """Stop measuring: a training wants to start; `start` tries again."""
        if self._job is not None:
            self._job.cancel()

    def added_to(self, known: Forecast, network: NetworkSpec) -> Forecast:
        """A forecast with what is known of the way through the network's backbones."""
        return with_passes(
            known,
            network,
            self._document.project.settings,
            classes=self._document.class_count,
            passes=self._passes if isinstance(self._document.dataset, PhotoSet) else None,
            speed=self._speed,
            runs=self._document.runs,
        )

    def tuning_price(self) -> str:
        """What fine-tuning adds, in words; empty where nobody knows."""
        photos = self._document.dataset
        if self._speed is None or not isinstance(photos, PhotoSet):
            return ""
        return tuning_price(
            self._document.project.network,
            learned=len(photos.division.training),
            answered=len(photos.division.validation),
            speed=self._speed,
        )

    def _follow(self) -> None:
        # While the pictures are still looked at, all cores are at work.
        if self._started and isinstance(self._document.dataset, PhotoSet):
            found = self._wanted()
            self._measure(found)
            self._count(found)

    def _wanted(self) -> tuple[Backbone, ...]:
        """The backbones of the presets, and those of the network; what is damaged is left out."""
        chosen = self._document.project.network.backbone
        names = dict.fromkeys((*ACCURATE, *QUICK, *(chosen.names if chosen else ())))
        found: list[Backbone] = []
        for name in names:
            try:
                found += backbones((name,))
            except LitmusError:  # the layers say so
                continue
        return tuple(found)

    def _measure(self, found: tuple[Backbone, ...]) -> None:
        if self._speed is None:
            self._speed = read_pass_speed()
        known = self._speed.passing.keys() if self._speed else frozenset()
        missing = {backbone.sha256 for backbone in found} - known - self._tried
        if missing and self._job is None:
            self._tried |= missing
            self._job = self._jobs.run_prediction(partial(_measure, found))
            self._job.succeeded.connect(self._on_job_succeeded)
            self._job.ended.connect(self._on_job_ended)

    def _count(self, found: tuple[Backbone, ...]) -> None:
        photos = self._document.dataset
        runs = self._document.runs
        if not isinstance(photos, PhotoSet) or any(
            run.record.status is RunStatus.RUNNING for run in runs
        ):
            return
        given = self._document.project.network.input
        form = PictureForm(fit=given.fit, ground=given.ground)
        wanted = _Count(form, tuple(backbone.name for backbone in found), len(runs))
        if photos is not self._photos:
            self._passes = None
        elif wanted == self._counted:
            return
        self._photos, self._counted = photos, wanted
        self._counting.want(lambda: _counting(photos, found, form))

    def _on_job_succeeded(self, speed: object) -> None:
        if isinstance(speed, PassSpeed):
            self._speed = speed

    def _on_job_ended(self) -> None:
        if self._job is not None and self._job.cancelled:
            self._tried = frozenset()
        self._job = None
        self.changed.emit()

    def _on_counting_made(self, passes: object) -> None:
        if isinstance(passes, Passes):
            self._passes = passes
            self.changed.emit()


def _measure(found: tuple[Backbone, ...], _report: Report, cancel: CancelToken) -> PassSpeed:
    return measure_passes(found, cancel)


def _counting(photos: PhotoSet, found: tuple[Backbone, ...], form: PictureForm) -> Work:
    wanted = np.concatenate((photos.division.training, photos.division.validation))
    chosen: list[Photo] = [photos.catalogue.photos[number] for number in wanted]
    return lambda _report, _cancel: yet_to_pass(chosen, found, form)
