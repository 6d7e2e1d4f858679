"""The Train tab: watch a training, steer it, compare runs."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.errors import LitmusError
from core.run.folder import Run
from core.run.shelf import run_number
from core.training.events import (
    CrossValidated,
    CurveGrew,
    Decoding,
    EpochDone,
    Noticed,
    PicturesSetAside,
    StepsDone,
)
from gui.document import ProjectDocument
from gui.error_dialog import show_error
from gui.theme import COLUMN_GAP, PADDING
from gui.train_tab.continuing import Continuing
from gui.train_tab.curves_card import CurvesCard
from gui.train_tab.growth_watch import GrowthWatch
from gui.train_tab.run_offers import RunOffer, growing_offer
from gui.train_tab.runs_card import RunsCard
from gui.train_tab.set_aside_dialog import SetAsideDialog, aside_words
from gui.train_tab.shown_run import ShownRun
from gui.train_tab.standing import unfinished
from gui.train_tab.training_panel import TrainingPanel
from gui.training_session import TrainingSession
from gui.training_task import TrainingTask

_RIGHT_WIDTH = 320
_DRAW_EVERY_MS = 100
_ABANDONED = "Ended before the first step: nothing was learned, and no run was kept."
_FEATURES_KEPT = (
    "Ended before anything was learned: no run was kept. What the backbone made of the pictures "
    "is kept, so that the next training goes on from there."
)
_RESUMED_NOTHING = "Nothing was learned since run {} was resumed; it stays as it was."


class TrainTab(QWidget):
    """Curves on the left; progress, runs and the buttons on the right.

    Signals:
        advanced: A person wants to try the network.
        export_wanted: A person wants to take the model of this run along.
    """

    advanced = Signal()
    export_wanted = Signal(object)

    def __init__(self, document: ProjectDocument, session: TrainingSession) -> None:
        super().__init__()
        self._document = document
        self._session = session
        self._shown: Path | None = None
        self._last_task: TrainingTask | None = None
        self._result: Path | None = None
        self._problem = ""
        self.curves = CurvesCard()
        self.panel = TrainingPanel(document, session)
        self.progress, self.controls = self.panel.progress, self.panel.controls
        self.tuning, self.buttons = self.panel.tuning, self.panel.buttons
        self.runs = RunsCard(document, session)
        self.continuing = Continuing(document, session, self)
        self._growth = GrowthWatch(document, session.jobs, self)
        self._drawing = QTimer(self)
        self._drawing.setSingleShot(True)
        self._drawing.setInterval(_DRAW_EVERY_MS)
        self._lay_out()
        self._connect()
        self._on_document_runs_changed()
        self._show_state()

    def focus_first(self) -> None:
        """Put the keyboard on the button that leads on."""
        self.buttons.main.setFocus()

    def prepare(self) -> None:
        """Build the plots before they are needed (half a second, once)."""
        self.curves.build_plots()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.prepare()
        self._draw()

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(PADDING)
        right.addWidget(self.progress)
        right.addWidget(self.runs, 1)
        right.addWidget(self.buttons)
        column = QWidget()
        column.setFixedWidth(_RIGHT_WIDTH)
        column.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(COLUMN_GAP, COLUMN_GAP, COLUMN_GAP, COLUMN_GAP)
        layout.setSpacing(COLUMN_GAP)
        layout.addWidget(self.curves, 1)
        layout.addWidget(column)

    def _connect(self) -> None:
        session, document = self._session, self._document
        session.state_changed.connect(self._on_session_state_changed)
        session.reported.connect(self._on_session_reported)
        session.finished.connect(self._on_session_finished)
        session.failed.connect(self._on_session_failed)
        session.abandoned.connect(self._on_session_abandoned)
        document.runs_changed.connect(self._on_document_runs_changed)
        for changed in (
            document.network_changed,
            document.settings_changed,
            document.dataset_changed,
        ):
            changed.connect(self._on_document_plan_changed)
        self.curves.aside_wanted.connect(self._on_curves_aside_wanted)
        self.runs.run_chosen.connect(self._on_runs_run_chosen)
        self.runs.export_wanted.connect(self.export_wanted)
        self.runs.view.clicked.connect(self._on_runs_view_clicked)
        self.runs.ticks_changed.connect(self._draw)
        self.runs.go_on_wanted.connect(self.go_on)
        self.buttons.train_wanted.connect(self._train)
        self.tuning.wanted.connect(self._on_tuning_wanted)
        self.panel.repriced.connect(self._show_state)
        self.panel.offers.wanted.connect(self._on_offers_wanted)
        self._growth.changed.connect(self._show_state)
        self.continuing.refused.connect(self._say_problem)
        self.buttons.resume_wanted.connect(partial(self.go_on, RunOffer.RESUME))
        self.buttons.pause_wanted.connect(session.pause)
        self.buttons.stop_wanted.connect(session.stop)
        self.buttons.try_wanted.connect(self.advanced)
        self._drawing.timeout.connect(self._on_drawing_timeout)

    @property
    def shown_run(self) -> Run | None:
        """The run that is looked at."""
        return self._document.run_in(self._shown) if self._shown else None

    def go_on(self, how: str) -> None:
        """Go on with the run that is looked at: ask what has to be asked, then start.

        Args:
            how: A `RunOffer`.
        """
        run = self.shown_run
        if run is not None:
            self.continuing.go_on(run, RunOffer(how))

    def _on_offers_wanted(self, how: RunOffer) -> None:
        run = self._growth.run if how is RunOffer.GROW else self.shown_run
        if run is not None:
            self.continuing.go_on(run, how)

    def _on_tuning_wanted(self) -> None:
        self._train(fine_tune=True)

    def _train(self, *, fine_tune: bool = False) -> None:
        try:
            self._session.start(fine_tune=fine_tune)
        except LitmusError as error:
            self._say_problem(error)

    def _on_session_state_changed(self) -> None:
        started = self._session.task
        # By the task and not by its folder: where a training left none, the next has the same.
        if started is not None and started is not self._last_task:
            self._last_task = started
            self._shown, self._result, self._problem = started.folder, None, ""
            self.runs.show_runs()
            self.runs.choose(started.folder)
            self._draw()
        self.runs.show_runs()
        self._show_state()
        self._tell()

    def _on_session_reported(self, event: object) -> None:
        if isinstance(event, Decoding | CurveGrew | CrossValidated | StepsDone):
            self.panel.show_progress()
        if isinstance(event, PicturesSetAside | Noticed | CrossValidated | EpochDone):
            self._tell()
        if isinstance(event, CurveGrew | StepsDone | EpochDone):
            self._draw_soon()

    def _on_session_finished(self, _run: Run) -> None:
        # Whoever looks at another run meanwhile goes on looking at that one.
        self._result = self._shown
        self._show_all()

    def _on_session_failed(self, error: BaseException) -> None:
        if isinstance(error, LitmusError):
            self._say_problem(error)
        else:
            self._problem = "The training failed; nothing that was finished is lost."
            show_error(self.window(), error)
        # One that failed before its first record has left nothing to look at.
        self._on_document_runs_changed()

    def _on_session_abandoned(self) -> None:
        taken_up = self._last_task.taken_up if self._last_task else None
        if taken_up is not None:
            self._problem = _RESUMED_NOTHING.format(run_number(taken_up.folder))
        else:
            extracted = self._session.news.extracted
            self._shown, self._problem = None, _FEATURES_KEPT if extracted else _ABANDONED
        self._on_document_runs_changed()
        self._show_all()

    def _on_document_plan_changed(self) -> None:
        # What would be trained is no longer what was: the next step is to train again.
        self._result = None
        self._show_state()

    def _on_document_runs_changed(self) -> None:
        runs, going_on = self._document.runs, self._session.folder
        gone = self._shown != going_on and all(run.folder != self._shown for run in runs)
        if self._shown is None or gone:
            self._shown = going_on or (runs[-1].folder if runs else None)
        self.runs.show_runs()
        if self._shown is not None:
            self.runs.choose(self._shown)
        if self._result is not None and self._document.run_in(self._result) is None:
            self._result = None
        self._show_all()

    def _on_runs_run_chosen(self, folder: Path) -> None:
        if folder != self._shown:
            # What went wrong with another training is not said of this run.
            self._shown, self._result, self._problem = folder, folder, ""
            self._show_state()
            self._draw()
            self._tell()

    def _on_runs_view_clicked(self) -> None:
        # The row that is current already is chosen by this too: what came of it is to be seen.
        if self.runs.chosen is not None and self._session.folder is None:
            self._result = self.runs.chosen.folder
            self._show_state()

    def _on_curves_aside_wanted(self) -> None:
        if (looked_at := self._looked_at) is not None:
            SetAsideDialog(looked_at.set_aside, self).show()

    def _say_problem(self, error: LitmusError) -> None:
        self._problem = str(error)
        self._tell()

    def _show_all(self) -> None:
        self._show_state()
        self._tell()
        self._draw_soon()

    def _show_state(self) -> None:
        growth = self._growth
        offering = growing_offer(growth.run, growth.what) if growth.run and growth.what else None
        self.panel.show(self._asked_about, offering)

    @property
    def _asked_about(self) -> Run | None:
        """The run that the right side is about; None where it is about what would be trained."""
        shown = self._document.run_in(self._shown) if self._shown else None
        if shown is not None and unfinished(shown):
            return shown
        return self._document.run_in(self._result) if self._result else None

    @property
    def _looked_at(self) -> ShownRun | None:
        """The shown run as it is now."""
        if self._shown is None:
            return None
        return ShownRun(self._shown, self._document.run_in(self._shown), self._session)

    def _tell(self) -> None:
        """Say how the shown run goes, what came of it, or what went wrong."""
        shown = self._looked_at
        told = shown.sentence if shown else ""
        self.curves.show_sentence(self._problem or told, warning=bool(self._problem))
        self.curves.show_headline(
            shown.headline if shown else None, tuned=shown is not None and shown.tuned
        )
        self.curves.show_aside(aside_words(shown.aside_count if shown else 0))

    def _draw_soon(self) -> None:
        if not self._drawing.isActive():
            self._drawing.start()

    def _on_drawing_timeout(self) -> None:
        self._draw(growing=True)

    def _draw(self, *, growing: bool = False) -> None:
        """Draw the shown run and the ticked ones; nothing while nobody sees it."""
        if not self.isVisible():
            return
        shown = self._looked_at
        if shown is None:
            with_backbone = self._document.project.network.by_regression
            self.curves.show_nothing(with_backbone=with_backbone)
            return
        if shown.heading is None:
            return
        self.curves.show_heading(*shown.heading)
        ticked = self.runs.ticked - {shown.folder}
        others = [
            ShownRun(run.folder, run, self._session).curves
            for run in reversed(self._document.runs)
            if run.folder in ticked
        ]
        self.curves.show_curves(shown.curves, others, growing=growing)
