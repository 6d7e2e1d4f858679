"""The features of photos, made once and read again from the cache."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from queue import Empty, SimpleQueue

import numpy as np

from core.cancellation import CancelToken
from core.data.folder.catalogue import Photo
from core.data.folder.decoding import DecodingProgress, Pace, on_all_cores
from core.data.folder.photo_pixels import PhotoPixels, SetAsidePhoto, in_disk_order
from core.data.folder.pixel_cache import PixelCache
from core.data.form import PictureForm
from core.data.picture import PIXEL_LIMIT
from core.data.picture_error import PictureError
from core.data.split import Indices
from core.features.backbone import Backbone
from core.features.extractor import Extractor, Features
from core.features.feature_cache import FeatureCache, feature_kind

_Extractors = tuple[Extractor, ...]


class PhotoFeatures:
    """Photos by their numbers, as the numbers that backbones make of them. Thread-safe.

    Each core decodes a picture and passes it through all backbones by itself: none waits for
    another, which is as fast as spreading one picture over all cores (`benchmarks/README.md`).
    """

    def __init__(
        self,
        photos: Sequence[Photo],
        backbones: Sequence[Backbone],
        form: PictureForm,
        *,
        cache: FeatureCache | None = None,
        pixel_limit: int = PIXEL_LIMIT,
    ) -> None:
        """Prepare; nothing is read yet.

        Args:
            photos: All photos that numbers may name.
            backbones: What they pass.
            form: How they are decoded; of the size that the backbones take.
            cache: Where features are kept; by default that of the platform.
            pixel_limit: Pictures with more pixels are not used.
        """
        self._photos = photos
        self._backbones = {backbone.name: backbone for backbone in backbones}
        self._kinds = {b.name: feature_kind(b, form) for b in backbones}
        self._cache = cache or FeatureCache()
        self._pixels = PhotoPixels(photos, form, cache=PixelCache(), pixel_limit=pixel_limit)
        self._idle: SimpleQueue[_Extractors] = SimpleQueue()

    @property
    def problem(self) -> str | None:
        """Why features cannot be kept, in words; None while they can."""
        return self._cache.problem

    def extract(
        self,
        numbers: Indices,
        *,
        report: Callable[[DecodingProgress], None],
        cancel: CancelToken,
    ) -> tuple[SetAsidePhoto, ...]:
        """Pass through the backbones what is not in the cache yet, on all cores.

        Args:
            numbers: Of the photos wanted.
            report: Told how far it is, in this thread, about ten times a second and at the end.
            cancel: Ends it.

        Returns:
            Those that cannot be read.

        Raises:
            LitmusError: A backbone is damaged, or cannot be run.
            Cancelled: The token was set; what was made is kept.
        """
        missing = in_disk_order(self._photos, [n for n in numbers.tolist() if self._lacking(n)])
        pace = Pace(photos=len(numbers), found=len(numbers) - len(missing), report=report)
        broken: list[SetAsidePhoto] = []
        pace.tell()
        for found in on_all_cores(self._try, missing, cancel):
            pace.advance()
            if found:
                broken.append(found)
        pace.tell()
        return tuple(sorted(broken, key=lambda photo: photo.number))

    def read(
        self, numbers: Indices, backbone: str, *, width: int | None = None
    ) -> tuple[Features, Indices]:
        """Features in the order asked.

        What the cache has not, or has lost, is made again from the file; what fails is left out.

        Args:
            numbers: Of the photos.
            backbone: The name of one that was given.
            width: How many of its numbers, from the first on; by default all.

        Returns:
            The features, float32, shape (n, width), and the numbers of those that could be read.

        Raises:
            LitmusError: The backbone is damaged, or cannot be run.
        """
        chosen = self._backbones[backbone]
        features = np.empty((len(numbers), width or chosen.width), np.float32)
        whole = np.empty(chosen.width, np.float32)
        read = np.zeros(len(numbers), bool)
        for place, number in enumerate(numbers.tolist()):
            read[place] = self._read_into(whole, number, backbone)
            features[place] = whole[: features.shape[1]]
        if read.all():
            return features, numbers.astype(np.int32)
        return features[read], numbers[read].astype(np.int32)

    def read_all(
        self, numbers: Indices, widths: Mapping[str, int]
    ) -> tuple[dict[str, Features], Indices]:
        """Features of several backbones, of those photos that all of them could read.

        Args:
            numbers: Of the photos.
            widths: By the name of the backbone, how many of its numbers.

        Returns:
            By the name of the backbone, as `read` gives them; and the numbers of the photos.

        Raises:
            LitmusError: A backbone is damaged, or cannot be run.
        """
        features: dict[str, Features] = {}
        for name, width in widths.items():
            rows, read = self.read(numbers, name, width=width)
            if len(read) < len(numbers):
                kept = np.isin(numbers, read)
                features = {other: before[kept] for other, before in features.items()}
                numbers = read
            features[name] = rows
        return features, numbers

    def vanished(self, numbers: Indices) -> tuple[SetAsidePhoto, ...]:
        """Photos whose files have gone or were changed; opens no file."""
        return self._pixels.vanished(numbers)

    def _read_into(self, features: Features, number: int, backbone: str) -> bool:
        content = self._photos[number].content
        if self._cache.read_into(features, content, self._kinds[backbone]):
            return True
        try:
            features[:] = self._make(number, (backbone,))[backbone]
        except PictureError:
            return False
        return True

    def _lacking(self, number: int) -> tuple[str, ...]:
        """The backbones that a photo has yet to pass."""
        content = self._photos[number].content
        return tuple(
            name for name, kind in self._kinds.items() if not self._cache.holds(content, kind)
        )

    def _try(self, number: int) -> SetAsidePhoto | None:
        lacking = self._lacking(number)
        if not lacking:  # a copy of it has passed meanwhile
            return None
        try:
            self._make(number, lacking)
        except PictureError as error:
            return SetAsidePhoto(number, error.reason)
        return None

    def _make(self, number: int, names: tuple[str, ...]) -> dict[str, Features]:
        """Decode a photo, pass it through these backbones, and keep what they give.

        Raises:
            PictureError: It cannot be read, or is not the picture that was looked at.
            LitmusError: A backbone is damaged, or cannot be run.
        """
        pixels = self._pixels.decoded(number)
        made: dict[str, Features] = {}
        with self._borrowed() as extractors:
            for extractor in extractors:
                name = extractor.backbone.name
                if name in names:
                    made[name] = extractor.features(pixels)
                    self._cache.put(self._photos[number].content, self._kinds[name], made[name])
        return made

    @contextmanager
    def _borrowed(self) -> Iterator[_Extractors]:
        """Extractors that no other thread uses meanwhile; each thread's are made once."""
        try:
            extractors = self._idle.get_nowait()
        except Empty:
            extractors = tuple(Extractor(backbone) for backbone in self._backbones.values())
        try:
            yield extractors
        finally:
            self._idle.put(extractors)
