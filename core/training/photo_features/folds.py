"""Dividing pictures into parts that take turns in being asked."""

import warnings
from dataclasses import dataclass

import numpy as np

from core.data.dataset import Labels
from core.data.split import Indices


@dataclass(frozen=True, eq=False)
class Fold:
    """One turn.

    Attributes:
        learned: Rows of the pictures learned from, int32, in an order that the seed decides.
        asked: Rows of those asked, int32, ascending.
    """

    learned: Indices
    asked: Indices


def folds_of(labels: Labels, groups: Indices, *, folds: int, seed: int) -> tuple[Fold, ...]:
    """Each picture asked once, each class spread evenly, near-copies in one part.

    Args:
        labels: Class numbers.
        groups: A number that near-copies share.
        folds: How many parts; fewer where no class has so many groups.
        seed: Decides which.

    Returns:
        None at all where no class has two groups, or there is one class alone.
    """
    counts = [len(np.unique(groups[labels == number])) for number in np.unique(labels)]
    folds = min(folds, max(counts, default=0))
    if folds < 2 or len(counts) < 2:
        return ()
    from sklearn.model_selection import StratifiedGroupKFold

    random = np.random.default_rng(seed)
    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # small classes are met below
        parts = list(splitter.split(labels, labels, groups))
    made = (
        Fold(random.permutation(learned).astype(np.int32), asked.astype(np.int32))
        for learned, asked in parts
    )
    return tuple(f for f in made if len(f.asked) and len(np.unique(labels[f.learned])) > 1)


def fewer(learned: Indices, labels: Labels, share: float) -> Indices:
    """The first `share` (0-1) of each class among `learned`, at least one picture of each."""
    kept = []
    for number in np.unique(labels[learned]):
        of_class = learned[labels[learned] == number]
        kept.append(of_class[: max(1, round(share * len(of_class)))])
    return np.concatenate(kept)


def effective_count(groups: Indices) -> float:
    """How many independent pictures so many near-copies are worth.

    n² / Σ m² for groups of m pictures, L. Kish, "Survey Sampling", 1965: near-copies are taken to
    be answered alike. n where there are none.
    """
    sizes = np.unique(groups, return_counts=True)[1].astype(np.float64)
    return float(sizes.sum() ** 2 / (sizes**2).sum()) if len(sizes) else 0.0
