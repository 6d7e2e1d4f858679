"""What a module must have to be a format; `core.export.registry` knows them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from core.cancellation import CancelToken
from core.data.dataset import Pixels
from core.export.request import Agreement, ExportProgress
from core.export.source import ExportSource
from core.prediction.interpreter import Probabilities

Report = Callable[[ExportProgress], None]


@dataclass(frozen=True)
class Example:
    """What `example.py` has of its own for a format; the rest is the same for all.

    Attributes:
        imports: One import statement a line, of third parties.
        load: Lines at the top level that load the model, two at most. They may use `HERE`, the
            export's folder.
        answer: Lines, three at most and not indented, that make `shares`, the probabilities of one
            picture, from `pictures`, a float32 array of shape (1, height, width, channels), 0-255.
        packages: What has to be installed by pip for it, beside numpy and pillow.
    """

    imports: str
    load: str
    answer: str
    packages: tuple[str, ...]


@dataclass(frozen=True)
class About:
    """What the README says of a format, and the example that goes with it.

    Attributes:
        model: The model's file or folder, as its first line names it: "model.keras".
        use: Markdown, a paragraph or two: how it is used, names of inputs and outputs.
        example: None where the format brings its own, or needs none.
        takes_pixels: Whether the README tells shape, range and resizing of the input, and lists
            `labels.txt`; not for a training script.
        one_at_a_time: Whether it takes one picture at a time.
    """

    model: str
    use: str
    example: Example | None = None
    takes_pixels: bool = True
    one_at_a_time: bool = False


class FormatModule(Protocol):
    """One format. TensorFlow and other large packages are imported inside its functions only."""

    def about(self, source: ExportSource) -> About:
        """How it is presented; cheap: loads no model."""
        ...

    def in_own_process(self, source: ExportSource) -> bool:
        """Whether `write` is called in a process of its own: where it loads TensorFlow or the like.

        There it can be ended at any moment, cannot bring down the window, and leaves no memory
        taken.
        """
        ...

    def write(
        self, source: ExportSource, folder: Path, *, report: Report, cancel: CancelToken
    ) -> None:
        """Write the model's file or folder into `folder`, which is there and empty.

        Raises:
            LitmusError: It cannot be made.
            OSError: It cannot be written; the caller finds the words.
            Cancelled: The token was set.
        """
        ...

    def answers(self, folder: Path, pixels: Pixels) -> Probabilities | str:
        """Load the finished export in the format's own runtime and ask it; in its own process.

        Args:
            folder: The export: the model, labels.txt and the rest are there.
            pixels: uint8, shape (pictures, height, width, channels).

        Returns:
            float32, shape (pictures, outputs); or, where it can be looked at but not run here, a
            sentence that says what was done instead.

        Raises:
            Exception: It cannot be loaded, or does not answer; that ends the export.
        """
        ...


class OwnCheck(Protocol):
    """The function `check` of a module whose export answers no pictures: it has no `answers`."""

    def __call__(
        self, source: ExportSource, folder: Path, *, report: Report, cancel: CancelToken
    ) -> Agreement:
        """Run what was written into `folder`, in a process of its own.

        Raises:
            LitmusError: It does not run.
            Cancelled: The token was set.
        """
        ...
