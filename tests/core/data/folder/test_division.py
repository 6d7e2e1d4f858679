"""The rules of the split, in their order, on folders of every kind."""

from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.folder.catalogue import Catalogue, Photo
from core.data.folder.division import Division, divide
from core.data.folder.likeness import founders, near
from core.data.side import Side
from tests.core.data.folder.photo_lists import catalogue, photo

SHARES = st.sampled_from([0.0, 0.1, 0.2, 0.35, 0.5, 0.9])


@st.composite
def photo_lists(draw: st.DrawFn, *, pins: bool = True, layout: bool = True) -> list[Photo]:
    """Photos of one to four classes, with exact copies, near-copies, pins and a layout's sets."""
    classes = draw(st.integers(1, 4))
    count = draw(st.integers(1, 40))
    sides = st.sampled_from(Side)
    brought = draw(st.booleans()) and layout
    photos: list[Photo] = []
    for number in range(count):
        kind = draw(st.integers(0, 9))
        other = draw(st.integers(0, number))
        made = photo(
            number,
            draw(st.integers(0, classes - 1)),
            like=(other, draw(st.integers(1, 4))) if kind == 1 else None,
            pin=draw(sides) if pins and kind == 2 else None,
            given=draw(sides) if brought else None,
        )
        if kind == 0 and photos:
            copied = photos[other % len(photos)]
            made = replace(made, content=copied.content, look=copied.look)
        photos.append(made)
    known = {c: n for n, c in enumerate(sorted({p.class_number for p in photos}))}
    return [replace(p, class_number=known[p.class_number]) for p in sorted(photos, key=_class)]


def _class(one: Photo) -> int:
    return one.class_number


def sides_of(division: Division, whole: Catalogue) -> list[Side]:
    sides: dict[int, Side] = {}
    for side in Side:
        for number in getattr(division, side.value).tolist():
            assert number not in sides, "a picture is in two sets"
            sides[number] = side
    assert sorted(sides) == list(range(len(whole.photos))), "a picture is in no set"
    return [sides[number] for number in range(len(whole.photos))]


@settings(max_examples=80, deadline=None)
@given(photo_lists(), SHARES, SHARES, st.integers(0, 9))
def test_a_pinned_picture_stays_where_it_was_put(
    photos: list[Photo], validation: float, test: float, seed: int
) -> None:
    whole = catalogue(photos)
    sides = sides_of(divide(whole, validation=validation, test=test / 2, seed=seed), whole)
    for one, side in zip(photos, sides, strict=True):
        if one.pin:
            assert side is one.pin


@settings(max_examples=80, deadline=None)
@given(photo_lists(), SHARES, st.integers(0, 9))
def test_exact_copies_are_in_one_set_but_for_pins(
    photos: list[Photo], validation: float, seed: int
) -> None:
    whole = catalogue(photos)
    division = divide(whole, validation=validation, test=0.1, seed=seed)
    sides = sides_of(division, whole)
    copies: dict[bytes, set[Side]] = defaultdict(set)
    pins: dict[bytes, set[Side]] = defaultdict(set)
    for one, side in zip(photos, sides, strict=True):
        copies[one.content].add(side)
        if one.pin:
            pins[one.content].add(one.pin)
    for content, found in copies.items():
        assert len(found) == 1 or found == pins[content]
        if len(pins[content]) > 1:
            assert any("by hand" in problem.reason for problem in division.problems)


@settings(max_examples=80, deadline=None)
@given(photo_lists(pins=False, layout=False), photo_lists(pins=False, layout=False), SHARES)
def test_a_picture_keeps_its_side_when_others_are_added(
    photos: list[Photo], more: list[Photo], validation: float
) -> None:
    before = catalogue(photos)
    first = sides_of(divide(before, validation=validation, test=0.1, seed=3), before)
    recorded = {one.content: side for one, side in zip(photos, first, strict=True)}
    added = [replace(one, path=f"{one.path} again") for one in more]
    after = catalogue(sorted([*photos, *added], key=_class))
    second = sides_of(
        divide(after, validation=validation, test=0.1, seed=3, recorded=recorded), after
    )
    for one, side in zip(after.photos, second, strict=True):
        if one.content in recorded:
            assert side is recorded[one.content]


@settings(max_examples=80, deadline=None)
@given(photo_lists(pins=False, layout=False), SHARES, st.integers(0, 9))
def test_near_copies_are_in_the_set_of_the_first_of_their_group(
    photos: list[Photo], validation: float, seed: int
) -> None:
    whole = catalogue(photos)
    sides = sides_of(divide(whole, validation=validation, test=0.1, seed=seed), whole)
    ordered = sorted(range(len(photos)), key=lambda n: photos[n].content)
    groups = founders([photos[n].look for n in ordered]).tolist()
    for number, founder in zip(ordered, groups, strict=True):
        assert sides[number] is sides[ordered[founder]]


@given(st.integers(0, 9))
def test_a_new_near_copy_joins_the_set_of_its_group(seed: int) -> None:
    old = [photo(n) for n in range(10)]
    recorded = {one.content: Side.VALIDATION for one in old[:2]}
    recorded |= {one.content: Side.TRAINING for one in old[2:]}
    new = [photo(100 + n, like=(n, 2)) for n in range(10)]
    whole = catalogue([*old, *new])
    division = divide(whole, validation=0.2, test=0, seed=seed, recorded=recorded)
    sides = sides_of(division, whole)
    assert sides[10:] == sides[:10]


