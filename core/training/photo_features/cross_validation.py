"""How good a head is on pictures it did not learn from, and how that grows with their number."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.cancellation import CancelToken
from core.data.split import Indices
from core.features.head import calibrated
from core.interval import wilson
from core.run.record import CrossValidation, CurvePoint
from core.training.photo_features.calibration import (
    Known,
    calibration_error,
    log_loss,
    temperature_of,
)
from core.training.photo_features.examples import Examples, Matrix
from core.training.photo_features.folds import Fold, effective_count, fewer, folds_of
from core.training.photo_features.heads import answers, are_small, fit_head
from core.training.photo_features.solver import fitting

_SHARES = (1 / 16, 1 / 8, 1 / 4, 1 / 2)
"""Of the pictures that a whole fold learns from: each point has twice those of the one before."""

_FEWEST = 2
"""Pictures a class that a point of the curve stands for at least, on average."""

_HEADS_DIFFER = 1.25
"""The interval is to hold the accuracy of the one head that is kept, and heads differ by the
pictures they happened to learn from, which the hits alone do not show. Measured:
`docs/decisions/0006-photo-features.md`."""

_MANY = 5000
"""From here on the points before the last one are measured with one fold alone: it is enough."""


@dataclass(frozen=True, eq=False)
class Measured:
    """What cross-validation found.

    Attributes:
        result: How good it is.
        curve: How good it is with fewer pictures, ascending; the last point is that of the result.
        temperature: For the head.
        calibration_error: Of the calibrated answers (0-1).
        probabilities: The calibrated answers, of networks that had not learned from the picture:
            float64, shape (pictures, classes); a row of zeros where a picture was not asked.
    """

    result: CrossValidation
    curve: tuple[CurvePoint, ...]
    temperature: float
    calibration_error: float
    probabilities: Matrix


def cross_validate(
    examples: Examples,
    *,
    folds: int,
    seed: int,
    report: Callable[[CurvePoint, int], None],
    cancel: CancelToken,
) -> Measured | None:
    """Measure by learning several times.

    Args:
        examples: All pictures that may be learned from or checked on.
        folds: Into how many parts.
        seed: Decides them.
        report: Told each point of the curve, and how many there are to be.
        cancel: Ends it.

    Returns:
        None where there are too few pictures: no class has two that are not near-copies.

    Raises:
        Cancelled: The token was set.
    """
    parts = folds_of(examples.labels, examples.groups, folds=folds, seed=seed)
    if not parts:
        return None
    small = are_small(examples)
    threads = (os.cpu_count() or 1) if small else 1
    with (
        fitting(one_thread_each=small),
        ThreadPoolExecutor(threads, thread_name_prefix="fitting") as pool,
    ):
        turns = _Turns(examples, parts, pool, cancel)
        curve: list[CurvePoint] = []
        shares = (*_shares(examples, parts), 1.0)
        for share in shares:
            taken = turns.take(share)
            curve.append(_point(examples, taken))
            report(curve[-1], len(shares))
    return _measured(examples, taken, tuple(curve), folds=len(parts), seed=seed)


@dataclass(frozen=True, eq=False)
class _Taken:
    """The answers of one round of turns.

    Attributes:
        rows: Of the pictures asked.
        probabilities: The answers to them, not calibrated.
        known: Whether the head asked had learned the class of the picture.
        parts: Places in `rows` of each fold.
        learned: From how many pictures, on average.
    """

    rows: Indices
    probabilities: Matrix
    known: Known
    parts: tuple[Indices, ...]
    learned: float


class _Turns:
    """Lets each fold be asked by a head that learned from the others."""

    def __init__(
        self,
        examples: Examples,
        folds: tuple[Fold, ...],
        pool: ThreadPoolExecutor,
        cancel: CancelToken,
    ) -> None:
        self._examples = examples
        self._folds = folds
        self._pool = pool
        self._cancel = cancel

    def take(self, share: float) -> _Taken:
        """All turns, each with `share` (0-1) of the pictures of its fold."""
        labels = self._examples.labels
        whole = share == 1
        folds = self._folds if whole or len(self._examples) <= _MANY else self._folds[:1]
        found = list(self._pool.map(lambda fold: self._turn(fold, share), folds))
        sizes = np.cumsum([0] + [len(fold.asked) for fold in folds])
        return _Taken(
            rows=np.concatenate([fold.asked for fold in folds]),
            probabilities=np.concatenate([probabilities for probabilities, _ in found]),
            known=np.concatenate(
                [
                    np.isin(labels[fold.asked], labels[learned])
                    for fold, (_, learned) in zip(folds, found, strict=True)
                ]
            ),
            parts=tuple(
                np.arange(start, end, dtype=np.int32) for start, end in pairwise(sizes.tolist())
            ),
            learned=float(np.mean([len(learned) for _, learned in found])),
        )

    def _turn(self, fold: Fold, share: float) -> tuple[Matrix, Indices]:
        """The answers to those asked, and the rows of those learned from."""
        self._cancel.raise_if_cancelled()
        learned = fold.learned
        if share < 1:
            learned = fewer(learned, self._examples.labels, share)
        head, _ = fit_head(self._examples, learned, cancel=self._cancel)
        return answers(head, self._examples, fold.asked), learned


def _shares(examples: Examples, folds: tuple[Fold, ...]) -> tuple[float, ...]:
    """Those points of the curve that stand for enough pictures."""
    learned = float(np.mean([len(fold.learned) for fold in folds]))
    classes = len(np.unique(examples.labels))
    return tuple(share for share in _SHARES if share * learned >= _FEWEST * classes)


def _point(examples: Examples, taken: _Taken) -> CurvePoint:
    right = taken.probabilities.argmax(axis=1) == examples.labels[taken.rows]
    accuracy = float(right.mean())
    count = effective_count(examples.groups[taken.rows]) / _HEADS_DIFFER
    interval = wilson(accuracy, count)
    return CurvePoint(pictures=round(taken.learned), accuracy=accuracy, interval=interval)


def _measured(
    examples: Examples, taken: _Taken, curve: tuple[CurvePoint, ...], *, folds: int, seed: int
) -> Measured:
    labels = examples.labels[taken.rows]
    temperature = temperature_of(taken.probabilities, labels, taken.parts, known=taken.known)
    given = calibrated(taken.probabilities, temperature)
    whole = np.zeros((len(examples), examples.classes))
    whole[taken.rows] = given
    result = CrossValidation(
        accuracy=curve[-1].accuracy,
        interval=curve[-1].interval,
        folds=folds,
        seed=seed,
        pictures=len(labels),
        loss=log_loss(given, labels),
    )
    return Measured(result, curve, temperature, calibration_error(given, labels), whole)
