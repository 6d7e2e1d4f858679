"""Which pictures a training has, in the order that everything random in it refers to.

The order of an epoch, what is varied, and what is set aside are all told by the place of a picture
in this list. So a training is taken up again with the same list, wherever the pictures lie now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.data.dataset import Dataset, Labels
from core.data.folder.catalogue import Catalogue, Photo
from core.data.folder.division import Division
from core.data.folder.photo_set import PhotoSet
from core.data.side import Side
from core.data.sources import AnyDataset
from core.data.split import Indices
from core.run.record import DataRecord

_DIGEST_BYTES = 16
_SIDES = tuple(Side)

_NOWHERE = ""
"""The path of a picture that is gone and only keeps its place."""


@dataclass(frozen=True, eq=False)
class Manifest:
    """The pictures of a training.

    Attributes:
        digests: Of each picture's content, uint8, shape (pictures, 16); empty for a built-in data
            set, which is always the same.
        labels: Class numbers, int32, shape (pictures,).
        sides: Where each goes, as its place in `Side`: uint8, shape (pictures,).
        source: A digest of a built-in data set's labels, in hexadecimal; empty for photos.
    """

    digests: npt.NDArray[np.uint8]
    labels: Labels
    sides: npt.NDArray[np.uint8]
    source: str = ""

    def __len__(self) -> int:
        return len(self.digests)


def manifest_of(dataset: AnyDataset) -> Manifest:
    """The pictures of `dataset`, in its order."""
    if isinstance(dataset, Dataset):
        empty = np.empty((0, _DIGEST_BYTES), np.uint8)
        return Manifest(empty, np.empty(0, np.int32), np.empty(0, np.uint8), source_key(dataset))
    photos = dataset.catalogue.photos
    joined = b"".join(photo.content for photo in photos)
    digests = np.frombuffer(joined, np.uint8).reshape(len(photos), _DIGEST_BYTES)
    sides = np.zeros(len(photos), np.uint8)
    for number, side in enumerate(_SIDES):
        sides[getattr(dataset.division, side.value)] = number
    return Manifest(digests, np.asarray(dataset.catalogue.labels, np.int32), sides)


def source_key(dataset: Dataset) -> str:
    """By what a built-in data set is known again: a digest of its labels, in hexadecimal."""
    labels = np.ascontiguousarray(dataset.training.labels, np.int32)
    return hashlib.blake2b(labels.tobytes(), digest_size=16).hexdigest()


def arranged_as(
    manifest: Manifest,
    catalogue: Catalogue,
    *,
    data: DataRecord,
    classes: tuple[str, ...],
) -> tuple[PhotoSet, Indices]:
    """The pictures of `manifest` where they lie now, in their old order, classes and sets.

    A picture is known by its content; of exact copies, any stands for all. One that is not in
    `catalogue` keeps its place, so that the others keep theirs, and is in none of the sets.

    Args:
        manifest: The pictures of the training.
        catalogue: What lies in the folder now.
        data: What the run's record says of them: what they were called.
        classes: The names of the classes then.

    Returns:
        The pictures, and the places of those that are not there any more.
    """
    there_now = (photo for photo in reversed(catalogue.photos) if photo.path != _NOWHERE)
    found: dict[bytes, Photo] = {photo.content: photo for photo in there_now}
    names = _names(data)
    contents = [row.tobytes() for row in manifest.digests]
    labels = manifest.labels.tolist()
    photos = tuple(
        _photo(found.get(content), content, class_number, names)
        for content, class_number in zip(contents, labels, strict=True)
    )
    there = np.array([content in found for content in contents], bool)
    arranged = Catalogue(
        title=catalogue.title,
        folder=catalogue.folder,
        classes=classes,
        colours=tuple(range(len(classes))),
        photos=photos,
        labels=_fixed(manifest.labels),
        problems=(),
        class_folders=data.class_folders,
    )
    training, validation, test = (
        _fixed(np.flatnonzero(there & (manifest.sides == number)).astype(np.int32))
        for number in range(len(_SIDES))
    )
    division = Division(training, validation, test)
    return PhotoSet(arranged, division), np.flatnonzero(~there).astype(np.int32)


def _photo(
    found: Photo | None, content: bytes, class_number: int, names: Mapping[bytes, str]
) -> Photo:
    """The picture as it lies now, in the class it had; a place without a file where it is gone."""
    if found is None:
        name = names.get(content, content.hex())
        return Photo(_NOWHERE, name, 0, 0, content, b"", (1, 1), class_number)
    return Photo(
        path=found.path,
        name=found.name,
        file_size=found.file_size,
        modified_ns=found.modified_ns,
        content=content,
        look=found.look,
        size=found.size,
        class_number=class_number,
    )


def _fixed(numbers: Indices) -> Indices:
    fixed = np.array(numbers, np.int32)
    fixed.flags.writeable = False
    return fixed


def _names(data: DataRecord) -> dict[bytes, str]:
    """The names of pictures by their digests."""
    names: dict[bytes, str] = {}
    for named in data.split.sides.values() if data.split else ():
        for name, content in named.items():
            with suppress(ValueError):  # A record edited by hand.
                names[bytes.fromhex(content)] = name
    return names