def test_groups_do_not_chain() -> None:
    chain = [photo(0), photo(1, like=(0, 4)), photo(2, like=(0, 8))]
    assert near(chain[0].look, chain[1].look)
    assert near(chain[1].look, chain[2].look)
    assert not near(chain[0].look, chain[2].look)
    assert founders([one.look for one in chain]).tolist() == [0, 0, 2]


@settings(max_examples=120, deadline=None)
@given(photo_lists(pins=False, layout=False), SHARES, st.integers(0, 9))
def test_every_class_is_learned_and_where_it_can_be_checked(
    photos: list[Photo], validation: float, seed: int
) -> None:
    whole = catalogue(photos)
    division = divide(whole, validation=validation, test=0, seed=seed)
    sides = sides_of(division, whole)
    ordered = sorted(range(len(photos)), key=lambda n: photos[n].content)
    found = founders([photos[n].look for n in ordered]).tolist()
    group_of = {n: ordered[f] for n, f in zip(ordered, found, strict=True)}
    told = {problem.file for problem in division.problems}
    for number in range(len(whole.classes)):
        own = [n for n in range(len(photos)) if photos[n].class_number == number]
        assert any(sides[n] is Side.TRAINING for n in own)
        groups = {group_of[n] for n in own}
        if validation and len(groups) >= 2 and not any(sides[n] is Side.VALIDATION for n in own):
            # Only where its groups hold the last pictures of other classes too.
            shared = [g for g in groups if len({photos[n].class_number for n in group_of
                                                if group_of[n] == g}) > 1]  # fmt: skip
            assert shared
            assert whole.classes[number] in told


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.integers(2, 60), min_size=1, max_size=5),
    st.sampled_from([0.1, 0.2, 0.35, 0.5]),
    st.sampled_from([0.0, 0.1, 0.2]),
    st.integers(0, 5),
)
def test_shares_are_met_where_all_pictures_differ(
    sizes: list[int], validation: float, test: float, seed: int
) -> None:
    photos = [photo(100 * c + n, c) for c, size in enumerate(sizes) for n in range(size)]
    whole = catalogue(photos)
    division = divide(whole, validation=validation, test=test, seed=seed)
    sides = sides_of(division, whole)
    assert not division.problems
    for number, size in enumerate(sizes):
        own = [s for s, p in zip(sides, photos, strict=True) if p.class_number == number]
        for side, share in ((Side.VALIDATION, validation), (Side.TEST, test)):
            exact = size * share
            # Rounded up or down so that the whole comes near; at least one, where there is room.
            assert own.count(side) <= max(1, exact + 1)
            assert own.count(side) >= min(int(exact), size - 1 - int(size * test))
    assert abs(len(division.validation) - validation * len(photos)) <= 1 + len(sizes)


@settings(max_examples=100, deadline=None)
@given(photo_lists(layout=False), st.randoms(), SHARES)
def test_order_and_names_of_files_decide_nothing(
    photos: list[Photo], random: object, validation: float
) -> None:
    shuffled = list(photos)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis' own Random
    renamed = [replace(one, path=f"/else/{n}", name=str(n)) for n, one in enumerate(shuffled)]
    one, other = catalogue(photos), catalogue(renamed, len(catalogue(photos).classes))
    sides = sides_of(divide(one, validation=validation, test=0.1, seed=1), one)
    again = sides_of(divide(other, validation=validation, test=0.1, seed=1), other)
    there = {id(p): s for p, s in zip(shuffled, again, strict=True)}
    assert [there[id(p)] for p in photos] == sides


@pytest.mark.parametrize("brought", [{Side.VALIDATION}, {Side.TEST}, {Side.VALIDATION, Side.TEST}])
def test_a_layout_brings_its_sets(brought: set[Side]) -> None:
    photos = [photo(n, n % 2, given=Side.TRAINING) for n in range(40)]
    for at, side in enumerate(sorted(brought)):
        photos += [photo(100 * (at + 1) + n, n % 2, given=side) for n in range(6)]
    whole = catalogue(sorted(photos, key=_class))
    division = divide(whole, validation=0.5, test=0.25, seed=2)
    sides = sides_of(division, whole)
    for one, side in zip(whole.photos, sides, strict=True):
        if one.given in brought:
            assert side is one.given
    assert sides.count(Side.VALIDATION) == (6 if Side.VALIDATION in brought else 20)
    assert sides.count(Side.TEST) == (6 if Side.TEST in brought else 10)


def test_the_same_picture_in_two_sets_of_a_layout_is_learned_from_and_told() -> None:
    photos = [photo(n, 0, given=Side.TRAINING) for n in range(5)]
    photos += [photo(90, 0, content=2, given=Side.TEST), photo(91, 0, given=Side.TEST)]
    whole = catalogue(photos)
    division = divide(whole, validation=0, test=0, seed=0)
    assert sides_of(division, whole)[5] is Side.TRAINING
    assert "lies in training and test" in division.problems[0].reason


def test_two_classes_of_two_pictures_give_one_of_each_to_check_on() -> None:
    whole = catalogue([photo(n, n // 2) for n in range(4)])
    division = divide(whole, validation=0.2, test=0, seed=7)
    assert whole.labels[division.validation].tolist() == [0, 1]


def test_one_picture_alone_is_learned_from_and_told() -> None:
    whole = catalogue([photo(0, 0), *(photo(n, 1) for n in range(1, 10))])
    division = divide(whole, validation=0.2, test=0, seed=7)
    assert 0 in division.training
    assert [problem.file for problem in division.problems] == ["class 0"]
