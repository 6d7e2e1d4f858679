"""Logistic regression, exactly and fast, whether pictures or numbers are more.

scikit-learn finds the weights. Where there are fewer pictures than numbers a picture, it is given
the same pictures in fewer coordinates: the best weights are a sum of pictures (the penalty of their
size sees to that), so that they lie in the space that the pictures span. B. Schölkopf et al., "A
Generalized Representer Theorem", 2001.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.cancellation import CancelToken
from core.data.dataset import Labels
from core.features.head import LinearHead
from core.features.recipe import HeadRecipe
from core.training.photo_features.examples import Matrix

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

# Up to here the coordinates are cheaper to make than the iterations they save.
_MOST_SPANNED = 2500
# Directions in which the pictures differ by less than this share of the widest are noise.
_LEAST_SPREAD = 1e-10

_TOLERANCE, _TOLERANCE_OF_MUCH = 1e-6, 1e-4
"""Of the gradient's largest part. Where a fit is much work the looser one, which is scikit-learn's
own, moves no answer by more than the pictures themselves leave open, in a third of the time."""

_MUCH = 5_000_000
"""Numbers of all pictures, times classes, from which a fit is much work."""

_MOST_ITERATIONS = 2000
# Multiplications between two looks at the token, some seconds' work: each look loses what the
# solver had learned of the curvature.
_AT_ONCE = 1.5e11

_NEVER = -60.0
"""The score of a class of which no picture was learned: its probability is nothing."""


@dataclass(frozen=True, eq=False)
class Fitted:
    """A fitted regression.

    Attributes:
        head: Ready to answer.
        converged: Whether scikit-learn came to an end within the iterations allowed.
    """

    head: LinearHead
    converged: bool


def fit(
    recipe: HeadRecipe,
    pictures: Matrix,
    labels: Labels,
    *,
    classes: int,
    weights: Matrix | None = None,
    cancel: CancelToken,
) -> Fitted:
    """Fit one regression; `fitting` is to be open around it.

    Args:
        recipe: How.
        pictures: Numbers of each picture, shape (pictures, recipe.width). It is standardised in
            place where the recipe says so.
        labels: Class numbers, at least two different ones.
        classes: How many there are; those without pictures are never answered.
        weights: How much each picture counts for, shape (pictures,).
        cancel: Ends it.

    Raises:
        Cancelled: The token was set.
    """
    mean, spread = np.zeros(recipe.width), np.ones(recipe.width)
    if recipe.standardised:
        mean, spread = _standardise(pictures)
    if len(pictures) < min(recipe.width, _MOST_SPANNED):
        coordinates, basis = _spanned(pictures)
        slopes, bias, there, converged = _regress(recipe.c, coordinates, labels, weights, cancel)
        slopes = basis @ slopes
    else:
        slopes, bias, there, converged = _regress(recipe.c, pictures, labels, weights, cancel)
    slopes = slopes / spread[:, np.newaxis]
    bias = bias - mean @ slopes
    whole = np.zeros((recipe.width, classes), np.float32)
    scores = np.full(classes, _NEVER, np.float32)
    whole[:, there], scores[there] = slopes, bias
    return Fitted(LinearHead(recipe.inputs, whole, scores, recipe.rooted), converged)


def _standardise(pictures: Matrix) -> tuple[Matrix, Matrix]:
    """Bring each number to mean 0 and spread 1, in place; gives what they were before."""
    mean = pictures.mean(axis=0)
    pictures -= mean
    spread = np.sqrt(np.einsum("ij,ij->j", pictures, pictures) / len(pictures))
    spread[spread == 0] = 1.0
    pictures /= spread
    return mean, spread


@contextmanager
def fitting(*, one_thread_each: bool) -> Iterator[None]:
    """To be open around fits; it acts on all threads.

    Args:
        one_thread_each: Whether linear algebra takes one thread of each that calls it. Small fits
            are best done so, one on each core: spread over all cores, their steps wait for one
            another.
    """
    from sklearn.exceptions import ConvergenceWarning
    from threadpoolctl import threadpool_limits

    with warnings.catch_warnings(), threadpool_limits(1 if one_thread_each else None):
        warnings.simplefilter("ignore", ConvergenceWarning)  # it is looked at below
        warnings.filterwarnings("ignore", "The number of unique classes is greater", UserWarning)
        yield


def _spanned(pictures: Matrix) -> tuple[Matrix, Matrix]:
    """Coordinates of the pictures in the space that they span, and its orthonormal basis.

    Returns:
        Shapes (pictures, dimensions) and (numbers, dimensions); their product is `pictures`.
    """
    squares, vectors = np.linalg.eigh(pictures @ pictures.T)
    kept = squares > _LEAST_SPREAD * max(squares[-1], 1e-300)
    if not kept.any():  # all pictures are nothing
        return np.zeros((len(pictures), 1)), np.zeros((pictures.shape[1], 1))
    lengths, vectors = np.sqrt(squares[kept]), vectors[:, kept]
    return vectors * lengths, pictures.T @ (vectors / lengths)


def _regress(
    c: float, rows: Matrix, labels: Labels, weights: Matrix | None, cancel: CancelToken
) -> tuple[Matrix, Matrix, Labels, bool]:
    """Slopes (numbers, classes there), biases, which classes are there, whether it converged."""
    from sklearn.linear_model import LogisticRegression

    there = np.unique(labels)
    work = 4.0 * rows.size * len(there)
    step = int(min(max(_AT_ONCE / work, 10), _MOST_ITERATIONS))
    tolerance = _TOLERANCE if rows.size * len(there) < _MUCH else _TOLERANCE_OF_MUCH
    model = LogisticRegression(C=c, tol=tolerance, max_iter=step, warm_start=True)
    taken = 0
    converged = False
    while not converged and taken < _MOST_ITERATIONS:
        cancel.raise_if_cancelled()
        model.fit(rows, labels, sample_weight=weights)
        taken += step
        converged = int(model.n_iter_.max()) < step
    return *_for_each_class(model), there.astype(np.int32), converged


def _for_each_class(model: LogisticRegression) -> tuple[Matrix, Matrix]:
    """One column for each class; scikit-learn gives two classes one, for the second."""
    slopes, bias = np.asarray(model.coef_).T, np.asarray(model.intercept_)
    if len(bias) == 1:
        return np.hstack([np.zeros_like(slopes), slopes]), np.append(0.0, bias)
    return slopes, bias
