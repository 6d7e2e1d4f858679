"""The head of the window: the steps from data to prediction, and what computes here."""

from enum import StrEnum

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from gui.logo import paint_mark
from gui.theme import COLUMN_GAP, NOTE_PX, TEXT_PX, Colours, colours_of, sized_font
from gui.widgets.text import Role, label

HEIGHT = 56
_CIRCLE = 20
_SIDE = 16
_GAP = 8


class Step(StrEnum):
    """The tabs, in the order in which one goes through them."""

    DATA = "data"
    MODEL = "model"
    TRAIN = "train"
    PREDICT = "predict"

    @property
    def words(self) -> str:
        """The name shown."""
        return self.value.capitalize()


_TOOLTIPS = {
    Step.DATA: "Data (Ctrl+1): the pictures a network learns from.",
    Step.MODEL: "Model (Ctrl+2): the layers of the network, and how it is trained.",
    Step.TRAIN: "Train (Ctrl+3): watch the network learn.",
    Step.PREDICT: "Predict (Ctrl+4): drop a picture and see what the network says.",
}


_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class StepButton(QAbstractButton):
    """One step: a number that becomes a check once the step is done, and its name."""

    def __init__(self, step: Step, number: int) -> None:
        super().__init__()
        self.step = step
        self.done = False
        self._ringed = False
        self._number = number
        self.setText(step.words)
        self.setCheckable(True)
        self.setToolTip(_TOOLTIPS[step])
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._tell()

    def set_done(self, done: bool) -> None:
        """Show the step as done, or as still to do."""
        if done != self.done:
            self.done = done
            self._tell()
            self.update()

    def _tell(self) -> None:
        state = "done" if self.done else "not done yet"
        self.setAccessibleName(f"Step {self._number}: {self.text()}, {state}")

    def _font(self) -> QFont:
        return sized_font(self.font(), TEXT_PX, QFont.Weight.DemiBold)

    @override
    def sizeHint(self) -> QSize:
        text = QFontMetrics(self._font()).horizontalAdvance(self.text())
        return QSize(2 * _SIDE + _CIRCLE + _GAP + text, HEIGHT)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = self.isChecked()
        self._paint_circle(painter, colours)
        painter.setFont(self._font())
        painter.setPen(QColor(colours.text if current or self.underMouse() else colours.dim))
        words = self.rect().adjusted(_SIDE + _CIRCLE + _GAP, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        if current:
            bar = QRectF(0, self.height() - 3, self.width(), 3)
            painter.fillRect(bar, QColor(colours.accent))
        if self._ringed:
            painter.setPen(QPen(QColor(colours.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(5, 9, -5, -9), 6, 6)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() in _BY_KEYBOARD
        super().focusInEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ringed = False
        super().focusOutEvent(event)

    def _paint_circle(self, painter: QPainter, colours: Colours) -> None:
        circle = QRectF(_SIDE, (self.height() - _CIRCLE) / 2, _CIRCLE, _CIRCLE)
        filled = colours.accent if self.isChecked() else colours.success if self.done else None
        painter.setPen(QPen(QColor(filled or colours.line), 1))
        painter.setBrush(QColor(filled) if filled else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle.adjusted(0.5, 0.5, -0.5, -0.5))
        ink = QColor(colours.on_accent if filled else colours.dim)
        if self.done and not self.isChecked():
            _paint_check(painter, circle, ink)
            return
        painter.setPen(ink)
        painter.setFont(sized_font(self.font(), NOTE_PX))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number))


def _paint_check(painter: QPainter, circle: QRectF, ink: QColor) -> None:
    pen = QPen(ink, 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    centre = circle.center()
    corners = (QPointF(-3.8, 0.2), QPointF(-1.2, 2.8), QPointF(3.8, -2.6))
    painter.drawPolyline([centre + corner for corner in corners])


class _Mark(QWidget):
    """The mark and the name of the program."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(103, HEIGHT)
        self.setAccessibleName("Litmus")

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self)
        painter = QPainter(self)
        paint_mark(painter, QRectF(COLUMN_GAP, (HEIGHT - 22) / 2, 10, 22), colours)
        painter.setPen(QColor(colours.text))
        painter.setFont(sized_font(self.font(), TEXT_PX + 2, QFont.Weight.Bold))
        words = self.rect().adjusted(COLUMN_GAP + 18, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, "Litmus")


class StepHeader(QWidget):
    """All steps; one of them is current.

    Signals:
        step_chosen: A person asked for this step, by mouse, keyboard or a dragged picture.
    """

    step_chosen = Signal(Step)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Steps")
        self._buttons = {step: StepButton(step, n) for n, step in enumerate(Step, start=1)}
        self._computes = label(role=Role.NOTE)
        self._computes.setProperty("role", "pill")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, COLUMN_GAP, 0)
        layout.setSpacing(4)
        layout.addWidget(_Mark())
        layout.addSpacing(20)
        for button in self._buttons.values():
            button.clicked.connect(self._on_button_clicked)
            layout.addWidget(button)
        layout.addStretch(1)
        layout.addWidget(self._computes, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_current(Step.DATA)

    def button(self, step: Step) -> StepButton:
        """The button of one step."""
        return self._buttons[step]

    def set_current(self, current: Step) -> None:
        """Mark one step as the one being shown."""
        for step, button in self._buttons.items():
            button.setChecked(step is current)

    def set_done(self, step: Step, done: bool) -> None:
        """Show a step as done, or as still to do."""
        self._buttons[step].set_done(done)

    def set_computes(self, words: str, tooltip: str) -> None:
        """Say what computes on this machine, e.g. "CPU · 2 threads"."""
        self._computes.setText(words)
        self._computes.setToolTip(tooltip)

    def step_at(self, place: QPoint) -> Step | None:
        """The step under a point of this widget."""
        for step, button in self._buttons.items():
            if button.geometry().contains(place):
                return step
        return None

    def _on_button_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, StepButton):
            button.setChecked(True)
            self.step_chosen.emit(button.step)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = list(Step)
        focused = next((s for s, b in self._buttons.items() if b.hasFocus()), None)
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        way = ways.get(Qt.Key(event.key()))
        if focused is None or way is None:
            super().keyPressEvent(event)
            return
        target = self._buttons[steps[(steps.index(focused) + way) % len(steps)]]
        target.setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.panel))
        painter.fillRect(0, HEIGHT - 1, self.width(), 1, QColor(colours.line))
