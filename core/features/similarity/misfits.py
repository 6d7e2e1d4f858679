"""Pictures that look like another class than the one they are in."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.cancellation import CancelToken
from core.features.similarity.near_copies import NearCopies
from core.features.similarity.space import LikenessSpace
from core.features.similarity.standing import Standing, Voters

_LEAST_MARGIN = 0.05
"""By how much it is more like the other class.

With 20 of 385 photos put into wrong classes, 98 in 100 of them are told, beside 20 others that a
person would understand (a plastic cow among animals); at 0, 99 in 100 beside 32 others.
"""

_ASKED = 5
"""Nearest pictures that vote."""

_ROWS = 256


@dataclass(frozen=True, slots=True)
class Misfit:
    """A picture that looks like another class.

    Attributes:
        position: Which.
        other: Number of the class it looks like.
        votes: How many of the pictures most like it are of that class.
        asked: How many were asked.
        nearest: Position of the one of that class that is most like it.
        margin: By how much it is more like that class than like its own, about 0 to 1.
    """

    position: int
    other: int
    votes: int
    asked: int
    nearest: int
    margin: float


def misfits(
    space: LikenessSpace,
    labels: npt.NDArray[np.integer],
    copies: NearCopies,
    stand: Standing,
    *,
    cancel: CancelToken | None = None,
) -> tuple[Misfit, ...]:
    """Pictures that are more like another class, the clearest first.

    Each is compared with all others but itself and its near-copies.

    Raises:
        Cancelled: The token was set.
    """
    cancel = cancel or CancelToken()
    with np.errstate(invalid="ignore"):
        told = np.flatnonzero(stand.margin < -_LEAST_MARGIN)
    told = told[np.argsort(stand.margin[told], kind="stable")]
    voters = Voters(labels, copies)
    found: list[Misfit] = []
    for first in range(0, len(told), _ROWS):
        cancel.raise_if_cancelled()
        found += _votes(space, labels, voters, stand, told[first : first + _ROWS])
    return tuple(found)


def _votes(
    space: LikenessSpace,
    labels: npt.NDArray[np.integer],
    voters: Voters,
    stand: Standing,
    rows: npt.NDArray[np.intp],
) -> Iterator[Misfit]:
    likeness = voters.likeness(space.directions, rows)
    kinds = labels[voters.positions]
    asked = min(_ASKED, likeness.shape[1])
    nearest = np.argpartition(-likeness, asked - 1, axis=1)[:, :asked]
    for row, alike, asked_of in zip(rows.tolist(), likeness, nearest, strict=True):
        other = int(stand.other[row])
        answered = asked_of[np.isfinite(alike[asked_of])]
        first, last = voters.span(other)
        yield Misfit(
            position=row,
            other=other,
            votes=int((kinds[answered] == other).sum()),
            asked=len(answered),
            nearest=int(voters.positions[first + alike[first:last].argmax()]),
            margin=-float(stand.margin[row]),
        )
