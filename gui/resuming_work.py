"""A training that is gone on with, as work for the worker thread."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from core.cancellation import CancelToken
from core.data.dataset import Dataset
from core.data.folder.division import Division
from core.data.folder.edits import FolderEdits
from core.data.folder.photo_set import PhotoSet
from core.data.folder.scan import ScanProgress
from core.data.folder.source import PhotoSource
from core.data.sources import AnyDataset
from core.errors import LitmusError
from core.project.project import Photos
from core.run.folder import Run
from core.run.sides import folder_name
from core.training.events import Preparing, TrainingEvent
from core.training.live import LiveSettings
from gui.jobs import Report, Work
from gui.training_work import watched


@dataclass(frozen=True)
class ResumeWish:
    """What a person wants to go on with.

    Attributes:
        run: As the document knows it.
        epochs: How many there are to be altogether; None for as many as were planned.
        photos: The project's photo folder, where it has one: the run's may have moved there.
        built_in: The built-in pictures, where they were loaded.
    """

    run: Run
    epochs: int | None = None
    photos: Photos | None = None
    built_in: Dataset | None = None


class ResumeFunction(Protocol):
    """A training that goes on, as a plain function, called in the worker thread."""

    def __call__(
        self,
        wish: ResumeWish,
        *,
        report: Callable[[TrainingEvent], None],
        cancel: CancelToken,
        live: LiveSettings,
    ) -> Run:
        """Train on, reporting on the way; gives the run as it is on disk."""
        ...


def resuming_work(
    resume: ResumeFunction, wish: ResumeWish, *, live: LiveSettings, logs: bool = False
) -> Work:
    """The work of a training that goes on; it reports the training's events and `RunSeen`.

    Args:
        resume: Does it.
        wish: What to go on with.
        live: What may change while it goes.
        logs: Whether to write logs for TensorBoard; those that were begun are gone on with.
    """

    def work(report: Report, cancel: CancelToken) -> Run:
        from core.training.tensorboard import has_logs

        folder = wish.run.folder
        with watched(folder, report, logs=logs or has_logs(folder)) as watcher:
            return resume(wish, report=watcher, cancel=cancel, live=live)

    return work


def resume_with_keras(
    wish: ResumeWish,
    *,
    report: Callable[[TrainingEvent], None],
    cancel: CancelToken,
    live: LiveSettings,
) -> Run:
    """The real training, imported when it begins; its pictures are looked for first."""
    from core.training.resuming import ResumeRequest, resume
    from core.training.state_file import read_state

    report(Preparing("Looking where it was…"))
    progress = read_state(wish.run).progress
    # What was changed in its last epoch stands nowhere else.
    live.epochs = wish.epochs or progress.planned
    live.learning_rate = progress.learning_rate
    dataset = _pictures(wish, report=report, cancel=cancel)
    request = ResumeRequest(wish.run, dataset, wish.epochs)
    return resume(request, report=report, cancel=cancel, live=live)


def _pictures(
    wish: ResumeWish, *, report: Callable[[TrainingEvent], None], cancel: CancelToken
) -> AnyDataset:
    """What the run learned from: of a folder, all that lies there now.

    Raises:
        LitmusError: The folder cannot be read.
        Cancelled: The token was set.
    """
    from core.data.folder.catalogue import arrange
    from core.data.folder.loading import scan_source
    from core.data.sources import load_dataset

    data = wish.run.record.data
    if data.folder is None:
        known = wish.built_in
        return known if known and known.source == data.source else load_dataset(data.source)
    photos = _place(data.folder, wish.photos)
    # What was left out since, or is in another class now, the training had nevertheless.
    edits = FolderEdits(classes=photos.edits.classes)

    def tell(progress: ScanProgress) -> None:
        done = f"{progress.done:,} of {progress.files:,}"
        report(Preparing(f"Looking at the pictures: {done}"))

    found = scan_source(photos.source, form=None, report=tell, cancel=cancel)
    nothing = np.empty(0, np.int32)
    return PhotoSet(arrange(found, edits), Division(nothing, nothing, nothing))


def _place(folder: str, photos: Photos | None) -> Photos:
    """Where the pictures of a run lie: in its folder as long as that is there."""
    own = photos is not None and photos.source.root is not None
    if own and photos is not None and folder_name(str(photos.source.root)) == folder:
        return photos
    if folder and Path(folder).is_dir():
        return Photos(source=PhotoSource(root=Path(folder)))
    if photos is None:
        raise LitmusError(
            f"The pictures of this run are not there any more: {folder}",
            "Choose the folder that they are in now on the Data tab, then resume.",
        )
    return photos
