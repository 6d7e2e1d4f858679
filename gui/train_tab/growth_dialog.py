"""What a new run takes over from an earlier one, shown before it starts."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from core.run.shelf import run_number
from core.training.growing import Growth
from core.training.request import TrainingRequest
from gui.train_tab.words import plan_words
from gui.widgets.text import ButtonRole, Callout, Role, button, label

_WHAT = "A new run begins with the weights of this one. What changed since then:"
_REFUSED = "The weights of this run cannot be taken over."


class GrowthDialog(QDialog):
    """Some sentences, and a button to start; only a button to close where it cannot be.

    Signals:
        wanted: A person wants to continue.
    """

    wanted = Signal()

    def __init__(self, request: TrainingRequest, found: Growth, parent: QWidget) -> None:
        super().__init__(parent)
        run = request.start
        number = run_number(run.folder) if run else 0
        self.setWindowTitle("Continue from a run")
        self.setMinimumWidth(480)
        self.sentences = found.sentences
        refused = found.problem is not None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        title = f"Continue from run {number}" + (f" · {run.record.title}" if run else "")
        layout.addWidget(label(title, Role.TITLE, wrap=True))
        layout.addWidget(label(_REFUSED if refused else _WHAT, Role.DIM, wrap=True))
        told = Callout()
        told.show_text("\n".join(self.sentences), warning=refused)
        layout.addWidget(told)
        if not refused:
            words = f"It is trained with: {plan_words(request.network, request.settings)}"
            layout.addWidget(label(words, Role.NOTE, wrap=True))
        layout.addSpacing(4)
        self.close_button = button("&Cancel", tooltip="Start nothing (Esc).")
        self.close_button.clicked.connect(self.reject)
        self.start = button("C&ontinue training", ButtonRole.PRIMARY, tooltip="Start now (Enter).")
        self.start.clicked.connect(self._on_start_clicked)
        self.start.setVisible(not refused)
        if refused:
            self.close_button.setText("&Close")
        (self.close_button if refused else self.start).setDefault(True)
        # Enter presses it while it has the keyboard, not the default one.
        self.close_button.setAutoDefault(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(self.start)
        layout.addLayout(row)

    def _on_start_clicked(self) -> None:
        self.accept()
        self.wanted.emit()
