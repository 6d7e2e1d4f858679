"""The space of the photos of a folder, from what backbones make of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.cancellation import CancelToken
from core.data.folder.catalogue import Photo
from core.data.folder.decoding import DecodingProgress
from core.data.folder.likeness import founders
from core.data.form import PictureForm
from core.data.picture import PIXEL_LIMIT
from core.data.split import Indices
from core.features.backbone import ACCURATE, backbone, backbones
from core.features.photo_features import PhotoFeatures
from core.features.similarity.space import Features, LikenessSpace, Positions, Tell, likeness_space

_BLOCK = 512


@dataclass(frozen=True, eq=False)
class PhotoSpace:
    """Photos as vectors, each content once.

    Attributes:
        space: The vectors.
        position_of: Where a photo stands in it, by the digest of its content.
        unreadable: Why a photo is not in it, by the digest of its content.
        problem: Why features cannot be kept for the next time, in words; None where they can.
    """

    space: LikenessSpace
    position_of: Mapping[bytes, int]
    unreadable: Mapping[bytes, str]
    problem: str | None = None

    def rows(self, photos: Sequence[Photo]) -> tuple[Indices, LikenessSpace]:
        """The numbers of the photos that are in the space, and the space of those alone."""
        numbers = [n for n, photo in enumerate(photos) if photo.content in self.position_of]
        positions = [self.position_of[photos[n].content] for n in numbers]
        return np.array(numbers, np.int32), self.space.take(np.array(positions, np.int32))


def photo_space(
    photos: Sequence[Photo],
    *,
    names: tuple[str, ...] = ACCURATE,
    form: PictureForm | None = None,
    report: Callable[[DecodingProgress], None],
    tell: Tell | None = None,
    cancel: CancelToken,
    pixel_limit: int = PIXEL_LIMIT,
) -> PhotoSpace:
    """Pass photos through backbones, as far as they have not yet, and bring them into a space.

    Args:
        photos: The photos.
        names: Of the backbones.
        form: How pictures are decoded; of the size that the backbones take. What a training has
            made with the same form is not made again.
        report: Told how far the photos are, about ten times a second.
        tell: Told how far the reading of what was made is, as a share.
        cancel: Ends it.
        pixel_limit: Photos with more pixels are not used.

    Raises:
        LitmusError: A backbone is missing, damaged, or cannot be run.
        Cancelled: The token was set; what was made is kept.
    """
    chosen = backbones(names)
    stored = PhotoFeatures(photos, chosen, form or chosen[0].form, pixel_limit=pixel_limit)
    firsts = _first_of_each(photos)
    aside = stored.extract(firsts, report=report, cancel=cancel)
    unreadable = {photos[photo.number].content: photo.reason for photo in aside}
    left = np.array([n for n in firsts if photos[n].content not in unreadable], np.int32)
    read: list[int] = []
    width = sum(one.pooled for one in chosen)
    blocks = _blocks(stored, left, names, read)
    space = likeness_space(blocks, count=len(left), width=width, tell=tell, cancel=cancel)
    lost = np.setdiff1d(left, np.array(read, np.int32)).astype(np.int32)
    unreadable |= {photos[n].content: "can no longer be read" for n in lost.tolist()}
    unreadable |= {photos[p.number].content: p.reason for p in stored.vanished(lost)}
    position_of = {photos[number].content: place for place, number in enumerate(read)}
    return PhotoSpace(space, position_of, unreadable, stored.problem)


def known_copies(photos: Sequence[Photo]) -> Positions:
    """For each photo the first that looks the same by its perceptual hash: int32."""
    looks = [photo.look for photo in photos]
    if not all(looks):
        return np.arange(len(photos), dtype=np.int32)
    return founders(looks).astype(np.int32)


def _first_of_each(photos: Sequence[Photo]) -> Indices:
    """Of photos with one content the first, ascending."""
    firsts: dict[bytes, int] = {}
    for number, photo in enumerate(photos):
        firsts.setdefault(photo.content, number)
    return np.array(list(firsts.values()), np.int32)


def _blocks(
    stored: PhotoFeatures, numbers: Indices, names: tuple[str, ...], read: list[int]
) -> Iterator[Features]:
    """Pooled features of all backbones side by side; `read` gets the numbers of the photos."""
    for first in range(0, len(numbers), _BLOCK):
        some = numbers[first : first + _BLOCK]
        parts = [stored.read(some, name, width=backbone(name).pooled) for name in names]
        both = some
        for _, got in parts:
            both = both[np.isin(both, got)]
        read += both.tolist()
        yield np.concatenate([rows[np.isin(got, both)] for rows, got in parts], axis=1)
