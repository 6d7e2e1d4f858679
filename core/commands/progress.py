"""A training's progress on a terminal: a bar with the metrics; quiet lines when piped."""

from types import TracebackType
from typing import Self, TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from core.commands.output import leave
from core.data.folder.photo_set import PhotoSet
from core.data.folder.scan import ScanProgress
from core.run.record import EpochResult, RunRecord
from core.training.events import (
    CrossValidated,
    CurveGrew,
    Decoding,
    EpochDone,
    Extracting,
    Noticed,
    PicturesSetAside,
    Preparing,
    Resumed,
    Saving,
    StepsDone,
    TrainingEvent,
    Validating,
)
from core.training.wording import percent

_PROBLEMS_SHOWN = 10


class TrainingProgress:
    """Shows training events on `stream` between `with` and its end.

    Where there is no stream, or none that can be written any more, it is silent: words that nobody
    hears are no reason to end a training.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self._bar: Progress | None = _bar(stream) if stream and stream.isatty() else None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar:
            self._bar.stop()

    def show(self, event: TrainingEvent) -> None:
        """Show one event."""
        if self._stream is None:
            return
        try:
            self._tell(event, self._stream)
        except OSError:
            leave(self._stream)
            self._stream = None

    def show_scan(self, progress: ScanProgress) -> None:
        """Show how far the scan of a folder is."""
        if self._stream is not None:
            self._count("Looking at the pictures", progress.done, progress.files)

    def show_photos(self, photos: PhotoSet) -> None:
        """Say what a folder holds and what was found wrong with it."""
        division = photos.division
        self.note(
            f"{len(photos.catalogue.photos):,} pictures in {_classes(len(photos.classes))}: "
            f"{len(division.training):,} to learn from, {len(division.validation):,} to check on, "
            f"{len(division.test):,} kept for the test."
        )
        for problem in photos.problems[:_PROBLEMS_SHOWN]:
            self.note(f"{problem.file}: {problem.reason}" if problem.file else problem.reason)
        more = len(photos.problems) - _PROBLEMS_SHOWN
        if more > 0:
            self.note(f"… and {more:,} more; see: main.py scan")

    def show_stage(self, text: str, share: float | None) -> None:
        """Show what is being done, and the share (0-1) of it that is; None where nobody knows."""
        if share is None:
            self._describe(text)
        else:
            self._count(text, round(share * 100), 100)

    def note(self, text: str) -> None:
        """Say something that stays."""
        if self._stream is None:
            return
        try:
            self._line(text, self._stream)
        except OSError:
            leave(self._stream)
            self._stream = None

    def _tell(self, event: TrainingEvent, stream: TextIO) -> None:
        match event:
            case Preparing() | Saving():
                self._describe(event.stage)
            case Resumed():
                self._line(f"Resumed in epoch {event.epoch} of {event.epochs}.", stream)
            case Extracting():
                self._count(
                    f"Passing the backbone, {event.pictures_per_second:,.0f} pictures/s",
                    event.done,
                    event.pictures,
                )
            case CurveGrew():
                right = percent(round(event.point.accuracy, 3))
                self._describe(f"With {event.point.pictures:,} pictures {right} right")
            case Decoding():
                self._count(
                    f"Decoding, {event.pictures_per_second:,.0f} pictures/s",
                    event.done,
                    event.pictures,
                )
            case PicturesSetAside() | Noticed() | CrossValidated():
                self._line(event.sentence, stream)
            case StepsDone():
                self._advance(event)
            case Validating():
                self._describe(f"Epoch {event.epoch}: checking on the validation pictures")
            case EpochDone():
                self._line(_metrics(event.result, event.run.record), stream)

    def _describe(self, text: str) -> None:
        if self._bar is None:
            return
        if self._task is None:
            self._task = self._bar.add_task(text, total=None)
        self._bar.update(self._task, description=text)

    def _count(self, text: str, done: int, whole: int) -> None:
        """Show a stage of its own, in pictures."""
        self._describe(text)
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done, total=whole)

    def _advance(self, event: StepsDone) -> None:
        if self._bar is None or not event.points:
            return
        point = event.points[-1]
        self._describe(
            f"Epoch {event.epoch}/{event.epochs}  loss {point.loss:.3f}  "
            f"accuracy {percent(point.accuracy)}  {event.pictures_per_second:,.0f} pictures/s"
        )
        if self._task is not None:
            done = (event.epoch - 1) * event.batches + event.batch
            self._bar.update(self._task, completed=done, total=event.epochs * event.batches)

    def _line(self, text: str, stream: TextIO) -> None:
        if self._bar:
            self._bar.console.print(text, highlight=False, markup=False, emoji=False)
        else:
            print(text, file=stream, flush=True)


def _classes(count: int) -> str:
    return "1 class" if count == 1 else f"{count:,} classes"


def _metrics(result: EpochResult, record: RunRecord) -> str:
    what = f"Epoch {result.epoch}/{record.settings.epochs}"
    if record.network.by_regression:
        what = "Fitted" if result.epoch == 1 else f"Fine-tuning, epoch {result.epoch - 1}"
    text = (
        f"{what}: {result.seconds:.1f} s, loss {result.loss:.4f}, "
        f"accuracy {percent(result.accuracy)}"
    )
    if result.val_loss is not None and result.val_accuracy is not None:
        validation = percent(result.val_accuracy)
        text += f", validation loss {result.val_loss:.4f}, validation accuracy {validation}"
    return text


def _bar(stream: TextIO) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TimeRemainingColumn(),
        console=Console(file=stream),
        transient=True,
    )
