"""A photo folder, ready to be trained on: its pictures and where each of them goes."""

from dataclasses import dataclass

import numpy as np

from core.data.folder.catalogue import Catalogue
from core.data.folder.division import Division
from core.data.folder.problem import Problem


@dataclass(frozen=True)
class PhotoSet:
    """What `Dataset` is for pictures held in memory, for pictures that lie on the disk.

    Attributes:
        catalogue: The pictures.
        division: Where each of them goes.
    """

    catalogue: Catalogue
    division: Division

    @property
    def source(self) -> str:
        """The name by which `--data` and `run.json` know it: the folder's path."""
        return self.catalogue.folder or self.catalogue.title

    @property
    def title(self) -> str:
        """The name shown."""
        return self.catalogue.title

    @property
    def classes(self) -> tuple[str, ...]:
        """Class names in the order of the label numbers."""
        return self.catalogue.classes

    @property
    def classes_learned(self) -> int:
        """Of how many classes there are pictures to learn from: a layout may leave some out."""
        return len(np.unique(self.catalogue.labels[self.division.training]))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything worth knowing before training."""
        return (*self.division.problems, *self.catalogue.problems)
