"""What a training does with the photos of a folder, whatever its network takes of them."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Self

import numpy as np

from core.data.folder.decoding import DecodingProgress
from core.data.folder.photo_pixels import SetAsidePhoto
from core.data.folder.photo_set import PhotoSet
from core.data.split import Indices
from core.errors import LitmusError
from core.run.record import SetAside
from core.training.events import Extracting, PicturesSetAside, TrainingEvent

Report = Callable[[TrainingEvent], None]

MOST_HELD_BYTES = 256_000_000
"""Up to here pictures are held in memory; more are read again from the cache in every epoch."""

_NAMED = 3


def tell_passing(report: Report) -> Callable[[DecodingProgress], None]:
    """What tells `report` how far the pictures are that pass a backbone."""

    def tell(pace: DecodingProgress) -> None:
        speed, left = pace.photos_per_second, pace.seconds_left
        report(Extracting(pace.done, pace.photos, speed, left))

    return tell


class OpenedPhotos:
    """The photos of a folder that a training still uses.

    Attributes: see `core.training.pictures.TrainingPictures`.
    """

    def __init__(self, photos: PhotoSet, *, report: Report) -> None:
        self.training: Indices = photos.division.training
        self.validation: Indices = photos.division.validation
        self.labels = photos.catalogue.labels
        self.set_aside: tuple[SetAside, ...] = ()
        self.decoding_s = 0.0
        self._photos = photos
        self._report = report

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing is held open."""

    def used(self) -> Indices:
        """The numbers of those learned from and those checked on."""
        return np.concatenate([self.training, self.validation])

    def put_aside(self, broken: tuple[SetAsidePhoto, ...]) -> None:
        """Use these no more, and say so."""
        if not broken:
            return
        gone = np.array([photo.number for photo in broken], np.int32)
        self.training = self.training[~np.isin(self.training, gone)]
        self.validation = self.validation[~np.isin(self.validation, gone)]
        names = [self._photos.catalogue.photos[number].name for number in gone]
        self.set_aside += tuple(
            SetAside(file=name, reason=f"It {photo.reason}.")
            for name, photo in zip(names, broken, strict=True)
        )
        self._report(
            PicturesSetAside(
                len(self.set_aside), tuple(names[:_NAMED]), _sentence(names, broken[0].reason)
            )
        )

    def check_enough(self) -> None:
        """Refuse to learn one class.

        Raises:
            LitmusError: Too few pictures can be read.
        """
        if len(np.unique(self.labels[self.training])) < 2:
            raise LitmusError(
                f"Too few pictures of “{self._photos.title}” can be read to train on.",
                "Look at Problems on the Data tab, or choose another folder.",
            )


def _sentence(names: list[str], reason: str) -> str:
    """What was set aside just now."""
    if len(names) == 1:
        return f"“{names[0]}” {reason}: it is set aside, and the training goes on."
    return (
        f"{len(names):,} pictures are set aside, and the training goes on. "
        f"The first: “{names[0]}” {reason}."
    )
