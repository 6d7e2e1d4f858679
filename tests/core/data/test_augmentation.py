"""Each change does what it says, within its limits, and nothing else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from core.data import augmentation
from core.data.augmentation import LIGHT, STRONG, Augmentation, augment
from core.data.dataset import Pixels

SEEDS = [(7, epoch, number) for epoch in range(4) for number in range(10)]


def noise(height: int = 40, width: int = 60, channels: int = 3) -> Pixels:
    return np.random.default_rng(0).integers(0, 256, (height, width, channels), np.uint8)


def variations(pixels: Pixels, chosen: Augmentation) -> list[Pixels]:
    return [augment(pixels, chosen, seed=seed) for seed in SEEDS]


def same(one: Pixels, other: Pixels) -> bool:
    return bool(np.array_equal(one, other))


def test_nothing_changes_where_nothing_is_chosen() -> None:
    pixels = noise()
    assert all(same(one, pixels) for one in variations(pixels, Augmentation()))
    assert not Augmentation().active
    assert LIGHT.active
    assert STRONG.active


@pytest.mark.parametrize(
    ("chosen", "axis"),
    [(Augmentation(flip_horizontal=True), 1), (Augmentation(flip_vertical=True), 0)],
)
def test_a_flip_mirrors_half_of_the_time(chosen: Augmentation, axis: int) -> None:
    pixels = noise()
    mirrored = [same(one, np.flip(pixels, axis)) for one in variations(pixels, chosen)]
    kept = [same(one, pixels) for one in variations(pixels, chosen)]
    assert [not flipped for flipped in mirrored] == kept
    assert 10 <= sum(mirrored) <= 30


def test_both_flips_are_independent() -> None:
    pixels = noise()
    both = variations(pixels, Augmentation(flip_horizontal=True, flip_vertical=True))
    kinds = [pixels, pixels[:, ::-1], pixels[::-1], pixels[::-1, ::-1]]
    assert all(any(same(one, kind) for one in both) for kind in kinds)
    assert all(any(same(one, kind) for kind in kinds) for one in both)


def bar(size: int = 101) -> Pixels:
    """A thin upright bar through the middle, on black."""
    image = Image.new("L", (size, size))
    middle = size // 2
    ImageDraw.Draw(image).rectangle((middle - 1, size // 5, middle + 1, 4 * size // 5), fill=255)
    return np.asarray(image)[..., None]


def lean(pixels: Pixels) -> float:
    """By how many degrees the main axis of what is light leans from upright."""
    rows, columns = np.nonzero(pixels[..., 0] > 100)
    (across, both), (_, down) = np.cov(columns - columns.mean(), rows - rows.mean())
    return float(np.degrees(np.arctan2(2 * both, down - across) / 2))


def test_rotation_turns_both_ways_within_its_limit() -> None:
    leans = [lean(one) for one in variations(bar(), Augmentation(rotation=20))]
    assert max(leans) > 12
    assert min(leans) < -12
    assert all(abs(angle) <= 20.5 for angle in leans)


def test_rotation_turns_everything_alike() -> None:
    chosen = Augmentation(rotation=20)
    lying = variations(np.ascontiguousarray(bar().swapaxes(0, 1)), chosen)
    for one, other in zip(variations(bar(), chosen), lying, strict=True):
        assert lean(one) == pytest.approx(-lean(other.swapaxes(0, 1)), abs=1.5)


def spot(size: int = 101, side: int = 21) -> Pixels:
    pixels = np.zeros((size, size, 1), np.uint8)
    first = (size - side) // 2
    pixels[first : first + side, first : first + side] = 255
    return pixels


def test_zoom_makes_larger_and_smaller_by_the_same_factor() -> None:
    areas = [float(one.sum()) / 255 for one in variations(spot(), Augmentation(zoom=0.5))]
    sides = np.sqrt(areas) / 21
    assert sides.max() > 1.3
    assert sides.min() < 1 / 1.3
    assert sides.max() <= 1.5 * 1.02
    assert sides.min() >= 1 / 1.5 / 1.02


def test_shift_moves_within_its_share_of_each_side() -> None:
    pixels = np.zeros((60, 100, 1), np.uint8)
    pixels[25:35, 45:55] = 255
    places = []
    for one in variations(pixels, Augmentation(shift=0.2)):
        rows, columns = np.nonzero(one[..., 0] > 100)
        places.append((rows.mean() - 29.5, columns.mean() - 49.5))
    down, across = np.abs(places).max(axis=0)
    assert 8 < down <= 12.6
    assert 14 < across <= 20.6


@pytest.mark.parametrize("margins", [(0, 1), (7, 3), (60, 40), (61, 3), (200, 150)])
def test_every_side_is_mirrored_however_wide(margins: tuple[int, int]) -> None:
    beside, above = margins
    expected = np.pad(noise(), ((above, above), (beside, beside), (0, 0)), "symmetric")
    assert same(augmentation._mirrored(noise(), beside, above), expected)


def test_brightness_adds_light_or_takes_it_alike_everywhere() -> None:
    pixels = np.clip(noise(), 80, 170)
    changes = [one.astype(int) - pixels for one in variations(pixels, Augmentation(brightness=0.2))]
    assert all(np.ptp(change) == 0 for change in changes)
    by = [int(change.flat[0]) for change in changes]
    assert max(by) > 45
    assert min(by) < -45
    assert max(map(abs, by)) <= 51


def test_contrast_spreads_or_draws_together_about_the_mean() -> None:
    pixels = np.clip(noise(), 90, 160)
    ratios = []
    for one in variations(pixels, Augmentation(contrast=0.3)):
        assert abs(one.mean() - pixels.mean()) < 1
        ratios.append(float(one.std() / pixels.std()))
    assert 1.2 < max(ratios) < 1.32
    assert 0.68 < min(ratios) < 0.8


def test_no_black_corners_come_in() -> None:
    pixels = np.full((50, 70, 3), (200, 150, 100), np.uint8)
    wild = Augmentation(rotation=180, zoom=0.9, shift=0.5)
    assert all(same(one, pixels) for one in variations(pixels, wild))


def test_what_comes_in_is_mirrored_at_the_edge() -> None:
    pixels = np.repeat(np.arange(100, dtype=np.uint8)[:, None] * 2, 100, axis=1)[..., None]
    for one in variations(pixels, Augmentation(shift=0.3)):
        column = one[:, 50, 0].astype(int)
        turns = np.count_nonzero(np.diff(np.sign(np.diff(column)[np.abs(np.diff(column)) > 1])))
        assert turns <= 1  # up, then down again: never a jump
        assert np.abs(np.diff(column)).max() <= 3


@given(st.tuples(st.integers(0, 2**31 - 1), st.integers(0, 9999), st.integers(0, 10**6)))
def test_the_same_seed_gives_the_same_variation(seed: tuple[int, ...]) -> None:
    pixels = noise()
    before = pixels.copy()
    assert same(augment(pixels, STRONG, seed=seed), augment(pixels, STRONG, seed=seed))
    assert same(pixels, before)


def test_other_seeds_give_other_variations() -> None:
    assert len({one.tobytes() for one in variations(noise(), LIGHT)}) == len(SEEDS)


def test_one_strength_leaves_the_luck_of_the_others_alone() -> None:
    turned = variations(bar(), Augmentation(rotation=20))
    lit = variations(bar(), Augmentation(rotation=20, brightness=0.2))
    for one, other in zip(turned, lit, strict=True):
        assert lean(one) == pytest.approx(lean(other), abs=1.5)


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(st.integers(1, 40), st.integers(1, 40), st.sampled_from([1, 3])),
    st.builds(
        Augmentation,
        flip_horizontal=st.booleans(),
        flip_vertical=st.booleans(),
        rotation=st.floats(0, 180),
        zoom=st.floats(0, 0.9),
        shift=st.floats(0, 0.5),
        brightness=st.floats(0, 0.9),
        contrast=st.floats(0, 0.9),
    ),
    st.integers(0, 99),
)
def test_every_picture_keeps_its_shape(
    shape: tuple[int, int, int], chosen: Augmentation, seed: int
) -> None:
    one = augment(noise(*shape), chosen, seed=(seed,))
    assert one.shape == shape
    assert one.dtype == np.uint8
    assert one.flags.c_contiguous
