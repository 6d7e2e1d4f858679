"""The window: header, one tab a step, status line, menus; it connects them and does no work."""

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QKeyEvent,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from core.errors import LitmusError
from core.run.folder import Run
from gui.closing import Closing
from gui.damaged_runs_dialog import DamagedRunsNotice
from gui.data_tab.data_tab import DataTab
from gui.document import ProjectDocument
from gui.enter_key import pressed_by_enter
from gui.error_dialog import show_error
from gui.interrupted_notice import InterruptedNotice
from gui.notice import Notice
from gui.preferences import PreferenceStore
from gui.project_session import ProjectSession
from gui.recent import RecentFolders
from gui.scan_session import ScanSession
from gui.status_line import StatusLine
from gui.step_header import Step, StepHeader
from gui.tensorflow_loader import TensorFlowLoader
from gui.training_session import TrainingSession
from gui.window_actions import WindowActions
from gui.window_drops import DropWindow, WindowDrops
from gui.window_facts import WindowFacts
from gui.window_geometry import keep_geometry, restore_geometry
from gui.window_projects import WindowProjects

if TYPE_CHECKING:
    from gui.model_tab.model_tab import ModelTab
    from gui.predict_tab.predict_tab import PredictTab
    from gui.train_tab.train_tab import TrainTab


