"""The card that says what the training does at the moment."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar

from gui.glossary import explain
from gui.train_tab.progress_view import ProgressView
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.text import Card, Role, label, set_role

_MOST_ROWS = 7
_BAR_STEPS = 1000
_TERMS = {
    "Augmentation": "augmentation",
    "Backbone": "backbone",
    "Folds": "fold",
    "Fine-tuning": "fine_tune",
    "Epochs": "epochs",
    "Batch size": "batch_size",
    "Learning rate": "learning_rate",
    "Cross-validated": "cross_validation",
    "Training accuracy": "training_set",
    "Accuracy": "accuracy",
    "Validation accuracy": "validation_set",
}
"""The names of rows that the glossary explains."""


class ProgressCard(Card):
    """A title, a bar, some rows and a note."""

    def __init__(self) -> None:
        super().__init__("Ready to train")
        self.setAccessibleName("Training")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress of the training")
        self._bar.setToolTip("How much is done: of decoding, of measuring, then of all epochs.")
        self.content.addWidget(self._bar)
        self._rows = [(label(role=Role.DIM), ElidedLabel()) for _ in range(_MOST_ROWS)]
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for place, (name, value) in enumerate(self._rows):
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(name, place, 0)
            grid.addWidget(value, place, 1)
        self.content.addLayout(grid)
        self._note = label("", Role.NOTE, wrap=True)
        self.content.addWidget(self._note)

    def show_view(self, view: ProgressView) -> None:
        """Show `view`."""
        self.title.setText(view.title)
        self._show_bar(view.share)
        for place, pair in enumerate(self._rows):
            texts = view.rows[place] if place < len(view.rows) else ("", "")
            _show_pair(pair, texts)
            term = _TERMS.get(texts[0])
            pair[0].setToolTip(explain(term).html if term else "")
            pair[1].setToolTip(texts[1])
        set_role(self._note, Role.PROBLEM if view.problem else Role.NOTE)
        self._note.setText(view.note)
        self._note.setVisible(bool(view.note))

    @property
    def text(self) -> str:
        """Everything that is shown, line by line."""
        rows = [f"{name.text()}: {value.text()}" for name, value in self._rows if name.text()]
        return "\n".join(filter(None, (self.title.text(), *rows, self._note.text())))

    def _show_bar(self, share: float | None) -> None:
        self._bar.setVisible(share is None or share >= 0)
        if share is None:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, _BAR_STEPS)
            self._bar.setValue(round(max(share, 0.0) * _BAR_STEPS))


def _show_pair(pair: tuple[QLabel, QLabel], texts: tuple[str, str]) -> None:
    for shown, text in zip(pair, texts, strict=True):
        shown.setText(text)
        shown.setVisible(bool(text))
