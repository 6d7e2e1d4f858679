"""The window: header, one tab a step, status line, menus; it connects them and does no work."""

from functools import partial

from PySide6.QtCore import QMimeData, QSettings, QSize, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from core.errors import LitmusError
from core.places import config_folder
from gui.closing import Closing
from gui.damaged_runs_dialog import DamagedRunsDialog
from gui.data_tab.data_tab import DataTab
from gui.document import ProjectDocument
from gui.error_dialog import show_error
from gui.model_tab.model_tab import ModelTab
from gui.notice import Notice
from gui.predict_tab.predict_tab import PredictTab
from gui.preferences import PreferenceStore
from gui.status_line import StatusLine
from gui.step_header import Step, StepHeader
from gui.tensorflow_loader import TensorFlowLoader
from gui.train_tab.train_tab import TrainTab
from gui.training_session import TrainingSession
from gui.window_actions import WindowActions
from gui.window_drops import WindowDrops
from gui.window_facts import WindowFacts

_FRAME = QSize(8, 40)
"""Room for the frame that the desktop puts around the window."""


class MainWindow(QMainWindow):
    """The whole of what a person sees.

    Signals:
        step_shown: Another tab is in front.
        closed: Everything has ended; the window may go for good.
    """

    step_shown = Signal()
    closed = Signal()

    def __init__(
        self,
        document: ProjectDocument,
        *,
        session: TrainingSession,
        loader: TensorFlowLoader,
        preferences: PreferenceStore,
    ) -> None:
        super().__init__()
        self._document = document
        self._session = session
        self._loader = loader
        self._damaged_told: tuple[LitmusError, ...] = ()
        self.setWindowTitle("Litmus")
        self.setMinimumSize(1024, 700)
        self.setAcceptDrops(True)
        self._build_tabs()
        self._build_frame()
        self.menu_actions = WindowActions(
            self, document=document, session=session, preferences=preferences
        )
        self._closing = Closing(self, session)
        self._connect()
        self._restore_geometry()
        self.show_step(Step.DATA)

    def _build_tabs(self) -> None:
        self.data_tab = DataTab(self._document, self._session.jobs)
        self.model_tab = ModelTab(self._document, self._session.jobs)
        self.train_tab = TrainTab(self._document, self._session)
        self.predict_tab = PredictTab(self._document, self._session.jobs)
        self._tabs: dict[Step, DataTab | ModelTab | TrainTab | PredictTab] = {
            Step.DATA: self.data_tab,
            Step.MODEL: self.model_tab,
            Step.TRAIN: self.train_tab,
            Step.PREDICT: self.predict_tab,
        }

    def _build_frame(self) -> None:
        self.header = StepHeader()
        self.status = StatusLine()
        self._stack = QStackedWidget()
        for tab in self._tabs.values():
            self._stack.addWidget(tab)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.status)
        self.setCentralWidget(whole)
        self.notice = Notice(self)
        self._drops = WindowDrops(self.header)
        self._facts = WindowFacts(
            self.header,
            self.status,
            document=self._document,
            session=self._session,
            loader=self._loader,
        )

    def _connect(self) -> None:
        self.header.step_chosen.connect(self.show_step)
        self.data_tab.advanced.connect(partial(self.show_step, Step.MODEL))
        self.data_tab.picture_offered.connect(self.take_pictures)
        self.model_tab.advanced.connect(self.train)
        self.train_tab.advanced.connect(partial(self.show_step, Step.PREDICT))
        self.predict_tab.train_requested.connect(partial(self.show_step, Step.TRAIN))
        self._drops.step_wanted.connect(self.show_step)
        self._drops.taken.connect(self.take_pictures)
        self._drops.refused.connect(self.notice.say)
        self.status.details_asked.connect(self._on_status_details_asked)
        self._document.runs_changed.connect(self._on_document_runs_changed)
        self._closing.ready.connect(self.close)

    @property
    def step(self) -> Step:
        """The step being shown."""
        return next(s for s, tab in self._tabs.items() if tab is self._stack.currentWidget())

    def tab(self, step: Step) -> QWidget:
        """The tab of a step."""
        return self._tabs[step]

    def show_step(self, step: Step) -> None:
        """Show the tab of `step` and put the keyboard where one begins there."""
        tab = self._tabs[step]
        self._stack.setCurrentWidget(tab)
        self.header.set_current(step)
        self._facts.visit(step)
        self.step_shown.emit()
        tab.focus_first()

    def take_pictures(self, mime: QMimeData) -> None:
        """See what the network says to these pictures."""
        self.show_step(Step.PREDICT)
        self.predict_tab.take(mime)

    def train(self) -> None:
        """Train the network as it is, and watch."""
        self.show_step(Step.TRAIN)
        try:
            self._session.start()
        except LitmusError as error:
            self.notice.say(str(error))

    def report_problem(self, error: LitmusError) -> None:
        """Show a failure that no tab can show, for as long as the person wants."""
        self.notice.ask(error.message, "Details…", lambda: show_error(self, error))

    def close_at_once(self) -> None:
        """Stop everything and close, without a question."""
        self._closing.begin()

    def _on_status_details_asked(self) -> None:
        if self._loader.error is not None:
            show_error(self, self._loader.error)

    def _on_document_runs_changed(self) -> None:
        damaged = self._document.damaged_runs
        if damaged == self._damaged_told:
            return
        self._damaged_told = damaged
        count = f"{len(damaged)} earlier run{'s' * (len(damaged) != 1)}"
        self.notice.ask(
            f"{count} could not be read. All others are there.",
            "Show…",
            lambda: DamagedRunsDialog(self, damaged).open(),
        )

    def _settings(self) -> QSettings:
        return QSettings(str(config_folder() / "window.ini"), QSettings.Format.IniFormat)

    def _restore_geometry(self) -> None:
        geometry = self._settings().value("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            room = self.screen().availableSize() - _FRAME
            self.resize(QSize(1280, 800).boundedTo(room))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tabs[self.step].focus_first()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._closing.done:
            self._closing.ask()
        if not self._closing.done:
            event.ignore()
            return
        self._settings().setValue("geometry", self.saveGeometry())
        event.accept()
        self.closed.emit()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._drops.enter(event)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._drops.move(event, self.mapToGlobal(event.position().toPoint()))

    @override
    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._drops.leave()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._drops.drop(event)
