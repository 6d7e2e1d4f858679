"""A field for a number that says its range instead of refusing keystrokes."""

from itertools import count

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QValidator,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSpinBox, QSizePolicy, QWidget
from typing_extensions import override

from gui.widgets.numbers import Number, NumberForm

_INSET_PX = 6
_VISITS = count(1)
_UNDO_KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class NumberField(QAbstractSpinBox):
    """A number to type, or to step with Up and Down, the wheel or the arrows.

    What cannot be taken stays in the field while it is being typed and is said through
    `problem_changed`, and the number from before counts again: not the 9 of a 9999 that is too
    large. When the keyboard leaves the field, that number comes back into it. Undo and redo are
    left to the document.

    Signals:
        value_changed: The person gave another number.
        problem_changed: A sentence about what was typed; empty when all is well.
    """

    value_changed = Signal(object)
    problem_changed = Signal(str)

    def __init__(self, form: NumberForm, value: Number, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self._value = value
        self._before = value
        self._problem = ""
        self.visit = next(_VISITS)
        """Another number each time the keyboard comes here: edits of one visit undo as one."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccelerated(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(form.name)
        self.setAccessibleDescription(f"{form.range_words}.")
        self.lineEdit().setText(form.text(value))
        self.set_inset(_INSET_PX)
        self.lineEdit().textEdited.connect(self._on_line_edit_edited)
        self.editingFinished.connect(self.settle)

    def set_inset(self, pixels: int) -> None:
        """Leave so much room before the text: the style sheet's padding does not reach there."""
        self.lineEdit().setTextMargins(pixels, 0, 0, 0)

    @property
    def value(self) -> Number:
        """The last good number."""
        return self._value

    @property
    def form(self) -> NumberForm:
        """What numbers it takes."""
        return self._form

    @property
    def problem(self) -> str:
        """What is wrong with the text; empty when nothing is."""
        return self._problem

    def set_value(self, value: Number) -> None:
        """Show a number from elsewhere; what is just being typed stays as it is typed."""
        if value == self._value:
            return
        self._value = self._before = value
        if self._form.parse(self.text()) != value:
            self.lineEdit().setText(self._form.text(value))
        self._set_problem("")

    def settle(self) -> None:
        """Count what was typed as done: what follows and can't be taken leads back to it."""
        self._before = self._value

    @override
    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self._form.text(self._form.high)) + 48
        return QSize(width, max(32, metrics.height() + 12))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(56, self.sizeHint().height())

    @override
    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        return QValidator.State.Acceptable, text, position

    @override
    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        flags = QAbstractSpinBox.StepEnabledFlag.StepNone
        if self._form.stepped(self._value, 1) != self._value:
            flags |= QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
        if self._form.stepped(self._value, -1) != self._value:
            flags |= QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        return flags

    @override
    def stepBy(self, steps: int) -> None:
        value = self._form.stepped(self._value, steps)
        self.lineEdit().setText(self._form.text(value))
        self._before = value
        self._take(value)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and any(event.matches(key) for key in _UNDO_KEYS):
            # The line's own undo would take letters back, not edits.
            event.ignore()
            return False
        return super().event(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.visit = next(_VISITS)
        self._before = self._value
        super().focusInEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is Qt.FocusReason.PopupFocusReason:
            return
        text = self._form.text(self._value)
        if self._form.parse(self.text()) is None:
            self._set_problem(f"{self._form.complaint} {text} was kept.")
        self.lineEdit().setText(text)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._use_whole_width()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._use_whole_width()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling a page must not change the numbers it passes.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _use_whole_width(self) -> None:
        """Without arrows, let the number have the room that a style sheet keeps for them."""
        if self.buttonSymbols() is QAbstractSpinBox.ButtonSymbols.NoButtons:
            self.lineEdit().setGeometry(self.rect())

    def _on_line_edit_edited(self, text: str) -> None:
        value = self._form.parse(text)
        if value is None:
            self._take(self._before)
            self._set_problem(self._form.complaint)
        else:
            self._take(value)

    def _take(self, value: Number) -> None:
        changed, self._value = value != self._value, value
        self._set_problem("")
        if changed:
            self.value_changed.emit(value)

    def _set_problem(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            self.problem_changed.emit(problem)
