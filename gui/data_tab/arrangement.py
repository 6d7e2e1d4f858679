"""Which picture of a data set belongs to which class and to which set."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from core.data.dataset import Dataset, Labels
from core.data.split import Split
from gui.data_tab.parts import Part


@dataclass(frozen=True)
class Picture:
    """One picture of a data set.

    Attributes:
        pixels: uint8, shape (height, width, channels). Read only.
        class_name: What it shows.
        part: The set it belongs to.
        number: Its place, from 1, in the data set's own order of training or test pictures.
        of: How many there are in that order.
    """

    pixels: npt.NDArray[np.uint8]
    class_name: str
    part: Part
    number: int
    of: int

    @property
    def title(self) -> str:
        """What to call it: "Ankle boot, test picture 17"."""
        series = "test" if self.part is Part.TEST else "training"
        return f"{self.class_name}, {series} picture {self.number:,}"

    @property
    def place(self) -> str:
        """Where it is from: "training picture 17 of 60,000, kept aside for validation"."""
        series = "test" if self.part is Part.TEST else "training"
        aside = ", kept aside for validation" if self.part is Part.VALIDATION else ""
        return f"{series} picture {self.number:,} of {self.of:,}{aside}"


@dataclass(frozen=True)
class Arrangement:
    """A data set's pictures, counted through: first those to learn from, then the test pictures."""

    dataset: Dataset
    split: Split

    @cached_property
    def _labels(self) -> Labels:
        return np.concatenate([self.dataset.training.labels, self.dataset.test.labels])

    @cached_property
    def _validation(self) -> npt.NDArray[np.bool_]:
        kept = np.zeros(len(self._labels), bool)
        kept[self.split.validation] = True
        return kept

    def size(self, part: Part) -> int:
        """How many pictures a set holds."""
        return {
            Part.ALL: len(self._labels),
            Part.TRAINING: len(self.split.training),
            Part.VALIDATION: len(self.split.validation),
            Part.TEST: len(self.dataset.test),
        }.get(part, 0)

    def indices(self, part: Part, class_number: int | None = None) -> npt.NDArray[np.intp]:
        """The pictures of a set, and of one class of it: int, ascending."""
        chosen = self._mask(part)
        if class_number is not None:
            chosen = chosen & (self._labels == class_number)
        return np.flatnonzero(chosen)

    def counts(self, part: Part) -> tuple[int, ...]:
        """How many pictures of each class a set holds."""
        labels = self._labels[self._mask(part)]
        return tuple(np.bincount(labels, minlength=len(self.dataset.classes)).tolist())

    def pixels(self, index: int) -> npt.NDArray[np.uint8]:
        """One picture: uint8, shape (height, width, channels)."""
        learned = len(self.dataset.training)
        is_test = index >= learned
        pictures = self.dataset.test if is_test else self.dataset.training
        found: npt.NDArray[np.uint8] = pictures.pixels[index - learned * is_test]
        return found

    def picture(self, index: int) -> Picture:
        """One picture with all that is known of it."""
        learned = len(self.dataset.training)
        is_test = index >= learned
        kept = Part.VALIDATION if self._validation[index] else Part.TRAINING
        return Picture(
            pixels=self.pixels(index),
            class_name=self.dataset.classes[self._labels[index]],
            part=Part.TEST if is_test else kept,
            number=index - learned + 1 if is_test else index + 1,
            of=len(self.dataset.test) if is_test else learned,
        )

    def _mask(self, part: Part) -> npt.NDArray[np.bool_]:
        if part is Part.ALL:
            return np.ones(len(self._labels), bool)
        if part is Part.VALIDATION:
            return self._validation
        if part in (Part.LOOSE, Part.LEFT_OUT):
            return np.zeros(len(self._labels), bool)
        is_test = np.arange(len(self._labels)) >= len(self.dataset.training)
        return is_test if part is Part.TEST else ~is_test & ~self._validation
