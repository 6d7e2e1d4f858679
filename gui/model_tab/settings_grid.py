"""Settings two by two, each with its name above it, so that many stand in little room."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gui.glossary import explain
from gui.widgets.number_field import NumberField
from gui.widgets.text import Role, label

_COLUMNS = 2
_FIELD_HEIGHT = 27
_ROWS_APART = 4


class SettingsGrid(QGridLayout):
    """Cells from left to right, line by line; what is wrong with a field stands below its line."""

    def __init__(self) -> None:
        super().__init__()
        self._cells = 0
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(12)
        self.setVerticalSpacing(_ROWS_APART)
        for column in range(_COLUMNS):
            self.setColumnStretch(column, 1)
            self.setColumnMinimumWidth(column, 1)

    def add(self, words: str, term: str, field: QWidget, *beside: QWidget) -> None:
        """Put a setting into the next cell: its name, the field, and what stands beside that."""
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(_name(words, term, field))
        line = QHBoxLayout()
        line.setSpacing(4)
        for number, widget in enumerate((field, *beside)):
            line.addWidget(widget, 0 if number else 1)
        column.addLayout(line)
        column.addStretch(1)
        row, place = divmod(self._cells, _COLUMNS)
        self._cells += 1
        self.addWidget(cell, row * (_COLUMNS + 1), place, Qt.AlignmentFlag.AlignTop)
        if isinstance(field, NumberField):
            self._add_problem(field, row * (_COLUMNS + 1) + 1 + place)

    def add_note(self, note: QWidget) -> None:
        """Put something below the line of the last cell, over the whole width."""
        row = (self._cells - 1) // _COLUMNS
        self.addWidget(note, row * (_COLUMNS + 1) + _COLUMNS, 0, 1, _COLUMNS)

    def _add_problem(self, field: NumberField, row: int) -> None:
        problem = label("", Role.PROBLEM, wrap=True)
        problem.hide()
        self.addWidget(problem, row, 0, 1, _COLUMNS)
        field.problem_changed.connect(problem.setText)
        field.problem_changed.connect(lambda text: problem.setVisible(bool(text)))


def _name(words: str, term: str, field: QWidget) -> QWidget:
    """The name of a setting, which leads to the field and explains it."""
    entry = explain(term)
    name = label(words, Role.NOTE)
    name.setBuddy(field)
    name.setToolTip(entry.html)
    more = f"From {field.form.range_words}." if isinstance(field, NumberField) else ""
    field.setToolTip(entry.html_with(more))
    field.setProperty("term", term)
    if field.focusPolicy() is not Qt.FocusPolicy.NoFocus:
        field.setProperty("role", "compact")
        field.setFixedHeight(_FIELD_HEIGHT)
    if isinstance(field, NumberField):
        field.set_inset(0)
    return name
