"""Pictures that are hardly like the rest of their class."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.features.similarity.space import Features
from core.features.similarity.standing import Standing

LEAST_RIVALS = 3
"""Others of its class that it takes to call one odd: of two or three nobody can say which."""

_MIDDLE, _MARGIN, _USUAL = 0.5, 0.3, 0.2
"""What counts beside the nearest of the own class; see `odd_ones`."""

_FAR = 2.0
"""Robust standard deviations below the usual of the class."""

_LEAST_SPREAD = 0.02


@dataclass(frozen=True, slots=True)
class OddOne:
    """A picture that is hardly like the rest of its class.

    Attributes:
        position: Which.
        likeness: How like the nearest of its class it is, about 0 to 1.
        usual: What half of its class have or more.
    """

    position: int
    likeness: float
    usual: float


def odd_ones(stand: Standing, labels: npt.NDArray[np.integer]) -> tuple[OddOne, ...]:
    """The odd ones of every class, the oddest first.

    A picture counts by its likeness to the ten nearest of its class and to the middle of it, and a
    little by how much more it is like its class than like any other. Odd is what lies two robust
    standard deviations (of all classes together: most are too small to have one of their own)
    below the median of its class. In the order, a class of pictures that are little alike anyhow
    (a fifth of its median) counts against it.

    Measured with 385 photos in ten classes of which 20 were put into wrong ones (30 times): it
    names about 26, 17 of which are of those, most of them first (16 of the first 20). Of 10 that
    are of a class that is not there at all it names 6, 5 of them among the first 10. With nobody
    put anywhere it names 19. In the first 20 the mean likeness to the five nearest alone finds 16
    and, of 10, 5; the deviation from the class's median in its own spread 11 and 5.
    """
    judged = np.flatnonzero((stand.rivals >= LEAST_RIVALS) & np.isfinite(stand.own))
    if not len(judged):
        return ()
    score = _score(stand)[judged]
    kinds = labels[judged]
    usual, usual_own = _medians(score, kinds), _medians(stand.own[judged], kinds)
    below = score - usual
    spread = max(1.4826 * float(np.median(np.abs(below))), _LEAST_SPREAD)
    odd = np.flatnonzero(below < -_FAR * spread)
    ordered = odd[np.argsort((score - _USUAL * usual)[odd], kind="stable")]
    return tuple(
        OddOne(int(judged[i]), float(stand.own[judged[i]]), float(usual_own[i])) for i in ordered
    )


def _score(stand: Standing) -> Features:
    middle = np.nan_to_num(stand.middle)
    likeness = (stand.own + _MIDDLE * middle) / (1 + _MIDDLE)
    score: Features = (likeness + _MARGIN * np.nan_to_num(stand.margin)).astype(np.float32)
    return score


def _medians(values: Features, kinds: npt.NDArray[np.integer]) -> Features:
    """For each value the median of those of its kind."""
    found = np.empty_like(values)
    for kind in np.unique(kinds):
        these = kinds == kind
        found[these] = np.median(values[these])
    return found
