import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.class_weights import class_weights
from core.data.dataset import Labels


def labels(*counts: int) -> Labels:
    return np.repeat(np.arange(len(counts), dtype=np.int32), counts)


def test_a_rare_class_counts_for_more() -> None:
    # n / (k · n_c): 40 pictures of 2 classes.
    assert class_weights(labels(10, 30), 2) == pytest.approx((2, 2 / 3))


@pytest.mark.parametrize(("counts", "weighted"), [((20, 30), False), ((20, 31), True)])
def test_up_to_one_and_a_half_times_as_many_is_balanced(
    counts: tuple[int, ...], weighted: bool
) -> None:
    assert (class_weights(labels(*counts), 2) is not None) is weighted


@given(st.lists(st.integers(0, 500), min_size=1, max_size=20))
def test_every_class_counts_alike_and_pictures_count_for_one_on_average(counts: list[int]) -> None:
    weights = class_weights(labels(*counts), len(counts))
    there = [count for count in counts if count]
    assert (weights is None) == (not there or max(there) <= 1.5 * min(there))
    if weights is not None:
        shares = [weight * count for weight, count in zip(weights, counts, strict=True)]
        assert sum(shares) == pytest.approx(sum(counts))
        assert [s for s in shares if s] == pytest.approx([sum(counts) / len(there)] * len(there))
        assert [weight > 0 for weight in weights] == [count > 0 for count in counts]


def test_a_class_without_training_pictures_is_no_reason_to_weigh() -> None:
    assert class_weights(labels(10, 10), 3) is None
    assert class_weights(labels(), 2) is None
