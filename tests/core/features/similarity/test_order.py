import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.cancellation import CancelToken
from core.errors import Cancelled
from core.features.similarity.order import most_like, order_by_likeness
from core.features.similarity.space import LikenessSpace
from tests.core.features.similarity.kinds import kinds, space_of


def _alike(space: LikenessSpace, order: np.ndarray) -> float:
    directions = space.directions[order]
    return float(np.sum(directions[1:] * directions[:-1], axis=1).mean())


def test_kinds_within_a_class_stand_together() -> None:
    features = kinds((20, 20, 20))
    shuffled = np.random.default_rng(0).permutation(60)

    order = order_by_likeness(space_of(features[shuffled]), np.zeros(60, int))

    kind = shuffled[order] // 20
    assert np.count_nonzero(np.diff(kind)) == 2


def test_neighbours_are_more_alike_than_by_going_to_the_nearest_alone() -> None:
    space = space_of(kinds((60,), spread=2.0))
    likeness = space.directions @ space.directions.T
    plain = [int(likeness.sum(axis=1).argmax())]
    while len(plain) < 60:
        left = np.setdiff1d(np.arange(60), plain)
        plain.append(int(left[likeness[plain[-1], left].argmax()]))

    order = order_by_likeness(space, np.zeros(60, int))

    assert order[0] == plain[0]
    assert _alike(space, order) > _alike(space, np.array(plain)) + 1e-3


def test_a_class_that_is_put_in_order_in_parts() -> None:
    features = kinds((400, 400), spread=1.0)
    shuffled = np.random.default_rng(0).permutation(800)
    space = space_of(features[shuffled])

    order = order_by_likeness(space, np.zeros(800, int))

    assert sorted(order.tolist()) == list(range(800))
    assert np.count_nonzero(np.diff(shuffled[order] // 400)) <= 4
    assert _alike(space, order) > _alike(space, np.arange(800)) + 0.4


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 4), max_size=30), st.integers(0, 3))
def test_every_picture_once_and_class_by_class(labels: list[int], distinct: int) -> None:
    features = kinds((len(labels),))
    if distinct:  # ties
        features = features[np.arange(len(labels)) % distinct]

    order = order_by_likeness(space_of(features), np.array(labels, np.int32))

    assert order.dtype == np.int32
    assert sorted(order.tolist()) == list(range(len(labels)))
    assert np.array(labels, np.int32)[order].tolist() == sorted(labels)


def test_a_thousand_pictures_of_nothing_stay_as_they_are() -> None:
    space = space_of(np.zeros((1_000, 64), np.float32))

    assert sorted(order_by_likeness(space, np.zeros(1_000, int)).tolist()) == list(range(1_000))
    assert most_like(space, 3).tolist()[:4] == [3, 0, 1, 2]


def test_most_like_this_one_first() -> None:
    features = kinds((5, 5, 5))
    features[12] = features[3]

    order = most_like(space_of(features), 3)

    assert order[:2].tolist() == [3, 12]
    assert set(order[2:6].tolist()) == {0, 1, 2, 4}
    assert sorted(order.tolist()) == list(range(15))


def test_progress_and_cancel() -> None:
    shares: list[float] = []
    space, labels = space_of(kinds((5, 5))), np.repeat([0, 1], 5)
    cancel = CancelToken()

    order_by_likeness(space, labels, tell=shares.append)
    cancel.cancel()

    assert shares == [0.5, 1.0]
    with pytest.raises(Cancelled):
        order_by_likeness(space, labels, cancel=cancel)
