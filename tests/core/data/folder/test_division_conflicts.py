"""What happens where two rules of the split want different things: the earlier one wins, and the
other's loss is told."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.folder.catalogue import Photo
from core.data.folder.division import divide
from core.data.folder.likeness import founders
from core.data.side import Side
from tests.core.data.folder.photo_lists import catalogue, photo
from tests.core.data.folder.test_division import SHARES, photo_lists, sides_of

SOME_SIDES = st.lists(st.sampled_from([None, *Side]), min_size=40, max_size=40)


@settings(max_examples=150, deadline=None)
@given(photo_lists(), SOME_SIDES, SHARES, SHARES, st.integers(0, 9))
def test_each_rule_holds_as_far_as_those_before_it_allow(
    photos: list[Photo], earlier: list[Side | None], validation: float, test: float, seed: int
) -> None:
    recorded = {p.content: side for p, side in zip(photos, earlier, strict=False) if side}
    whole = catalogue(photos)
    shares = {Side.VALIDATION: validation, Side.TEST: test / 2}
    division = divide(whole, validation=validation, test=test / 2, seed=seed, recorded=recorded)
    sides = sides_of(division, whole)
    for brought in {p.given for p in photos if p.given} & set(shares):
        shares[brought] = 0.0
    fixed = {p.content: _fixed(p.content, photos, recorded, shares) for p in photos}
    free_training = {p.content: p.given is Side.TRAINING for p in reversed(photos)}

    for one, side in zip(photos, sides, strict=True):
        expected = one.pin or fixed[one.content]
        assert expected is None or side is expected

    contents = sorted(fixed, key=lambda content: (fixed[content] is None, content))
    looks = {p.content: p.look for p in photos}
    where = {p.content: s for p, s in zip(photos, sides, strict=True) if not p.pin}
    for content, first in zip(
        contents, founders([looks[c] for c in contents]).tolist(), strict=True
    ):
        founder = contents[first]
        if fixed[content] is None:
            side = fixed[founder] or where[founder]
            layouts_own = shares.get(side) == 0
            to_training = layouts_own and fixed[founder] and free_training[content]
            assert where[content] is (Side.TRAINING if to_training else side)


def _fixed(
    content: bytes,
    photos: list[Photo],
    recorded: dict[bytes, Side],
    shares: dict[Side, float],
) -> Side | None:
    """Where rules 1 to 3 want a content, in the plainest words."""
    copies = [p for p in photos if p.content == content]
    pins = [side for side in Side if side in {p.pin for p in copies}]
    given = [side for side in Side if side in {p.given for p in copies}]
    if pins:
        return pins[0]
    if len(given) > 1 or (given and given[0] is not Side.TRAINING):
        return given[0]
    if given and not any(shares.values()):
        return Side.TRAINING
    earlier = recorded.get(content)
    return earlier if earlier is Side.TRAINING or (earlier and shares[earlier]) else None


@settings(max_examples=100, deadline=None)
@given(photo_lists(pins=False), st.sampled_from([0.1, 0.5]), st.sampled_from([0.1, 0.5, 0.9]))
def test_checking_comes_before_the_test_set(
    photos: list[Photo], validation: float, test: float
) -> None:
    photos = [replace(p, look=photo(1000 + n).look) for n, p in enumerate(photos)]
    photos = list({p.content: replace(p, given=None) for p in photos}.values())
    whole = catalogue(photos, max(p.class_number for p in photos) + 1)
    division = divide(whole, validation=validation, test=test, seed=1)
    for number in set(whole.labels.tolist()):
        count = whole.labels.tolist().count(number)
        held = [
            s for s, c in zip(sides_of(division, whole), whole.labels, strict=True) if c == number
        ]
        assert Side.TRAINING in held
        assert (Side.VALIDATION in held) is (count >= 2)
        assert (Side.TEST in held) or count <= 2


def test_two_pictures_at_a_large_test_share_are_learned_and_checked() -> None:
    whole = catalogue([photo(0), photo(1)])
    division = divide(whole, validation=0.2, test=0.5, seed=7)
    assert (len(division.training), len(division.validation), len(division.test)) == (1, 1, 0)


def test_near_copies_put_apart_by_hand_stay_apart_and_are_told() -> None:
    photos = [photo(n) for n in range(6)]
    photos += [
        photo(90, like=(0, 2), pin=Side.VALIDATION),
        photo(91, like=(0, 3), pin=Side.TRAINING),
    ]
    whole = catalogue(photos)
    division = divide(whole, validation=0.5, test=0, seed=0)
    sides = sides_of(division, whole)
    assert sides[6:] == [Side.VALIDATION, Side.TRAINING]
    (told,) = division.problems
    assert "Nearly the same picture as" in told.reason
    assert "(training and validation)" in told.reason
    assert set(told.paths) == {photos[0].path, photos[6].path, photos[7].path}


def test_near_copies_follow_the_one_that_was_put_by_hand() -> None:
    photos = [photo(n) for n in range(6)]
    photos += [photo(90 + n, like=(0, n)) for n in range(1, 5)]
    photos[7] = replace(photos[7], pin=Side.VALIDATION)
    whole = catalogue(photos)
    for seed in range(5):
        sides = sides_of(divide(whole, validation=0.1, test=0, seed=seed), whole)
        assert {sides[n] for n in (0, 6, 7, 8, 9)} == {Side.VALIDATION}


def test_the_sets_of_a_layout_stay_as_they_are_though_near_copies_straddle_them() -> None:
    photos = [photo(n, given=Side.TRAINING) for n in range(10)]
    photos += [photo(90, like=(0, 2), given=Side.TEST), photo(91, given=Side.TEST)]
    whole = catalogue(photos)
    division = divide(whole, validation=0.2, test=0.3, seed=4)
    sides = sides_of(division, whole)
    assert sides[0] is Side.TRAINING
    assert (sides.count(Side.TEST), sides.count(Side.VALIDATION)) == (2, 2)
    (told,) = division.problems
    assert "(training and test)" in told.reason


def test_a_layout_that_lacks_a_class_is_told() -> None:
    photos = [photo(n, n % 2, given=Side.TRAINING) for n in range(20)]
    photos += [photo(90, 0, given=Side.VALIDATION)]
    whole = catalogue(sorted(photos, key=lambda p: p.class_number))
    division = divide(whole, validation=0.5, test=0, seed=0)
    assert [(p.file, p.reason) for p in division.problems] == [
        ("class 1", "The folder's own validation set has no picture of this class.")
    ]


def test_a_class_put_aside_by_hand_is_told() -> None:
    photos = [photo(0, 0, pin=Side.TEST), *(photo(n, 1) for n in range(1, 9))]
    division = divide(catalogue(photos), validation=0, test=0, seed=0)
    assert [(p.file, p.reason) for p in division.problems] == [
        ("class 0", "All its pictures are kept aside, so it is never learned.")
    ]


def test_a_class_held_in_training_by_hand_is_told() -> None:
    photos = [photo(n, n // 4, pin=Side.TRAINING if n < 4 else None) for n in range(12)]
    division = divide(catalogue(photos), validation=0.25, test=0, seed=0)
    assert [(p.file, p.reason) for p in division.problems] == [
        ("class 0", "None of its pictures can be checked on: all have their place already.")
    ]


def test_copies_of_one_picture_alone_cannot_be_checked_and_are_told() -> None:
    photos = [photo(n, 0, like=(0, n)) for n in range(1, 5)]
    photos += [photo(n, 1) for n in range(10, 20)]
    division = divide(catalogue(photos), validation=0.2, test=0, seed=0)
    (told,) = division.problems
    assert told.file == "class 0"
    assert "copies of one another" in told.reason


def test_many_exact_copies_torn_apart_are_not_all_named() -> None:
    photos = [
        replace(photo(n, content=0), pin=Side.TEST if n == 7 else Side.TRAINING) for n in range(50)
    ]
    division = divide(catalogue([*photos, photo(99)]), validation=0, test=0, seed=0)
    assert division.problems[0].reason == (
        "The same picture as “0/1.jpg” and 48 more was put into different sets by hand, and stays "
        "there."
    )


def test_a_group_goes_where_more_than_half_of_it_is_lacking() -> None:
    photos = [photo(n, like=(n // 4, n % 4)) for n in range(40)]
    sizes = [
        len(divide(catalogue(photos), validation=share, test=0, seed=0).validation)
        for share in (0.125, 0.15, 0.2)  # 5, 6 and 8 pictures wanted, in fours
    ]
    assert sizes == [4, 8, 8]


def test_a_copy_put_aside_by_hand_counts_for_the_share() -> None:
    pins = (Side.TRAINING, Side.VALIDATION)
    photos = [photo(n, content=0, pin=pin) for n, pin in enumerate(pins)] + [photo(2)]
    division = divide(catalogue(photos), validation=0.3, test=0, seed=0)
    assert division.validation.tolist() == [1]


def test_the_smallest_group_is_given_to_check_on() -> None:
    photos = [photo(n, like=(0, n % 5)) for n in range(30)] + [photo(90, like=(9, 1))]
    division = divide(catalogue(photos), validation=0.01, test=0, seed=0)
    assert division.validation.tolist() == [30]


@pytest.mark.parametrize("share", [0.0, 0.2])
def test_no_pictures_are_divided_into_nothing(share: float) -> None:
    division = divide(catalogue([]), validation=share, test=share, seed=0)
    assert (len(division.training), len(division.validation), len(division.test)) == (0, 0, 0)
    assert division.problems == ()


def test_a_side_recorded_for_a_set_that_is_no_longer_made_is_forgotten() -> None:
    photos = [photo(n) for n in range(10)]
    recorded = {p.content: Side.TEST for p in photos[:5]}
    division = divide(catalogue(photos), validation=0.2, test=0, seed=0, recorded=recorded)
    assert len(division.test) == 0
    assert len(division.validation) == 2


@given(st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1))
def test_another_seed_gives_another_division(one: int, other: int) -> None:
    whole = catalogue([photo(n) for n in range(60)])
    first, second = (
        divide(whole, validation=0.5, test=0, seed=seed).validation.tolist()
        for seed in (one, other)
    )
    assert (first == second) is (one == other)


def test_the_division_of_a_certain_folder_never_changes() -> None:
    """Recorded runs of older versions count on it."""
    whole = catalogue([photo(n, n % 2) for n in range(20)])
    division = divide(whole, validation=0.2, test=0.1, seed=7)
    assert division.validation.tolist() == [3, 14, 18, 19]
    assert division.test.tolist() == [9, 10]
