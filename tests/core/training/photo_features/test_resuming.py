"""Regressions that were paused or broken off: fitted again in place, with the same pictures."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.cancellation import CancelToken
from core.data.folder.photo_set import PhotoSet
from core.features.backbone import QUICK
from core.model.layers import Backbone, LogisticRegression
from core.model.network import InputSpec, NetworkSpec
from core.run.folder import Run, read_run, write_record
from core.run.record import RunStatus
from core.run.settings import TrainingSettings
from core.training.events import CurveGrew, EpochDone, Noticed, Resumed, TrainingEvent
from core.training.request import TrainingRequest
from core.training.resuming import ResumeRequest, resume
from core.training.training import train
from tests.core.training.resuming_rig import in_another_order
from tests.core.training.test_photo_training import photos_of
from tests.photos import make_photos

NET = NetworkSpec(
    input=InputSpec(height=260, width=260, channels=3, rescale=False),
    layers=(Backbone(names=QUICK), LogisticRegression()),
)
Pause = Callable[[TrainingEvent], bool]


@pytest.fixture
def photos(tmp_path: Path) -> PhotoSet:
    return photos_of(make_photos(tmp_path / "shapes", each=10))


def never(_event: TrainingEvent) -> bool:
    return False


def begin(folder: Path, photos: PhotoSet, pause: Pause = never, **settings: object) -> Run:
    request = TrainingRequest(
        dataset=photos,
        network=NET,
        settings=TrainingSettings.model_validate({"validation": 0.2, "folds": 2} | settings),
        preset="photo-features",
        folder=folder,
        name=folder.name,
    )
    cancel = CancelToken()

    def report(event: TrainingEvent) -> None:
        if pause(event):
            cancel.pause()

    return train(request, report=report, cancel=cancel)


def go_on(run: Run, photos: PhotoSet, events: list[TrainingEvent], pause: Pause = never) -> Run:
    cancel = CancelToken()

    def report(event: TrainingEvent) -> None:
        events.append(event)
        if pause(event):
            cancel.pause()

    return resume(ResumeRequest(run, photos), report=report, cancel=cancel)


def test_one_that_was_paused_is_fitted_again_with_the_same_pictures(
    tmp_path: Path, photos: PhotoSet
) -> None:
    whole = begin(tmp_path / "whole", photos)
    assert whole.record.status is RunStatus.FINISHED
    assert not whole.resumable

    run = begin(tmp_path / "run", photos, lambda event: isinstance(event, CurveGrew))
    assert run.record.status is RunStatus.PAUSED
    assert run.resumable
    assert not run.has_model

    events: list[TrainingEvent] = []
    run = go_on(run, in_another_order(photos), events)
    assert events[0] == Resumed(epoch=1, epochs=5, batch=0)
    assert run == read_run(run.folder)
    assert run.record.status is RunStatus.FINISHED
    assert run.has_model
    assert run.record.data == whole.record.data
    assert run.record.cross_validation == whole.record.cross_validation
    assert run.record.epochs[0].val_loss == pytest.approx(whole.record.epochs[0].val_loss, 1e-6)

    events.clear()
    assert go_on(run, photos, events) == run
    assert isinstance(events[0], Noticed)
    assert events[0].sentence.endswith("it was fitted, and there is nothing to go on with.")


def test_one_that_was_killed_is_fitted_again(tmp_path: Path, photos: PhotoSet) -> None:
    run = begin(tmp_path / "run", photos, lambda event: isinstance(event, CurveGrew))
    # As a process that was killed leaves it.
    killed = run.record.model_copy(update={"status": RunStatus.RUNNING, "ending": None})
    run = write_record(run.folder, killed)
    assert run.interrupted
    run = go_on(run, photos, [])
    assert run.record.status is RunStatus.FINISHED


@pytest.mark.slow
def test_a_fine_tuning_that_was_paused_begins_again(tmp_path: Path, photos: PhotoSet) -> None:
    def tuned_once(event: TrainingEvent) -> bool:
        return isinstance(event, EpochDone) and event.result.epoch == 2

    statuses: list[RunStatus] = []

    def look(event: TrainingEvent) -> bool:
        if isinstance(event, EpochDone):
            statuses.append(event.run.record.status)
        return tuned_once(event)

    run = begin(tmp_path / "run", photos, look, fine_tune=True)
    # While it is tuned it is not finished: a kill would have to be seen.
    assert set(statuses) == {RunStatus.RUNNING}
    assert run.record.status is RunStatus.PAUSED
    assert run.has_model
    assert run.record.fine_tuning is None
    assert run.resumable

    run = go_on(run, photos, [])
    assert run.record.status is RunStatus.FINISHED
    assert run.record.fine_tuning is not None
    assert len(run.record.epochs) > 2
    assert not run.resumable
