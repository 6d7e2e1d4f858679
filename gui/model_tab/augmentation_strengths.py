"""How far pictures may be varied: one field for each strength."""

from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.data.augmentation import Augmentation
from core.limits import limits_of
from gui.document import ProjectDocument
from gui.glossary import explain
from gui.model_tab.augmentation_field import USUAL
from gui.model_tab.settings_fields import set_setting
from gui.widgets.number_field import NumberField
from gui.widgets.numbers import Number, NumberForm
from gui.widgets.text import ButtonRole, Role, button, label

_FLIPS = (
    ("flip_horizontal", "&Flip left to right"),
    ("flip_vertical", "Flip top to &bottom"),
)
_NUMBERS = (
    ("rotation", "&Rotation", "Rotation", 5.0),
    ("zoom", "&Zoom", "Zoom", 0.05),
    ("shift", "S&hift", "Shift", 0.05),
    ("brightness", "Br&ightness", "Brightness", 0.05),
    ("contrast", "&Contrast", "Contrast", 0.05),
)
_DEGREES = "rotation"


class AugmentationStrengths(QWidget):
    """Changes the augmentation of the document's settings, and follows it."""

    def __init__(self, document: ProjectDocument) -> None:
        super().__init__()
        self._document = document
        self.usual = [self._usual(name, value, term) for name, value, term in USUAL]
        self.flips = {field: self._flip(field, words) for field, words in _FLIPS}
        self.numbers = {
            field: self._number(field, name, step) for field, _words, name, step in _NUMBERS
        }
        self._problem = label("", Role.PROBLEM, wrap=True)
        self._problem.hide()
        self._lay_out()
        document.settings_changed.connect(self._show)
        self._show()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        first = QHBoxLayout()
        first.setSpacing(8)
        for made in self.usual:
            first.addWidget(made, 1)
        column.addLayout(first)
        column.addSpacing(4)
        for box in self.flips.values():
            column.addWidget(box)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (field, words, _name, _step) in enumerate(_NUMBERS):
            name = label(words, Role.DIM)
            name.setBuddy(self.numbers[field])
            name.setToolTip(explain(field).html)
            grid.addWidget(name, row, 0)
            grid.addWidget(self.numbers[field], row, 1)
        column.addLayout(grid)
        column.addWidget(self._problem)
        column.addStretch(1)

    def _usual(self, name: str, value: Augmentation, term: str) -> QPushButton:
        made = button(name, ButtonRole.SMALL, tooltip=explain(term).html)
        made.setCheckable(True)
        made.clicked.connect(lambda: self._choose(value))
        return made

    def _flip(self, field: str, words: str) -> QCheckBox:
        box = QCheckBox(words)
        box.setToolTip(explain(field).html)
        box.clicked.connect(lambda checked: self._change(field, checked, topic=""))
        return box

    def _number(self, field: str, name: str, step: float) -> NumberField:
        limits = limits_of(Augmentation, field)
        form = NumberForm(
            name=name,
            low=limits.low,
            high=limits.high,
            whole=False,
            percent=field != _DEGREES,
            unit="°" if field == _DEGREES else "",
            step=step,
        )
        made = NumberField(form, 0.0)
        made.setToolTip(explain(field).html_with(f"From {form.range_words}."))
        made.value_changed.connect(
            lambda value: self._change(field, value, topic=f"{field} {made.visit}")
        )
        made.problem_changed.connect(self._on_problem_changed)
        return made

    def _choose(self, augmentation: Augmentation) -> None:
        set_setting(self._document, "augmentation", augmentation)
        self._show()

    def _show(self) -> None:
        augmentation = self._document.project.settings.augmentation
        for made, (_name, value, _term) in zip(self.usual, USUAL, strict=True):
            made.setChecked(value == augmentation)
        for field, box in self.flips.items():
            box.setChecked(getattr(augmentation, field))
        for field, number in self.numbers.items():
            number.set_value(getattr(augmentation, field))

    def _change(self, field: str, value: Number | bool, *, topic: str) -> None:
        now = self._document.project.settings.augmentation
        after = now.model_copy(update={field: value})
        set_setting(self._document, "augmentation", after, topic=topic)

    def _on_problem_changed(self) -> None:
        problem = next((f.problem for f in self.numbers.values() if f.problem), "")
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
