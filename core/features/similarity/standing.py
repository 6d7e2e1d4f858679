"""How each picture stands to its own class and to the others, from its nearest in each.

Near-copies do not vote: a picture is not judged by copies of itself, and of several that are nearly
the same one votes.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from core.cancellation import CancelToken
from core.features.similarity.near_copies import NearCopies
from core.features.similarity.space import Features, LikenessSpace, Positions, Tell

_NEAREST = 3
"""Nearest pictures by which two classes are compared."""

_OWN_NEAREST = 10
"""Nearest pictures of its own class that a picture is expected to be like."""

_BLOCK_NUMBERS = 6_000_000
"""Likenesses held at once: 24 MB."""


@dataclass(frozen=True, eq=False)
class Standing:
    """How each picture stands; all arrays have the shape (pictures,).

    Attributes:
        own: Mean likeness to the nearest of its own class, float32; NaN where there are none.
        middle: Likeness to the middle of the rest of its own class, float32; NaN likewise.
        margin: How much more it is like its own class than like the other class it is most like,
            float32; NaN where one of them has no other picture.
        other: Number of that class, int32; -1 where there is none.
        rivals: How many pictures of its own class there are to compare with, int32.
    """

    own: Features
    middle: Features
    margin: Features
    other: Positions
    rivals: Positions


class Voters:
    """The pictures by which others are judged, class by class.

    Attributes:
        positions: Of the pictures, class by class: int32.
        classes: Class numbers, ascending.
        starts: Where each class begins among the voters, and the end.
    """

    def __init__(self, labels: npt.NDArray[np.integer], copies: NearCopies) -> None:
        groups = copies.first_of
        key = np.stack([labels, groups], axis=1)
        _, firsts = np.unique(key, axis=0, return_index=True)  # by class, then by group
        self.positions = firsts.astype(np.int32)
        self.classes, starts = np.unique(labels[firsts], return_index=True)
        self.starts = [*starts.tolist(), len(firsts)]
        self._groups = groups
        voting = groups[firsts]
        self._by_group = np.argsort(voting, kind="stable")
        self._sorted = voting[self._by_group]

    def span(self, number: int) -> tuple[int, int]:
        """Where the class `number` begins among the voters, and where it ends."""
        place = int(np.searchsorted(self.classes, number))
        return self.starts[place], self.starts[place + 1]

    def likeness(self, directions: Features, rows: npt.NDArray[np.integer]) -> Features:
        """Likeness of some pictures to all voters, -inf to their own near-copies and themselves.

        Returns:
            float32, shape (rows, voters).
        """
        found: Features = directions[rows] @ directions[self.positions].T
        own = self._groups[rows]
        begin = np.searchsorted(self._sorted, own, side="left")
        end = np.searchsorted(self._sorted, own, side="right")
        for step in range(int((end - begin).max(initial=0))):
            some = begin + step < end
            found[some, self._by_group[begin[some] + step]] = -np.inf
        return found


def standing(
    space: LikenessSpace,
    labels: npt.NDArray[np.integer],
    copies: NearCopies,
    *,
    tell: Tell | None = None,
    cancel: CancelToken | None = None,
) -> Standing:
    """Compare each picture with its own class and with the others.

    Two classes are compared by the three nearest of each, by fewer where the other has fewer: a
    small class shall draw no pictures to itself by a single good neighbour. Where the own class
    has fewer, it is not to its disadvantage.

    Raises:
        Cancelled: The token was set.
    """
    cancel = cancel or CancelToken()
    count = len(space)
    voters = Voters(labels, copies)
    found = Standing(
        own=np.full(count, np.nan, np.float32),
        middle=_middle(space, labels, voters),
        margin=np.full(count, np.nan, np.float32),
        other=np.full(count, -1, np.int32),
        rivals=np.zeros(count, np.int32),
    )
    size = max(1, _BLOCK_NUMBERS // max(1, len(voters.positions)))
    by_class = np.argsort(labels, kind="stable")
    for first in range(0, count, size):
        cancel.raise_if_cancelled()
        _judge(found, by_class[first : first + size], labels, space, voters)
        if tell is not None:
            tell(min(1.0, (first + size) / count))
    return found


def _judge(
    found: Standing,
    rows: npt.NDArray[np.intp],
    labels: npt.NDArray[np.integer],
    space: LikenessSpace,
    voters: Voters,
) -> None:
    """Write down how some pictures, sorted by class, stand."""
    likeness = voters.likeness(space.directions, rows)
    parts = [likeness[:, first:last] for first, last in pairwise(voters.starts)]
    nearest = np.stack([_nearest(part, _NEAREST) for part in parts], axis=1)
    places = np.searchsorted(voters.classes, labels[rows])
    for place in np.unique(places).tolist():
        these = places == place
        own = parts[place][these]
        found.rivals[rows[these]] = np.isfinite(own).sum(axis=1)
        found.own[rows[these]] = _mean(_nearest(own, _OWN_NEAREST))
    margins = _margins(nearest, places)
    best = margins.argmin(axis=1)
    least = margins[np.arange(len(rows)), best]
    there = np.isfinite(least)
    found.margin[rows[there]] = least[there]
    found.other[rows[there]] = voters.classes[best[there]]


def _nearest(likeness: Features, most: int) -> Features:
    """The highest of each row, descending; -inf where there are no more: (rows, most)."""
    width = likeness.shape[1]
    if width > most:
        likeness = np.partition(likeness, width - most, axis=1)[:, width - most :]
    ordered = -np.sort(-likeness, axis=1)
    short = most - ordered.shape[1]
    if short <= 0:
        return ordered
    return np.pad(ordered, ((0, 0), (0, short)), constant_values=-np.inf)


def _mean(nearest: Features) -> Features:
    """Means of the rows' finite values; NaN where there are none."""
    there = np.isfinite(nearest)
    counts = there.sum(axis=1)
    sums = np.where(there, nearest, 0.0).sum(axis=1)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan).astype(np.float32)