class MainWindow(DropWindow):
    """The whole of what a person sees.

    The Data tab is built with the window, every other one when it is first needed, at the latest
    by `complete`: so the window stands on the screen a quarter of a second sooner.

    Signals:
        step_shown: Another tab is in front.
        painted: The window stands on the screen; told once.
        closed: Everything has ended; the window may go for good.
    """

    step_shown = Signal()
    painted = Signal()
    closed = Signal()

    def __init__(
        self,
        document: ProjectDocument,
        *,
        session: TrainingSession,
        loader: TensorFlowLoader,
        preferences: PreferenceStore,
        projects: ProjectSession | None = None,
    ) -> None:
        super().__init__()
        self._document = document
        self._session = session
        self._loader = loader
        self._preferences = preferences
        self._step = Step.DATA
        self._is_painted = False
        self.setMinimumSize(1024, 700)
        self.setAcceptDrops(True)
        self.scans = ScanSession(document, session.jobs, self)
        self.scans.set_pixel_limit(preferences.current.pixel_limit)
        self.recent = RecentFolders(session.jobs, parent=self)
        self.data_tab = DataTab(document, session.jobs, scans=self.scans, recent=self.recent)
        self.notice = Notice(self)
        self.projects = WindowProjects(
            self,
            document=document,
            session=projects or ProjectSession(document, session, self),
            jobs=session.jobs,
        )
        self._build_frame()
        self.menu_actions = WindowActions(
            self, document=document, session=session, preferences=preferences
        )
        self._closing = Closing(self, session, self.projects.session)
        self._interrupted = InterruptedNotice(
            self.notice, document=document, session=session, resume=self.resume
        )
        self._connect()
        restore_geometry(self)
        self.show_step(Step.DATA)

    @cached_property
    def model_tab(self) -> "ModelTab":
        """The tab of the network."""
        from gui.model_tab.model_tab import ModelTab

        tab = ModelTab(self._document, self._session.jobs)
        tab.advanced.connect(self.train)
        # However a training is started, it must not stand behind a measurement.
        self._session.state_changed.connect(
            lambda: None if self._session.obstacle is None else tab.forecaster.give_way()
        )
        self._stack.addWidget(tab)
        self.projects.attend(tab, tab.presets, tab.layers, tab.training)
        return tab

    @cached_property
    def train_tab(self) -> "TrainTab":
        """The tab of the training."""
        from gui.train_tab.train_tab import TrainTab

        tab = TrainTab(self._document, self._session)
        tab.export_wanted.connect(self.menu_actions.exporting.export)
        tab.advanced.connect(self._on_train_tab_advanced)
        self._stack.addWidget(tab)
        self.projects.attend(tab)
        return tab

    @cached_property
    def predict_tab(self) -> "PredictTab":
        """The tab of the answers."""
        from gui.predict_tab.predict_tab import PredictTab

        tab = PredictTab(self._document, self._session.jobs)
        tab.set_pixel_limit(self._preferences.current.pixel_limit)
        tab.train_requested.connect(partial(self.show_step, Step.TRAIN))
        tab.answered.connect(self._facts.tell_pace)
        tab.export_wanted.connect(self.menu_actions.exporting.export)
        self._stack.addWidget(tab)
        self.projects.attend(tab)
        return tab

    def tab(self, step: Step) -> "DataTab | ModelTab | TrainTab | PredictTab":
        """The tab of a step."""
        match step:
            case Step.DATA:
                return self.data_tab
            case Step.MODEL:
                return self.model_tab
            case Step.TRAIN:
                return self.train_tab
            case Step.PREDICT:
                return self.predict_tab

    def complete(self) -> None:
        """Build every tab that has not been needed yet."""
        while self.build_next():
            pass

    def build_next(self) -> bool:
        """Build one tab that has not been needed yet; whether others are still to be built."""
        missing = [step for step in Step if f"{step}_tab" not in vars(self)]
        for step in missing[:1]:
            self.tab(step)
        return len(missing) > 1

    def _build_frame(self) -> None:
        self.header = StepHeader()
        self.status = StatusLine()
        self._stack = QStackedWidget()
        data = self.data_tab
        self._stack.addWidget(data)
        self.projects.attend(data, data.sources, data.split, data.form)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.projects.bar)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.status)
        self.setCentralWidget(whole)
        self.drops = WindowDrops(self.header)
        self._facts = WindowFacts(
            self.header,
            self.status,
            document=self._document,
            session=self._session,
            loader=self._loader,
            scans=self.scans,
        )

    def _connect(self) -> None:
        self.header.step_chosen.connect(self.show_step)
        self.data_tab.advanced.connect(partial(self.show_step, Step.MODEL))
        self.data_tab.picture_offered.connect(self.take_pictures)
        self.data_tab.said.connect(self.notice.say)
        self._preferences.changed.connect(self._on_preferences_changed)
        self.drops.step_wanted.connect(self.show_step)
        self.drops.taken.connect(self.take)
        self.drops.refused.connect(self.notice.say)
        self.status.details_asked.connect(self._on_status_details_asked)
        self._damaged = DamagedRunsNotice(self, self._document, self.notice)
        self._closing.ready.connect(self.close)

    @property
    def step(self) -> Step:
        """The step being shown."""
        return self._step

    def show_step(self, step: Step) -> None:
        """Show the tab of `step` and put the keyboard where one begins there."""
        tab = self.tab(step)
        self._step = step
        self._stack.setCurrentWidget(tab)
        self.header.set_current(step)
        self._facts.visit(step)
        self.step_shown.emit()
        tab.focus_first()

    def take(self, mime: QMimeData) -> None:
        """Take what was dropped or pasted: on the Data tab a folder is one to train on."""
        if not (self._step is Step.DATA and self.data_tab.take(mime)):
            self.take_pictures(mime)

    def take_pictures(self, mime: QMimeData) -> None:
        """See what the network says to these pictures."""
        self.show_step(Step.PREDICT)
        self.predict_tab.take(mime)

    def choose_folder(self, folder: Path | None = None) -> None:
        """Train on the pictures of a folder; by default the person is asked for one."""
        self.show_step(Step.DATA)
        if folder is None:
            self.data_tab.ask_for_folder()
        else:
            self.data_tab.choose_folder(folder)

    def train(self) -> None:
        """Train the network as it is, and watch."""
        self.show_step(Step.TRAIN)
        try:
            self._session.start()
        except LitmusError as error:
            self.notice.say(str(error))

    def resume(self, run: Run) -> None:
        """Go on with a training that did not come to its end, and watch."""
        self.show_step(Step.TRAIN)
        self.train_tab.continuing.resume(run)

    def report_problem(self, error: LitmusError) -> None:
        """Show a failure that no tab can show, for as long as the person wants."""
        self.notice.ask(error.message, "Details…", lambda: show_error(self, error))

    def close_at_once(self) -> None:
        """Stop everything and close, without a question; what cannot be written is lost."""
        self._closing.begin(whatever_happens=True)

    def _on_train_tab_advanced(self) -> None:
        self.show_step(Step.PREDICT)
        if (run := self.train_tab.shown_run) is not None:
            self.predict_tab.choices.choose_run(run)

    def _on_preferences_changed(self) -> None:
        self.scans.set_pixel_limit(self._preferences.current.pixel_limit)
        self.predict_tab.set_pixel_limit(self._preferences.current.pixel_limit)

    def _on_status_details_asked(self) -> None:
        if self._loader.error is not None:
            show_error(self, self._loader.error)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.tab(self._step).focus_first()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            self.painted.emit()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._closing.done:
            self._closing.ask()
        if not self._closing.done:
            event.ignore()
            return
        keep_geometry(self)
        event.accept()
        self.closed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)
