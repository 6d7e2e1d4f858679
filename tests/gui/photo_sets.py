"""Photo folders in the window, without a scan."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from blake3 import blake3

from core.data.folder.catalogue import Catalogue, Photo
from core.data.folder.division import Division
from core.data.folder.photo_set import PhotoSet
from core.data.folder.source import PhotoSource
from gui.document import ProjectDocument
from tests.photos import make_photos


def photo_set(folder: Path, *, counts: Sequence[int] = (8, 8)) -> PhotoSet:
    """Real pictures in `folder`, one class for each count; every fourth checks."""
    kinds = ("disc", "square", "bar")[: len(counts)]
    for kind, count in zip(kinds, counts, strict=True):
        make_photos(folder, kinds=(kind,), each=count)
    photos = tuple(
        _photo(path, number)
        for number, kind in enumerate(kinds)
        for path in sorted((folder / kind).iterdir())
    )
    labels = np.array([photo.class_number for photo in photos], np.int32)
    numbers = np.arange(len(photos), dtype=np.int32)
    checked = numbers % 4 == 3
    return PhotoSet(
        Catalogue(folder.name, str(folder), kinds, tuple(range(len(kinds))), photos, labels, ()),
        Division(numbers[~checked], numbers[checked], numbers[:0]),
    )


def _photo(path: Path, class_number: int) -> Photo:
    status = path.stat()
    return Photo(
        path=str(path),
        name=f"{path.parent.name}/{path.name}",
        file_size=status.st_size,
        modified_ns=status.st_mtime_ns,
        content=blake3(path.read_bytes()).digest(16),
        look=b"",
        size=(64, 48),
        class_number=class_number,
    )


def choose_photos(
    document: ProjectDocument, photos: PhotoSet, *, preset: str = "small-photo-cnn"
) -> None:
    """Let the document stand as after a folder was chosen and looked at."""
    document.choose_photos(PhotoSource(root=Path(photos.catalogue.folder)))
    if preset != document.project.preset_name:
        document.choose_preset(preset)
    document.set_dataset(photos)
