"""How much a picture of each class counts for, where some classes are rare."""

import numpy as np

from core.data.dataset import Labels

BALANCED_UP_TO = 1.5
"""The largest class may have so many times the pictures of the smallest before weights help."""


def class_weights(labels: Labels, classes: int) -> tuple[float, ...] | None:
    """A weight for each class, so that every class counts alike as a whole.

    n / (k · n_c) for n pictures, k classes and n_c pictures of the class: scikit-learn's
    `class_weight="balanced"` (King and Zeng, 2001). Over all pictures the weights average 1, so
    that the learning rate need not change.

    Args:
        labels: Class numbers of the training pictures, int32, shape (pictures,).
        classes: How many there are.

    Returns:
        None where the largest class has no more than `BALANCED_UP_TO` times the pictures of the
        smallest. A class without pictures weighs 0 and counts for neither.
    """
    counts = np.bincount(labels, minlength=classes)
    there = counts > 0
    if not there.any() or counts.max() <= BALANCED_UP_TO * counts[there].min():
        return None
    weights = np.zeros(classes)
    weights[there] = len(labels) / (np.count_nonzero(there) * counts[there])
    return tuple(weights.tolist())
