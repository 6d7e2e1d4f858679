"""The actions of the Training menu: what they say, what they do, and when they can be done."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from core.errors import LitmusError
from gui.action_spec import ActionSpec, Menu
from gui.document import ProjectDocument
from gui.preferences import PreferenceStore
from gui.step_header import Step
from gui.training_session import TrainingSession, TrainingState

if TYPE_CHECKING:
    from gui.main_window import MainWindow

TENSORBOARD_WORDS = (
    "Each training writes the loss, accuracy and learning rate of its epochs to the folder “logs” "
    "of its run, where TensorBoard reads them."
)

TRAINING_ACTIONS = (
    ActionSpec(
        "train",
        Menu.TRAINING,
        "&Train",
        ("Ctrl+R", "F5"),
        "Train this network, from fresh weights, and watch.",
    ),
    ActionSpec(
        "pause",
        Menu.TRAINING,
        "&Pause",
        ("Ctrl+P",),
        "Interrupt the training and free the processor; it can be resumed where it was.",
    ),
    ActionSpec(
        "stop",
        Menu.TRAINING,
        "&Stop",
        ("Ctrl+.",),
        "End the training now and keep what was learned.",
    ),
    ActionSpec(
        "resume",
        Menu.TRAINING,
        "&Resume run",
        ("Ctrl+Shift+R",),
        "Go on with the run shown on the Train tab where it was paused, stopped or broken off.",
        separated=True,
    ),
    ActionSpec(
        "train longer",
        Menu.TRAINING,
        "Train run &longer…",
        ("Ctrl+Shift+E",),
        "Give the run shown on the Train tab more epochs.",
    ),
    ActionSpec(
        "continue from run",
        Menu.TRAINING,
        "&Continue from run…",
        ("Ctrl+Shift+G",),
        "Train a new run that begins with what the run shown on the Train tab learned.",
    ),
    ActionSpec(
        "tensorboard",
        Menu.TRAINING,
        "&Write logs for TensorBoard",
        ("Ctrl+Shift+B",),
        TENSORBOARD_WORDS,
        checkable=True,
        separated=True,
    ),
)


class TrainingActions(QObject):
    """Does what the Training menu offers, and keeps it true."""

    def __init__(
        self,
        window: "MainWindow",
        *,
        document: ProjectDocument,
        session: TrainingSession,
        preferences: PreferenceStore,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._session = session
        self._preferences = preferences
        preferences.changed.connect(self._on_preferences_changed)
        self._on_preferences_changed()

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What each action does, by name."""
        return {
            "train": self._window.train,
            "pause": self._session.pause,
            "stop": self._session.stop,
            "resume": partial(self._go_on, "resume"),
            "train longer": partial(self._go_on, "longer"),
            "continue from run": partial(self._go_on, "grow"),
            "tensorboard": self._switch_logs,
        }

    def show_states(self, actions: Mapping[str, QAction]) -> None:
        """Offer what can be done now."""
        idle = self._session.state is TrainingState.IDLE
        actions["train"].setEnabled(idle)
        for name in ("pause", "stop"):
            actions[name].setEnabled(self._session.going)
        for name in ("resume", "train longer", "continue from run"):
            actions[name].setEnabled(idle and bool(self._document.runs))
        actions["tensorboard"].setChecked(self._preferences.current.tensorboard)

    def _go_on(self, how: str) -> None:
        self._window.show_step(Step.TRAIN)
        self._window.train_tab.go_on(how)

    def _switch_logs(self) -> None:
        before = self._preferences.current
        try:
            self._preferences.change(
                before.model_copy(update={"tensorboard": not before.tensorboard})
            )
        except LitmusError as error:
            self._window.report_problem(error)

    def _on_preferences_changed(self) -> None:
        self._session.logs = self._preferences.current.tensorboard
