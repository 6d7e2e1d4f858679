"""Taking the validation pictures out of the training pictures.

The same labels, share and seed give the same split on every computer and with every version of
NumPy: only the raw stream of PCG64 is used, which NumPy promises to keep, and whole numbers.
"""

from dataclasses import dataclass
from math import floor

import numpy as np
import numpy.typing as npt

from core.data.dataset import Labels

Indices = npt.NDArray[np.int32]
"""Numbers of pictures: int32, shape (pictures,), ascending."""


@dataclass(frozen=True)
class Split:
    """Which pictures are learned from and which are kept aside to check on.

    Attributes:
        training: int32, ascending. Read only.
        validation: int32, ascending; may be empty. Read only.
    """

    training: Indices
    validation: Indices


def split(labels: Labels, *, validation: float, seed: int) -> Split:
    """Divide the pictures, every class in the same proportion.

    Each class gives its share, rounded down or up so that the whole comes as near as it can to
    `validation` of all pictures; at least one picture of each class stays for training.

    Args:
        labels: Class numbers, int32, shape (pictures,).
        validation: Share (0 up to but not including 1) to keep aside; 0 keeps none.
        seed: 0 or more; decides which pictures of a class are taken.

    Raises:
        ValueError: The share is outside its range.
    """
    if not 0 <= validation < 1:
        raise ValueError(f"validation is a share from 0 to below 1. Received: {validation}")
    kept = np.zeros(len(labels), bool)
    order = _shuffled(len(labels), seed)
    classes, counts = np.unique(labels, return_counts=True)
    for number, share in zip(classes, shares_of(counts.tolist(), validation), strict=True):
        kept[order[labels[order] == number][:share]] = True
    return Split(_indices(~kept), _indices(kept))


def shares_of(counts: list[int], share: float) -> list[int]:
    """Pictures to take of each class, by the method of the largest remainder (Hamilton's)."""
    exact = [count * share for count in counts]
    shares = [min(floor(part), count - 1) for part, count in zip(exact, counts, strict=True)]
    missing = round(sum(counts) * share) - sum(shares)
    by_remainder = sorted(range(len(counts)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder:
        if missing > 0 and shares[i] < min(exact[i], counts[i] - 1):
            shares[i] += 1
            missing -= 1
    return shares


def _shuffled(count: int, seed: int) -> npt.NDArray[np.int64]:
    """All numbers below `count` in an order that the seed decides."""
    keys = np.random.PCG64(seed).random_raw(count)
    return np.argsort(keys, kind="stable")


def _indices(chosen: npt.NDArray[np.bool_]) -> Indices:
    indices = np.flatnonzero(chosen).astype(np.int32)
    indices.flags.writeable = False
    return indices
