"""Whether there are enough pictures, and alike many of each class."""

from collections.abc import Iterator

import numpy as np

from core.data.class_weights import BALANCED_UP_TO
from core.data.dataset import Labels
from core.data.folder.problem import Problem, ProblemKind

ENOUGH = 20
"""Pictures of a class below which more would help most."""

_STRONG = 10
"""The largest class has so many times the pictures of the smallest: weights alone won't do."""


def uneven(labels: Labels, classes: tuple[str, ...]) -> Iterator[Problem]:
    """What is to be said about the numbers of pictures."""
    if len(classes) == 1:
        reason = "There is only this class. A classifier tells at least two apart."
        yield Problem(ProblemKind.FEW_PICTURES, classes[0], reason)
    counts = np.bincount(labels, minlength=len(classes)).tolist()
    for name, count in zip(classes, counts, strict=True):
        if count == 1:
            reason = f"It has one picture; {ENOUGH - 1} more would help."
            yield Problem(ProblemKind.FEW_PICTURES, name, reason)
        elif 0 < count < ENOUGH:
            reason = f"It has {count} pictures; {ENOUGH - count} more would help."
            yield Problem(ProblemKind.FEW_PICTURES, name, reason)
    if len(counts) > 1 and max(counts) > BALANCED_UP_TO * min(counts):
        yield _imbalance(counts, classes)


def _imbalance(counts: list[int], classes: tuple[str, ...]) -> Problem:
    least, most = counts.index(min(counts)), counts.index(max(counts))
    pictures = "one picture" if counts[least] == 1 else f"{counts[least]:,} pictures"
    reason = (
        f"It has {pictures}, “{classes[most]}” has {counts[most]:,}. Litmus lets "
        "each picture of a rare class count for more"
    )
    if counts[most] > _STRONG * counts[least]:
        reason += ", but so few teach little: more pictures would help most"
    return Problem(ProblemKind.IMBALANCE, classes[least], f"{reason}.")
