"""What is asked of an export, what it tells on the way, and what came of it."""

from dataclasses import dataclass
from pathlib import Path

from core.export.formats import ExportFormat
from core.run.folder import Run
from core.values import Value

_LEAST_TOLD = 1e-5
"""Smaller differences are told as smaller than this: "0.00000" would look like a mistake."""


@dataclass(frozen=True)
class ExportRequest:
    """An export to be done.

    Attributes:
        run: Whose model leaves.
        format: In which form.
        folder: Where to; it must not exist yet.
        classes: Class names as they are called now, in the order of the model's outputs.
        pictures_folder: Where the run's photos lie now, for the check; None for where its record
            says.
    """

    run: Run
    format: ExportFormat
    folder: Path
    classes: tuple[str, ...]
    pictures_folder: Path | None = None


@dataclass(frozen=True)
class ExportProgress:
    """How far an export is.

    Attributes:
        stage: In words what is being done.
        share: Of the whole (0-1); None where nobody can say.
    """

    stage: str
    share: float | None = None


class Agreement(Value):
    """What the check in the format's own runtime found.

    Attributes:
        checked_pictures: How many pictures were given to it; 0 where it was not checked.
        agreeing: How many got the class that Litmus says.
        largest_difference: Of a probability to that of Litmus, over all pictures and classes; None
            where it was not checked.
        note: Why it could not be checked, or with which pictures instead; may be empty.
    """

    checked_pictures: int
    agreeing: int
    largest_difference: float | None
    note: str = ""

    @property
    def sentence(self) -> str:
        """In words: "200 of 200 answers agree, largest difference 0.00003"."""
        if not self.checked_pictures or self.largest_difference is None:
            return self.note
        agree = f"{self.agreeing:,} of {self.checked_pictures:,} answers agree"
        tiny = self.largest_difference < _LEAST_TOLD
        size = f"below {_LEAST_TOLD:.5f}" if tiny else f"{self.largest_difference:.5f}"
        told = f"{agree}, largest difference {size}"
        return f"{told}. {self.note}" if self.note else told


@dataclass(frozen=True)
class Exported:
    """A finished export: the folder, the files in it relative to it, and the check."""

    format: ExportFormat
    folder: Path
    files: tuple[str, ...]
    agreement: Agreement
