"""The one number by which a run is judged."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.run.record import CrossValidation
from core.training.wording import cross_validation_words, share_with_interval
from gui.glossary import explain
from gui.widgets.text import Role, label

_BEFORE_TUNING = ", before fine-tuning"


class Headline(QWidget):
    """A cross-validated accuracy with its interval in large letters, and below how it was got."""

    def __init__(self) -> None:
        super().__init__()
        self._number = label("", Role.VERDICT)
        self._note = label("", Role.NOTE)
        self.setToolTip(explain("cross_validation").html_with(explain("interval").plain))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 8)
        column.setSpacing(0)
        column.addWidget(self._number)
        column.addWidget(self._note)
        self.hide()

    def show_result(self, result: CrossValidation | None, *, tuned: bool = False) -> None:
        """Show `result`; nothing for None. `tuned` where the network was changed after it."""
        self.setVisible(result is not None)
        if result is not None:
            self._number.setText(share_with_interval(result.accuracy, result.interval))
            self._note.setText(cross_validation_words(result) + _BEFORE_TUNING * tuned)
            self.setAccessibleName(f"Accuracy: {self._number.text()}, {self._note.text()}")

    @property
    def texts(self) -> tuple[str, str]:
        """The number and what stands below it; empty where nothing is shown."""
        shown = not self.isHidden()
        return (self._number.text(), self._note.text()) if shown else ("", "")
