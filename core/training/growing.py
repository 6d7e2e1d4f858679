"""Continuing from a run with other classes or pictures: what is known, what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.data.dataset import Dataset
from core.data.folder.photo_set import PhotoSet
from core.data.side import Side
from core.data.sources import AnyDataset
from core.data.split import split
from core.errors import LitmusError
from core.features.backbone import backbones
from core.model.network import NetworkSpec
from core.run.folder import Run
from core.run.record import RunRecord
from core.run.settings import TrainingSettings
from core.training.growing_classes import Matches, match_classes
from core.training.growing_layers import difference
from core.training.growing_words import class_sentences, picture_sentences

_FITTED_ANEW = (
    "Logistic regression ends at the same weights wherever it begins, so it is fitted anew: that "
    "takes as long, and gives the same, as a new run."
)


@dataclass(frozen=True)
class Growth:
    """What a training takes over from the run that it continues from.

    Attributes:
        matches: Which class of the run each class begins with.
        new_pictures: How many the run did not have.
        gone_pictures: How many it had that are not there any more.
        checked_before: Pictures now kept aside, to check on or for the test, that the run learned
            from: their accuracy flatters.
        problem: Why the weights cannot be taken over, in one sentence; None where they can.
        fitted_anew: Whether nothing is gained by it, since the network is fitted by regression.
    """

    matches: Matches
    new_pictures: int = 0
    gone_pictures: int = 0
    checked_before: int = 0
    problem: str | None = None
    fitted_anew: bool = False

    @property
    def kept(self) -> tuple[str, ...]:
        """The classes that carry on under the same name."""
        return self.matches.kept

    @property
    def renamed(self) -> tuple[tuple[str, str], ...]:
        """Those that carry on under another name: (name in the run, name now)."""
        return self.matches.renamed

    @property
    def fresh(self) -> tuple[str, ...]:
        """The classes that the run does not know."""
        return self.matches.fresh

    @property
    def dropped(self) -> tuple[str, ...]:
        """The classes of the run that are not there any more, by their names in the run."""
        return self.matches.dropped

    @property
    def sentences(self) -> tuple[str, ...]:
        """What changed, in plain words, each a sentence that can stand alone."""
        if self.problem:
            return (self.problem,)
        return (
            *class_sentences(self.matches),
            *picture_sentences(self.new_pictures, self.gone_pictures, self.checked_before),
            *((_FITTED_ANEW,) if self.fitted_anew else ()),
        )


def growth(
    run: Run,
    network: NetworkSpec,
    *,
    dataset: AnyDataset,
    settings: TrainingSettings | None = None,
) -> Growth:
    """What a training of `network` on `dataset` takes over from `run`; no TensorFlow, some ms.

    Args:
        run: To continue from.
        network: To be trained; *one per class* need not be replaced yet.
        dataset: The pictures.
        settings: They divide a built-in data set; None where they are those of the run.
    """
    record = run.record
    new, gone, before = _compare_pictures(record, dataset, settings)
    folders = class_folders(dataset) if isinstance(dataset, PhotoSet) else ()
    matches = match_classes(record, dataset.classes, folders)
    return Growth(
        matches=matches,
        new_pictures=new,
        gone_pictures=gone,
        checked_before=before,
        problem=_problem(run, network, matches),
        fitted_anew=network.by_regression,
    )


def class_folders(photos: PhotoSet) -> tuple[tuple[str, ...], ...]:
    """For each class the folder names that it was made of, as `DataRecord.class_folders`."""
    return photos.catalogue.class_folders


def refuse_misfit(grown: Growth) -> None:
    """Refuse to continue where the weights cannot be taken over.

    Raises:
        LitmusError: They cannot.
    """
    if grown.problem:
        raise LitmusError(grown.problem, "Set the network as it was, or begin a new run.")


def _problem(run: Run, network: NetworkSpec, matches: Matches) -> str | None:
    record = run.record
    if network.by_regression and record.network.by_regression:
        return None
    known, classes = len(record.classes), len(matches.origins)
    problem = difference(
        record.network,
        network,
        name=record.title,
        classes=(known, classes),
        same_classes=matches.origins == tuple(range(known)),
    )
    if problem is None and not run.keras_file.is_file():
        return f"“{record.title}” has no weights: it did not finish an epoch, or a file is gone."
    return problem or _other_backbone(record)


def _other_backbone(record: RunRecord) -> str | None:
    """What is wrong with the backbones that the run stands on."""
    layer = record.network.backbone
    try:
        found = backbones(layer.names if layer else ())
    except LitmusError as error:
        return error.message
    changed = [b.title for b in found if record.backbones.get(b.name) != b.sha256]
    if not changed:
        return None
    return f"“{record.title}” was trained with another version of the backbone “{changed[0]}”."


def _compare_pictures(
    record: RunRecord, dataset: AnyDataset, settings: TrainingSettings | None
) -> tuple[int, int, int]:
    """Pictures that are new, that are gone, and that are checked on now and were learned before."""
    data = record.data
    if isinstance(dataset, Dataset):
        if dataset.source == data.source:
            return 0, 0, _checked_before(record.settings, settings or record.settings, dataset)
        return len(dataset.training), data.training + data.validation + data.test, 0
    sides = data.split.sides if data.split else {}
    known = {content for side in sides.values() for content in side.values()}
    learned = frozenset(sides.get(Side.TRAINING, {}).values())
    photos = dataset.catalogue.photos
    there = [photo.content.hex() for photo in photos]
    now = frozenset(there)
    gone = sum(content not in now for side in sides.values() for content in side.values())
    if data.split is None:
        gone = data.training + data.validation + data.test
    division = dataset.division
    aside: Sequence[int] = [*division.validation.tolist(), *division.test.tolist()]
    return (
        sum(content not in known for content in there),
        gone,
        sum(there[number] in learned for number in aside),
    )


def _checked_before(before: TrainingSettings, now: TrainingSettings, dataset: Dataset) -> int:
    """How many pictures are kept aside now and were learned from."""
    if (before.validation, before.seed) == (now.validation, now.seed):
        return 0
    labels = dataset.training.labels
    learned = split(labels, validation=before.validation, seed=before.seed).training
    checked = split(labels, validation=now.validation, seed=now.seed).validation
    return len(set(learned.tolist()) & set(checked.tolist()))
