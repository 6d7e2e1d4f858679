"""One training picture as the network will see it in its first epochs, made in a worker."""

from dataclasses import dataclass
from pathlib import Path, PurePath

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from core.cancellation import CancelToken
from core.data.augmentation import Augmentation, augment
from core.data.dataset import Dataset, Pixels
from core.data.fitting import read_fitted
from core.data.folder.photo_set import PhotoSet
from core.data.form import PictureForm
from core.data.picture import PIXEL_LIMIT
from core.data.sources import AnyDataset
from core.data.split import Indices, split
from core.errors import LitmusError
from core.run.settings import TrainingSettings
from gui.jobs import Jobs, Report, Work
from gui.newest_job import NewestJob
from gui.widgets.pixel_image import image_of

EPOCHS = 8


@dataclass(frozen=True)
class Wish:
    """A picture, and how it is to be varied.

    Attributes:
        dataset: Where the picture comes from.
        form: What the network takes.
        settings: Of the training: the same seed gives the very same pictures.
        turn: Which picture: another number gives another one.
    """

    dataset: AnyDataset
    form: PictureForm
    settings: TrainingSettings
    turn: int

    def same_picture(self, other: "Wish | None") -> bool:
        """Whether both start from the same pixels."""
        if other is None or self.dataset is not other.dataset:
            return False
        split_alike = self.settings.validation == other.settings.validation
        alike = split_alike and self.settings.seed == other.settings.seed
        return alike and (self.form, self.turn) == (other.form, other.turn)


@dataclass(frozen=True)
class Original:
    """The picture itself.

    Attributes:
        number: In the data set.
        name: What to call it.
        pixels: uint8, shape (height, width, channels), in the form the network takes.
    """

    number: int
    name: str
    pixels: Pixels


@dataclass(frozen=True)
class Variations:
    """The picture as each epoch will show it, the first epoch first."""

    wish: Wish
    original: Original
    images: tuple[QImage, ...]


class AugmentationPreview(QObject):
    """Fulfils the newest wish; one that was overtaken while waiting is left out.

    Signals:
        made: `Variations`.
        failed: The `LitmusError` that says why the picture cannot be shown.
    """

    made = Signal(object)
    failed = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._newest = NewestJob(jobs, self)
        self._shown: Variations | None = None
        self._newest.made.connect(self._on_newest_made)
        self._newest.failed.connect(self.failed)

    def want(self, wish: Wish) -> None:
        """Make these pictures, as soon as those being made are done."""
        self._newest.want(lambda: self._work(wish))

    def stop(self) -> None:
        """Make nothing more."""
        self._newest.stop()

    def _work(self, wish: Wish) -> Work:
        shown = self._shown
        original = shown.original if shown and wish.same_picture(shown.wish) else None
        return lambda report, cancel: vary(wish, original, report, cancel)

    def _on_newest_made(self, made: Variations) -> None:
        self._shown = made
        self.made.emit(made)


def vary(wish: Wish, original: Original | None, _report: Report, cancel: CancelToken) -> Variations:
    """The pictures of a wish, from what is known already or from the file.

    Raises:
        LitmusError: The picture cannot be read, or there is none.
        Cancelled: Nobody wants them any more.
    """
    known = original or _original(wish)
    images = []
    for epoch in range(1, EPOCHS + 1):
        cancel.raise_if_cancelled()
        seed = (wish.settings.seed, epoch, known.number)
        images.append(image_of(_varied(known.pixels, wish.settings.augmentation, seed)))
    return Variations(wish, known, tuple(images))


def _varied(pixels: Pixels, augmentation: Augmentation, seed: tuple[int, ...]) -> Pixels:
    return augment(pixels, augmentation, seed=seed) if augmentation.active else pixels


def _original(wish: Wish) -> Original:
    """The picture of this turn, among those that are learned from."""
    dataset = wish.dataset
    learned = training_numbers(dataset, wish.settings)
    if not len(learned):
        raise LitmusError("There are no training pictures.", "Look at the split on the Data tab.")
    number = int(learned[np.random.default_rng(wish.turn).integers(len(learned))])
    if isinstance(dataset, Dataset):
        name = dataset.classes[dataset.training.labels[number]]
        return Original(number, name, dataset.training.pixels[number])
    photo = dataset.catalogue.photos[number]
    pixels = read_fitted(Path(photo.path), wish.form, name=photo.name, pixel_limit=PIXEL_LIMIT)
    name = f"{dataset.classes[photo.class_number]} · {PurePath(photo.name).name}"
    return Original(number, name, pixels)


def training_numbers(dataset: Dataset | PhotoSet, settings: TrainingSettings) -> Indices:
    """Numbers of the pictures that are learned from: int32, shape (pictures,)."""
    if isinstance(dataset, PhotoSet):
        return dataset.division.training
    labels = dataset.training.labels
    return split(labels, validation=settings.validation, seed=settings.seed).training
