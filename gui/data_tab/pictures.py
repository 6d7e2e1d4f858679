"""Pictures as the grid asks for them, whether they are held in memory or lie in files."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from core.data.folder.names import shown
from gui.data_tab.arrangement import Arrangement
from gui.data_tab.folder_view import FolderView
from gui.data_tab.lookalikes import Sorted, arranged
from gui.data_tab.parts import OUTSIDE, Part
from gui.data_tab.picture_image import image_over, mime_of, mime_of_files
from gui.data_tab.thumbnails import Thumbnails

_SETS = {
    Part.TRAINING: "learned from",
    Part.VALIDATION: "kept aside for validation",
    Part.TEST: "kept for the test",
}


class Pictures(Protocol):
    """Everything that the grid needs to know."""

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes."""

    def indices(self, part: Part, class_number: int | None = None) -> npt.NDArray[np.intp]:
        """Numbers of the pictures of a set, and of one class of it, as they are shown."""

    def size(self, part: Part) -> int:
        """How many pictures a set holds."""

    def counts(self, part: Part) -> tuple[int, ...]:
        """How many pictures of each class a set holds."""

    def image(self, number: int) -> QImage | None:
        """A picture, small; None where it is still to come."""

    def title(self, number: int) -> str:
        """What to call a picture."""

    def tooltip(self, number: int) -> str:
        """What is known of a picture."""

    def caption(self, number: int) -> str:
        """What stands below a picture; empty where nothing does."""

    def mime(self, numbers: Sequence[int]) -> QMimeData:
        """Pictures to be dragged or copied."""


class BuiltInPictures:
    """The pictures of a data set held in memory."""

    def __init__(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        self.indices = arrangement.indices
        self.size = arrangement.size
        self.counts = arrangement.counts

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes."""
        return self.arrangement.dataset.classes

    def image(self, number: int) -> QImage:
        """The picture itself: it is small."""
        return image_over(self.arrangement.pixels(number))

    def title(self, number: int) -> str:
        """Its class, and its place in the data set."""
        return self.arrangement.picture(number).title

    def tooltip(self, number: int) -> str:
        """Its class, its place, and whether it is kept aside."""
        picture = self.arrangement.picture(number)
        return f"{picture.class_name}\n{picture.place.capitalize()}"

    def caption(self, _number: int) -> str:
        """Nothing: they are named by the class that is shown."""
        return ""

    def mime(self, numbers: Sequence[int]) -> QMimeData:
        """The first of them, as pixels."""
        return mime_of(self.arrangement.picture(numbers[0]))


class FolderPictures:
    """The pictures of a folder, in its order or another one.

    Args:
        view: The folder.
        thumbnails: Where small pictures come from.
        order: By what they are sorted; None for the order of the folder.
    """

    def __init__(
        self, view: FolderView, thumbnails: Thumbnails, order: Sorted | None = None
    ) -> None:
        self.view = view
        self.order = order
        self._thumbnails = thumbnails
        self._seen = np.full(len(view.class_of), view.facts is not None)
        self.size = view.size
        self.counts = view.counts

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes."""
        return self.view.classes

    def indices(self, part: Part, class_number: int | None = None) -> npt.NDArray[np.intp]:
        """Numbers of the files of a set, and of one class of it, as they are shown."""
        chosen = self.view.indices(part, class_number)
        if self.order is None or part in OUTSIDE:
            return chosen
        return arranged(self.view, chosen, self.order)

    def reason(self, number: int) -> str:
        """Why a picture is shown where only some are; empty where all are."""
        return self.order.reasons.get(number, "") if self.order else ""

    def caption(self, number: int) -> str:
        """Its class, or what it was found by, where only some are shown."""
        return self.order.captions.get(number, "") if self.order else ""

    def see(self, numbers: Sequence[int]) -> None:
        """These files have been looked at: there are small pictures of them."""
        self._seen[list(numbers)] = True

    def image(self, number: int) -> QImage | None:
        """Its middle; None where that is still being made."""
        if not self._seen[number]:
            return None
        return self._thumbnails.image(self.view.file(number), self.view.content(number))

    def title(self, number: int) -> str:
        """The name of the file."""
        return shown(PurePath(self.view.file(number).path).name)

    def tooltip(self, number: int) -> str:
        """Its name, what is known of it, and why it is shown."""
        words = (self.title(number), *self.facts(number), self.reason(number))
        return "\n".join(filter(None, words))

    def facts(self, number: int) -> tuple[str, ...]:
        """Its class and set, and how large it is."""
        view = self.view
        side = view.side(number)
        where = view.class_name(number) or "In no class yet"
        words = [where]
        if side is not None:
            words[0] += f", {_SETS[Part(side.value)]}"
            if view.file(number).path in view.edits.pins:
                words[0] += " by hand"
        if view.facts:
            width, height = view.facts[number].size
            words.append(f"{width:,}\u00a0×\u00a0{height:,}\u00a0pixels")
        return tuple(words)

    def mime(self, numbers: Sequence[int]) -> QMimeData:
        """The files themselves, as references."""
        return mime_of_files(numbers, self.view.paths(numbers))
