import numpy as np
import pytest

from core.data.dataset import Dataset
from core.data.split import split
from gui.data_tab.arrangement import Arrangement
from gui.data_tab.parts import Part


@pytest.fixture
def arrangement(dataset: Dataset) -> Arrangement:
    return Arrangement(dataset, split(dataset.training.labels, validation=0.2, seed=7))


def test_every_picture_is_in_exactly_one_set(arrangement: Arrangement) -> None:
    parts = [arrangement.indices(p) for p in (Part.TRAINING, Part.VALIDATION, Part.TEST)]

    assert sorted(np.concatenate(parts)) == list(range(390))
    assert [len(part) for part in parts] == [240, 60, 90]
    assert [arrangement.size(p) for p in Part] == [390, 240, 60, 90, 0, 0]


def test_counts_are_those_of_the_split(arrangement: Arrangement) -> None:
    assert arrangement.counts(Part.ALL) == (130, 130, 130)
    assert arrangement.counts(Part.VALIDATION) == (20, 20, 20)
    assert arrangement.counts(Part.TEST) == (30, 30, 30)


def test_one_class_of_one_set(arrangement: Arrangement) -> None:
    found = arrangement.indices(Part.TEST, 2)

    assert len(found) == 30
    assert all(index >= 300 and index % 3 == 2 for index in found)


def test_a_picture_knows_what_it_is(arrangement: Arrangement) -> None:
    kept = int(arrangement.split.validation[0])

    validation, test = arrangement.picture(kept), arrangement.picture(301)

    assert validation.part is Part.VALIDATION
    assert validation.place == f"training picture {kept + 1:,} of 300, kept aside for validation"
    assert test.title == "Dog, test picture 2"
    assert test.place == "test picture 2 of 90"
    assert test.pixels[0, :2, 0].tolist() == [301 % 256, 301 // 256]
