"""The Train tab: watch a training, steer it, compare runs."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.errors import LitmusError
from core.run.folder import Run
from core.training.events import (
    CrossValidated,
    CurveGrew,
    Decoding,
    EpochDone,
    Noticed,
    PicturesSetAside,
    StepsDone,
)
from core.training.request import TrainingRequest
from gui.document import ProjectDocument
from gui.error_dialog import show_error
from gui.theme import COLUMN_GAP, PADDING
from gui.train_tab.curves_card import CurvesCard
from gui.train_tab.fine_tune_offer import FineTuneOffer, offer_for
from gui.train_tab.live_controls import LiveControls
from gui.train_tab.progress_card import ProgressCard
from gui.train_tab.progress_view import going_view, ready_view, result_view
from gui.train_tab.runs_card import RunsCard
from gui.train_tab.set_aside_dialog import SetAsideDialog, aside_words
from gui.train_tab.shown_run import ShownRun
from gui.train_tab.training_buttons import Offer, TrainingButtons
from gui.train_tab.tuning_pricing import TuningPricing
from gui.training_session import TrainingSession, TrainingState

_RIGHT_WIDTH = 320
_DRAW_EVERY_MS = 100
_ABANDONED = "Stopped before the first step: nothing was learned, and no run was kept."
_FEATURES_KEPT = (
    "Stopped before anything was learned: no run was kept. What the backbone made of the pictures "
    "is kept, so that the next training goes on from there."
)


_OFFERS = {TrainingState.STOPPING: Offer.STOPPING, TrainingState.SAVING: Offer.SAVING}


class TrainTab(QWidget):
    """Curves on the left; progress, runs and the buttons on the right.

    Signals:
        advanced: A person wants to try the network.
    """

    advanced = Signal()

    def __init__(self, document: ProjectDocument, session: TrainingSession) -> None:
        super().__init__()
        self._document = document
        self._session = session
        self._shown: Path | None = None
        self._last_started: TrainingRequest | None = None
        self._result: Run | None = None
        self._problem = ""
        self.curves = CurvesCard()
        self.progress = ProgressCard()
        self.controls = LiveControls(session)
        self.tuning = FineTuneOffer()
        self._pricing = TuningPricing(session.jobs)
        self.runs = RunsCard(document, session)
        self.buttons = TrainingButtons()
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
        self.progress.content.addWidget(self.controls)
        self.progress.content.addWidget(self.tuning)
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
        self.runs.ticks_changed.connect(self._draw)
        self.buttons.train_wanted.connect(self._train)
        self.tuning.wanted.connect(self._on_tuning_wanted)
        self._pricing.measured.connect(self._show_state)
        self.buttons.stop_wanted.connect(session.stop)
        self.buttons.try_wanted.connect(self.advanced)
        self._drawing.timeout.connect(self._on_drawing_timeout)

    def _on_tuning_wanted(self) -> None:
        self._train(fine_tune=True)

    def _train(self, *, fine_tune: bool = False) -> None:
        try:
            self._session.start(fine_tune=fine_tune)
        except LitmusError as error:
            self._say_problem(error)

    def _on_session_state_changed(self) -> None:
        started = self._session.request
        # By the request and not by its folder: where a training left none, the next has the same.
        if started is not None and started is not self._last_started:
            self._last_started = started
            self._shown, self._result, self._problem = started.folder, None, ""
            self.runs.show_runs()
            self.runs.choose(started.folder)
            self._draw()
        self.runs.show_runs()
        self._show_state()
        self._tell()

    def _on_session_reported(self, event: object) -> None:
        if isinstance(event, Decoding | CurveGrew | CrossValidated | StepsDone):
            self.progress.show_view(going_view(self._session))
        if isinstance(event, PicturesSetAside | Noticed | CrossValidated | EpochDone):
            self._tell()
        if isinstance(event, CurveGrew | StepsDone | EpochDone):
            self._draw_soon()

    def _on_session_finished(self, run: Run) -> None:
        self._result = run
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
        if self._result is not None and self._document.run_in(self._result.folder) is None:
            self._result = None
        self._show_all()

    def _on_runs_run_chosen(self, folder: Path) -> None:
        if folder != self._shown:
            # What went wrong with another training is not said of this run.
            self._shown, self._problem = folder, ""
            self._draw()
            self._tell()

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
        session = self._session
        self.controls.show_session()
        result = self._result if session.state is TrainingState.IDLE else None
        self.tuning.show_offer(offer_for(result, self._pricing.of))
        if session.state is not TrainingState.IDLE:
            self.progress.show_view(going_view(session))
            self.buttons.show_offer(_OFFERS.get(session.state, Offer.STOP))
        elif self._result is not None:
            self.progress.show_view(result_view(self._result))
            offer = Offer.TRY if self._result.has_model else Offer.TRAIN
            self.buttons.show_offer(offer, obstacle=session.obstacle)
        else:
            self.progress.show_view(ready_view(self._document, session.obstacle))
            self.buttons.show_offer(Offer.TRAIN, obstacle=session.obstacle)

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
