"""All that likeness says about the pictures of a folder."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.cancellation import CancelToken
from core.features.similarity.misfits import Misfit, misfits
from core.features.similarity.near_copies import NearCopies, near_copies
from core.features.similarity.odd_ones import OddOne, odd_ones
from core.features.similarity.order import order_by_likeness
from core.features.similarity.space import LikenessSpace, Positions, Tell
from core.features.similarity.standing import standing


@dataclass(frozen=True, eq=False)
class Findings:
    """What was found, in positions of the space.

    Attributes:
        order: Every picture once, class by class, neighbours alike: int32.
        odd: Pictures hardly like the rest of their class, the oddest first.
        copies: Who is nearly the same as whom.
        misfits: Pictures that look like another class, the clearest first.
    """

    order: Positions
    odd: tuple[OddOne, ...]
    copies: NearCopies
    misfits: tuple[Misfit, ...]


def look_for_all(
    space: LikenessSpace,
    labels: npt.NDArray[np.integer],
    *,
    known: Positions | None = None,
    tell: Tell | None = None,
    cancel: CancelToken | None = None,
) -> Findings:
    """Find everything that there is to find; seconds for 20,000 pictures, a blink for 400.

    Args:
        space: The pictures.
        labels: Their class numbers: int, shape (pictures,).
        known: Near-copies known already; see `near_copies`.
        tell: Told how far it is.
        cancel: Ends it.

    Raises:
        Cancelled: The token was set.
    """

    def part(first: float, last: float) -> Tell | None:
        return None if tell is None else lambda share: tell(first + (last - first) * share)

    copies = near_copies(space, known=known, tell=part(0.0, 0.3), cancel=cancel)
    stand = standing(space, labels, copies, tell=part(0.3, 0.7), cancel=cancel)
    found = misfits(space, labels, copies, stand, cancel=cancel)
    order = order_by_likeness(space, labels, tell=part(0.7, 1.0), cancel=cancel)
    return Findings(order, odd_ones(stand, labels), copies, found)
