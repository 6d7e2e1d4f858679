"""The part of answering that runs in the prediction thread."""

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from core.cancellation import CancelToken
from core.data.picture_error import PictureError
from core.prediction.answer import Answer, answer
from core.prediction.background import Background
from core.prediction.classifier import Classifier
from core.run.folder import Run
from gui.jobs import Report
from gui.predict_tab.entry import Look, Outcome, Problem, Verdict
from gui.widgets.pixel_image import image_of

THUMBNAIL_PX = 64
_SECONDS = 0.1
_KEPT = 2
_IN_SHORT = (
    ("megapixels", "too large", "The limit can be changed in Preferences."),
    ("far too large", "too large", ""),
    ("more memory", "too large", ""),
    ("not read (", "not read", "Save it as PNG or JPEG, and drop that."),
    ("damaged", "damaged", ""),
)
"""What a reason holds, how it is said under a small picture, and what can be done."""


@dataclass(frozen=True)
class Question:
    """One picture to answer.

    Attributes:
        key: Of its entry.
        name: What it is called.
        source: The file, or its content.
        look: Whether the picture is to be shown large.
    """

    key: int
    name: str
    source: Path | bytes
    look: bool = False


@dataclass(frozen=True)
class Slice:
    """Questions, and all that decides the answers."""

    questions: tuple[Question, ...]
    run: Run
    background: Background
    pixel_limit: int


class Classifiers:
    """The models of the last runs asked. Used in the prediction thread only."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Path, str], Classifier] = OrderedDict()

    def of(self, run: Run) -> Classifier:
        """The model of `run`, loaded once.

        Raises:
            LitmusError: It is missing or damaged.
        """
        # A number is used again when its run was deleted: the time tells the two apart.
        key = (run.folder, run.record.started)
        if key not in self._kept:
            self._kept[key] = Classifier.load(run)
        self._kept.move_to_end(key)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]


def answer_slice(
    whole: Slice, classifiers: Classifiers, *, report: Report, cancel: CancelToken
) -> None:
    """Answer as many questions, in order, as a tenth of a second allows; at least one.

    Reports one tuple of `Outcome`, also where it was cancelled or failed half-way.

    Raises:
        LitmusError: The run's model cannot be used.
    """
    classifier = classifiers.of(whole.run)
    end = perf_counter() + _SECONDS
    outcomes: list[Outcome] = []
    try:
        for question in whole.questions:
            if outcomes and (cancel.cancelled or perf_counter() > end):
                break
            outcomes.append(_outcome(question, classifier, whole))
    finally:
        if outcomes:
            report(tuple(outcomes))


def _outcome(question: Question, classifier: Classifier, whole: Slice) -> Outcome:
    try:
        given = answer(
            classifier,
            question.source,
            background=whole.background,
            name=question.name,
            pixel_limit=whole.pixel_limit,
        )
    except PictureError as error:
        return Outcome(question.key, problem=_problem(error))
    except MemoryError:
        message = f"“{question.name}” needs more memory than there is."
        return Outcome(question.key, problem=Problem("too large", message))
    return _told(question, given)


def _problem(error: PictureError) -> Problem:
    for part, short, advice in _IN_SHORT:
        if part in error.reason:
            return Problem(short, error.message, error.advice or advice)
    return Problem(error.reason.removeprefix("is "), error.message, error.advice)


def _told(question: Question, given: Answer) -> Outcome:
    seen = image_of(given.seen)
    verdict = Verdict(
        ranking=given.ranking,
        thumbnail=_small(seen),
        done=given.done,
        size=given.size,
        milliseconds=given.milliseconds,
    )
    look = Look(image_of(given.preview), seen) if question.look else None
    return Outcome(question.key, verdict=verdict, look=look)


def _small(image: QImage) -> QImage:
    if max(image.width(), image.height()) <= THUMBNAIL_PX:
        return image
    return image.scaled(
        QSize(THUMBNAIL_PX, THUMBNAIL_PX),
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
