"""What the progress card shows: before, during and after a training."""

from dataclasses import dataclass, replace

from core.model.shapes import examine
from core.project.project import Project
from core.run.folder import Run
from core.run.record import RunRecord, RunStatus
from core.run.settings import TrainingSettings
from core.run.shelf import run_number
from core.training.events import Decoding, Extracting, StepsDone
from core.training.wording import share_with_interval
from gui.document import ProjectDocument
from gui.durations import duration
from gui.run_names import network_title
from gui.train_tab.standing import unfinished_title
from gui.train_tab.words import (
    OPTIMIZERS,
    accuracy_of,
    augmentation_name,
    form_words,
    kept_epoch,
    short_backbone_words,
)
from gui.training_news import TrainingNews
from gui.training_session import TrainingSession, TrainingState
from gui.widgets.numbers import plain_number


@dataclass(frozen=True)
class ProgressView:
    """What the card shows.

    Attributes:
        title: Its first line.
        rows: Names and values.
        share: How much is done (0-1); None where nobody knows, -1 for no bar.
        note: A sentence under the rows.
        problem: Whether the note says why one cannot train.
    """

    title: str
    rows: tuple[tuple[str, str], ...] = ()
    share: float | None = -1.0
    note: str = ""
    problem: bool = False


def ready_view(document: ProjectDocument, obstacle: str | None) -> ProgressView:
    """Before a training: what would be trained, and how."""
    project = document.project
    settings = project.settings
    parameters = examine(project.network, document.class_count).parameters
    rows = [
        ("Network", network_title(project.preset_name)),
        ("Parameters", f"{parameters:,}"),
        *_picture_rows(document),
        *_backbone_rows(project),
        *(_fit_rows(settings) if project.network.by_regression else _epoch_rows(settings)),
    ]
    return ProgressView("Ready to train", tuple(rows), note=obstacle or "", problem=bool(obstacle))


def going_view(session: TrainingSession) -> ProgressView:
    """While a training goes on."""
    news = session.news
    progress, decoding = news.progress, news.decoding
    titles = {
        TrainingState.PAUSING: "Pausing…",
        TrainingState.STOPPING: "Stopping…",
        TrainingState.SAVING: "Finishing",
    }
    if decoding is not None and session.state in (TrainingState.PREPARING, TrainingState.RUNNING):
        return _decoding_view(decoding, session.stage)
    if progress is None and news.curve and session.state is TrainingState.RUNNING:
        return _measuring_view(news, session.stage)
    if progress is None:
        first = "Learning from the features" if news.extracted else "Preparing"
        return ProgressView(titles.get(session.state, first), share=None, note=session.stage)
    if session.by_regression:
        progress = _without_the_regression(progress)
        epochs, doing = progress.epochs, "Fine-tuning: epoch"
    else:
        epochs, doing = max(session.epochs or progress.epochs, progress.epoch), "Epoch"
    title = titles.get(session.state, f"{doing} {progress.epoch:,} of {epochs:,}")
    running = session.state is TrainingState.RUNNING
    done = progress.epoch - 1 + progress.batch / progress.batches
    share = None if session.state is TrainingState.SAVING else done / epochs
    note = session.stage
    return ProgressView(title, _going_rows(progress, running=running), share, note)


def _without_the_regression(progress: StepsDone) -> StepsDone:
    """The same counted from the first epoch of fine-tuning: the regression's own is before it."""
    epoch, epochs = max(1, progress.epoch - 1), max(1, progress.epochs - 1)
    return replace(progress, epoch=epoch, epochs=max(epoch, epochs))


def result_view(run: Run) -> ProgressView:
    """After a training: how it came out."""
    record = run.record
    number = f"Run {run_number(run.folder)}"
    endings = {RunStatus.FINISHED: "finished", RunStatus.STOPPED: "stopped"}
    if record.network.by_regression:
        title = f"{number} {endings.get(record.status, 'failed')}"
        return ProgressView(title, tuple(_fitted_rows(record)))
    rows = [("Epochs", f"{len(record.epochs):,}"), *_kept_rows(record)]
    return ProgressView(f"{number} {endings.get(record.status, 'failed')}", tuple(rows))


def unfinished_view(run: Run, obstacle: str) -> ProgressView:
    """A training that was paused or broke off; `obstacle` says why it cannot be resumed now."""
    record = run.record
    if record.network.by_regression:
        note = obstacle or "It is measured and fitted anew when it is resumed."
        fitted = tuple(_fitted_rows(record))
        return ProgressView(unfinished_title(run), fitted, note=note, problem=bool(obstacle))
    done, planned = len(record.epochs), max(record.settings.epochs, len(record.epochs))
    rows = [("Epochs", f"{done:,} of {planned:,}"), *_kept_rows(record)]
    return ProgressView(
        unfinished_title(run),
        tuple(rows),
        share=done / planned,
        note=obstacle or "It goes on where it was, with the pictures and the settings it had.",
        problem=bool(obstacle),
    )


