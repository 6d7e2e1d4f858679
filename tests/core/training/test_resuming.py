"""A training that was paused or broken off ends as the undisturbed one does."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.data.augmentation import LIGHT
from core.data.dataset import Dataset, LabelledPictures
from core.data.folder.photo_set import PhotoSet
from core.errors import Cancelled, LitmusError
from core.features.backbone import QUICK
from core.holding import hold
from core.model.layers import (
    Activation,
    Backbone,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
)
from core.model.network import InputSpec, NetworkSpec
from core.run.folder import read_run
from core.run.record import RunStatus, StopReason
from core.training import engine, engines, loop
from core.training.events import (
    EpochDone,
    Noticed,
    PicturesSetAside,
    Resumed,
    StepsDone,
    TrainingDone,
    TrainingEvent,
)
from core.training.live import LiveSettings
from core.training.resumed_pictures import gone_pictures, resumable_dataset
from core.training.resuming import why_finished
from tests.core.training.resuming_rig import (
    Rig,
    after_epoch,
    assert_same_end,
    first_steps,
    in_another_order,
    state_of,
)
from tests.core.training.test_photo_training import photos_of, weights_of
from tests.photos import make_photos

DENSE = NetworkSpec(
    layers=(
        Flatten(),
        Dense(units=16),
        Dropout(rate=0.5),
        Dense(units="classes", activation=Activation.SOFTMAX),
    )
)
CONVOLUTIONAL = NetworkSpec(
    layers=(
        Conv2D(filters=4),
        BatchNormalization(),
        GlobalAveragePooling2D(),
        Dropout(rate=0.3),
        Dense(units="classes", activation=Activation.SOFTMAX),
    )
)
PHOTOS = NetworkSpec(
    input=InputSpec(height=24, width=32, channels=3),
    layers=(
        Conv2D(filters=4),
        GlobalAveragePooling2D(),
        Dropout(rate=0.3),
        Dense(units="classes", activation=Activation.SIGMOID),
    ),
)
HEAD = NetworkSpec(
    input=InputSpec(height=260, width=260, channels=3, rescale=False),
    layers=(
        Backbone(names=QUICK),
        Dropout(rate=0.3),
        Dense(units="classes", activation=Activation.SOFTMAX),
    ),
)

Resume = Callable[..., Rig]


@pytest.fixture(scope="module", autouse=True)
def short_chunks() -> Iterator[None]:
    """Three steps a call, so that an epoch has a middle; compiled functions are shared."""
    engines._engines.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_MOST_CHUNK_STEPS", 3)
        yield
    engines._engines.clear()


@pytest.fixture
def real_models() -> None:
    """A test that uses this has the files of its models made, a second each."""


@pytest.fixture(autouse=True)
def no_models(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of the models are empty."""

    def touch(_model: object, folder: Path) -> None:
        (folder / "model.tflite").touch()

    if "real_models" not in request.fixturenames:
        monkeypatch.setattr(loop, "save_model", touch)


@pytest.fixture(scope="session")
def fewer(few: Dataset) -> Dataset:
    pictures = LabelledPictures(few.training.pixels[:180], few.training.labels[:180])
    return replace(few, training=pictures)


@pytest.fixture
def photos(tmp_path: Path) -> PhotoSet:
    """Forty of one class, fifteen of the other."""
    folder = make_photos(tmp_path / "shapes", each=40)
    for path in sorted((folder / "square").iterdir())[15:]:
        path.unlink()
    return photos_of(folder)


