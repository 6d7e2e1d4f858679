"""Photos as the numbers that backbones make of them, for a network that begins with a backbone."""

from __future__ import annotations

import time

import numpy as np

from core.cancellation import CancelToken
from core.data.folder.photo_pixels import SetAsidePhoto
from core.data.folder.photo_set import PhotoSet
from core.data.split import Indices
from core.features.backbone import backbones
from core.features.extractor import Features
from core.features.photo_features import PhotoFeatures
from core.training.events import Noticed
from core.training.feed import Feed, HeldPictures, Order, StreamedPictures
from core.training.opened_photos import MOST_HELD_BYTES, OpenedPhotos, Report, tell_passing
from core.training.request import TrainingRequest

_NOT_VARIED = (
    "The pictures are not varied: each passes the backbone once, and what it makes of them is "
    "learned from in every epoch."
)
_LOST = "can no longer be read"


class FeaturePictures(OpenedPhotos):
    """The pooled outputs of a network's backbones, side by side; held in memory where few.

    A photo that has passed stays in use even if its file vanishes: what is learned from is kept.
    """

    def __init__(
        self, request: TrainingRequest, photos: PhotoSet, *, report: Report, cancel: CancelToken
    ) -> None:
        """Let all photos pass the backbones, but those that did before.

        Raises:
            LitmusError: Too few can be read, or a backbone cannot be used.
            Cancelled: The token was set; what was made is kept.
        """
        super().__init__(photos, report=report)
        if request.network.backbone is None:
            raise ValueError("the network has no backbone")
        self._names = request.network.backbone.names
        chosen = backbones(self._names)
        self._pooled = {backbone.name: backbone.pooled for backbone in chosen}
        self._width = sum(self._pooled.values())
        self._features = PhotoFeatures(photos.catalogue.photos, chosen, request.network.input)
        self._lost: set[int] = set()
        if request.settings.augmentation.active:
            report(Noticed(_NOT_VARIED))
        began = time.perf_counter()
        self._extract(cancel)
        self.decoding_s = time.perf_counter() - began
        self._held = self._hold()
        self.check_enough()

    def begin_epoch(self) -> None:
        """Set aside what could not be read in the epoch before."""
        used = self.used()
        lost = used[np.isin(used, list(self._lost))]
        self.put_aside(tuple(SetAsidePhoto(int(number), _LOST) for number in lost))

    def learned(self, epoch: int) -> Feed:
        """The pictures to learn from, alike in every epoch."""
        del epoch
        return self.checked()

    def checked(self) -> Feed:
        """The pictures to check on."""
        return self._held or StreamedPictures(self._read, self.labels)

    def _extract(self, cancel: CancelToken) -> None:
        self.put_aside(
            self._features.extract(self.used(), report=tell_passing(self._report), cancel=cancel)
        )
        if self._features.problem:
            self._report(Noticed(self._features.problem))

    def _hold(self) -> HeldPictures | None:
        """All features in memory, where they are few enough."""
        picture_bytes = self._width * np.dtype(np.float32).itemsize
        if len(self.labels) * picture_bytes > MOST_HELD_BYTES:
            return None
        features, numbers = self._read(self.used())
        self.begin_epoch()
        whole = np.zeros((len(self.labels), self._width), np.float32)
        whole[numbers] = features
        return HeldPictures.holding(whole, self.labels)

    def _read(self, order: Order) -> tuple[Features, Indices]:
        """What all backbones made of those that can be read of `order`."""
        numbers: Indices = order
        columns: list[Features] = []
        for name in self._names:
            made, read = self._features.read(numbers, name, width=self._pooled[name])
            if len(read) < len(numbers):
                kept = np.isin(numbers, read)
                columns = [column[kept] for column in columns]
                self._lost.update(numbers[~kept].tolist())
                numbers = read
            columns.append(made)
        return np.hstack(columns), numbers
