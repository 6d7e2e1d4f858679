"""Which picture went where in a run, and what later divisions keep of it."""

from collections.abc import Sequence

from core.data.folder.photo_set import PhotoSet
from core.data.side import Side
from core.data.split import Indices
from core.run.folder import Run
from core.run.record import SplitRecord
from core.run.settings import TrainingSettings


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
    runs: Sequence[Run], *, folder: str, validation: float, test: float, seed: int
) -> dict[bytes, Side]:
    """The side of each picture in the newest run of the same folder, shares and seed.

    Args:
        runs: Oldest first.
        folder: As `DataRecord.folder` has it.
        validation: Share that is asked for now.
        test: Share that is asked for now.
        seed: Of the division asked for now.

    Returns:
        By the digest of the content; empty where there is no such run.
    """
    for run in reversed(runs):
        split = run.record.data.split
        if split is None or run.record.data.folder != folder:
            continue
        if (split.validation, split.test, split.seed) == (validation, test, seed):
            return {
                bytes.fromhex(content): side
                for side, pictures in split.sides.items()
                for content in pictures.values()
            }
    return {}


def _contents(photos: PhotoSet, numbers: Indices) -> dict[str, str]:
    catalogue = photos.catalogue
    return {
        catalogue.photos[number].name: catalogue.photos[number].content.hex() for number in numbers
    }
