"""Near-copies: pictures that a person would call the same.

A look is a perceptual hash (64 bits, of the library `imagehash`) and 4 × 4 mean colours. Two looks
are near where few bits differ and the colours hardly do: the hash alone sees no colour, and takes
all flat pictures for one.
"""

from array import array
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.data.dataset import Pixels

Numbers = npt.NDArray[np.int64]

_MOST_BITS = 6
"""Of 64. Copies of 385 photos, written again as JPEG, at half the size or 5 % brighter, differ in 6
at most; different photos in more than 10."""

_MOST_COLOUR = 12
"""Mean difference of the 48 colour values, 0-255: what 5 % more light makes, and a little more."""

_HASH_BYTES = 8
_SIDE = 64
_CELLS = 4
_COLOURS = _CELLS * _CELLS * 3
_LOOK_BYTES = _HASH_BYTES + _COLOURS

_PARTS = ((0, 10), (10, 9), (19, 9), (28, 9), (37, 9), (46, 9), (55, 9))
"""First bit and bits: where at most six of 64 bits differ, one of these seven parts is the same.
See "Multi-Index Hashing" (Norouzi, Punjani, Fleet, 2012)."""


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
    return int(founders([one, other])[1]) == 0


def founders(looks: Sequence[bytes]) -> Numbers:
    """For each look the number of the first of its group; its own where it founds one.

    Each is compared with founders only, so that a group cannot creep from copy to copy of a copy.
    Earlier looks found groups before later ones.

    Returns:
        int64, shape (looks,). Read only: it is kept, as the same looks are asked for again whenever
        a share or the seed changes.
    """
    whole = b"".join(looks)
    if len(whole) != len(looks) * _LOOK_BYTES:
        raise ValueError(f"A look has {_LOOK_BYTES} bytes.")
    return _founders(_Asked(whole))


class _Asked:
    """Looks one after the other, told apart by their digest so that few bytes are kept."""

    def __init__(self, whole: bytes) -> None:
        self.whole: bytes | None = whole
        self._digest = blake2b(whole, digest_size=16).digest()

    def __hash__(self) -> int:
        return hash(self._digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self._digest == other._digest

    def take(self) -> bytes:
        """The looks; to be asked for once."""
        whole, self.whole = self.whole, None
        return whole or b""


@lru_cache(maxsize=8)
def _founders(asked: _Asked) -> Numbers:
    whole = asked.take()
    looks = np.frombuffer(whole, np.uint8).reshape(-1, _LOOK_BYTES)
    search = _Search(looks)
    known: dict[bytes, int] = {}
    result = np.arange(len(looks))
    for number in range(len(looks)):
        look = whole[number * _LOOK_BYTES : (number + 1) * _LOOK_BYTES]
        # Looks that are equal have one founder: those that came between have higher numbers.
        if (founder := known.get(look)) is None:
            founder = known[look] = search.founder(number)
        result[number] = founder
    result.flags.writeable = False
    return result


class _Search:
    """The founders so far, by hash, and the hashes by their parts.

    Args:
        looks: All of them: uint8, shape (looks, 56).
    """

    def __init__(self, looks: npt.NDArray[np.uint8]) -> None:
        hashes = np.ascontiguousarray(looks[:, :_HASH_BYTES]).view(">u8").ravel()
        self._hashes = hashes.astype(np.uint64)
        self._colours = looks[:, _HASH_BYTES:].astype(np.int16)
        cells = self._colours.reshape(-1, _CELLS * _CELLS, 3)
        self._sums = cells.sum(axis=1, dtype=np.int32)
        self._founders: dict[int, array[int]] = {}
        """By the first of them; flat pictures have a single hash."""
        self._with_hash: dict[int, int] = {}
        self._with_part: dict[tuple[int, int], array[int]] = {}

    def founder(self, number: int) -> int:
        """The first founder near the look `number`, which becomes one itself where there is none.

        To be asked for each look that differs from all before it, in ascending order.
        """
        bits = int(self._hashes[number])
        keys = [(first, bits >> first & ((1 << length) - 1)) for first, length in _PARTS]
        founders = self._near(number, [f for key in keys if (f := self._with_part.get(key))])
        if len(founders):
            return int(founders.min())
        first = self._with_hash.setdefault(bits, number)
        if first == number:
            for key in keys:
                self._with_part.setdefault(key, array("q")).append(number)
        self._founders.setdefault(first, array("q")).append(number)
        return number

    def _near(self, number: int, with_parts: list["array[int]"]) -> Numbers:
        """The near ones of the founders that share a part of the hash."""
        if not with_parts:
            return np.empty(0, np.int64)
        firsts = _together(with_parts)
        different = np.bitwise_count(self._hashes[firsts] ^ self._hashes[number])
        similar: Numbers = firsts[different <= _MOST_BITS]
        if not len(similar):
            return similar
        founders = _together([self._founders[first] for first in set(similar.tolist())])
        alike: Numbers = founders[self._alike(founders, number)]
        return alike

    def _alike(self, founders: Numbers, number: int) -> npt.NDArray[np.bool_]:
        """Whose colours hardly differ; the sums, which differ no more, leave few to compare."""
        most = _MOST_COLOUR * _COLOURS
        sums = np.abs(self._sums[founders] - self._sums[number])
        alike: npt.NDArray[np.bool_] = sums.sum(axis=1) <= most
        there = np.flatnonzero(alike)
        colours = self._colours[founders[there]] - self._colours[number]
        alike[there] = np.abs(colours).sum(axis=1, dtype=np.int32) <= most
        return alike


def _together(parts: list["array[int]"]) -> Numbers:
    return np.concatenate([np.frombuffer(part, np.int64) for part in parts])
