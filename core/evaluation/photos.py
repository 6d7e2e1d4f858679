"""How many pictures of a photo folder a run answers rightly."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from core.cancellation import CancelToken
from core.data.dataset import Labels
from core.data.folder.catalogue import Catalogue
from core.data.folder.photo_pixels import PhotoPixels, SetAsidePhoto
from core.data.folder.pixel_cache import PixelCache
from core.data.form import PictureForm
from core.data.side import Side
from core.data.split import Indices
from core.errors import LitmusError
from core.evaluation.evaluate import Evaluation, accuracy, loss
from core.features.photo_features import PhotoFeatures
from core.prediction.backbone_model import BackboneModel
from core.prediction.classifier import Classifier
from core.prediction.interpreter import Probabilities
from core.run.folder import Run
from core.run.record import RunRecord
from core.run.sides import folder_name
from core.training.growing_classes import match_classes

_STEP = 64
"""Pictures between two reports of progress and two looks at the token."""


@dataclass(frozen=True)
class Questions:
    """What a run is to be asked.

    Attributes:
        numbers: Of the catalogue's photos, ascending.
        labels: The right answer to each, as a number of the run's classes.
        set_name: "test", "validation" or "all".
        skipped: Photos of classes that the run never learned.
        learned: How many of them the run had learned from.
    """

    numbers: Indices
    labels: Labels
    set_name: str
    skipped: int
    learned: int


def evaluate_photos(
    run: Run,
    catalogue: Catalogue,
    *,
    report: Callable[[float], None] | None = None,
    cancel: CancelToken | None = None,
) -> Evaluation:
    """Measure a run on a photo folder, with LiteRT: the very file that predicts.

    Of the folder that the run was trained on, its test pictures are asked, else its validation
    pictures, never those it learned from; another folder is asked whole. Classes are matched by
    their folders and names.

    Args:
        run: With a model.
        catalogue: The pictures of the folder.
        report: Called with the share done (0-1) now and then.
        cancel: Ends it.

    Raises:
        LitmusError: The model cannot be used, or there is nothing to ask it.
        Cancelled: The token was set.
    """
    classifier = Classifier.load(run)
    asked = questions(run.record, catalogue)
    cancel = cancel or CancelToken()
    pictures = _Asking(classifier, run.record.network.input, catalogue)
    broken = pictures.make_ready(asked.numbers, cancel)
    answers: list[np.ndarray] = []
    right: list[np.ndarray] = []
    for start in range(0, len(asked.numbers), _STEP):
        cancel.raise_if_cancelled()
        part = asked.numbers[start : start + _STEP]
        given_now, numbers = pictures.answers(part)
        if len(numbers):
            answers.append(given_now)
            right.append(asked.labels[start : start + _STEP][np.isin(part, numbers)])
        if report is not None:
            report(min(1.0, (start + _STEP) / len(asked.numbers)))
    if not answers:
        raise LitmusError(
            f"None of the pictures of “{catalogue.title}” can be read.",
            f"The first: {broken[0].reason}." if broken else "Choose another folder.",
        )
    given, labels = np.concatenate(answers), np.concatenate(right)
    unread = len(asked.numbers) - len(labels)
    return Evaluation(
        accuracy(given, labels),
        loss(given, labels),
        len(labels),
        asked.set_name,
        skipped=asked.skipped + unread,
        learned=asked.learned,
    )


class _Asking:
    """Asks a classifier about photos, by what the caches have of them."""

    def __init__(self, classifier: Classifier, form: PictureForm, catalogue: Catalogue) -> None:
        self._classifier = classifier
        self._pixels = PhotoPixels(catalogue.photos, form, cache=PixelCache())
        model = classifier.model
        self._model = model if isinstance(model, BackboneModel) else None
        self._features = (
            PhotoFeatures(catalogue.photos, self._model.backbones, form) if self._model else None
        )

    def make_ready(self, numbers: Indices, cancel: CancelToken) -> tuple[SetAsidePhoto, ...]:
        """Decode them, or pass them through the backbones; gives those that cannot be read."""
        made = self._features.extract if self._features else self._pixels.decode
        return made(numbers, report=lambda _progress: None, cancel=cancel)

    def answers(self, numbers: Indices) -> tuple[Probabilities, Indices]:
        """The answers, and the numbers of those that could be asked about."""
        if self._features is None or self._model is None:
            pixels, read = self._pixels.read(numbers)
            return self._classifier.probabilities(pixels), read
        widths = {backbone.name: backbone.width for backbone in self._model.backbones}
        features, read = self._features.read_all(numbers, widths)
        return self._classifier.shares(self._model.answer(features)), read


def questions(record: RunRecord, catalogue: Catalogue) -> Questions:
    """Which photos of `catalogue` to ask a run about.

    Raises:
        LitmusError: None, or only such as it learned from.
    """
    own = _is_own_folder(record, catalogue)
    labels = _known_classes(record, catalogue, own=own)[catalogue.labels]
    learned = _contents(record, Side.TRAINING)
    side = _side_to_ask(record) if own else None
    if own and side is None:
        raise LitmusError(
            f"“{record.name}” kept no pictures of this folder aside, so there is nothing to "
            "measure it on.",
            "Train with a validation or test share, or evaluate on another folder.",
        )
    kept = _contents(record, side) if side else None
    photos = catalogue.photos
    wanted = np.array([kept is None or photo.content.hex() in kept for photo in photos], bool)
    chosen = np.flatnonzero(wanted & (labels >= 0)).astype(np.int32)
    if not len(chosen):
        raise LitmusError(
            f"“{catalogue.title}” has no pictures that “{record.name}” could be asked about.",
            "Its classes are: " + ", ".join(record.classes) + ".",
        )
    return Questions(
        chosen,
        labels[chosen],
        side.value if side else "all",
        skipped=int(np.count_nonzero(wanted & (labels < 0))),
        learned=sum(photos[number].content.hex() in learned for number in chosen),
    )


def _known_classes(record: RunRecord, catalogue: Catalogue, *, own: bool) -> Labels:
    """For each class of `catalogue` its number in the run; -1 for one that it never learned.

    In the folder that the run learned from, a class is what its folder was then, whatever it is
    called; in another one, names say more than folders do.
    """
    origins = match_classes(record, catalogue.classes, catalogue.class_folders).origins
    number_of = {name: number for number, name in enumerate(record.classes)}
    numbers = [-1 if origin is None else origin for origin in origins]
    if not own:
        named = zip(catalogue.classes, numbers, strict=True)
        numbers = [number_of.get(name, number) for name, number in named]
    return np.array(numbers, np.int32)


def _is_own_folder(record: RunRecord, catalogue: Catalogue) -> bool:
    folder = record.data.folder
    return bool(folder and catalogue.folder) and folder == folder_name(catalogue.folder)


def _side_to_ask(record: RunRecord) -> Side | None:
    return next((side for side in (Side.TEST, Side.VALIDATION) if _contents(record, side)), None)


def _contents(record: RunRecord, side: Side) -> frozenset[str]:
    split = record.data.split
    sides: Mapping[Side, Mapping[str, str]] = split.sides if split else {}
    return frozenset(sides.get(side, {}).values())
