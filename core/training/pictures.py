"""The pictures of one training, from the first decoding to the last epoch."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from os import cpu_count
from types import TracebackType
from typing import Protocol, Self

import numpy as np

from core.cancellation import CancelToken
from core.data.augmentation import Augmentation, augment
from core.data.dataset import Dataset, LabelledPictures, Labels, Pixels
from core.data.folder.photo_pixels import CHANGED, DecodingProgress, PhotoPixels, SetAsidePhoto
from core.data.folder.photo_set import PhotoSet
from core.data.folder.pixel_cache import PixelCache
from core.data.split import Indices, split
from core.errors import LitmusError
from core.run.record import SetAside
from core.training.events import Decoding, Noticed, PicturesSetAside, TrainingEvent
from core.training.feed import Feed, HeldPictures, Order, Read, StreamedPictures
from core.training.request import TrainingRequest

Report = Callable[[TrainingEvent], None]

_MOST_HELD_BYTES = 256_000_000
"""Up to here pictures are held in memory; more are read again from the cache in every epoch."""

_NAMED = 3


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
    """The pictures of `request`, decoded where they lie on the disk.

    Raises:
        LitmusError: Too few of them can be read.
        Cancelled: While they were being decoded; what was decoded is kept in the cache.
    """
    if isinstance(request.dataset, Dataset):
        return _BuiltInPictures(request, request.dataset)
    return _FolderPictures(request, request.dataset, report=report, cancel=cancel)


class _Varying:
    """Varies the pictures of a portion, several at a time."""

    def __init__(self, augmentation: Augmentation, seed: int) -> None:
        self._augmentation = augmentation
        self._seed = seed
        self._threads = ThreadPoolExecutor(cpu_count() or 1, thread_name_prefix="augmenting")

    def of(self, read: Read, epoch: int) -> Read:
        """`read`, with its pictures varied as `epoch` varies them."""

        def vary(pixels: Pixels, number: int) -> Pixels:
            return augment(pixels, self._augmentation, seed=(self._seed, epoch, number))

        def read_varied(order: Order) -> tuple[Pixels, Order]:
            pixels, numbers = read(order)
            varied = list(self._threads.map(vary, pixels, numbers.tolist()))
            return (np.stack(varied) if varied else pixels), numbers

        return read_varied

    def close(self) -> None:
        self._threads.shutdown()


class _Opened:
    """What both kinds of pictures do alike.

    Attributes: see `TrainingPictures`.
    """

    def __init__(self, request: TrainingRequest, division: tuple[Indices, Indices]) -> None:
        settings = request.settings
        self.training, self.validation = division
        self.set_aside: tuple[SetAside, ...] = ()
        self.decoding_s = 0.0
        self._varying = (
            _Varying(settings.augmentation, settings.seed) if settings.augmentation.active else None
        )

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


class _BuiltInPictures(_Opened):
    """A data set that is in memory as a whole."""

    def __init__(self, request: TrainingRequest, dataset: Dataset) -> None:
        pictures, settings = dataset.training, request.settings
        parts = split(pictures.labels, validation=settings.validation, seed=settings.seed)
        super().__init__(request, (parts.training, parts.validation))
        self.labels = pictures.labels
        self._pixels = pictures.pixels
        self._held = HeldPictures.of(pictures)

    def learned(self, epoch: int) -> Feed:
        if self._varying is None:
            return self._held
        return StreamedPictures(self._varying.of(self._read, epoch), self.labels)

    def checked(self) -> Feed:
        return self._held

    def _read(self, order: Order) -> tuple[Pixels, Order]:
        return self._pixels[order], order


class _FolderPictures(_Opened):
    """Photos, read from the cache of decoded ones; held in memory where they are few."""

    def __init__(
        self, request: TrainingRequest, photos: PhotoSet, *, report: Report, cancel: CancelToken
    ) -> None:
        division = photos.division
        super().__init__(request, (division.training, division.validation))
        self.labels = photos.catalogue.labels
        self._photos = photos
        self._report = report
        self._told_all_gone = False
        form = request.network.input
        self._stored = PhotoPixels(photos.catalogue.photos, form, cache=PixelCache())
        began = time.perf_counter()
        self._decode(cancel)
        self.decoding_s = time.perf_counter() - began
        self._held = self._hold(int(np.prod(form.shape)))
        self._check_enough()

    def begin_epoch(self) -> None:
        """Set aside what has gone or was changed, looking at the files alone.

        Where all have gone, the drive was unplugged or the folder renamed: then the training goes
        on with what was decoded before.
        """
        gone = self._stored.vanished(self._used())
        if len(gone) < len(self._used()):
            self._put_aside(gone)
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

    def _used(self) -> Indices:
        return np.concatenate([self.training, self.validation])

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

        self._put_aside(self._stored.decode(self._used(), report=tell, cancel=cancel))
        if self._stored.problem:
            self._report(Noticed(self._stored.problem))

    def _check_enough(self) -> None:
        """Refuse to learn one class.

        Raises:
            LitmusError: Too few pictures can be read.
        """
        if len(np.unique(self.labels[self.training])) < 2:
            raise LitmusError(
                f"Too few pictures of “{self._photos.title}” can be read to train on.",
                "Look at Problems on the Data tab, or choose another folder.",
            )

    def _hold(self, picture_bytes: int) -> HeldPictures | None:
        """All pixels in memory, where they are few enough."""
        used = self._used()
        if len(self.labels) * picture_bytes > _MOST_HELD_BYTES:
            return None
        pixels, numbers = self._stored.read(used)
        # What went before it was held would be learned as black.
        self._put_aside(self._stored.vanished(np.setdiff1d(used, numbers)))
        whole = np.zeros((len(self.labels), *pixels.shape[1:]), np.uint8)
        whole[numbers] = pixels
        return HeldPictures.of(LabelledPictures(whole, self.labels))

    def _read(self, order: Order) -> tuple[Pixels, Order]:
        return self._stored.read(order)

    def _put_aside(self, broken: tuple[SetAsidePhoto, ...]) -> None:
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


def _sentence(names: list[str], reason: str) -> str:
    """What was set aside just now."""
    if len(names) == 1:
        return f"“{names[0]}” {reason}: it is set aside, and the training goes on."
    return (
        f"{len(names):,} pictures are set aside, and the training goes on. "
        f"The first: “{names[0]}” {reason}."
    )


def _all_gone(title: str, gone: tuple[SetAsidePhoto, ...]) -> str:
    what = f"“{title}” is not there any more"
    if all(photo.reason == CHANGED for photo in gone):
        what = f"All files of “{title}” were changed since they were looked at"
    return f"{what}. The training goes on with the pictures that were decoded before."
