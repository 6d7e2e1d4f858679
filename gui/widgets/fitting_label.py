"""A line of text that is said more shortly where there is no room for all of it."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel
from typing_extensions import override

from gui.widgets.text import Role


class FittingLabel(QLabel):
    """Shows a text, or a shorter one that says the same, whichever its width has room for."""

    def __init__(self, text: str, role: Role = Role.PLAIN) -> None:
        super().__init__(text)
        self._texts = text, text
        if role is not Role.PLAIN:
            self.setProperty("role", role.value)

    def show_texts(self, whole: str, short: str) -> None:
        """Show `whole` where there is room, else `short`."""
        self._texts = whole, short
        self.updateGeometry()
        self._fit()

    @override
    def minimumSizeHint(self) -> QSize:
        short = self.fontMetrics().horizontalAdvance(self._texts[1])
        return QSize(short + 1, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        whole, short = self._texts
        fits = self.fontMetrics().horizontalAdvance(whole) <= self.width()
        self.setText(whole if fits else short)
        self.setToolTip("" if fits else whole)
