"""The whole window without TensorFlow, and drags as Qt sends them."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.main_window import MainWindow
from gui.preferences import PreferenceStore
from gui.resuming_work import ResumeFunction, resume_with_keras
from gui.tensorflow_loader import TensorFlowLoader
from gui.training_session import TrainingSession
from tests.gui.trainings import ScriptedTraining, tiny_dataset

_COPY = Qt.DropAction.CopyAction
_BUTTON = Qt.MouseButton.LeftButton
_NO_KEY = Qt.KeyboardModifier.NoModifier


class Parts:
    """A window and everything it stands on."""

    def __init__(self, jobs: Jobs, training: ScriptedTraining) -> None:
        self.training = training
        self.jobs = jobs
        self.document = ProjectDocument()
        resume: ResumeFunction = getattr(training, "resume", resume_with_keras)
        self.session = TrainingSession(self.document, jobs, training, resume=resume)
        self.loader = TensorFlowLoader(jobs)
        self.preferences = PreferenceStore()
        self.window = MainWindow(
            self.document, session=self.session, loader=self.loader, preferences=self.preferences
        )
        self.window.complete()

    def load(self) -> None:
        """Let the pictures be there."""
        self.document.set_dataset(tiny_dataset())


def drag_enter(target: QWidget, mime: QMimeData, place: QPoint | None = None) -> bool:
    """Drag `mime` into `target`; whether it was let in."""
    event = QDragEnterEvent(place or target.rect().center(), _COPY, mime, _BUTTON, _NO_KEY)
    event.ignore()
    QApplication.sendEvent(target, event)
    return event.isAccepted()


def drag_move(target: QWidget, mime: QMimeData, place: QPoint) -> None:
    """Drag `mime` on to another place in `target`."""
    QApplication.sendEvent(target, QDragMoveEvent(place, _COPY, mime, _BUTTON, _NO_KEY))


def drag_leave(target: QWidget) -> None:
    """Drag out of `target`."""
    QApplication.sendEvent(target, QDragLeaveEvent())


def drop(target: QWidget, mime: QMimeData, place: QPoint | None = None) -> bool:
    """Drag `mime` into `target` and drop it there; whether it was taken."""
    drag_enter(target, mime, place)
    where = QPointF(place or target.rect().center())
    event = QDropEvent(where, _COPY, mime, _BUTTON, _NO_KEY)
    event.ignore()
    QApplication.sendEvent(target, event)
    return event.isAccepted()
