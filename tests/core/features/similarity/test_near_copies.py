import numpy as np
import pytest

from core.cancellation import CancelToken
from core.errors import Cancelled
from core.features.similarity.near_copies import LEAST_SAMENESS, near_copies
from tests.core.features.similarity.kinds import kinds, space_of


def test_what_is_nearly_the_same_is_one_group() -> None:
    features = kinds((6, 6), spread=1.5)
    features[4] = features[1] * 1.05
    features[9] = features[1] * 0.9

    found = near_copies(space_of(features))

    assert found.groups == ((1, 4, 9),)
    assert found.first_of.tolist() == [0, 1, 2, 3, 1, 5, 6, 7, 8, 1, 10, 11]


def test_what_is_alike_but_another_picture_is_none() -> None:
    space = space_of(kinds((20, 20), spread=1.2))
    sames = [space.sameness(i, np.arange(i + 1, 40)).max() for i in range(39)]

    assert 0.7 < max(sames) < LEAST_SAMENESS
    assert near_copies(space).groups == ()


def test_a_group_does_not_creep_from_copy_to_copy() -> None:
    one, other = kinds((1, 1), seed=3)
    steps = np.linspace(0, 1, 40, dtype=np.float32)[:, None]
    space = space_of(one * (1 - steps) + other * steps)

    found = near_copies(space)

    assert space.sameness(0, np.array([39]))[0] < LEAST_SAMENESS
    assert len(found.groups) > 1
    for group in found.groups:
        assert space.sameness(group[0], np.array(group)).min() >= LEAST_SAMENESS


def test_copies_known_already_join() -> None:
    features = kinds((6,), spread=1.5)
    features[5] = features[2]

    found = near_copies(space_of(features), known=np.array([0, 1, 0, 3, 4, 5], np.int32))

    assert found.groups == ((0, 2),)


@pytest.mark.parametrize("pictures", [0, 1])
def test_too_few_pictures_for_a_copy(pictures: int) -> None:
    assert near_copies(space_of(kinds((pictures,)))).groups == ()


def test_a_thousand_pictures_of_nothing_are_one_group() -> None:
    shares: list[float] = []

    found = near_copies(space_of(np.zeros((1_000, 64), np.float32)), tell=shares.append)

    assert found.groups == (tuple(range(1_000)),)
    assert shares == [512 / 1_000, 1.0]


@pytest.mark.slow
def test_copies_among_many_are_found_by_the_whole_vectors() -> None:
    random = np.random.default_rng(1)
    mixed = random.standard_normal((3_100, 60)) @ random.standard_normal((60, 700))
    features = np.maximum(mixed, 0.0).astype(np.float32)
    features[3_050] = features[7] * 1.1
    features[600] = features[550]

    assert near_copies(space_of(features)).groups == ((7, 3_050), (550, 600))


def test_it_can_be_cancelled() -> None:
    cancel = CancelToken()
    cancel.cancel()

    with pytest.raises(Cancelled):
        near_copies(space_of(kinds((5,))), cancel=cancel)
