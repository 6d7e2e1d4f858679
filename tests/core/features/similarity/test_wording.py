import pytest

from core.features.similarity.misfits import Misfit
from core.features.similarity.odd_ones import OddOne
from core.features.similarity.wording import copy_reason, misfit_reason, odd_reason, percent


def test_odd_ones() -> None:
    assert odd_reason(OddOne(3, 0.12, 0.41), "birds") == (
        "Its nearest pictures in “birds” are 12 % like it; 41 % is usual there."
    )
    assert odd_reason(OddOne(3, 0.5, 0.41), "birds") == "It stands apart from most of “birds”."


@pytest.mark.parametrize(
    ("votes", "asked", "reason"),
    [
        (5, 5, "All 5 pictures most like it are in “fish”, none in “birds”."),
        (4, 5, "4 of the 5 pictures most like it are in “fish”."),
        (2, 5, "It is more like “fish” than like the rest of “birds”."),
        (1, 1, "The picture most like it is in “fish”."),
    ],
)
def test_misfits(votes: int, asked: int, reason: str) -> None:
    misfit = Misfit(0, other=1, votes=votes, asked=asked, nearest=2, margin=0.2)

    assert misfit_reason(misfit, "birds", "fish") == reason


def test_copies() -> None:
    assert copy_reason(["a.png"], ["birds"]) == "Nearly the same as “a.png”."
    assert copy_reason(["a.png", "b.png", "c.png"], ["birds", "fish", "fruit"]) == (
        "Nearly the same as “a.png” and 2 more. They are in “birds”, “fish” and “fruit”."
    )


def test_a_likeness_is_never_told_as_less_than_none() -> None:
    assert [percent(x) for x in (-0.2, 0.0, 0.376, 1.0001)] == ["0 %", "0 %", "38 %", "100 %"]