def _margins(nearest: Features, own: npt.NDArray[np.intp]) -> Features:
    """How much more like its own class each picture is than like each of the others.

    Args:
        nearest: Likeness to the nearest of each class, descending: (rows, classes, nearest).
        own: Place of each row's own class among the classes.

    Returns:
        float32, shape (rows, classes); inf for the own class, and where there is nothing to
        compare with.
    """
    there = np.isfinite(nearest)
    sums = np.cumsum(np.where(there, nearest, 0.0), axis=2)
    means = sums / np.arange(1, nearest.shape[2] + 1, dtype=np.float32)
    theirs_there = there.sum(axis=2)
    rows = np.arange(len(own))
    counts = np.minimum(theirs_there, theirs_there[rows, own][:, None])
    all_of_theirs = np.maximum(theirs_there - 1, 0)[:, :, None]
    theirs = np.take_along_axis(means, all_of_theirs, axis=2)[:, :, 0]
    mine = np.take_along_axis(means[rows, own], np.maximum(counts - 1, 0), axis=1)
    margins = np.where(counts > 0, mine - theirs, np.inf).astype(np.float32)
    margins[rows, own] = np.inf
    return margins


def _middle(space: LikenessSpace, labels: npt.NDArray[np.integer], voters: Voters) -> Features:
    """Likeness of each picture to the mean direction of the rest of its class."""
    found = np.full(len(space), np.nan, np.float32)
    for place, number in enumerate(voters.classes.tolist()):
        positions = voters.positions[voters.starts[place] : voters.starts[place + 1]]
        total = space.directions[positions].sum(axis=0, dtype=np.float64).astype(np.float32)
        rows = np.flatnonzero(labels == number)
        vectors = space.directions[rows]
        lengths = np.sum(vectors**2, axis=1)
        rest = np.maximum(float(total @ total) - 2 * (vectors @ total) + lengths, 0.0)
        with np.errstate(invalid="ignore", divide="ignore"):
            likeness = (vectors @ total - lengths) / np.sqrt(rest)
        none = len(positions) < 2
        found[rows] = np.nan if none else np.where(rest > 1e-6, likeness, 0.0)
    return found
