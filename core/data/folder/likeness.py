"""Near-copies: pictures that a person would call the same.

A look is a perceptual hash (64 bits, of the library `imagehash`) and 4 × 4 mean colours. Two looks
are near where few bits differ and the colours hardly do: the hash alone sees no colour, and takes
all flat pictures for one.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.data.dataset import Pixels

_MOST_BITS = 4
"""Of 64. Copies made smaller, brighter, or written again as JPEG differ in 0 to 4."""

_MOST_COLOUR = 12.0
"""Mean difference of the 48 colour values, 0-255: what 5 % more light makes."""

_HASH_BYTES = 8
_SIDE = 64
_CELLS = 4
_CHUNKS = ((0, 13), (13, 13), (26, 13), (39, 13), (52, 12))
"""Where at most four of 64 bits differ, one of these five parts (first bit, bits) is the same."""

_MOST_COMPARED = 400
"""Founders with an equal part that a look is compared with, so that many flat pictures take no
more than a while."""


def look_of(pixels: Pixels) -> bytes:
    """The look of a picture: 56 bytes. Thread-safe.

    Args:
        pixels: uint8, shape (height, width, 1 or 3), of the whole picture, upright.
    """
    from imagehash import phash

    image = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    small = image.resize((_SIDE, _SIDE), Image.Resampling.BOX)
    bits = np.packbits(phash(small).hash.ravel()).tobytes()
    colours = small.convert("RGB").resize((_CELLS, _CELLS), Image.Resampling.BOX)
    return bits + np.asarray(colours).tobytes()


def near(one: bytes, other: bytes) -> bool:
    """Whether two looks are those of near-copies."""
    return _bits(one, other) <= _MOST_BITS and _colour_difference(one, other) <= _MOST_COLOUR


def founders(looks: Sequence[bytes]) -> npt.NDArray[np.int64]:
    """For each look the number of the first of its group; its own where it founds one.

    Each is compared with founders only, so that a group cannot creep from copy to copy of a copy.
    Earlier looks found groups before later ones.
    """
    result = np.arange(len(looks))
    index: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, look in enumerate(looks):
        parts = list(_parts(look))
        found = [
            founder
            for part in parts
            for founder in index[part][:_MOST_COMPARED]
            if near(looks[founder], look)
        ]
        if found:
            result[number] = min(found)
        else:
            for part in parts:
                index[part].append(number)
    return result


def _parts(look: bytes) -> Iterator[tuple[int, int]]:
    bits = int.from_bytes(look[:_HASH_BYTES], "big")
    for first, length in _CHUNKS:
        yield first, bits >> first & ((1 << length) - 1)


def _bits(one: bytes, other: bytes) -> int:
    """How many bits of the hash differ."""
    first, second = (int.from_bytes(look[:_HASH_BYTES], "big") for look in (one, other))
    return (first ^ second).bit_count()


def _colour_difference(one: bytes, other: bytes) -> float:
    first, second = (np.frombuffer(look, np.uint8, offset=_HASH_BYTES) for look in (one, other))
    return float(np.abs(first.astype(np.int16) - second).mean())
