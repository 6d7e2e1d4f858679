"""What can be changed while a training goes on."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.training_session import TrainingSession, TrainingState
from gui.widgets.number_field import NumberField
from gui.widgets.numbers import NumberForm, Stepping
from gui.widgets.text import Role, label, set_role

_EPOCHS = NumberForm(name="Epochs", low=1, high=10_000)
_RATE = NumberForm(
    name="Learning rate",
    low=0,
    high=10,
    low_allowed=False,
    whole=False,
    stepping=Stepping.ONE_TWO_FIVE,
)
_HINT = "Changes take effect at the next epoch."
_TYPED_MS = 1200
"""After the last keystroke: the 1 of a 12 must not end a training that is in its third epoch."""


class LiveControls(QWidget):
    """Epochs and learning rate of the training that goes on."""

    def __init__(self, session: TrainingSession) -> None:
        super().__init__()
        self._session = session
        self.epochs = NumberField(_EPOCHS, 1)
        self.epochs.setToolTip(
            "How often every training picture is seen. Fewer than are done: it ends after this one."
        )
        self.rate = NumberField(_RATE, 0.001)
        self.rate.setToolTip(
            "How far each step moves the weights: large learns fast and may overshoot, small is "
            "slow and steady."
        )
        self._note = label(_HINT, Role.NOTE, wrap=True)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._typed.timeout.connect(self._hand_over)
        for field in (self.epochs, self.rate):
            field.value_changed.connect(self._on_field_value_changed)
            field.editingFinished.connect(self._hand_over)
            field.problem_changed.connect(self._on_problem_changed)
        self._lay_out()

    def show_session(self) -> None:
        """Show what the training is to have; hidden when it can no longer be changed."""
        session = self._session
        going = session.state in (TrainingState.PREPARING, TrainingState.RUNNING)
        # A regression has neither, and fine-tuning chooses its own.
        going = going and not session.by_regression
        self.setVisible(going)
        if not going:
            self._typed.stop()
        if self._typed.isActive():
            return
        if session.epochs is not None and session.learning_rate is not None:
            self.epochs.set_value(session.epochs)
            self.rate.set_value(session.learning_rate)

    @property
    def note(self) -> str:
        """When changes take effect, or what is wrong with what was typed."""
        return self._note.text()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for column, (text, field) in enumerate(
            (("E&pochs", self.epochs), ("&Learning rate", self.rate))
        ):
            name = label(text, Role.NOTE)
            name.setBuddy(field)
            grid.addWidget(name, 0, column)
            grid.addWidget(field, 1, column)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self._note, 2, 0, 1, 2)

    def _on_field_value_changed(self, _value: object) -> None:
        self._typed.start()
        # More epochs can't end anything, and must not come too late for the last one.
        if int(self.epochs.value) > (self._session.epochs or 0):
            self._session.set_epochs(int(self.epochs.value))

    def _hand_over(self) -> None:
        """Let the training have what the fields say, once it is typed to its end."""
        if not self._typed.isActive() and self.sender() is not self._typed:
            return
        self._typed.stop()
        for field in (self.epochs, self.rate):
            field.settle()
        epochs, rate = int(self.epochs.value), float(self.rate.value)
        self._session.set_epochs(epochs)
        self._session.set_learning_rate(rate)

    def _on_problem_changed(self, problem: str) -> None:
        self._note.setText(problem or _HINT)
        set_role(self._note, Role.PROBLEM if problem else Role.NOTE)
