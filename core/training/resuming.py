"""Taking up a training that was paused, stopped or broken off, in its own folder."""

from __future__ import annotations

from dataclasses import dataclass

from core.data.sources import AnyDataset
from core.run.folder import Run


@dataclass(frozen=True)
class ResumeRequest:
    """A training to be gone on with.

    Attributes:
        run: As it lies on the disk.
        dataset: Its pictures, as `resumable_dataset` gives them.
        epochs: How many there are to be altogether; None for as many as were planned. More of them
            train a finished run longer.
    """

    run: Run
    dataset: AnyDataset
    epochs: int | None = None
