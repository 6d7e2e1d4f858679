"""A field with a few values to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override


@dataclass(frozen=True)
class Choice:
    """One value that can be chosen.

    Attributes:
        value: What it stands for.
        text: What is shown.
        tooltip: What explains it.
    """

    value: object
    text: str
    tooltip: str = ""


class ChoiceField(QComboBox):
    """A few values in a list that opens; scrolling past it changes nothing.

    Signals:
        value_changed: The person chose another value.
    """

    value_changed = Signal(object)

    def __init__(
        self, name: str, choices: Sequence[Choice], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._choices: tuple[Choice, ...] = ()
        self.offer(choices)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.currentIndexChanged.connect(self._on_current_index_changed)

    @property
    def value(self) -> object:
        """What is chosen."""
        return self._choices[self.currentIndex()].value

    def set_value(self, value: object) -> None:
        """Show a value from elsewhere."""
        index = next(i for i, choice in enumerate(self._choices) if choice.value == value)
        with QSignalBlocker(self):
            self.setCurrentIndex(index)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Offer other values; the first one is shown until `set_value` says which."""
        if tuple(choices) == self._choices:
            return
        self._choices = tuple(choices)
        with QSignalBlocker(self):
            self.clear()
            for row, choice in enumerate(choices):
                self.addItem(choice.text)
                self.setItemData(row, choice.tooltip, Qt.ItemDataRole.ToolTipRole)

    def choice_at(self, row: int) -> Choice:
        """The choice in this row of the list."""
        return self._choices[row]

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(72, super().minimumSizeHint().height())

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _on_current_index_changed(self, _row: int) -> None:
        self.value_changed.emit(self.value)
