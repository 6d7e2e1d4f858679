"""Fitting a head: all regressions of the recipe, and their mean."""

import numpy as np

from core.cancellation import CancelToken
from core.data.split import Indices
from core.features.head import Head, softmax
from core.training.photo_features.examples import Examples, Matrix
from core.training.photo_features.solver import fit, fitting

_SMALL = 12_000_000
"""Numbers of all pictures together, up to which a fit is best done by one core."""


def fit_head(examples: Examples, rows: Indices, *, cancel: CancelToken) -> tuple[Head, bool]:
    """The head for some pictures, and whether every regression converged.

    `fitting` is to be open around it.

    Raises:
        Cancelled: The token was set.
    """
    fitted = [
        fit(
            recipe,
            examples.matrix(recipe, rows),
            examples.labels[rows],
            classes=examples.classes,
            weights=examples.weights(rows),
            cancel=cancel,
        )
        for recipe in examples.recipes
    ]
    return Head(tuple(f.head for f in fitted)), all(f.converged for f in fitted)


def answers(head: Head, examples: Examples, rows: Indices) -> Matrix:
    """Probabilities for some pictures, not calibrated: float64, shape (pictures, classes)."""
    shares = [
        softmax(examples.matrix(recipe, rows) @ part.weights.astype(np.float64) + part.bias)
        for recipe, part in zip(examples.recipes, head.parts, strict=True)
    ]
    mean: Matrix = np.mean(shares, axis=0)
    return mean


def are_small(examples: Examples) -> bool:
    """Whether fits on these pictures are best done one on each core."""
    widest = max(recipe.width for recipe in examples.recipes)
    return len(examples) * widest <= _SMALL


def final_head(examples: Examples, rows: Indices, *, cancel: CancelToken) -> tuple[Head, bool]:
    """As `fit_head`, by itself.

    Raises:
        Cancelled: The token was set.
    """
    with fitting(one_thread_each=are_small(examples)):
        return fit_head(examples, rows, cancel=cancel)
