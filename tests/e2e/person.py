"""A person at the whole window: looks, clicks, types, drops and waits."""

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMessageBox
from pytestqt.qtbot import QtBot

from core.run.folder import Run
from core.training.events import EpochDone, StepsDone, TrainingEvent
from gui.application import Litmus
from gui.model_tab.forecaster import Measurement
from gui.predict_tab.entry import Entry, State
from gui.step_header import Step
from gui.training_session import TrainingState
from gui.widgets.number_field import NumberField
from tests.gui.windows import drop

_PATIENCE_MS = 60_000


class Person:
    """Drives one start of Litmus and remembers what its training reported."""

    def __init__(self, litmus: Litmus, qtbot: QtBot) -> None:
        self.litmus = litmus
        self.window = litmus.window
        self.document = litmus.document
        self.session = litmus.session
        self.events: list[TrainingEvent] = []
        self.states: list[TrainingState] = []
        self._qtbot = qtbot
        self._gone = False
        self.session.reported.connect(self.events.append)
        self.session.state_changed.connect(lambda: self.states.append(self.session.state))
        self.window.closed.connect(self._on_window_closed)

    def _on_window_closed(self) -> None:
        self._gone = True

    def step(self) -> Step:
        """The step that is shown."""
        return self.window.step

    def state(self) -> TrainingState:
        """What the training does."""
        return self.session.state

    def measurement(self) -> Measurement:
        """How far the measurement of the computer is."""
        return self.window.model_tab.forecaster.measurement

    @property
    def gone(self) -> bool:
        """Whether the window has closed for good."""
        return self._gone

    def click(self, button: QAbstractButton) -> None:
        """Press a button that can be seen and pressed."""
        assert button.isVisible(), button.text()
        assert button.isEnabled(), f"{button.text()}: {button.toolTip()}"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def go_to(self, step: Step) -> None:
        """Choose a step in the header."""
        self.click(self.window.header.button(step))
        assert self.window.step is step

    def type_into(self, field: NumberField, text: str) -> None:
        """Replace a number by keyboard."""
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)

    def train(self, *, epochs: int) -> None:
        """Press Train on the Train tab for so many epochs, and wait for the first points."""
        settings = self.document.project.settings.model_copy(update={"epochs": epochs})
        self.document.set_settings(settings, words="change epochs")
        self.go_to(Step.TRAIN)
        buttons = self.window.train_tab.buttons
        again = buttons.again.isVisible()
        self.click(buttons.again if again else buttons.main)
        self.wait_for_steps()

    def wait_for_steps(self, *, epoch: int = 1) -> None:
        """Wait until the training tells of steps in this epoch, or a later one."""

        def there() -> bool:
            progress = self.session.progress
            return progress is not None and progress.epoch >= epoch

        self.wait_until(there)

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Wait until this holds."""
        self._qtbot.waitUntil(holds, timeout=_PATIENCE_MS)

    def wait_for_more_steps_than(self, seen: int) -> None:
        """Wait until more was told of steps than `seen` events."""
        self.wait_until(lambda: len(self.step_events()) > seen)

    def wait_for_rest(self) -> Run:
        """Wait until nothing is trained; the newest run."""
        self.wait_until(lambda: self.session.state is TrainingState.IDLE)
        return self.document.runs[-1]

    def drop_on_window(self, paths: Iterable[Path]) -> None:
        """Drop files out of a file manager somewhere on the window."""
        assert drop(self.window, _files(paths))
        assert self.window.step is Step.PREDICT

    def drop_on_predict(self, paths: Iterable[Path]) -> None:
        """Drop files on the Predict tab."""
        assert drop(self.window.predict_tab, _files(paths))

    def wait_for_answers(self, count: int) -> tuple[Entry, ...]:
        """Wait until that many pictures lie there and none waits for its answer."""
        model = self.window.predict_tab.gallery.model

        def answered() -> bool:
            entries = model.entries
            return len(entries) == count and all(e.state is not State.WAITING for e in entries)

        self.wait_until(answered)
        return model.entries

    def question(self) -> QMessageBox:
        """The question that the window asks."""
        return next(box for box in self.window.findChildren(QMessageBox) if box.isVisible())

    def answer(self, word: str) -> None:
        """Press the button of the question that has this word."""
        self.click(next(b for b in self.question().buttons() if word in b.text()))

    def finished_epochs(self) -> int:
        """Of how many whole epochs was told."""
        return sum(isinstance(event, EpochDone) for event in self.events)

    def step_events(self) -> list[StepsDone]:
        """What was told of steps."""
        return [event for event in self.events if isinstance(event, StepsDone)]

    def wait_until_closed(self) -> None:
        """Wait until the window has gone and its threads have ended."""
        self.wait_until(lambda: self._gone)
        self.litmus.end()

    def leave(self) -> None:
        """Close without a question, whatever goes on."""
        if not self._gone:
            self.window.close_at_once()
            self.wait_until_closed()
        self.window.deleteLater()


def _files(paths: Iterable[Path]) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime
