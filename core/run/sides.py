"""Which picture went where in a run, and what later divisions keep of it."""

import os
from collections.abc import Sequence, Set
from contextlib import suppress

from core.data.folder.names import shown
from core.data.folder.photo_set import PhotoSet
from core.data.side import Side
from core.data.split import Indices
from core.run.folder import Run
from core.run.record import SplitRecord
from core.run.settings import TrainingSettings


def folder_name(folder: str) -> str:
    """What `DataRecord.folder` calls a folder: its own path, whatever links led to it.

    Empty where `folder` is: class folders of several places were chosen.
    """
    return shown(os.path.realpath(folder)) if folder else ""


def split_record(photos: PhotoSet, settings: TrainingSettings) -> SplitRecord:
    """Where each picture of `photos` goes."""
    division = photos.division
    given = {photo.given for photo in photos.catalogue.photos}
    return SplitRecord(
        validation=settings.validation,
        test=settings.test,
        seed=settings.seed,
        from_folders=tuple(side for side in Side if side in given),
        sides={
            Side.TRAINING: _contents(photos, division.training),
            Side.VALIDATION: _contents(photos, division.validation),
            Side.TEST: _contents(photos, division.test),
        },
    )


def recorded_sides(
    runs: Sequence[Run],
    *,
    folder: str,
    contents: Set[bytes],
    validation: float,
    test: float,
    seed: int,
) -> dict[bytes, Side]:
    """The side of each picture in the newest run of the same pictures, shares and seed.

    Without it, a picture that a run learned from could be one that its continuation is checked on.

    Args:
        runs: Oldest first.
        folder: The folder chosen; empty where there is no single one.
        contents: Digests of the pictures in it. A run of another folder counts where it had most
            of its pictures from here: the folder was moved, or unpacked from a packed project.
        validation: Share that is asked for now.
        test: Share that is asked for now.
        seed: Of the division asked for now.

    Returns:
        By the digest of the content; empty where there is no such run.
    """
    folder = folder_name(folder)
    for run in reversed(runs):
        split = run.record.data.split
        if split is None or (split.validation, split.test, split.seed) != (validation, test, seed):
            continue
        sides = _by_content(split)
        if run.record.data.folder == folder or 2 * len(sides.keys() & contents) > len(sides):
            return sides
    return {}


def sides_of(run: Run) -> dict[bytes, Side]:
    """The side of each picture in a run, by the digest of the content; empty where it has none."""
    split = run.record.data.split
    return _by_content(split) if split else {}


def _by_content(split: SplitRecord) -> dict[bytes, Side]:
    """The sides by digest; what is none, in a record edited by hand, is passed over."""
    sides = {}
    for side, pictures in split.sides.items():
        for content in pictures.values():
            with suppress(ValueError):
                sides[bytes.fromhex(content)] = side
    return sides


def _contents(photos: PhotoSet, numbers: Indices) -> dict[str, str]:
    """By the name as shown; two that are shown alike are numbered."""
    contents: dict[str, str] = {}
    for photo in (photos.catalogue.photos[number] for number in numbers):
        name, number = photo.name, 1
        while name in contents:
            number += 1
            name = f"{photo.name} ({number})"
        contents[name] = photo.content.hex()
    return contents
