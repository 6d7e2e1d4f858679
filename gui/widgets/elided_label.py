"""A line of text of any length that never asks for more room than there is."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel
from typing_extensions import override

from gui.widgets.text import Role


class ElidedLabel(QLabel):
    """Leaves out the middle of what does not fit, where a file's name says least."""

    def __init__(self, text: str = "", role: Role = Role.PLAIN) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role is not Role.PLAIN:
            self.setProperty("role", role.value)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        place = self.contentsRect()
        text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideMiddle, place.width()
        )
        painter.drawText(place, self.alignment(), text)
