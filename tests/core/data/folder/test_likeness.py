"""Near-copies are near, other pictures are not."""

import io
import threading
import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageEnhance, ImageFilter

from core.data.dataset import Pixels
from core.data.folder import likeness
from core.data.folder.likeness import founders, look_of, near

NUMBERS = st.integers(0, 2**64 - 1)


def scene(seed: int, *, size: tuple[int, int] = (240, 180)) -> Image.Image:
    """Soft blobs of many colours: as much of everything as a photo has."""
    random = np.random.default_rng(seed)
    coarse = Image.fromarray(random.integers(0, 256, (12, 16, 3), np.uint8))
    return coarse.resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(3))


def look(image: Image.Image) -> bytes:
    pixels = np.asarray(image)
    return look_of(pixels if pixels.ndim == 3 else pixels[..., None])


def again_as_jpeg(image: Image.Image) -> Image.Image:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=60)
    return Image.open(io.BytesIO(stream.getvalue())).convert("RGB")


def at_half_size(image: Image.Image) -> Image.Image:
    return image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS)


def a_little_brighter(image: Image.Image) -> Image.Image:
    return ImageEnhance.Brightness(image).enhance(1.05)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("change", [again_as_jpeg, at_half_size, a_little_brighter])
def test_copies_that_a_person_would_call_the_same_are_near(
    change: Callable[[Image.Image], Image.Image], seed: int
) -> None:
    image = scene(seed)
    assert near(look(image), look(change(image)))


def test_different_pictures_are_not_near() -> None:
    looks = [look(scene(seed)) for seed in range(150)]
    assert founders(looks).tolist() == list(range(150))


def test_the_same_shapes_in_other_colours_are_not_near() -> None:
    image = scene(1)
    red, green, blue = image.split()
    turned = Image.merge("RGB", (blue, green, red))
    assert not near(look(image), look(turned))
    assert not near(look(image), look(image.convert("L")))


def test_a_mirrored_picture_is_another() -> None:
    image = scene(2)
    assert not near(look(image), look(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))


def test_flat_pictures_are_alike_only_in_colour() -> None:
    def flat(*colour: int) -> bytes:
        return look_of(np.full((30, 40, 3), colour, np.uint8))

    assert near(flat(200, 30, 30), flat(204, 30, 30))
    looks = [
        flat(*c) for c in ((0, 0, 0), (255, 255, 255), (128, 128, 128), (255, 0, 0), (0, 0, 255))
    ]
    assert founders(looks).tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 3000, 1), (3000, 1, 3), (300, 300, 1)])
def test_every_shape_has_a_look(shape: tuple[int, int, int]) -> None:
    assert len(look_of(np.full(shape, 77, np.uint8))) == 56


def test_a_grey_picture_looks_the_same_in_one_channel_and_in_three() -> None:
    grey: Pixels = np.asarray(scene(3).convert("L"))[..., None]
    assert look_of(grey) == look_of(np.repeat(grey, 3, axis=2))


def made(bits: int, grey: int) -> bytes:
    return bits.to_bytes(8, "big") + bytes([grey]) * 48


@given(NUMBERS, st.sets(st.integers(0, 63), max_size=12), st.integers(0, 200), st.integers(-40, 40))
def test_near_is_a_matter_of_bits_and_of_colour(
    bits: int, flipped: set[int], grey: int, more: int
) -> None:
    other = bits
    for place in flipped:
        other ^= 1 << place
    grey = max(grey, -more)
    expected = len(flipped) <= 6 and abs(more) <= 12
    assert near(made(bits, grey), made(other, grey + more)) is expected


@pytest.mark.parametrize("alike", range(7))
def test_one_part_alike_of_seven_is_enough_to_be_found(alike: int) -> None:
    firsts = [0, 10, 19, 28, 37, 46, 55]
    other = sum(1 << first for number, first in enumerate(firsts) if number != alike)
    assert near(made(0, 50), made(other, 50))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.lists(st.integers(0, 63), max_size=5), st.integers(0, 3)),
        max_size=60,
    )
)
def test_each_look_is_compared_with_every_founder_and_nothing_else(
    wanted: list[tuple[int, list[int], int]],
) -> None:
    looks = []
    for base, flips, light in wanted:
        bits = base * 0x1234_5678_9ABC_DEF1 % 2**64
        for place in flips:
            bits ^= 1 << place
        looks.append(made(bits, 60 + 8 * light))
    expected: list[int] = []
    for number, one in enumerate(looks):
        own = [n for n, first in enumerate(expected) if n == first and _near(looks[n], one)]
        expected.append(min(own, default=number))
    assert founders(looks).tolist() == expected


def _near(one: bytes, other: bytes) -> bool:
    """As slow and as plain as it can be."""
    bits = int.from_bytes(one[:8], "big") ^ int.from_bytes(other[:8], "big")
    colours = sum(abs(a - b) for a, b in zip(one[8:], other[8:], strict=True)) / 48
    return bits.bit_count() <= 6 and colours <= 12


def test_what_is_no_look_is_refused() -> None:
    with pytest.raises(ValueError, match="56 bytes"):
        founders([b"short"])
    assert founders([]).tolist() == []


def test_the_same_looks_are_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = [look(scene(seed)) for seed in range(3)] * 2
    first = founders(looks)
    assert first.tolist() == [0, 1, 2, 0, 1, 2]
    monkeypatch.setattr(likeness, "_Search", None)
    assert founders(list(looks)) is first
    assert not first.flags.writeable


def test_looks_can_be_taken_in_many_threads_at_once() -> None:
    images = [scene(seed) for seed in range(4)]
    expected = [look(image) for image in images]
    found: list[list[bytes]] = []
    threads = [
        threading.Thread(target=lambda: found.append([look(image) for image in images]))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


def test_ten_thousand_looks_take_no_quadratic_time() -> None:
    random = np.random.default_rng(5)
    looks = [random.bytes(56) for _ in range(10_000)]
    flat = [made(2**63, int(grey)) for grey in random.integers(0, 256, 10_000)]
    start = time.process_time()
    assert founders(looks).tolist() == list(range(10_000))
    assert len(set(founders(flat).tolist())) < 20
    # Comparing all with all takes minutes in Python; this takes half a second.
    assert time.process_time() - start < 10
