"""Pictures that are nearly the same: mirrored, cropped, brighter, or the next of a burst.

The perceptual hash of `core.data.folder.likeness` finds what was resized or saved again. Features
find what it cannot. Of 60 photos, each varied once, this share is found by the hash and by this:
mirrored 0 and 1; 12 % cut off one side 0 and 1; 6 % cut off all sides .07 and .93; turned by four
degrees .08 and 1; a quarter darker .05 and 1.
"""

from dataclasses import dataclass

import numpy as np

from core.cancellation import CancelToken
from core.features.similarity.space import LikenessSpace, Positions, Tell, spans

LEAST_SAMENESS = 0.9
"""Different photos of one thing reach 0.864 among 385 photos; variations of one mostly 0.9 to 1."""

_BLOCK = 512
_COMPARED = 32


@dataclass(frozen=True, eq=False)
class NearCopies:
    """Who is nearly the same as whom.

    Attributes:
        first_of: For each picture the first of its group; itself where there is no other: int32,
            shape (pictures,). Read only.
    """

    first_of: Positions

    @property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """All groups of two pictures or more, each ascending, in the order of their first."""
        order = np.argsort(self.first_of, kind="stable")
        _, starts = np.unique(self.first_of[order], return_index=True)
        parts = (part.tolist() for part in np.split(order, starts[1:]))
        return tuple(tuple(part) for part in parts if len(part) > 1)


def near_copies(
    space: LikenessSpace,
    *,
    known: Positions | None = None,
    tell: Tell | None = None,
    cancel: CancelToken | None = None,
) -> NearCopies:
    """Find pictures that are nearly the same.

    Each is compared with the first of every group only, so that a group cannot creep from copy to
    copy of a copy.

    Args:
        space: The pictures.
        known: For each picture an earlier one (or itself) that it is known to be a copy of: int32.
        tell: Told how far it is.
        cancel: Ends it.

    Raises:
        Cancelled: The token was set.
    """
    cancel = cancel or CancelToken()
    search = _Search(space)
    for first, last in spans(len(space), _BLOCK):
        cancel.raise_if_cancelled()
        search.look(first, last, known)
        if tell is not None:
            tell(last / len(space))
    search.first_of.flags.writeable = False
    return NearCopies(search.first_of)


class _Search:
    """The firsts of the groups so far."""

    def __init__(self, space: LikenessSpace) -> None:
        self._space = space
        self._firsts = np.zeros(0, np.int32)
        self.first_of = np.arange(len(space), dtype=np.int32)

    def look(self, begin: int, end: int, known: Positions | None) -> None:
        """Find the groups of the pictures from `begin` to before `end`."""
        narrow = self._space.narrow
        block = narrow[begin:end]
        with_earlier = block @ narrow[self._firsts].T >= LEAST_SAMENESS
        within = np.tril(block @ block.T >= LEAST_SAMENESS, -1)
        new: list[int] = []
        for row in range(end - begin):
            position = begin + row
            if known is not None and known[position] != position:
                self.first_of[position] = self.first_of[known[position]]
                continue
            candidates = self._firsts[with_earlier[row]]
            if within[row].any():
                fresh = [p for p in new if within[row, p - begin]]
                candidates = np.concatenate([candidates, np.array(fresh, np.int32)])
            first = self._most_alike(position, candidates)
            if first is None:
                new.append(position)
            else:
                self.first_of[position] = first
        self._firsts = np.concatenate([self._firsts, np.array(new, np.int32)])

    def _most_alike(self, position: int, candidates: Positions) -> int | None:
        """The candidate that is most nearly the same; None where none is nearly so."""
        if not len(candidates):
            return None
        narrow = self._space.narrow
        at_most = narrow[candidates] @ narrow[position]
        order = np.argsort(-at_most, kind="stable")
        best, found = LEAST_SAMENESS, None
        for first, last in spans(len(order), _COMPARED):
            some = order[first:last]
            if at_most[some[0]] < best:
                break
            sameness = self._space.sameness(position, candidates[some])
            place = int(sameness.argmax())
            if sameness[place] >= best:
                best, found = float(sameness[place]), int(candidates[some[place]])
        return found
