"""The application: everything is made here, connected, shown, and brought to its end."""

import signal
import socket
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from core import __version__
from core.cancellation import CancelToken
from gui.document import ProjectDocument
from gui.exception_hook import ExceptionHook
from gui.jobs import Jobs, Report
from gui.log import LOG, start_log
from gui.logo import window_icon
from gui.main_window import MainWindow
from gui.preferences import PreferenceStore
from gui.project_session import ProjectSession
from gui.startup import Startup
from gui.tensorflow_loader import TensorFlowLoader
from gui.theme import apply_scheme, prepare_application
from gui.training_session import TrainingSession

_SETTLE_MS = 150
_UNSEEN_MS = 1000


class Litmus:
    """All parts of the program with a window.

    Args:
        application: Qt's.
        path: A project to open: its file, its folder, or one that was packed.
    """

    def __init__(self, application: QApplication, path: Path | None = None) -> None:
        self._application = application
        self._path = path
        self._begun = False
        self._unseen = _timer(_UNSEEN_MS, self._begin)
        self._settle = _timer(_SETTLE_MS, self._on_settle_timeout)
        self._building = _timer(0, self._on_building_timeout)
        self.preferences = PreferenceStore()
        prepare_application(application)
        apply_scheme(application, self.preferences.current.scheme)
        self.jobs = Jobs()
        self.document = ProjectDocument()
        self.session = TrainingSession(self.document, self.jobs)
        self.loader = TensorFlowLoader(self.jobs)
        self.projects = ProjectSession(self.document, self.session)
        self.startup = Startup(self.document, self.jobs, self.projects)
        self.window = MainWindow(
            self.document,
            session=self.session,
            loader=self.loader,
            preferences=self.preferences,
            projects=self.projects,
        )
        self.preferences.changed.connect(self._on_preferences_changed)
        self.startup.dataset_failed.connect(self.window.data_tab.show_problem)
        self.startup.dataset_ended.connect(self._on_startup_dataset_ended)
        self.window.closed.connect(application.quit)

    def show(self) -> None:
        """Show the window; whatever takes time begins once it stands on the screen."""
        self.window.painted.connect(self._begin, Qt.ConnectionType.QueuedConnection)
        # Nothing is painted where the desktop shows the window minimised.
        self._unseen.start()
        self.window.show()

    def end(self) -> None:
        """End the worker threads."""
        self._unseen.stop()
        self._settle.stop()
        self._building.stop()
        self.jobs.shut_down()
        # An undo stack that dies with edits on it tells of it when half of the window is gone.
        self.document.undo_stack.clear()

    def _begin(self) -> None:
        if self._begun:
            return
        self._begun = True
        self._unseen.stop()
        self.window.projects.care.begin(self._path)
        self.startup.begin()
        self._building.start()
        if self.preferences.problem is not None:
            self.window.report_problem(self.preferences.problem)

    def _on_building_timeout(self) -> None:
        # One tab at a time: the window listens in between.
        if self.window.build_next():
            self._building.start()

    def _on_startup_dataset_ended(self) -> None:
        # Not before the pictures stand on the screen: imports slow all beside them.
        self._settle.start()

    def _on_settle_timeout(self) -> None:
        if self._building.isActive():
            # Two threads that define classes of Qt's at the same time may crash PySide.
            self._settle.start()
            return
        if not self.window.isVisible():
            return  # It is being closed.
        self.jobs.run_decoding(_import_plots).ended.connect(self._on_plots_imported)

    def _on_plots_imported(self) -> None:
        if self.window.isVisible():
            self.window.train_tab.prepare()
            self.loader.start()

    def _on_preferences_changed(self) -> None:
        apply_scheme(self._application, self.preferences.current.scheme)


def _import_plots(_report: Report, _cancel: CancelToken) -> None:
    """Import pyqtgraph (0.4 s) outside the window's thread; it makes no object of Qt's."""
    import_module("gui.train_tab.plots")


def _timer(milliseconds: int, then: Callable[[], None]) -> QTimer:
    """A timer that calls `then` once when its time is over, each time it is started."""
    timer = QTimer()
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(then)
    return timer


class Interrupts(QObject):
    """Ctrl-C in the terminal, told to the event loop, which otherwise sleeps through it.

    Signals:
        interrupted: Ctrl-C was pressed.
    """

    interrupted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._reader, self._writer = socket.socketpair()
        self._reader.settimeout(0)
        self._writer.settimeout(0)
        self._wakeup_before = signal.set_wakeup_fd(self._writer.fileno())
        self._handler_before = signal.signal(signal.SIGINT, _ignore)
        notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._on_notifier_activated)

    def end(self) -> None:
        """Give the signal back."""
        signal.signal(signal.SIGINT, self._handler_before)
        signal.set_wakeup_fd(self._wakeup_before)
        self._reader.close()
        self._writer.close()

    def _on_notifier_activated(self) -> None:
        if signal.SIGINT in self._reader.recv(64):
            self.interrupted.emit()


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """What Ctrl-C does is decided in the event loop."""


def run_window(argv: Sequence[str] = (), path: Path | None = None) -> int:
    """Open the window and return when it has closed.

    Args:
        argv: Arguments for Qt, without the program's name.
        path: A project to open: its file, its folder, or one that was packed.

    Returns:
        The exit code.
    """
    handler = start_log()
    application = QApplication(["litmus", *argv])
    _identify(application)
    hook = ExceptionHook(application)
    hook.install()
    interrupts = Interrupts()
    litmus = Litmus(application, path)
    interrupts.interrupted.connect(litmus.window.close_at_once)
    litmus.show()
    code = application.exec()
    litmus.end()
    interrupts.end()
    hook.remove()
    LOG.info("Litmus ends")
    if handler is not None:
        LOG.removeHandler(handler)
        handler.close()
    return code


def _identify(application: QApplication) -> None:
    QCoreApplication.setApplicationName("litmus")
    QCoreApplication.setApplicationVersion(__version__)
    application.setApplicationDisplayName("Litmus")
    application.setDesktopFileName("litmus")
    application.setWindowIcon(window_icon())