@pytest.mark.usefixtures("real_models")
def test_dense_in_the_middle_of_the_first_epoch_and_of_a_later_one(
    tmp_path: Path, fewer: Dataset
) -> None:
    rig = Rig(tmp_path, fewer, DENSE, optimizer="adam")
    whole = rig.train("whole")
    run = rig.train("paused", pause=first_steps)
    assert run.record.status is RunStatus.PAUSED
    assert run.record.ending is not None
    assert run.record.ending.reason is StopReason.PAUSE
    assert run.record.ending.sentence.startswith("Paused by you after 30 % of epoch 1; it can be")
    assert not run.has_model
    assert run.interrupted
    assert run.resumable

    run = rig.resume(run, pause=after_epoch(1))
    assert isinstance(rig.events[0], Resumed)
    assert rig.events[0] == Resumed(epoch=1, epochs=3, batch=3)
    steps = [event for event in rig.events if isinstance(event, StepsDone)]
    assert (steps[0].epoch, steps[0].batches) == (1, 11)
    assert run.record.status is RunStatus.PAUSED
    assert [epoch.epoch for epoch in run.record.epochs] == [1]
    assert run.has_model

    run = rig.resume(run)
    assert isinstance(rig.events[0], Resumed)
    assert (rig.events[0].epoch, rig.events[0].epochs) == (2, 3)
    assert 0 < rig.events[0].batch < 11
    assert isinstance(rig.events[-1], TrainingDone)
    assert run == read_run(run.folder)
    assert not run.interrupted
    assert_same_end(whole, run)
    # The weights to keep are those in the files, and the others were put back for the state.
    for mine, theirs in zip(weights_of(run), state_of(run).kept, strict=True):
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.slow
def test_convolutions_with_augmentation_and_momentum(tmp_path: Path, fewer: Dataset) -> None:
    settings = {"augmentation": LIGHT, "optimizer": "sgd", "fast_arithmetic": False}
    rig = Rig(tmp_path, fewer, CONVOLUTIONAL, **settings)
    whole = rig.train("whole")
    run = rig.resume(rig.train("paused", pause=after_epoch(1)))
    assert_same_end(whole, run)


def test_photos_with_class_weights_whatever_the_order_of_the_folder(
    tmp_path: Path, photos: PhotoSet
) -> None:
    rig = Rig(tmp_path, photos, PHOTOS, augmentation=LIGHT, batch_size=4, fast_arithmetic=False)
    whole = rig.train("whole")
    assert whole.record.data.class_weights is not None
    run = rig.train("paused", pause=first_steps)
    run = rig.resume(run, dataset=in_another_order(photos), pause=after_epoch(2))
    run = rig.resume(run, dataset=in_another_order(photos))
    assert_same_end(whole, run)
    assert run.record.data == whole.record.data


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", ["rmsprop", "adamw", "sgd"])
def test_every_optimizer_goes_on(tmp_path: Path, fewer: Dataset, optimizer: str) -> None:
    rig = Rig(tmp_path, fewer, DENSE, optimizer=optimizer)
    whole = rig.train("whole")
    assert_same_end(whole, rig.resume(rig.train("paused", pause=first_steps)))


@pytest.mark.slow
def test_fast_arithmetic_goes_on_as_it_was_decided(tmp_path: Path, fewer: Dataset) -> None:
    rig = Rig(tmp_path, fewer, CONVOLUTIONAL, fast_arithmetic=True, validation=0.0)
    whole = rig.train("whole")
    run = rig.resume(rig.train("paused", pause=after_epoch(1)))
    assert run.record.settings.fast_arithmetic
    assert_same_end(whole, run)


@pytest.mark.slow
def test_a_head_behind_a_backbone(tmp_path: Path) -> None:
    photos = photos_of(make_photos(tmp_path / "shapes", each=12))
    rig = Rig(tmp_path, photos, HEAD, batch_size=4)
    whole = rig.train("whole")
    run = rig.resume(rig.train("paused", pause=after_epoch(1)))
    assert_same_end(whole, run)


def test_training_longer_is_as_if_it_had_been_planned(tmp_path: Path, fewer: Dataset) -> None:
    whole = Rig(tmp_path, fewer, DENSE).train("whole")
    rig = Rig(tmp_path, fewer, DENSE, epochs=1)
    run = rig.train("longer")
    assert run.record.status is RunStatus.FINISHED
    before = run.record

    assert rig.resume(run).record == before
    told = [event for event in rig.events if isinstance(event, Noticed)]
    assert told[0].sentence.startswith("“longer” is finished already: Finished after 1 epoch, as")
    assert why_finished(before, 1) == told[0].sentence
    assert why_finished(before, 3) is None

    run = rig.resume(run, epochs=3)
    assert rig.events[0] == Resumed(epoch=2, epochs=3, batch=0)
    assert run.record.settings.epochs == 3
    assert_same_end(whole, run)


