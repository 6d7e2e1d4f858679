import hashlib

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.data import fashion_mnist
from core.data.dataset import Labels
from core.data.split import split

LABELS = arrays(np.int32, st.integers(1, 200), elements=st.integers(0, 6))
SHARES = st.floats(0, 0.9)
SEEDS = st.integers(0, 2**32)


@given(LABELS, SHARES, SEEDS)
def test_every_picture_is_in_exactly_one_set(labels: Labels, share: float, seed: int) -> None:
    parts = split(labels, validation=share, seed=seed)
    together = np.concatenate([parts.training, parts.validation])
    assert sorted(together.tolist()) == list(range(len(labels)))


@given(LABELS, SHARES, SEEDS)
def test_sets_are_ascending_int32_and_read_only(labels: Labels, share: float, seed: int) -> None:
    parts = split(labels, validation=share, seed=seed)
    for indices in (parts.training, parts.validation):
        assert indices.dtype == np.int32
        assert not indices.flags.writeable
        assert np.all(np.diff(indices) > 0)


@given(LABELS, SHARES, SEEDS)
@example(np.array([0] + [1] * 36, np.int32), 0.75, 0)  # what class 0 cannot give, 1 must not
def test_each_class_gives_its_share_and_keeps_one(labels: Labels, share: float, seed: int) -> None:
    parts = split(labels, validation=share, seed=seed)
    for number in np.unique(labels):
        count = int(np.sum(labels == number))
        taken = int(np.sum(labels[parts.validation] == number))
        assert taken < count
        assert abs(taken - count * share) < 1 or taken == count - 1


@given(LABELS, SHARES, SEEDS)
def test_the_same_seed_gives_the_same_split(labels: Labels, share: float, seed: int) -> None:
    first, second = (split(labels, validation=share, seed=seed) for _ in range(2))
    np.testing.assert_array_equal(first.validation, second.validation)


@given(LABELS, SEEDS)
def test_no_share_keeps_no_validation_set(labels: Labels, seed: int) -> None:
    assert len(split(labels, validation=0, seed=seed).validation) == 0


def test_fashion_mnist_gives_600_of_each_class() -> None:
    labels = fashion_mnist.load().training.labels
    parts = split(labels, validation=0.1, seed=7)
    assert len(parts.training) == 54_000
    assert np.bincount(labels[parts.validation]).tolist() == [600] * 10


def test_another_seed_gives_another_split() -> None:
    labels = fashion_mnist.load().training.labels
    first, second = (split(labels, validation=0.1, seed=s).validation for s in (1, 2))
    shared = np.intersect1d(first, second)
    assert len(shared) < 1_000


def test_the_split_is_the_same_on_every_computer() -> None:
    parts = split(fashion_mnist.load().training.labels, validation=0.1, seed=7)
    content = parts.validation.astype("<i4").tobytes()
    assert hashlib.sha256(content).hexdigest()[:16] == "e23343729ff37535"


@pytest.mark.parametrize("share", [-0.1, 1.0, float("nan")])
def test_a_share_outside_its_range(share: float) -> None:
    with pytest.raises(ValueError, match="Received"):
        split(np.zeros(3, np.int32), validation=share, seed=7)
