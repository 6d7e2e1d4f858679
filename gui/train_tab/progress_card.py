"""The card that says what the training does at the moment."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar

from core.model.shapes import examine
from core.run.folder import Run
from core.run.record import RunStatus
from core.run.shelf import run_number
from core.training.events import Decoding, StepsDone
from gui.document import ProjectDocument
from gui.durations import duration
from gui.train_tab.words import (
    OPTIMIZERS,
    accuracy_of,
    augmentation_name,
    form_words,
    kept_epoch,
)
from gui.training_session import TrainingSession, TrainingState, network_title
from gui.widgets.numbers import plain_number
from gui.widgets.text import Card, Role, label, set_role

_MOST_ROWS = 7
_BAR_STEPS = 1000


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
        ("Epochs", f"{settings.epochs:,}"),
        ("Batch size", f"{settings.batch_size:,}"),
        (
            "Learning rate",
            f"{plain_number(settings.learning_rate)} with {OPTIMIZERS[settings.optimizer]}",
        ),
    ]
    return ProgressView("Ready to train", tuple(rows), note=obstacle or "", problem=bool(obstacle))


def going_view(session: TrainingSession) -> ProgressView:
    """While a training goes on."""
    progress, decoding = session.progress, session.decoding
    titles = {
        TrainingState.PREPARING: "Preparing",
        TrainingState.STOPPING: "Stopping…",
        TrainingState.SAVING: "Finishing",
    }
    if decoding is not None and session.state is TrainingState.PREPARING:
        return _decoding_view(decoding, session.stage)
    if progress is None:
        title = titles.get(session.state, "Preparing")
        return ProgressView(title, share=None, note=session.stage)
    epochs = max(session.epochs or progress.epochs, progress.epoch)
    title = titles.get(session.state, f"Epoch {progress.epoch:,} of {epochs:,}")
    running = session.state is TrainingState.RUNNING
    done = progress.epoch - 1 + progress.batch / progress.batches
    share = None if session.state is TrainingState.SAVING else done / epochs
    note = session.stage
    return ProgressView(title, _going_rows(progress, running=running), share, note)


def result_view(run: Run) -> ProgressView:
    """After a training: how it came out."""
    record = run.record
    number = f"Run {run_number(run.folder)}"
    endings = {RunStatus.FINISHED: "finished", RunStatus.STOPPED: "stopped"}
    rows = [("Epochs", f"{len(record.epochs):,}")]
    kept = kept_epoch(record)
    if kept is not None:
        name = "Accuracy" if kept.val_accuracy is None else "Validation accuracy"
        rows.append((name, f"{accuracy_of(kept) * 100:.1f} %"))
        of_best = record.settings.keep_best and kept.val_loss is not None
        rows.append(("Best epoch" if of_best else "Last epoch", f"{kept.epoch:,}"))
        rows.append(("Time", duration(sum(epoch.seconds for epoch in record.epochs))))
    return ProgressView(f"{number} {endings.get(record.status, 'failed')}", tuple(rows))


def _picture_rows(document: ProjectDocument) -> list[tuple[str, str]]:
    """What is trained on, and how pictures are varied, where there is a choice."""
    project = document.project
    rows = []
    if project.photos is not None:
        rows.append(("Pictures", form_words(project.network.input)))
    if project.settings.augmentation.active:
        rows.append(("Augmentation", augmentation_name(project.settings.augmentation)))
    return rows


def _decoding_view(decoding: Decoding, stage: str) -> ProgressView:
    rows = (
        ("Done", f"{decoding.done:,} of {decoding.pictures:,} pictures"),
        ("Speed", f"{decoding.pictures_per_second:,.0f} pictures/s"),
        ("Time left", duration(decoding.seconds_left)),
    )
    share = decoding.done / max(1, decoding.pictures)
    return ProgressView("Decoding the pictures", rows, share, note=stage)


def _going_rows(progress: StepsDone, *, running: bool) -> tuple[tuple[str, str], ...]:
    left = duration(progress.seconds_left) if running else "–"
    return (
        ("This epoch", f"{progress.batch:,} of {progress.batches:,} batches"),
        ("Speed", f"{progress.pictures_per_second:,.0f} pictures/s"),
        ("Time left", left),
    )


class ProgressCard(Card):
    """A title, a bar, some rows and a note."""

    def __init__(self) -> None:
        super().__init__("Ready to train")
        self.setAccessibleName("Training")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress of the training")
        self._bar.setToolTip("How much of the decoding, then of all epochs, is done.")
        self.content.addWidget(self._bar)
        self._rows = [(label(role=Role.DIM), label()) for _ in range(_MOST_ROWS)]
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for place, (name, value) in enumerate(self._rows):
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(name, place, 0)
            grid.addWidget(value, place, 1)
        self.content.addLayout(grid)
        self._note = label("", Role.NOTE, wrap=True)
        self.content.addWidget(self._note)

    def show_view(self, view: ProgressView) -> None:
        """Show `view`."""
        self.title.setText(view.title)
        self._show_bar(view.share)
        for place, pair in enumerate(self._rows):
            texts = view.rows[place] if place < len(view.rows) else ("", "")
            _show_pair(pair, texts)
        set_role(self._note, Role.PROBLEM if view.problem else Role.NOTE)
        self._note.setText(view.note)
        self._note.setVisible(bool(view.note))

    @property
    def text(self) -> str:
        """Everything that is shown, line by line."""
        rows = [f"{name.text()}: {value.text()}" for name, value in self._rows if name.text()]
        return "\n".join(filter(None, (self.title.text(), *rows, self._note.text())))

    def _show_bar(self, share: float | None) -> None:
        self._bar.setVisible(share is None or share >= 0)
        if share is None:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, _BAR_STEPS)
            self._bar.setValue(round(max(share, 0.0) * _BAR_STEPS))


def _show_pair(pair: tuple[QLabel, QLabel], texts: tuple[str, str]) -> None:
    for shown, text in zip(pair, texts, strict=True):
        shown.setText(text)
        shown.setVisible(bool(text))
