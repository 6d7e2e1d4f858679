"""Right answers stay beside the pictures they belong to."""

from pathlib import Path

import numpy as np
import pytest

from core.cancellation import CancelToken
from core.data.dataset import Pixels
from core.data.folder.catalogue import Catalogue
from core.data.folder.loading import load_catalogue
from core.data.folder.source import PhotoSource
from core.data.side import Side
from core.evaluation import photos as photos_module
from core.evaluation.photos import evaluate_photos
from core.model.network import InputSpec, NetworkSpec
from core.prediction.classifier import Classifier
from core.prediction.interpreter import Probabilities
from core.run.folder import Run
from core.run.record import SplitRecord
from core.run.sides import folder_name
from tests.photos import make_photos
from tests.records import record

RUN = Run(
    Path("run-001"),
    record(
        network=NetworkSpec(input=InputSpec(height=24, width=32, channels=3)),
        classes=("square", "disc", "bar"),
    ),
)


class SeesColours:
    """Tells greenish, reddish and bluish, in the order of the run's classes."""

    model = None

    def probabilities(self, pixels: Pixels) -> Probabilities:
        means = pixels[..., (1, 0, 2)].mean(axis=(1, 2))
        answers: Probabilities = (means == means.max(axis=1, keepdims=True)).astype(np.float32)
        return answers


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(photos_module, "_STEP", 4)
    monkeypatch.setattr(Classifier, "load", lambda _run: SeesColours())
    return make_photos(tmp_path / "shapes", kinds=("bar", "disc", "square"), each=5)


def catalogue_of(folder: Path) -> Catalogue:
    return load_catalogue(
        PhotoSource(root=folder), form=None, report=lambda _progress: None, cancel=CancelToken()
    )


def test_classes_are_matched_by_name(folder: Path) -> None:
    (folder / "square").rename(folder / "never learned")
    result = evaluate_photos(RUN, catalogue_of(folder))
    assert (result.accuracy, result.pictures, result.set_name) == (1, 10, "all")
    assert result.skipped == 5


def test_what_cannot_be_read_any_more_shifts_no_answer(folder: Path) -> None:
    catalogue = catalogue_of(folder)
    for gone in ("bar/bar 1.jpg", "bar/bar 5.jpg", "disc/disc 3.jpg"):
        (folder / gone).unlink()
    result = evaluate_photos(RUN, catalogue)
    assert (result.accuracy, result.pictures, result.skipped) == (1, 12, 3)


def learned_from(folder: Path, classes: dict[str, list[str]]) -> Run:
    """A run of these classes of `folder`, each made of these folders; all pictures check it."""
    photos = catalogue_of(folder).photos
    data = RUN.record.data.model_copy(
        update={
            "folder": folder_name(str(folder)),
            "split": SplitRecord(
                validation=0.2,
                test=0,
                seed=7,
                sides={Side.VALIDATION: {one.name: one.content.hex() for one in photos}},
            ),
            "class_folders": tuple(map(tuple, classes.values())),
        }
    )
    record = RUN.record.model_copy(update={"classes": tuple(classes), "data": data})
    return Run(RUN.folder, record)


def test_renamed_classes_of_its_own_folder_are_known_by_their_folders(folder: Path) -> None:
    run = learned_from(folder, {"green": ["square"], "bar": ["disc"], "disc": ["bar"]})
    result = evaluate_photos(run, catalogue_of(folder))
    assert (result.accuracy, result.pictures, result.skipped) == (1, 15, 0)
    assert result.set_name == "validation"


def test_classes_that_were_merged_before_are_one_answer(folder: Path) -> None:
    run = learned_from(folder, {"thing": ["square", "bar"], "disc": ["disc"]})
    result = evaluate_photos(run, catalogue_of(folder))
    # It sees bars as a third output, which is no class of the run: these are wrong, not skipped.
    assert (result.pictures, result.skipped) == (15, 0)
    assert result.accuracy == pytest.approx(10 / 15)


def test_in_another_folder_names_say_more(folder: Path, tmp_path: Path) -> None:
    run = learned_from(folder, {"square": ["square"], "disc": ["bar"], "bar": ["disc"]})
    other = make_photos(tmp_path / "other", kinds=("bar", "disc", "square"), each=4, seed=1)
    result = evaluate_photos(run, catalogue_of(other))
    assert (result.accuracy, result.pictures, result.set_name) == (1, 12, "all")
    (other / "disc").rename(other / "Scheibe")
    result = evaluate_photos(run, catalogue_of(other))
    assert (result.accuracy, result.pictures, result.skipped) == (1, 8, 4)