def test_what_fails_while_it_trains_longer_says_what_its_model_holds(
    tmp_path: Path, fewer: Dataset
) -> None:
    rig = Rig(tmp_path, fewer, DENSE, epochs=1)
    before = rig.train("longer")

    def fail(event: TrainingEvent) -> bool:
        if after_epoch(3)(event):
            raise LitmusError("The disk is full.")
        return False

    with pytest.raises(LitmusError, match="disk is full"):
        rig.resume(before, epochs=4, pause=fail)

    run = read_run(before.folder)
    assert run.record.status is RunStatus.FAILED
    assert len(run.record.epochs) == 3
    assert run.record.best_epoch == 1
    assert rig.resume(run).record.status is RunStatus.FINISHED


def test_stop_rules_count_from_the_first_epoch(tmp_path: Path, fewer: Dataset) -> None:
    settings = {"epochs": 40, "learning_rate": 0.05, "stop": {"patience": 2}}
    rig = Rig(tmp_path, fewer, DENSE, **settings)
    whole = rig.train("whole")
    assert whole.record.ending is not None
    assert whole.record.ending.reason is StopReason.PATIENCE
    last = len(whole.record.epochs)
    # In the middle of the epoch that the rule ends.
    run = rig.resume(rig.train("paused", pause=after_epoch(last - 1)))
    assert_same_end(whole, run)
    assert run.record.ending == whole.record.ending
    again = rig.resume(run)
    assert again.record == run.record
    assert "More epochs train it longer" in str(rig.events)


@pytest.mark.slow
def test_a_stopped_training_goes_on_too(tmp_path: Path, fewer: Dataset) -> None:
    rig = Rig(tmp_path, fewer, DENSE)
    whole = rig.train("whole")
    from core.cancellation import CancelToken
    from core.training.resuming import ResumeRequest, resume

    run = rig.train("stopped", pause=first_steps)
    cancel = CancelToken()
    cancel.pause()
    cancel.cancel()
    run = resume(ResumeRequest(run, fewer), report=lambda _event: None, cancel=cancel)
    assert run.record.status is RunStatus.PAUSED  # Stopped before it had gone on: as it was.
    cancel = CancelToken()

    def stop(event: object) -> None:
        if isinstance(event, EpochDone) and event.result.epoch == 2:
            cancel.cancel()

    run = resume(ResumeRequest(run, fewer), report=stop, cancel=cancel)
    assert run.record.status is RunStatus.STOPPED
    assert run.has_model
    assert run.resumable
    assert_same_end(whole, rig.resume(run))


@pytest.mark.slow
def test_what_was_changed_on_the_way_is_kept(tmp_path: Path, fewer: Dataset) -> None:
    rig = Rig(tmp_path, fewer, DENSE, epochs=2)
    run = rig.train("paused", pause=first_steps)
    live = LiveSettings(4, 0.01)
    run = rig.resume(run, live=live, pause=after_epoch(2))
    # The epoch that was begun keeps its learning rate; the next ones have the new one.
    assert [epoch.learning_rate for epoch in run.record.epochs] == [0.001, 0.01]
    run = rig.resume(run)
    assert [epoch.learning_rate for epoch in run.record.epochs] == [0.001, 0.01, 0.01, 0.01]
    assert run.record.settings.epochs == 4
    assert run.record.settings.learning_rate == 0.01


def test_a_folder_that_moved_and_lost_pictures(tmp_path: Path, photos: PhotoSet) -> None:
    rig = Rig(tmp_path, photos, PHOTOS, batch_size=4, fast_arithmetic=False)
    run = rig.train("paused", pause=after_epoch(1))
    new = tmp_path / "elsewhere" / "things"
    new.parent.mkdir()
    shutil.move(tmp_path / "shapes", new)
    learned = [photos.catalogue.photos[number].name for number in photos.division.training[:2]]
    for name in learned:
        (new / name).unlink()
    found = photos_of(new)
    dataset = resumable_dataset(run, found.catalogue)
    assert isinstance(dataset, PhotoSet)
    assert gone_pictures(run, dataset) == tuple(learned)
    assert len(dataset.catalogue.photos) == len(photos.catalogue.photos)

    run = rig.resume(run, dataset=dataset)
    told = [event for event in rig.events if isinstance(event, PicturesSetAside)]
    assert told[0].count == 2
    assert told[0].sentence.startswith("2 pictures are not there any more; the training goes on")
    assert run.record.status is RunStatus.FINISHED
    assert [aside.file for aside in run.record.data.set_aside] == learned
    assert run.record.data.training == len(photos.division.training) - 2

    for path in sorted(new.rglob("*.jpg"))[:30]:
        path.unlink()
    with pytest.raises(LitmusError, match=r"things” holds only \d+ of the 5\d pictures that “paus"):
        rig.resume(run, dataset=photos_of(new), epochs=5)
    assert read_run(run.folder) == run


