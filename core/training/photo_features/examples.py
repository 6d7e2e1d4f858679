"""What is learned from: the features of pictures, with their classes and their near-copies."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.data.dataset import Labels
from core.data.split import Indices
from core.features.extractor import Features
from core.features.head import side_by_side
from core.features.recipe import HeadRecipe

_AT_ONCE = 1024
"""Pictures whose numbers are brought together in one step."""

Matrix = npt.NDArray[np.float64]
"""float64, shape (pictures, numbers)."""


@dataclass(frozen=True, eq=False)
class Examples:
    """Pictures in rows.

    Attributes:
        features: By the name of the backbone: float32, shape (pictures, numbers).
        labels: Class numbers, int32, shape (pictures,).
        groups: A number that near-copies share, int32, shape (pictures,).
        classes: How many classes there are; some may have no picture.
        recipes: What is to be fitted.
        class_weights: How much a picture of each class counts for; None where all count alike.
    """

    features: Mapping[str, Features]
    labels: Labels
    groups: Indices
    classes: int
    recipes: tuple[HeadRecipe, ...]
    class_weights: tuple[float, ...] | None = None

    def __len__(self) -> int:
        return len(self.labels)

    def matrix(self, recipe: HeadRecipe, rows: Indices) -> Matrix:
        """The numbers that a recipe takes, of some pictures, not yet standardised."""
        whole = np.empty((len(rows), recipe.width))
        # A part at a time: of many pictures there is no room for copies.
        for start in range(0, len(rows), _AT_ONCE):
            part = rows[start : start + _AT_ONCE]
            features = {name: columns[part] for name, columns in self.features.items()}
            numbers = side_by_side(features, recipe.inputs, rooted=recipe.rooted)
            whole[start : start + len(part)] = numbers
        return whole

    def weights(self, rows: Indices) -> Matrix | None:
        """How much each of some pictures counts for: float64, shape (pictures,)."""
        if self.class_weights is None:
            return None
        weights: Matrix = np.asarray(self.class_weights, np.float64)[self.labels[rows]]
        return weights
