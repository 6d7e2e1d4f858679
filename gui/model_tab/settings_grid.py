"""Settings two by two, each with its name above it, so that many stand in little room."""

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gui.glossary import explain
from gui.widgets.number_field import NumberField
from gui.widgets.text import Role, label

_COLUMNS = 2
_FIELD_HEIGHT = 27
_ROWS_APART = 4


@dataclass(frozen=True)
class _Cell:
    """A setting, and what stands below its line.

    Attributes:
        field: Where it is changed.
        whole: Its name and the field.
        problem: What is wrong with it; None where that cannot be.
        notes: What is to be said about it.
    """

    field: QWidget
    whole: QWidget
    problem: QWidget | None
    notes: list[QWidget]


class SettingsGrid(QGridLayout):
    """Cells from left to right, line by line; what is wrong with a field stands below its line."""

    def __init__(self) -> None:
        super().__init__()
        self._cells: list[_Cell] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(12)
        self.setVerticalSpacing(_ROWS_APART)
        for column in range(_COLUMNS):
            self.setColumnStretch(column, 1)
            self.setColumnMinimumWidth(column, 1)

    def add(self, words: str, term: str, field: QWidget, *beside: QWidget) -> None:
        """Put a setting into the next cell: its name, the field, and what stands beside that."""
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(_name(words, term, field))
        line = QHBoxLayout()
        line.setSpacing(4)
        for number, widget in enumerate((field, *beside)):
            line.addWidget(widget, 0 if number else 1)
        column.addLayout(line)
        column.addStretch(1)
        problem = _problem(field) if isinstance(field, NumberField) else None
        self._cells.append(_Cell(field, whole, problem, []))
        self._place(self._cells[-1], len(self._cells) - 1)

    def add_note(self, note: QWidget) -> None:
        """Put something below the line of the last cell, over the whole width."""
        self._cells[-1].notes.append(note)
        self._place(self._cells[-1], len(self._cells) - 1)

    def show_only(self, fields: Collection[QWidget]) -> None:
        """Show the cells of these fields, without gaps, in the order in which they were added."""
        shown = [cell for cell in self._cells if cell.field in fields]
        for cell in self._cells:
            for part in (cell.whole, cell.problem, *cell.notes):
                if part is not None:
                    self.removeWidget(part)
            cell.whole.setVisible(cell in shown)
            if cell not in shown:
                for note in (cell.problem, *cell.notes):
                    if note is not None:
                        note.hide()
        for number, cell in enumerate(shown):
            self._place(cell, number)

    def _place(self, cell: _Cell, number: int) -> None:
        """Put a cell where the one of this number stands."""
        line, column = divmod(number, _COLUMNS)
        row = line * (_COLUMNS + 2)  # the cells, what is wrong with each, and their notes
        self.addWidget(cell.whole, row, column, Qt.AlignmentFlag.AlignTop)
        if cell.problem is not None:
            self.addWidget(cell.problem, row + 1 + column, 0, 1, _COLUMNS)
        for note in cell.notes:
            self.addWidget(note, row + 1 + _COLUMNS, 0, 1, _COLUMNS)


def _problem(field: NumberField) -> QWidget:
    """What is wrong with a number; hidden while nothing is."""
    made = label("", Role.PROBLEM, wrap=True)
    made.hide()
    field.problem_changed.connect(made.setText)
    field.problem_changed.connect(lambda text: made.setVisible(bool(text)))
    return made


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