def test_the_folder_is_held_while_it_is_trained(tmp_path: Path, fewer: Dataset) -> None:
    rig = Rig(tmp_path, fewer, DENSE)

    def look(event: object) -> bool:
        if isinstance(event, EpochDone):
            run = read_run(tmp_path / "run")
            assert run.record.status is RunStatus.RUNNING
            assert not run.interrupted
            assert not run.resumable
            with pytest.raises(LitmusError, match="is being trained already"):
                Rig(tmp_path, fewer, DENSE).resume(run)
        return False

    run = rig.train("run", pause=look)
    assert run.record.status is RunStatus.FINISHED
    held = hold(run.folder)
    assert held is not None
    with pytest.raises(LitmusError, match="is being trained already"):
        rig.resume(run, epochs=5)
    held.release()


def test_a_run_that_had_not_begun_begins(tmp_path: Path, fewer: Dataset) -> None:
    rig = Rig(tmp_path, fewer, DENSE)
    whole = rig.train("whole")
    run = rig.train("paused", pause=lambda _event: True)
    assert run.record.status is RunStatus.PAUSED
    assert run.record.ending is not None
    assert run.record.ending.sentence.startswith("Paused by you before its first step")
    assert not state_of(run).begun
    assert_same_end(whole, rig.resume(run))


@pytest.mark.usefixtures("real_models")
def test_one_that_continues_another_can_be_paused_from_its_first_step_on(
    tmp_path: Path, fewer: Dataset
) -> None:
    rig = Rig(tmp_path, fewer, DENSE)
    start = Rig(tmp_path, fewer, DENSE, epochs=1, seed=3).train("start")
    with pytest.raises(Cancelled):
        rig.train("early", pause=lambda _event: True, start=start)
    assert not (tmp_path / "early").exists()
    whole = rig.train("whole", start=start)
    run = rig.train("paused", pause=first_steps, start=start)
    shutil.rmtree(start.folder)
    assert_same_end(whole, rig.resume(run))


def test_other_pictures_are_refused(tmp_path: Path, fewer: Dataset, photos: PhotoSet) -> None:
    rig = Rig(tmp_path, fewer, DENSE)
    run = rig.train("paused", pause=first_steps)
    for other in (replace(fewer, training=fewer.test), photos):
        with pytest.raises(LitmusError, match="“paused” learned from other pictures"):
            rig.resume(run, dataset=other)
        assert read_run(run.folder) == run


def test_a_failure_leaves_the_run_as_it_was(
    tmp_path: Path, fewer: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = Rig(tmp_path, fewer, DENSE, epochs=1)
    run = rig.train("run")

    def fail(*_values: object) -> None:
        raise MemoryError

    monkeypatch.setattr(engine.Engine, "train", fail)
    with pytest.raises(LitmusError, match="not enough memory"):
        rig.resume(run, epochs=2)
    assert read_run(run.folder) == run
    monkeypatch.undo()
    assert len(rig.resume(run, epochs=2).record.epochs) == 2


def test_no_state_of_random_seeds_is_left_out(tmp_path: Path, fewer: Dataset) -> None:
    """What is dropped out after a pause is what would have been: two different halves."""
    state = state_of(Rig(tmp_path, fewer, DENSE).train("paused", pause=first_steps))
    kinds = {value.dtype for value in state.variables}
    assert np.dtype(np.uint32) in kinds or np.dtype(np.int64) in kinds
