"""Making probabilities say how often they are right."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.data.dataset import Labels
from core.data.split import Indices
from core.features.head import LEAST, calibrated
from core.training.photo_features.examples import Matrix

Known = npt.NDArray[np.bool_]
"""Whether something holds for each picture: bool, shape (pictures,)."""

_BINS = 15
_LEAST_TEMPERATURE, _MOST_TEMPERATURE = 0.1, 10.0


def log_loss(probabilities: Matrix, labels: Labels) -> float:
    """Mean cross-entropy, natural logarithm."""
    given = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(given, LEAST)).mean())


def fitted_temperature(probabilities: Matrix, labels: Labels) -> float:
    """The temperature with the lowest log-loss, each label being wrong once in n + 2 pictures.

    Without that doubt, pictures that are all right would make every answer quite sure, however few
    they are. J. Platt, "Probabilistic Outputs for Support Vector Machines", 1999, section 2.2.
    """
    from scipy.optimize import minimize_scalar

    doubt = 1 / (len(labels) + 2)

    def loss(logarithm: float) -> float:
        given = calibrated(probabilities, float(np.exp(logarithm)))
        logarithms = -np.log(np.maximum(given, LEAST))
        right = logarithms[np.arange(len(labels)), labels]
        wrong = (logarithms.sum(axis=1) - right) / (given.shape[1] - 1)
        return float(((1 - doubt) * right + doubt * wrong).mean())

    bounds = np.log(_LEAST_TEMPERATURE), np.log(_MOST_TEMPERATURE)
    return float(np.exp(minimize_scalar(loss, bounds=bounds, method="bounded").x))


def temperature_of(
    probabilities: Matrix,
    labels: Labels,
    parts: Sequence[Indices],
    *,
    known: Known | None = None,
) -> float:
    """The temperature for answers to pictures that were not learned from.

    It is kept only where it lowers the log-loss of pictures that it was not fitted on either, part
    by part; else it is 1.

    Args:
        probabilities: Answers, shape (pictures, classes).
        labels: What is right.
        parts: Rows of the folds.
        known: Whether the head that was asked had learned the class that is right: one that had not
            gives it next to nothing, which tells nothing of how sure the final head may be. By
            default all had.
    """
    if known is not None:
        parts = [part[known[part]] for part in parts if known[part].any()]
    if len(parts) < 2:
        return 1.0
    everything = np.concatenate(parts)
    with_it = 0.0
    for part in parts:
        others = np.setdiff1d(everything, part)
        temperature = fitted_temperature(probabilities[others], labels[others])
        with_it += len(part) * log_loss(calibrated(probabilities[part], temperature), labels[part])
    probabilities, labels = probabilities[everything], labels[everything]
    if with_it / len(labels) >= log_loss(probabilities, labels):
        return 1.0
    return fitted_temperature(probabilities, labels)


def calibration_error(probabilities: Matrix, labels: Labels) -> float:
    """Expected calibration error (0-1) of the first answers, in 15 bins of equal width.

    M. P. Naeini et al., "Obtaining Well Calibrated Probabilities Using Bayesian Binning", 2015.
    """
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gap = np.bincount(bins, weights=confidence - right, minlength=_BINS)
    return float(np.abs(gap).sum() / len(labels))
