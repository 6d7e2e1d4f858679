"""The pictures of one training, from the first decoding to the last epoch."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Protocol, Self

import numpy as np

from core.cancellation import CancelToken
from core.data.dataset import Dataset, LabelledPictures, Labels, Pixels
from core.data.folder.photo_pixels import CHANGED, DecodingProgress, PhotoPixels, SetAsidePhoto
from core.data.folder.photo_set import PhotoSet
from core.data.folder.pixel_cache import PixelCache
from core.data.split import Indices, split
from core.run.record import SetAside
from core.run.settings import TrainingSettings
from core.training.events import Decoding, Noticed, PicturesSetAside
from core.training.feature_pictures import FeaturePictures
from core.training.feed import Feed, HeldPictures, Order, StreamedPictures
from core.training.opened_photos import MOST_HELD_BYTES, OpenedPhotos, Report
from core.training.request import TrainingRequest
from core.training.varying import Varying


class TrainingPictures(Protocol):
    """What the epochs of a training take their pictures from.

    Attributes:
        training: Numbers of those learned from.
        validation: Numbers of those checked on after every epoch.
        labels: Class number of every picture, also of those set aside.
        set_aside: What cannot be used any more.
        decoding_s: Seconds that decoding took before the first epoch.
    """

    training: Indices
    validation: Indices
    labels: Labels
    set_aside: tuple[SetAside, ...]
    decoding_s: float

    def begin_epoch(self) -> None:
        """Set aside what has gone since the last epoch."""
        ...

    def learned(self, epoch: int) -> Feed:
        """The pictures to learn from, varied as this epoch (from 1) varies them."""
        ...

    def checked(self) -> Feed:
        """The pictures to check on, as they are."""
        ...


def open_pictures(
    request: TrainingRequest, *, report: Report, cancel: CancelToken
) -> AbstractContextManager[TrainingPictures]:
    """The pictures of `request`, decoded where they lie on the disk, or passed by its backbone.

    Raises:
        LitmusError: Too few of them can be read.
        Cancelled: While they were being decoded; what was decoded is kept in the cache.
    """
    if isinstance(request.dataset, Dataset):
        return _BuiltInPictures(request, request.dataset)
    opened = _FolderPictures if request.network.backbone is None else FeaturePictures
    return opened(request, request.dataset, report=report, cancel=cancel)


def _varying(settings: TrainingSettings) -> Varying | None:
    """What varies the pictures; None where they stay as they are."""
    augmentation = settings.augmentation
    return Varying(augmentation, settings.seed) if augmentation.active else None


class _BuiltInPictures:
    """A data set that is in memory as a whole."""

    def __init__(self, request: TrainingRequest, dataset: Dataset) -> None:
        pictures, settings = dataset.training, request.settings
        parts = split(pictures.labels, validation=settings.validation, seed=settings.seed)
        self.training, self.validation = parts.training, parts.validation
        self.labels = pictures.labels
        self.set_aside: tuple[SetAside, ...] = ()
        self.decoding_s = 0.0
        self._varying = _varying(settings)
        self._pixels = pictures.pixels
        self._held = HeldPictures.of(pictures)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._varying:
            self._varying.close()

    def begin_epoch(self) -> None:
        """Nothing goes where all is in memory."""

    def learned(self, epoch: int) -> Feed:
        if self._varying is None:
            return self._held
        return StreamedPictures(self._varying.of(self._read, epoch), self.labels)

    def checked(self) -> Feed:
        return self._held

    def _read(self, order: Order) -> tuple[Pixels, Order]:
        return self._pixels[order], order


class _FolderPictures(OpenedPhotos):
    """Photos, read from the cache of decoded ones; held in memory where they are few."""

    def __init__(
        self, request: TrainingRequest, photos: PhotoSet, *, report: Report, cancel: CancelToken
    ) -> None:
        super().__init__(photos, report=report)
        self._varying = _varying(request.settings)
        self._told_all_gone = False
        form = request.network.input
        self._stored = PhotoPixels(photos.catalogue.photos, form, cache=PixelCache())
        began = time.perf_counter()
        self._decode(cancel)
        self.decoding_s = time.perf_counter() - began
        self._held = self._hold(int(np.prod(form.shape)))
        self.check_enough()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._varying:
            self._varying.close()

    def begin_epoch(self) -> None:
        """Set aside what has gone or was changed, looking at the files alone.

        Where all have gone, the drive was unplugged or the folder renamed: then the training goes
        on with what was decoded before.
        """
        gone = self._stored.vanished(self.used())
        if len(gone) < len(self.used()):
            self.put_aside(gone)
        elif not self._told_all_gone:
            self._told_all_gone = True
            self._report(
                PicturesSetAside(len(self.set_aside), (), _all_gone(self._photos.title, gone))
            )

    def learned(self, epoch: int) -> Feed:
        if self._varying is not None:
            return StreamedPictures(self._varying.of(self._read, epoch), self.labels)
        return self._held or StreamedPictures(self._read, self.labels)

    def checked(self) -> Feed:
        return self._held or StreamedPictures(self._read, self.labels)

    def _decode(self, cancel: CancelToken) -> None:
        def tell(progress: DecodingProgress) -> None:
            self._report(
                Decoding(
                    progress.done,
                    progress.photos,
                    progress.photos_per_second,
                    progress.seconds_left,
                )
            )

        self.put_aside(self._stored.decode(self.used(), report=tell, cancel=cancel))
        if self._stored.problem:
            self._report(Noticed(self._stored.problem))

    def _hold(self, picture_bytes: int) -> HeldPictures | None:
        """All pixels in memory, where they are few enough."""
        used = self.used()
        if len(self.labels) * picture_bytes > MOST_HELD_BYTES:
            return None
        pixels, numbers = self._stored.read(used)
        # What went before it was held would be learned as black.
        self.put_aside(self._stored.vanished(np.setdiff1d(used, numbers)))
        whole = np.zeros((len(self.labels), *pixels.shape[1:]), np.uint8)
        whole[numbers] = pixels
        return HeldPictures.of(LabelledPictures(whole, self.labels))

    def _read(self, order: Order) -> tuple[Pixels, Order]:
        return self._stored.read(order)


def _all_gone(title: str, gone: tuple[SetAsidePhoto, ...]) -> str:
    what = f"“{title}” is not there any more"
    if all(photo.reason == CHANGED for photo in gone):
        what = f"All files of “{title}” were changed since they were looked at"
    return f"{what}. The training goes on with the pictures that were decoded before."
