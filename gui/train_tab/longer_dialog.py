"""How many more epochs a finished run is to have."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from core.run.folder import Run
from core.run.shelf import run_number
from core.training.wording import epochs_phrase
from gui.widgets.number_field import NumberField
from gui.widgets.numbers import NumberForm
from gui.widgets.text import ButtonRole, Role, button, label, set_role

_MOST = 10_000
_USUAL = 5
_WHAT = (
    "It goes on where it ended, in place: with the pictures, the network and the settings it had. "
    "Its curves go on, and the best epoch of all is kept."
)


class LongerDialog(QDialog):
    """A number, and what it comes to.

    Signals:
        wanted: A person wants so many epochs altogether.
    """

    wanted = Signal(int)

    def __init__(self, run: Run, parent: QWidget) -> None:
        super().__init__(parent)
        self._done = len(run.record.epochs)
        # One that a rule ended has epochs left.
        self._planned = max(self._done, run.record.settings.epochs)
        title = f"Train run {run_number(run.folder)} longer"
        self.setWindowTitle(title)
        self.setMinimumWidth(400)
        most = max(1, _MOST - self._planned)
        form = NumberForm(name="More epochs", low=1, high=most)
        self.field = NumberField(form, min(_USUAL, most))
        self.field.setToolTip("How often every training picture is seen once more.")
        self._note = label("", Role.NOTE)
        self.train = button("&Train longer", ButtonRole.PRIMARY, tooltip="Go on now (Enter).")
        self.cancel = button("&Cancel", tooltip="Leave the run as it is (Esc).")
        self.train.setDefault(True)
        # Enter presses it while it has the keyboard, not the default one.
        self.cancel.setAutoDefault(True)
        self.train.clicked.connect(self._on_train_clicked)
        self.cancel.clicked.connect(self.reject)
        self.field.value_changed.connect(self._show)
        self.field.problem_changed.connect(self._show)
        self._lay_out(title)
        self._show()
        self.field.setFocus()
        self.field.selectAll()

    @property
    def note(self) -> str:
        """What the number comes to, or what is wrong with it."""
        return self._note.text()

    def _lay_out(self, title: str) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(label(title, Role.TITLE))
        layout.addWidget(label(_WHAT, Role.DIM, wrap=True))
        name = label("&More epochs")
        name.setBuddy(self.field)
        row = QHBoxLayout()
        row.setSpacing(12)
        for part in (name, self.field):
            row.addWidget(part)
        row.addWidget(self._note, 1)
        layout.addLayout(row)
        layout.addSpacing(4)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addStretch(1)
        below.addWidget(self.cancel)
        below.addWidget(self.train)
        layout.addLayout(below)

    def _show(self) -> None:
        problem = self.field.problem
        altogether = self._planned + int(self.field.value)
        words = f"{epochs_phrase(self._done)} done, {altogether:,} altogether."
        self._note.setText(problem or words)
        set_role(self._note, Role.PROBLEM if problem else Role.NOTE)
        self.train.setEnabled(not problem)

    def _on_train_clicked(self) -> None:
        self.accept()
        self.wanted.emit(self._planned + int(self.field.value))
