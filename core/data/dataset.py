"""Pictures with their classes, ready to train on."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
"""Pictures: uint8, shape (pictures, height, width, channels), 0-255."""

Labels = npt.NDArray[np.int32]
"""Class numbers: int32, shape (pictures,)."""


@dataclass(frozen=True)
class LabelledPictures:
    """Pictures and the class number of each.

    Attributes:
        pixels: uint8, shape (pictures, height, width, channels). Read only.
        labels: int32, shape (pictures,). Read only.
    """

    pixels: Pixels
    labels: Labels

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True)
class Dataset:
    """A data set held in memory.

    Attributes:
        source: The name by which `--data` and `run.json` know it.
        title: The name shown.
        classes: Class names in the order of the label numbers.
        training: What may be learned from (validation pictures are taken out of it).
        test: Never seen before evaluation.
    """

    source: str
    title: str
    classes: tuple[str, ...]
    training: LabelledPictures
    test: LabelledPictures
