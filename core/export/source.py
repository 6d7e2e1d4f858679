"""What a format is made from: a run, its model as one Keras network, and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from core.data.dataset import Pixels
from core.export.chain import keras_model
from core.export.pictures import learned_pictures
from core.run.folder import Run

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class ExportSource:
    """A run on its way out.

    Attributes:
        run: Whose model leaves.
        labels: A name for each output, in order: those of `labels.txt`.
        pictures_folder: Where the run's photos lie now; None where nobody knows better than the
            run's record.
    """

    run: Run
    labels: tuple[str, ...]
    pictures_folder: Path | None = None

    @cached_property
    def model(self) -> keras.Model:
        """From pixels to probabilities; see `core.export.chain.keras_model`. Loads TensorFlow.

        Raises:
            LitmusError: The run's files are missing or damaged.
        """
        return keras_model(self.run)

    def learned_pictures(self, most: int) -> Pixels:
        """Up to `most` pictures that the run learned from; see `core.export.pictures`."""
        return learned_pictures(self.run, most=most, folder=self.pictures_folder)