def _kept_rows(record: RunRecord) -> list[tuple[str, str]]:
    """How good the epoch is that is kept, and how long all took."""
    kept = kept_epoch(record)
    if kept is None:
        return []
    name = "Accuracy" if kept.val_accuracy is None else "Validation accuracy"
    of_best = record.settings.keep_best and kept.val_loss is not None
    return [
        (name, f"{accuracy_of(kept) * 100:.1f} %"),
        ("Best epoch" if of_best else "Last epoch", f"{kept.epoch:,}"),
        ("Time", duration(sum(epoch.seconds for epoch in record.epochs))),
    ]


def _epoch_rows(settings: TrainingSettings) -> list[tuple[str, str]]:
    """How a network is trained in epochs."""
    rate = f"{plain_number(settings.learning_rate)} with {OPTIMIZERS[settings.optimizer]}"
    return [
        ("Epochs", f"{settings.epochs:,}"),
        ("Batch size", f"{settings.batch_size:,}"),
        ("Learning rate", rate),
    ]


def _backbone_rows(project: Project) -> list[tuple[str, str]]:
    layer = project.network.backbone
    return [("Backbone", short_backbone_words(layer))] if layer is not None else []


def _fit_rows(settings: TrainingSettings) -> list[tuple[str, str]]:
    """How a regression is measured, and what follows it."""
    rows = [("Folds", f"{settings.folds}" if settings.folds > 1 else "none")]
    return [*rows, ("Fine-tuning", "afterwards")] if settings.fine_tune else rows


def _fitted_rows(record: RunRecord) -> list[tuple[str, str]]:
    """How a regression came out."""
    rows = []
    measured, first = record.cross_validation, record.epochs[:1]
    if measured is not None:
        told = share_with_interval(measured.accuracy, measured.interval)
        rows.append(("Cross-validated", told))
    kept = kept_epoch(record)
    for name, share in (
        ("Training accuracy", kept.accuracy if kept else None),
        ("Validation accuracy", kept.val_accuracy if kept else None),
    ):
        if share is not None:
            rows.append((name, f"{share * 100:.1f} %"))
    if first:
        rows.append(("Time", duration(sum(epoch.seconds for epoch in record.epochs))))
    return rows


def _picture_rows(document: ProjectDocument) -> list[tuple[str, str]]:
    """What is trained on, and how pictures are varied, where there is a choice."""
    project = document.project
    rows = []
    if project.photos is not None:
        rows.append(("Pictures", form_words(project.network.input)))
    # A backbone sees every picture once, as it is.
    if project.settings.augmentation.active and project.network.backbone is None:
        rows.append(("Augmentation", augmentation_name(project.settings.augmentation)))
    return rows


def _measuring_view(news: TrainingNews, stage: str) -> ProgressView:
    """While it is measured how good a regression is, with more and more pictures."""
    last = news.curve[-1]
    done = len(news.curve)
    told = share_with_interval(last.point.accuracy, last.point.interval)
    rows = (
        ("Done", f"{done:,} of {last.points:,} sizes"),
        (f"With {last.point.pictures:,} pictures", told),
    )
    if news.measured is not None:
        return ProgressView("Learning from all pictures", rows, share=None, note=stage)
    return ProgressView("Measuring how good it is", rows, done / max(1, last.points), stage)


def _decoding_view(decoding: Decoding, stage: str) -> ProgressView:
    rows = (
        ("Done", f"{decoding.done:,} of {decoding.pictures:,} pictures"),
        ("Speed", f"{decoding.pictures_per_second:,.0f} pictures/s"),
        ("Time left", duration(decoding.seconds_left)),
    )
    share = decoding.done / max(1, decoding.pictures)
    of_backbone = isinstance(decoding, Extracting)
    title = "Passing the backbone" if of_backbone else "Decoding the pictures"
    return ProgressView(title, rows, share, note=stage)


def _going_rows(progress: StepsDone, *, running: bool) -> tuple[tuple[str, str], ...]:
    left = duration(progress.seconds_left) if running else "–"
    return (
        ("This epoch", f"{progress.batch:,} of {progress.batches:,} batches"),
        ("Speed", f"{progress.pictures_per_second:,.0f} pictures/s"),
        ("Time left", left),
    )
