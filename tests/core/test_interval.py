import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.interval import wilson


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    # R. Newcombe, "Two-sided confidence intervals for the single proportion", 1998, method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_known_intervals(right: int, count: int, low: float, high: float) -> None:
    assert wilson(right / count, count) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_it_holds_the_share_and_narrows(count: int, share: float) -> None:
    low, high = wilson(share, count)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1
    narrower = wilson(share, 4 * count)
    assert narrower[1] - narrower[0] < high - low


def test_nothing_counted_says_nothing() -> None:
    assert wilson(0.7, 0) == (0.0, 1.0)
