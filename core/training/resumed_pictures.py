"""The pictures of a training that is taken up again, as they lie now."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.data.dataset import Dataset
from core.data.folder.catalogue import Catalogue
from core.data.folder.photo_set import PhotoSet
from core.data.sources import AnyDataset, load_dataset
from core.data.split import Indices
from core.errors import LitmusError
from core.run.folder import Run
from core.training.manifest import arranged_as, source_key
from core.training.state import TrainingState
from core.training.state_file import read_state

_LEAST_SHARE = 0.5
"""Of its pictures, for a training to be the same one still."""


def resumable_dataset(run: Run, catalogue: Catalogue | None = None) -> AnyDataset:
    """The pictures of `run` as its training had them: their order, classes and sets.

    Args:
        run: A run with a state.
        catalogue: What lies in the folder of the pictures now, wherever that is; None for a
            built-in data set.

    Returns:
        The pictures; `gone_pictures` tells which of them are not there any more.

    Raises:
        LitmusError: The state cannot be used, or half of the pictures are not there.
    """
    if run.record.data.folder is None:
        return load_dataset(run.record.data.source)
    if catalogue is None:
        raise LitmusError("The pictures of this run are in a folder.", "Choose it.")
    photos, _ = _arranged(run, read_state(run), catalogue)
    return photos


def gone_pictures(run: Run, dataset: AnyDataset) -> tuple[str, ...]:
    """The names of those that `run` still used and that are not in `dataset` any more.

    Raises:
        LitmusError: The state cannot be used, or half of the pictures are not there.
    """
    if isinstance(dataset, Dataset):
        return ()
    photos, gone = _arranged(run, read_state(run), dataset.catalogue)
    return tuple(photos.catalogue.photos[number].name for number in gone)


def same_pictures(
    run: Run, state: TrainingState, dataset: AnyDataset
) -> tuple[AnyDataset, tuple[str, ...]]:
    """The pictures as the training had them, and the names of those that are gone.

    Raises:
        LitmusError: They are others.
    """
    if isinstance(dataset, Dataset):
        if state.manifest.source != source_key(dataset):
            raise LitmusError(f"“{run.record.title}” learned from other pictures.")
        return dataset, ()
    photos, gone = _arranged(run, state, dataset.catalogue)
    return photos, tuple(photos.catalogue.photos[number].name for number in gone)


def _arranged(run: Run, state: TrainingState, catalogue: Catalogue) -> tuple[PhotoSet, Indices]:
    """The pictures that `state` uses, and which of them are gone.

    Raises:
        LitmusError: Half of them are.
    """
    if state.manifest.source:
        raise LitmusError(f"“{run.record.title}” learned from other pictures.")
    data, classes = run.record.data, run.record.classes
    photos, missing = arranged_as(state.manifest, catalogue, data=data, classes=classes)
    used = np.concatenate([state.training, state.validation])
    gone = np.intersect1d(used, missing).astype(np.int32)
    if len(used) - len(gone) < _LEAST_SHARE * len(used):
        raise LitmusError(
            f"“{catalogue.folder or catalogue.title}” holds only {len(used) - len(gone):,} of the "
            f"{len(used):,} pictures that “{run.record.title}” learns from.",
            "Choose the folder that they are in now, or train anew.",
        )
    division = replace(
        photos.division,
        training=_still(photos.division.training, state.training),
        validation=_still(photos.division.validation, state.validation),
    )
    return PhotoSet(photos.catalogue, division), gone


def _still(there: Indices, used: Indices) -> Indices:
    both: Indices = np.intersect1d(there, used).astype(np.int32)
    both.flags.writeable = False
    return both
