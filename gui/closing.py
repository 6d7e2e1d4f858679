"""Closing the window: ask while a training goes on, wait visibly, lose nothing."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QMessageBox, QProgressBar, QVBoxLayout, QWidget
from typing_extensions import override

from gui.project_session import ProjectSession
from gui.training_session import TrainingSession, TrainingState
from gui.widgets.text import Role, label

_CAN_BE_RESUMED = (
    "Paused, it can be resumed from here when Litmus is opened again. Nothing is lost."
)
_FITTED_ANEW = (
    "Paused, it can be resumed when Litmus is opened again. What the backbone made of the pictures "
    "is kept, so that it need not be done twice."
)


class _Finishing(QDialog):
    """Says what the window still waits for; it goes by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Litmus")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(360)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName("Finishing")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        layout.addWidget(label("Pausing: writing where the training is…", Role.SUBTITLE))
        layout.addWidget(bar)
        layout.addWidget(label("Litmus closes as soon as it is done.", Role.DIM))

    @override
    def reject(self) -> None:
        """Escape changes nothing: the training is being paused already."""


class Closing(QObject):
    """Brings everything to its end before the window goes.

    Signals:
        ready: Nothing is left to wait for.
    """

    ready = Signal()

    def __init__(self, window: QWidget, session: TrainingSession, projects: ProjectSession) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._projects = projects
        self._whatever_happens = False
        self._question: QMessageBox | None = None
        self._finishing: _Finishing | None = None
        self._begun = False
        session.state_changed.connect(self._on_session_state_changed)
        session.jobs.emptied.connect(self._on_jobs_emptied)
        projects.finish_failed.connect(self._on_projects_finish_failed)

    @property
    def done(self) -> bool:
        """Whether the window may go."""
        return self._begun and not self._session.jobs.active and self._projects.finished

    def ask(self) -> None:
        """A person closes the window: ask first where a training would be cut short."""
        if self._begun:
            return
        if self._session.going:
            self._ask()
        else:
            self.begin()

    def begin(self, *, whatever_happens: bool = False) -> None:
        """Pause the training, stop all else and wait for its end, without a question.

        Args:
            whatever_happens: Edits that cannot be written are lost.
        """
        self._begun = True
        self._whatever_happens = whatever_happens
        self._session.pause()
        for job in self._session.jobs.active:
            if not self._session.is_doing(job):
                job.cancel()
        if not self._session.jobs.active:
            self._leave_project()
        if self.done:
            self.ready.emit()
        elif self._session.state is TrainingState.IDLE:
            # Nothing of the person's is at stake (TensorFlow may still be loading).
            self._window.hide()
        else:
            self._finishing = _Finishing(self._window)
            self._finishing.show()

    def _ask(self) -> None:
        if self._question is not None:
            self._question.raise_()
            return
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("Litmus")
        box.setText("A training is going on.")
        fitted = self._session.by_regression
        box.setInformativeText(_FITTED_ANEW if fitted else _CAN_BE_RESUMED)
        keep = box.addButton("&Keep training", QMessageBox.ButtonRole.RejectRole)
        pause = box.addButton("&Pause and close", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        pause.clicked.connect(lambda: self.begin())
        box.finished.connect(self._on_question_finished)
        self._question = box
        box.open()

    def _on_question_finished(self) -> None:
        if self._question is not None:
            self._question.deleteLater()
            self._question = None

    def _on_session_state_changed(self) -> None:
        # It ended by itself while the person was being asked.
        if self._question is not None and self._session.state is TrainingState.IDLE:
            self._question.done(0)

    def _on_jobs_emptied(self) -> None:
        if not self._begun:
            return
        self._leave_project()
        if self.done:
            self._hide_finishing()
            self.ready.emit()

    def _leave_project(self) -> None:
        """When nothing else goes on, leave the project; `jobs.emptied` follows."""
        if not self._projects.finished:
            self._projects.finish(whatever_happens=self._whatever_happens)

    def _on_projects_finish_failed(self) -> None:
        """Edits cannot be written: stay open, so that a person can do something about it."""
        self._begun = False
        self._hide_finishing()
        self._window.show()

    def _hide_finishing(self) -> None:
        if self._finishing is not None:
            self._finishing.done(0)
            self._finishing.deleteLater()
            self._finishing = None
