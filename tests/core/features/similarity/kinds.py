"""Made-up features: kinds of pictures that are alike among themselves."""

import numpy as np

from core.features.similarity.space import Features, LikenessSpace, likeness_space

WIDTH = 64


def kinds(counts: tuple[int, ...], *, seed: int = 0, spread: float = 0.5) -> Features:
    """So many pictures of each kind, one kind after the other: not negative, as features are."""
    random = np.random.default_rng(seed)
    middles = random.exponential(1.0, (len(counts), WIDTH))
    rows = np.repeat(middles, counts, axis=0)
    varied = rows + spread * random.standard_normal(rows.shape)
    return np.maximum(varied, 0.0).astype(np.float32)


def space_of(features: Features) -> LikenessSpace:
    """The space of features that are there already."""
    return likeness_space([features], count=len(features), width=features.shape[1])
