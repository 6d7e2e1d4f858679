"""What a training takes over from the run it continues from, told before it starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.data.dataset import Dataset, LabelledPictures
from core.data.folder.division import Division
from core.data.folder.photo_set import PhotoSet
from core.data.side import Side
from core.data.split import split
from core.errors import LitmusError
from core.model.layers import (
    ONE_PER_CLASS,
    Activation,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    LayerSpec,
)
from core.model.network import InputSpec, NetworkSpec
from core.model.presets import preset
from core.run.folder import Run
from core.run.record import DataRecord, SplitRecord
from core.training.growing import class_folders, growth, refuse_misfit
from tests.core.data.folder.photo_lists import catalogue, photo
from tests.records import record

SOFTMAX = Dense(units=ONE_PER_CLASS, activation=Activation.SOFTMAX)
DENSE = NetworkSpec(layers=(Flatten(), Dense(units=128), SOFTMAX))
Classes = Mapping[str, Sequence[str]]


def photo_set(classes: Classes, contents: Sequence[int], *, aside: Sequence[int] = ()) -> PhotoSet:
    """Photos with these contents, all of the first class; those at `aside` are for validation."""
    whole = replace(
        catalogue([photo(n, 0) for n in contents], classes=len(classes)),
        classes=tuple(classes),
        class_folders=tuple(map(tuple, classes.values())),
    )
    numbers = np.arange(len(contents), dtype=np.int32)
    kept = np.isin(numbers, aside)
    return PhotoSet(whole, Division(numbers[~kept], numbers[kept], numbers[:0]))


def run_of(
    folder: Path,
    classes: Classes,
    contents: Sequence[int] = (1, 2, 3, 4),
    *,
    network: NetworkSpec = DENSE,
) -> Run:
    """A run that learned from all these pictures but the last, which was for validation."""
    photos = photo_set(classes, contents).catalogue.photos
    named = {one.name: one.content.hex() for one in photos}
    *learned, checked = named
    sides = {
        Side.TRAINING: {name: named[name] for name in learned},
        Side.VALIDATION: {checked: named[checked]},
    }
    data = DataRecord(
        source="/photos",
        training=len(learned),
        validation=1,
        test=0,
        folder="/photos",
        split=SplitRecord(validation=0.2, test=0, seed=7, sides=sides),
        class_folders=tuple(map(tuple, classes.values())),
    )
    made = record(name="Run 3", classes=tuple(classes), network=network)
    folder.mkdir(exist_ok=True)
    (folder / "model.keras").touch()
    return Run(folder, made.model_copy(update={"data": data}))


FRUIT: Classes = {"apple": ["apple"], "pear": ["pear"], "plum": ["plum"]}


@pytest.mark.parametrize(
    ("now", "origins", "sentences"),
    [
        (FRUIT, (0, 1, 2), ["3 classes are known."]),
        (
            {"apple": ["apple"], "kiwi": ["kiwi"], "pear": ["pear"], "plum": ["plum"]},
            (0, None, 1, 2),
            ["3 classes are known.", "New: kiwi."],
        ),
        (
            {"apple": ["apple"], "Birne": ["pear"]},
            (0, 1),
            ["2 classes are known.", "Renamed: pear → Birne.", "Dropped: plum."],
        ),
        (
            {"pear": ["apple"], "apple": ["pear"], "plum": ["plum"]},
            (0, 1, 2),
            ["3 classes are known.", "Renamed: apple → pear, pear → apple."],
        ),
        (
            {"apple": ["elsewhere"], "pear": ["pear"], "plum": ["plum"]},
            (0, 1, 2),
            ["3 classes are known."],
        ),
        (
            # Its folder is what a class is known by: this "apple" is another one.
            {"apple": ["new"], "Apfel": ["apple"]},
            (None, 0),
            ["1 class is known.", "New: apple.", "Renamed: apple → Apfel.", "Dropped: pear, plum."],
        ),
        (
            {"fruit": ["apple", "pear"], "plum": ["plum"]},
            (0, 2),
            ["2 classes are known.", "Renamed: apple → fruit.", "Merged: pear → fruit."],
        ),
        (
            {"apple": ["apple"], "plum": ["pear", "plum"]},
            (0, 2),
            ["2 classes are known.", "Merged: pear → plum."],
        ),
        (
            {"cat": ["cat"], "dog": ["dog"]},
            (None, None),
            [
                "No class is known: only the layers before the last begin with what was learned.",
                "New: cat, dog.",
                "Dropped: apple, pear, plum.",
            ],
        ),
    ],
    ids=[
        "the same",
        "one more",
        "renamed and dropped",
        "names exchanged",
        "known by name",
        "a new class under an old name",
        "two merged under a new name",
        "one merged into another",
        "nothing in common",
    ],
)
def test_what_became_of_the_classes(
    now: Classes, origins: tuple[int | None, ...], sentences: list[str], tmp_path: Path
) -> None:
    grown = growth(run_of(tmp_path, FRUIT), DENSE, dataset=photo_set(now, (1, 2, 3, 4)))
    assert grown.matches.origins == origins
    assert list(grown.sentences) == [*sentences, "The pictures are the same."]
    assert set(grown.fresh) == {n for n, o in zip(now, origins, strict=True) if o is None}


def test_the_parts_of_a_class_begin_alike(tmp_path: Path) -> None:
    run = run_of(tmp_path, {"fruit": ["apple", "pear"], "plum": ["plum"]})
    grown = growth(run, DENSE, dataset=photo_set(FRUIT, (1, 2, 3, 4)))
    assert grown.matches.origins == (0, 0, 1)
    assert grown.renamed == (("fruit", "apple"),)
    assert grown.sentences[2] == "Parted: pear from fruit, which begins alike."
    assert (grown.kept, grown.fresh, grown.dropped) == (("plum",), (), ())


def test_classes_of_older_runs_are_known_by_their_names(tmp_path: Path) -> None:
    run = run_of(tmp_path, FRUIT)
    data = run.record.data.model_copy(update={"class_folders": ()})
    older = Run(tmp_path, run.record.model_copy(update={"data": data}))
    grown = growth(older, DENSE, dataset=photo_set({"plum": ["a"], "pear": ["plum"]}, (1,)))
    assert grown.matches.origins == (2, 1)
    assert grown.kept == ("plum", "pear")


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        ((1, 2, 3, 4, 5, 6), "2 new pictures."),
        ((1, 2, 3, 4, 5), "1 new picture."),
        ((1, 2), "2 pictures are gone."),
        ((1, 2, 3), "1 picture is gone."),
        ((3, 4, *range(10, 1300)), "1,290 new pictures, 2 are gone."),
        ((4, 9, 9), "2 new pictures, 3 are gone."),
    ],
)
def test_pictures_are_compared_by_content(
    contents: Sequence[int], sentence: str, tmp_path: Path
) -> None:
    grown = growth(run_of(tmp_path, FRUIT), DENSE, dataset=photo_set(FRUIT, contents))
    assert grown.sentences[1:] == (sentence,)


def test_pictures_to_check_on_that_were_learned_from_are_told(tmp_path: Path) -> None:
    photos = photo_set(FRUIT, (1, 2, 3, 4, 5), aside=(1, 2, 3, 4))
    grown = growth(run_of(tmp_path, FRUIT), DENSE, dataset=photos)
    assert grown.checked_before == 2
    assert "2 pictures now kept aside were learned from before" in grown.sentences[-1]


def built_in(source: str = "fashion-mnist") -> Dataset:
    labels = np.repeat(np.arange(10, dtype=np.int32), 20)
    pictures = LabelledPictures(np.zeros((200, 28, 28, 1), np.uint8), labels)
    return Dataset(source, "Fashion-MNIST", record().classes, pictures, pictures)


def test_a_built_in_data_set_is_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "model.keras").touch()
    run, dataset = Run(tmp_path, record()), built_in()
    before = run.record.settings
    assert growth(run, DENSE, dataset=dataset).sentences == (
        "10 classes are known.",
        "The pictures are the same.",
    )
    assert growth(run, DENSE, dataset=dataset, settings=before).checked_before == 0
    other = before.model_copy(update={"seed": 8})
    labels = dataset.training.labels
    learned, now = split(labels, validation=0.1, seed=7), split(labels, validation=0.1, seed=8)
    both = np.intersect1d(learned.training, now.validation)
    assert len(both)
    assert growth(run, DENSE, dataset=dataset, settings=other).checked_before == len(both)


def test_photos_instead_of_a_built_in_data_set_are_all_new(tmp_path: Path) -> None:
    (tmp_path / "model.keras").touch()
    run = Run(tmp_path, record())
    grown = growth(run, DENSE, dataset=photo_set({"Bag": ["Bag"], "cat": ["cat"]}, (1, 2)))
    assert (grown.new_pictures, grown.gone_pictures) == (2, 70_000)
    assert (grown.kept, grown.fresh) == (("Bag",), ("cat",))


def net(*layers: LayerSpec, size: int = 28) -> NetworkSpec:
    return NetworkSpec(input=InputSpec(height=size, width=size), layers=layers)


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        (DENSE, DENSE, None),
        (DENSE, net(Flatten(), Dropout(), Dense(units=128), SOFTMAX), None),
        (
            DENSE,
            net(Flatten(), Dense(units=64), SOFTMAX),
            "Layer 2 differs: Dense, units 128 in “Run 3”, 64 here.",
        ),
        (
            net(Conv2D(filters=8), Flatten(), SOFTMAX),
            net(Conv2D(filters=8, kernel_size=5, activation=Activation.TANH), Flatten(), SOFTMAX),
            (
                "Layer 1 differs: Conv2D, kernel size 3 in “Run 3”, 5 here; "
                "activation relu in “Run 3”, tanh here."
            ),
        ),
        (
            DENSE,
            net(Conv2D(), Flatten(), SOFTMAX),
            "Layer 1 differs: Flatten in “Run 3”, Conv2D here.",
        ),
        (
            DENSE,
            net(Flatten(), Dropout(), Dense(units=128), Dense(units=9), SOFTMAX),
            (
                "Layer 4 differs: Dense, units 3 in “Run 3”, 9 here; "
                "activation softmax in “Run 3”, relu here."
            ),
        ),
        (
            net(Flatten(), SOFTMAX),
            net(Flatten(), SOFTMAX, size=32),
            "The pictures differ: “Run 3” takes 28 × 28 × 1, the network here 32 × 32 × 1.",
        ),
        (
            preset("photo-features").network,
            preset("keras-head").network,
            "Layer 2 differs: LogisticRegression in “Run 3”, Dense here.",
        ),
    ],
)
def test_the_first_layer_that_differs_is_named(
    before: NetworkSpec, after: NetworkSpec, problem: str | None, tmp_path: Path
) -> None:
    run = run_of(tmp_path, FRUIT, network=before)
    photos = photo_set({**FRUIT, "kiwi": ["kiwi"]}, (1, 2, 3, 4))
    grown = growth(run, after, dataset=photos)
    assert grown.problem == problem
    if problem is None:
        refuse_misfit(grown)
    else:
        assert grown.sentences == (problem,)
        with pytest.raises(LitmusError, match="differ"):
            refuse_misfit(grown)


def test_outputs_that_are_mixed_cannot_be_told_apart(tmp_path: Path) -> None:
    network = NetworkSpec(
        input=InputSpec(height=4, width=4),
        layers=(Conv2D(filters=3), Flatten(), Dropout()),
    )
    run = run_of(tmp_path, FRUIT, network=network)
    two: Classes = {"apple": ["apple"], "kiwi": ["kiwi"]}
    mixed = growth(run, network, dataset=photo_set(two, (1,)))
    assert mixed.problem
    assert mixed.problem.startswith("What follows the layer with the outputs mixes them")
    assert growth(run, network, dataset=photo_set(FRUIT, (1,))).problem is None


def test_a_run_without_weights_cannot_be_continued(tmp_path: Path) -> None:
    run = run_of(tmp_path, FRUIT)
    run.keras_file.unlink()
    grown = growth(run, DENSE, dataset=photo_set(FRUIT, (1,)))
    assert grown.problem == (
        "“Run 3” has no weights: it did not finish an epoch, or a file is gone."
    )


def test_another_version_of_the_backbone_is_told(tmp_path: Path) -> None:
    network = preset("keras-head").network
    run = run_of(tmp_path, FRUIT, network=network)
    problem = growth(run, network, dataset=photo_set(FRUIT, (1,))).problem
    assert problem
    assert "was trained with another version of the backbone" in problem


def test_a_regression_is_fitted_anew_and_says_so(tmp_path: Path) -> None:
    network = preset("photo-features").network
    run = run_of(tmp_path, FRUIT, network=network)
    run.keras_file.unlink()
    grown = growth(run, network, dataset=photo_set(FRUIT, (1, 2, 3, 4)))
    assert grown.problem is None
    assert grown.fitted_anew
    assert grown.sentences[-1].startswith("Logistic regression ends at the same weights")


def test_many_names_are_told_in_short(tmp_path: Path) -> None:
    many: Classes = {f"class {n}": [f"{n}"] for n in range(40)}
    grown = growth(run_of(tmp_path, FRUIT), DENSE, dataset=photo_set({**FRUIT, **many}, (1,)))
    assert grown.sentences[1].endswith("class 7 and 32 more.")


def test_the_folders_of_a_photo_set() -> None:
    assert class_folders(photo_set(FRUIT, (1,))) == (("apple",), ("pear",), ("plum",))
