"""The whole way from a folder to a run that answers, with the real smaller backbone."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
import pytest

from core.cancellation import CancelToken
from core.data.folder.photo_set import PhotoSet
from core.errors import Cancelled, LitmusError
from core.features.backbone import QUICK, backbone
from core.model.layers import Backbone, LogisticRegression
from core.model.network import InputSpec, NetworkSpec
from core.prediction.answer import answer
from core.prediction.classifier import Classifier
from core.run.folder import Run, read_run
from core.run.record import RunStatus, StopReason
from core.run.settings import TrainingSettings
from core.training.events import (
    CrossValidated,
    CurveGrew,
    EpochDone,
    Extracting,
    Noticed,
    PicturesSetAside,
    TrainingDone,
    TrainingEvent,
)
from core.training.request import TrainingRequest
from core.training.training import train
from tests.core.training.test_photo_training import photos_of
from tests.photos import make_photos

NET = NetworkSpec(
    input=InputSpec(height=260, width=260, channels=3, rescale=False),
    layers=(Backbone(names=QUICK), LogisticRegression()),
)

Train = Callable[..., tuple[Run, list[TrainingEvent]]]


@pytest.fixture
def photos(tmp_path: Path) -> PhotoSet:
    """Three classes of eight."""
    return photos_of(make_photos(tmp_path / "shapes", kinds=("disc", "square", "bar"), each=8))


@pytest.fixture
def trained(tmp_path: Path) -> Train:
    """Trains on photos in this process."""

    def run(
        photos: PhotoSet,
        *,
        name: str = "run",
        cancel: CancelToken | None = None,
        **settings: object,
    ) -> tuple[Run, list[TrainingEvent]]:
        events: list[TrainingEvent] = []
        request = TrainingRequest(
            dataset=photos,
            network=NET,
            settings=TrainingSettings.model_validate({"validation": 0.2, **settings}),
            preset="photo-features",
            folder=tmp_path / name,
            name=name,
        )
        return train(request, report=events.append, cancel=cancel or CancelToken()), events

    return run


def test_a_few_photos_become_a_classifier(photos: PhotoSet, trained: Train) -> None:
    run, events = trained(photos)
    record = run.record
    assert record.status is RunStatus.FINISHED
    assert record.ending is not None
    assert record.ending.reason is StopReason.FITTED
    assert record.cross_validation is not None
    assert record.cross_validation.accuracy > 0.8  # guessing: a third
    assert record.cross_validation.pictures == 24
    low, high = record.cross_validation.interval
    assert low < record.cross_validation.accuracy <= high
    assert record.backbones == {QUICK[0]: backbone(QUICK[0]).sha256}
    assert record.epochs[0].val_accuracy is not None
    assert record.epochs[0].learning_rate is None
    names = {path.name for path in run.folder.iterdir()}
    assert names == {"run.json", "labels.txt", "head.npz", ".litmus-lock"}
    assert read_run(run.folder).record == record

    kinds = [type(event) for event in events]
    order = [Extracting, CurveGrew, CrossValidated, EpochDone, TrainingDone]
    assert [kinds.index(kind) for kind in order] == sorted(kinds.index(kind) for kind in order)


def test_the_run_answers_with_the_very_numbers_it_measured(
    photos: PhotoSet, trained: Train
) -> None:
    run, _ = trained(photos)
    classifier = Classifier.load(run)
    right, losses = [], []
    for number in photos.division.validation:
        photo = photos.catalogue.photos[number]
        given = dict(answer(classifier, Path(photo.path)).ranking)
        assert sum(given.values()) == pytest.approx(1, abs=1e-5)
        actual = photos.classes[photo.class_number]
        right.append(max(given, key=lambda name: given[name]) == actual)
        losses.append(-np.log(given[actual]))
    assert np.mean(right) == run.record.epochs[0].val_accuracy
    assert np.mean(losses) == pytest.approx(run.record.epochs[0].val_loss, abs=1e-4)


def test_the_same_photos_and_seed_give_the_same(photos: PhotoSet, trained: Train) -> None:
    first, _ = trained(photos)
    again, events = trained(photos, name="again")
    assert again.record.cross_validation == first.record.cross_validation
    assert again.record.learning_curve == first.record.learning_curve
    assert (again.folder / "head.npz").read_bytes() == (first.folder / "head.npz").read_bytes()
    extracting = [event for event in events if isinstance(event, Extracting)]
    assert extracting[0].done == extracting[0].pictures  # all were there


def test_what_is_only_in_such_runs_is_only_in_their_file(photos: PhotoSet, trained: Train) -> None:
    from tests.records import record

    run, _ = trained(photos)
    content = json.loads((run.folder / "run.json").read_text())
    names = {"backbones", "cross_validation", "learning_curve", "temperature", "calibration_error"}
    assert names <= set(content)
    assert not names & set(json.loads(record().model_dump_json()))


def test_without_folds_and_validation_it_still_fits(photos: PhotoSet, trained: Train) -> None:
    unchecked = photos_of(Path(photos.catalogue.folder), validation=0.0)
    run, _ = trained(unchecked, folds=0, validation=0.0)
    assert run.record.cross_validation is None
    assert run.record.epochs[0].val_accuracy is None
    assert run.record.ending is not None
    assert "nobody can say" in run.record.ending.sentence
    assert run.has_model


def test_classes_of_one_and_two_photos(tmp_path: Path, trained: Train) -> None:
    folder = make_photos(tmp_path / "few", kinds=("disc", "square"), each=6)
    make_photos(folder, kinds=("bar",), each=1)
    run, _ = trained(photos_of(folder))
    assert run.record.status is RunStatus.FINISHED
    assert len(run.record.classes) == 3
    pair = make_photos(tmp_path / "pair", each=1)
    run, events = trained(photos_of(pair), name="of a pair")
    assert run.record.cross_validation is None
    assert any(isinstance(e, Noticed) and "too few pictures" in e.sentence for e in events)


def test_all_photos_the_same(tmp_path: Path, trained: Train) -> None:
    for name in ("a", "b"):
        make_photos(tmp_path / "same" / name, kinds=("disc",), each=1)
        folder = tmp_path / "same" / name
        one = folder / "disc" / "disc 1.jpg"
        for number in range(5):
            (folder / f"{number}.jpg").write_bytes(one.read_bytes())
        one.unlink()
        (folder / "disc").rmdir()
    run, _ = trained(photos_of(tmp_path / "same"))
    assert run.record.status is RunStatus.FINISHED
    shares = Classifier.load(run).probabilities(np.zeros((1, 260, 260, 3), np.uint8))
    assert np.isfinite(shares).all()


def test_one_class_is_refused(tmp_path: Path, trained: Train) -> None:
    folder = make_photos(tmp_path / "one", kinds=("disc",), each=4)
    with pytest.raises(LitmusError, match="fewer than two classes"):
        trained(photos_of(folder))
    assert not (tmp_path / "run").exists()


def test_a_photo_that_vanishes_is_set_aside(photos: PhotoSet, trained: Train) -> None:
    gone = photos.catalogue.photos[photos.division.training[0]]
    Path(gone.path).unlink()
    run, events = trained(photos)
    assert [entry.file for entry in run.record.data.set_aside] == [gone.name]
    assert run.record.data.training == len(photos.division.training) - 1
    assert any(isinstance(event, PicturesSetAside) for event in events)


def test_all_photos_of_a_class_vanish(photos: PhotoSet, trained: Train) -> None:
    for photo in photos.catalogue.photos:
        if photo.class_number == 0:
            Path(photo.path).unlink()
    run, _ = trained(photos)
    shares = Classifier.load(run).probabilities(np.zeros((1, 260, 260, 3), np.uint8))
    assert shares[0, 0] < 1e-6


def test_all_photos_vanish(photos: PhotoSet, trained: Train, tmp_path: Path) -> None:
    for photo in photos.catalogue.photos:
        Path(photo.path).unlink()
    with pytest.raises(LitmusError, match="Too few pictures"):
        trained(photos)
    assert not (tmp_path / "run" / "head.npz").exists()


def test_little_memory_leaves_out_the_middle_and_then_pictures(
    photos: PhotoSet, trained: Train, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = 24 * (4 * 4288 + 12 * 4288)
    for share, sentence in (
        (0.9, "middle layers are left out"),
        (0.1, "of them are used"),
        (0.001, "of them are used"),
    ):
        memory = psutil.virtual_memory()._replace(available=int(share * whole / 0.6))
        monkeypatch.setattr(psutil, "virtual_memory", lambda memory=memory: memory)
        run, events = trained(photos, name=f"with {share}")
        told = [event.sentence for event in events if isinstance(event, Noticed)]
        assert any(sentence in text for text in told)
        assert run.record.status is RunStatus.FINISHED
        assert run.record.data.training >= 3  # of each class at least one
        shares = Classifier.load(run).probabilities(np.zeros((1, 260, 260, 3), np.uint8))
        assert shares.shape == (1, 3)


def test_it_can_be_stopped(photos: PhotoSet, trained: Train, tmp_path: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        trained(photos, cancel=cancel)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("spoil", ["missing", "cut", "other classes", "another backbone"])
def test_a_damaged_run_is_told(photos: PhotoSet, trained: Train, spoil: str) -> None:
    run, _ = trained(photos)
    path = run.folder / "head.npz"
    match spoil:
        case "missing":
            path.unlink()
        case "cut":
            path.write_bytes(path.read_bytes()[:1000])
        case "other classes":
            with np.load(path) as arrays:
                content = {name: arrays[name] for name in arrays.files}
            for name in ("weights_0", "weights_1", "bias_0", "bias_1"):
                content[name] = content[name][..., :2]
            np.savez(path, **content)
        case "another backbone":
            text = (run.folder / "run.json").read_text()
            changed = text.replace(backbone(QUICK[0]).sha256, "0" * 64)
            (run.folder / "run.json").write_text(changed)
    with pytest.raises(LitmusError):
        Classifier.load(read_run(run.folder))
