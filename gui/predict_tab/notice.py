"""What stands in the drop zone while there is no picture to show."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from gui.icons import icon
from gui.theme import colours_of
from gui.widgets.text import ButtonRole, Role, button, label

_TEXT_PX = 440


class Notice(QWidget):
    """An icon, a title, a sentence or two, and at most one button.

    Signals:
        acted: The button was pressed.
    """

    acted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._icon = label()
        self._name = "image-plus"
        self._warning = False
        self._drawn = ("", "")
        self.title = label("", Role.TITLE, wrap=True)
        self.message = label("", Role.DIM, wrap=True)
        self.message.setFixedWidth(_TEXT_PX)
        self.button = button("", ButtonRole.LARGE)
        self.button.clicked.connect(self.acted)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        for text in (self._icon, self.title, self.message):
            text.setAlignment(middle)
        layout.addWidget(self._icon)
        layout.addWidget(self.title)
        layout.addWidget(self.message, 0, middle)
        layout.addSpacing(8)
        layout.addWidget(self.button, 0, middle)
        layout.addStretch(1)

    def show_notice(
        self,
        icon_name: str,
        title: str,
        message: str,
        *,
        action: str = "",
        action_tip: str = "",
        warning: bool = False,
    ) -> None:
        """Show this; `action` is the button's text, none without one, `action_tip` explains it."""
        self._name, self._warning = icon_name, warning
        self.title.setText(title)
        self.message.setText(message)
        # A layout that centres a label gives it the height of unbroken lines.
        self.message.ensurePolished()
        self.message.setFixedHeight(self.message.heightForWidth(_TEXT_PX))
        self.button.setText(action)
        self.button.setToolTip(action_tip)
        self.button.setVisible(bool(action))
        self._draw_icon()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        colours = colours_of(self)
        colour = colours.warning if self._warning else colours.dim
        if self._drawn == (self._name, colour):
            return
        self._drawn = (self._name, colour)
        self._icon.setPixmap(icon(self._name, colour).pixmap(48))
