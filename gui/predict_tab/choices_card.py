"""The choice of the run that answers, and of what is done about the background."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy

from core.data.fashion_mnist import SOURCE
from core.model.presets import PRESETS
from core.prediction.background import Background
from core.run.folder import Run
from core.run.record import RunRecord, RunStatus
from core.run.shelf import run_number
from core.training.wording import share_with_interval
from gui.predict_tab.entry import percent
from gui.widgets.text import ButtonRole, Card, Role, button, label

_BACKGROUNDS = (
    (Background.AUTOMATIC, "Made dark: automatic"),
    (Background.AS_IS, "As it is"),
    (Background.INVERTED, "Inverted"),
)
_BACKGROUND_TIP = (
    "Fashion-MNIST shows light clothes on black, so a model that learned from it is helped by the "
    "same.\nAutomatic: a light background is made dark, and the object is centred and fitted.\n"
    "As it is: the whole picture, only resized.\nInverted: resized, light and dark exchanged."
)
_MODEL_TIP = (
    "Which run answers: its number, what it trained, and the share of pictures it got right: of "
    "those kept for validation, or by cross-validation where it was measured so"
)

_EXPORT_TIP = "Take this model along: for phones, a web page, another program (Ctrl+E)"


class ChoicesCard(Card):
    """Two boxes to choose from.

    Signals:
        chosen: Another run or background.
        export_wanted: A person wants to take the model of this run along.
    """

    chosen = Signal()
    export_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._runs: tuple[Run, ...] = ()
        self._picked = False
        self.model = _box("Model", _MODEL_TIP)
        self.model.setPlaceholderText("No run yet")
        self.model.setEnabled(False)
        self.background = _box("Background", _BACKGROUND_TIP)
        for choice, text in _BACKGROUNDS:
            self.background.addItem(text, choice)
        self.problem = label("", Role.PROBLEM, wrap=True)
        self.problem.hide()
        self._background_name = label("&Background", Role.DIM)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (name, box) in enumerate(
            ((label("Mo&del", Role.DIM), self.model), (self._background_name, self.background))
        ):
            name.setBuddy(box)
            grid.addWidget(name, row, 0)
            grid.addWidget(box, row, 1)
        self.export = button("Expor&t model…", ButtonRole.SMALL, tooltip=_EXPORT_TIP)
        self.export.setEnabled(False)
        grid.addWidget(self.export, 2, 1, Qt.AlignmentFlag.AlignLeft)
        self.content.addLayout(grid)
        self.content.addWidget(self.problem)
        self.content.setContentsMargins(16, 16, 16, 16)
        self.model.activated.connect(self._on_model_activated)
        self.export.clicked.connect(self._on_export_clicked)
        self.background.currentIndexChanged.connect(self.chosen)

    @property
    def run(self) -> Run | None:
        """The run that answers; None while there is none."""
        number = self.model.currentIndex()
        return self._runs[number] if 0 <= number < len(self._runs) else None

    @property
    def chosen_background(self) -> Background:
        """What is done about the background; automatic leaves it where nothing is to be done."""
        if not self._learned_on_black:
            return Background.AUTOMATIC
        return Background(self.background.currentData())

    def show_runs(self, runs: tuple[Run, ...]) -> None:
        """Offer these runs, the newest first; keep the person's choice as long as it is there."""
        before = self.run
        offered = tuple(run for run in reversed(runs) if can_answer(run))
        if offered == self._runs:
            return
        self._runs = offered
        kept = _position(offered, before) if self._picked and before else None
        self._picked = kept is not None
        with QSignalBlocker(self.model):
            self.model.clear()
            for run in offered:
                self.model.addItem(run_words(run))
                tip = (
                    f"{run.record.name}: {run.record.ending.sentence if run.record.ending else ''}"
                )
                self.model.setItemData(
                    self.model.count() - 1, tip.strip(" :"), Qt.ItemDataRole.ToolTipRole
                )
            self.model.setCurrentIndex(_default(offered) if kept is None else kept)
        self.model.setEnabled(bool(offered))
        self.export.setEnabled(bool(offered))
        self._follow_run()
        if before is None or self.run is None or not _same(before, self.run):
            self.chosen.emit()

    def choose_run(self, run: Run) -> None:
        """Let this run answer, where it can; as if a person had chosen it."""
        number = _position(self._runs, run)
        if number is not None and number != self.model.currentIndex():
            self.model.setCurrentIndex(number)
            self._on_model_activated()

    def show_problem(self, text: str) -> None:
        """Say why the chosen run cannot answer; an empty text says that it can."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _on_export_clicked(self) -> None:
        if self.run is not None:
            self.export_wanted.emit(self.run)

    def _on_model_activated(self) -> None:
        self._picked = True
        self._follow_run()
        self.chosen.emit()

    @property
    def _learned_on_black(self) -> bool:
        """Whether the model learned from objects on black, so that others' ground matters."""
        return self.run is None or self.run.record.data.source == SOURCE

    def _follow_run(self) -> None:
        """Only a model that learned from a dark background has a choice about it."""
        for part in (self._background_name, self.background):
            part.setVisible(self._learned_on_black)


def can_answer(run: Run) -> bool:
    """Whether a run has ended and left a model."""
    return run.record.status is not RunStatus.RUNNING and run.has_model


def run_words(run: Run) -> str:
    """A run in one line: "3 · Convolutional · 90.8 %"."""
    record = run.record
    number = run_number(run.folder)
    name = record.title or next((p.title for p in PRESETS if p.name == record.preset), "Custom")
    words = [str(number)] if number else []
    words.append(name)
    if (measured := record.cross_validation) is not None:
        words.append(share_with_interval(measured.accuracy, measured.interval))
    elif (accuracy := _accuracy(record)) is not None:
        words.append(percent(accuracy))
    return " · ".join(words)


def _accuracy(record: RunRecord) -> float | None:
    """The share (0-1) by which a run is judged; None before it has learned anything."""
    best = record.best
    if best is None:
        return None
    return best.accuracy if best.val_accuracy is None else best.val_accuracy


def _same(run: Run, other: Run) -> bool:
    """Whether two records are of one training; a folder's number is used again."""
    return run.folder == other.folder and run.record.started == other.record.started


def _position(runs: tuple[Run, ...], wanted: Run) -> int | None:
    return next((n for n, run in enumerate(runs) if _same(run, wanted)), None)


def _default(runs: tuple[Run, ...]) -> int:
    """The newest that went well; the newest at all where none did."""
    good = (RunStatus.FINISHED, RunStatus.STOPPED, RunStatus.PAUSED)
    return next((n for n, run in enumerate(runs) if run.record.status in good), 0)


def _box(name: str, tooltip: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(tooltip)
    box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return box
