"""What is told of one run: the one going on, or one that is over."""

from dataclasses import dataclass, replace
from pathlib import Path

from core.run.folder import Run
from core.run.record import CrossValidation, RunRecord, RunStatus, SetAside
from core.run.shelf import run_number
from core.training.wording import more_pictures
from gui.train_tab.curves import RunCurves
from gui.train_tab.learning_curve import LearningCurve
from gui.train_tab.standing import unfinished
from gui.train_tab.words import closing_words, data_words, plan_words
from gui.training_session import TrainingSession

_FIRST_EPOCH = "The first epoch is on its way; after each one, a sentence here says how it goes."
_MEASURING = (
    "When it has been measured how good the network is, a sentence here says whether more photos "
    "would help."
)
_NO_FOLDS = "Its settings ask for no folds, so it was not cross-validated and has no curve."
_NO_CURVE = "There were too few pictures for cross-validation, so it has no curve."


@dataclass(frozen=True)
class ShownRun:
    """A run and the session that may be training it, looked at now.

    Attributes:
        folder: Of the run.
        run: As it is on disk; None for one that has no record yet.
        session: The training going on, or at rest.
    """

    folder: Path
    run: Run | None
    session: TrainingSession

    @property
    def going_on(self) -> bool:
        """Whether it is being trained."""
        return self.folder == self.session.folder

    @property
    def heading(self) -> tuple[str, str] | None:
        """What it is called, and how it is trained; None where nothing is known of it."""
        number = run_number(self.folder)
        if self.run is not None:
            record = self.run.record
            words = plan_words(record.network, record.settings), data_words(record)
            return f"{record.title} · run {number}", " · ".join(filter(None, words))
        # A run that is being prepared has no record yet, but one knows what it will be.
        task = self.session.task
        if task is None:
            return None
        return f"{task.name} · run {number}", plan_words(task.network, task.settings)

    @property
    def headline(self) -> CrossValidation | None:
        """How good it is, where that was measured by cross-validation."""
        recorded = self.run.record.cross_validation if self.run else None
        return recorded or (self.session.news.measured if self.going_on else None)

    @property
    def tuned(self) -> bool:
        """Whether the network was changed by fine-tuning after it had been measured."""
        tuning = self.run.record.fine_tuning if self.run else None
        return tuning is not None and tuning.kept

    @property
    def curves(self) -> RunCurves:
        """What can be drawn of it."""
        epochs = self.run.record.epochs if self.run else ()
        steps = self.session.steps_of(self.folder)
        learning = self._learning()
        if learning is not None:
            # The regression is where fine-tuning starts: its entry stands at 0.
            epochs = tuple(e.model_copy(update={"epoch": e.epoch - 1}) for e in epochs)
            steps = replace(steps, position=steps.position - 1)
        planned = epochs[-1].epoch if epochs else 1
        if learning is None:
            planned = self._planned or planned
        return RunCurves(
            number=run_number(self.folder),
            epochs=epochs,
            steps=steps,
            planned=planned,
            learning=learning,
            going_on=self.going_on,
        )

    @property
    def _planned(self) -> int | None:
        """How many epochs it is to have, where it is not over; None where it is."""
        if self.going_on:
            return self.session.epochs
        return self.run.record.settings.epochs if self.run and unfinished(self.run) else None

    @property
    def sentence(self) -> str:
        """How it goes, or what came of it."""
        if self.going_on:
            return "\n".join(self._as_it_goes())
        if self.run is None:
            return ""
        words = [verdict(self.run)]
        if self.folder == self.session.last_folder and self.run.record.network.by_regression:
            words += [told for told in self.session.news.noticed if told not in words[0]]
        return "\n".join(words)

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """What it did without: as recorded, and as told since the last epoch."""
        recorded = self.run.record.data.set_aside if self.run else ()
        if not self.going_on:
            return recorded
        known = {picture.file for picture in recorded}
        told = [(n, one.sentence) for one in self.session.news.set_aside for n in one.names]
        new = (SetAside(file=n, reason=words) for n, words in told if n not in known)
        return (*recorded, *new)

    @property
    def aside_count(self) -> int:
        """How many pictures it did without."""
        count = len(self.set_aside)
        if not self.going_on:
            return count
        # A few names are told at once; the rest are recorded after the epoch.
        return max([count, *(told.count for told in self.session.news.set_aside)])

    def _as_it_goes(self) -> list[str]:
        news, fitted = self.session.news, self.session.by_regression
        words = [news.sentence or (_MEASURING if fitted else _FIRST_EPOCH)]
        words += [told.sentence for told in news.set_aside[-1:]]
        # A regression has one result; what was noticed before it must not go with it.
        return words + [told for told in news.noticed if fitted and told not in words]

    def _learning(self) -> LearningCurve | None:
        task = self.session.task if self.going_on else None
        if task is not None:
            points = tuple(grown.point for grown in self.session.news.curve)
            fitted = task.network.by_regression
            return LearningCurve(points, task.measured_on) if fitted else None
        if self.run is None or not self.run.record.network.by_regression:
            return None
        record = self.run.record
        missing = _NO_CURVE if record.settings.folds else _NO_FOLDS
        return LearningCurve(
            record.learning_curve, missing="" if record.learning_curve else missing
        )


def verdict(run: Run) -> str:
    """The last sentences of a run that is over: whether more pictures help, what tuning did."""
    record = run.record
    if not record.network.by_regression:
        return closing_words(run, going_on=False)
    told = _of_regression(record)
    # What is said of a whole one is above: how good it is.
    if record.status is not RunStatus.FINISHED or not told:
        told.append(closing_words(run, going_on=False))
    return "\n".join(told)


def _of_regression(record: RunRecord) -> list[str]:
    words = []
    if record.learning_curve:
        words.append(more_pictures(record.learning_curve, len(record.classes)))
    if record.fine_tuning is not None:
        words.append(record.fine_tuning.sentence)
    return words
