"""Small editors that look like chips and are always open for editing."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QLabel, QPushButton, QWidget
from typing_extensions import override

from gui.theme import NOTE_PX, colours_of, sized_font
from gui.widgets.choice_field import Choice, ChoiceField
from gui.widgets.number_field import NumberField
from gui.widgets.numbers import Number, NumberForm
from gui.widgets.text import Role, button, label

_HEIGHT = 24


class NumberChip(QWidget):
    """A number with words around it, such as "64 filters", edited where it stands.

    Signals:
        value_changed: The person gave another number.
        problem_changed: A sentence about what was typed; empty when all is well.
    """

    value_changed = Signal(object)
    problem_changed = Signal(str)

    def __init__(
        self,
        form: NumberForm,
        value: Number,
        *,
        before: str = "",
        after: Callable[[Number], str] = lambda _value: "",
    ) -> None:
        super().__init__()
        self.field = NumberField(form, value, parent=self)
        self.field.set_inset(0)
        self._after_words = after
        self._after = label("", Role.CHIP)
        self._build(before)
        self.field.value_changed.connect(self._on_field_value_changed)
        self.field.problem_changed.connect(self._on_field_problem_changed)
        self.field.lineEdit().textChanged.connect(self._fit)
        self.show_words()

    def set_value(self, value: Number) -> None:
        """Show a number from elsewhere."""
        self.field.set_value(value)
        self.show_words()

    def set_after(self, after: Callable[[Number], str]) -> None:
        """Change the words behind the number."""
        self._after_words = after
        self.show_words()

    def show_words(self) -> None:
        """Bring the words behind the number up to date."""
        words = self._after_words(self.field.value)
        self._after.setText(words)
        self._after.setVisible(bool(words))
        self._after.setContentsMargins(0 if words.startswith("×") else 2, 0, 0, 0)
        self._fit()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self)
        line = colours.line
        if self.field.problem:
            line = colours.warning
        elif self.field.hasFocus() or (self.underMouse() and self.isEnabled()):
            line = colours.accent
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(line))
        painter.setBrush(QColor(colours.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.field.setFocus(Qt.FocusReason.MouseFocusReason)
        self.field.selectAll()
        event.accept()

    def _build(self, before: str) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(_HEIGHT)
        self.field.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.field.setProperty("role", "chip")
        self.field.setFont(sized_font(self.field.font(), NOTE_PX))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(5, 0, 7, 0)
        layout.setSpacing(0)
        if before:
            words = label(before, Role.CHIP)
            words.setContentsMargins(2, 0, 2, 0)
            layout.addWidget(words)
        layout.addWidget(self.field)
        layout.addWidget(self._after)

    def _fit(self) -> None:
        """As wide as the number."""
        text = self.field.text() or "0"
        self.field.setFixedWidth(self.field.fontMetrics().horizontalAdvance(text) + 5)
        self.updateGeometry()
        self.update()

    def _on_field_value_changed(self, value: object) -> None:
        self.show_words()
        self.value_changed.emit(value)

    def _on_field_problem_changed(self, problem: str) -> None:
        self.update()
        self.problem_changed.emit(problem)


class ChoiceChip(ChoiceField):
    """A choice as wide as what is chosen."""

    def __init__(self, name: str, choices: Sequence[Choice]) -> None:
        super().__init__(name, choices)
        self.setProperty("role", "chip")
        self.setFont(sized_font(self.font(), NOTE_PX))
        self.setFixedHeight(_HEIGHT)
        self.currentIndexChanged.connect(self.updateGeometry)

    @override
    def showPopup(self) -> None:
        """Open the list, as large as what is in it: the style counts by the chip's smaller font."""
        rows = range(min(self.count(), self.maxVisibleItems()))
        widest = max(
            self.fontMetrics().horizontalAdvance(self.itemText(row)) for row in range(self.count())
        )
        self.view().setMinimumSize(
            widest + 32, sum(self.view().sizeHintForRow(row) for row in rows) + 2
        )
        super().showPopup()

    @override
    def set_value(self, value: object) -> None:
        super().set_value(value)
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.currentText()) + 30, _HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def chip_button(text: str, *, tooltip: str, checkable: bool = False) -> QPushButton:
    """A button that looks like a chip."""
    made = button(text, tooltip=tooltip)
    made.setProperty("role", "chip")
    made.setCheckable(checkable)
    made.setFixedHeight(_HEIGHT)
    return made


def quiet_chip(text: str, *, tooltip: str) -> QLabel:
    """Words in the shape of a chip that cannot be changed."""
    made = label(text, Role.QUIET_CHIP)
    made.setIndent(0)
    made.setToolTip(tooltip)
    made.setFixedHeight(_HEIGHT)
    return made
