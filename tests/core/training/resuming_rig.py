"""Trainings that are paused at a chosen moment and taken up again, beside undisturbed ones."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from core.cancellation import CancelToken
from core.data.folder.photo_set import PhotoSet
from core.data.sources import AnyDataset
from core.model.network import NetworkSpec
from core.run.folder import Run, read_run
from core.run.record import EpochResult
from core.run.settings import TrainingSettings
from core.training.events import EpochDone, Preparing, TrainingEvent
from core.training.live import LiveSettings
from core.training.request import TrainingRequest
from core.training.resuming import ResumeRequest, resume
from core.training.state import TrainingState
from core.training.state_file import read_state
from core.training.training import train

Act = Callable[[TrainingEvent], object]


class Rig:
    """Trains one network on one data set into folders of the test's own."""

    def __init__(
        self, folder: Path, dataset: AnyDataset, network: NetworkSpec, **settings: object
    ) -> None:
        self.folder = folder
        self.dataset = dataset
        self.network = network
        self.settings: dict[str, object] = {"epochs": 3, "batch_size": 16} | settings
        self.events: list[TrainingEvent] = []

    def train(
        self,
        name: str,
        *,
        pause: Callable[[TrainingEvent], bool] | None = None,
        start: Run | None = None,
    ) -> Run:
        """Train; `pause` says at which event it is paused, `start` what it continues."""
        request = TrainingRequest(
            dataset=self.dataset,
            network=self.network,
            settings=TrainingSettings.model_validate(self.settings),
            preset="custom",
            folder=self.folder / name,
            name=name,
            start=start,
        )
        cancel = CancelToken()
        return train(request, report=self._pausing(cancel, pause), cancel=cancel)

    def resume(
        self,
        run: Run,
        *,
        dataset: AnyDataset | None = None,
        epochs: int | None = None,
        pause: Callable[[TrainingEvent], bool] | None = None,
        live: LiveSettings | None = None,
    ) -> Run:
        """Take it up again; `pause` as in `train`."""
        cancel = CancelToken()
        request = ResumeRequest(run, dataset or self.dataset, epochs)
        return resume(request, report=self._pausing(cancel, pause), cancel=cancel, live=live)

    def _pausing(
        self, cancel: CancelToken, pause: Callable[[TrainingEvent], bool] | None
    ) -> Callable[[TrainingEvent], None]:
        self.events.clear()

        def report(event: TrainingEvent) -> None:
            self.events.append(event)
            if pause is not None and pause(event):
                cancel.pause()

        return report


def first_steps(event: TrainingEvent) -> bool:
    """In the middle of the first epoch, or of the one that is taken up again."""
    return isinstance(event, Preparing) and event.stage.startswith("Compiling")


def after_epoch(number: int) -> Callable[[TrainingEvent], bool]:
    """In the middle of the epoch after this one."""
    return lambda event: isinstance(event, EpochDone) and event.result.epoch == number


def state_of(run: Run) -> TrainingState:
    return read_state(read_run(run.folder))


def assert_same_end(one: Run, other: Run, *, atol: float = 1e-5) -> None:
    """Both runs ended alike: weights, optimizer, random state, best weights, curves."""
    assert one.record.status == other.record.status
    assert one.record.best_epoch == other.record.best_epoch
    first, second = state_of(one), state_of(other)
    for part in ("variables", "optimizer", "kept"):
        pairs = list(zip(getattr(first, part), getattr(second, part), strict=True))
        assert pairs
        for mine, theirs in pairs:
            np.testing.assert_allclose(mine, theirs, atol=atol, rtol=0)
    curves = [[_curve(e) for e in run.record.epochs] for run in (one, other)]
    np.testing.assert_allclose(curves[0], curves[1], atol=1e-4)
    assert one.record.data.set_aside == other.record.data.set_aside


def _curve(epoch: EpochResult) -> tuple[float, ...]:
    return (
        epoch.loss,
        epoch.accuracy,
        epoch.val_loss or 0.0,
        epoch.val_accuracy or 0.0,
        epoch.learning_rate or 0.0,
    )


def in_another_order(photos: PhotoSet) -> PhotoSet:
    """The same pictures as another scan could list them."""
    from dataclasses import replace

    shuffled = np.random.default_rng(1).permutation(len(photos.catalogue.photos))
    catalogue = replace(
        photos.catalogue,
        photos=tuple(photos.catalogue.photos[number] for number in shuffled),
        labels=photos.catalogue.labels[shuffled],
    )
    return PhotoSet(catalogue, photos.division)
