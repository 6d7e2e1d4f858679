"""How the network is trained: settings, stop rules."""

from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.limits import limits_of
from core.run.settings import Optimizer, StopRules, TrainingSettings
from core.values import Value
from gui.document import ProjectDocument
from gui.glossary import explain
from gui.model_tab.settings_fields import (
    KeepBest,
    choice_field,
    number_field,
)
from gui.model_tab.stop_rule_row import StopRuleRow
from gui.widgets.choice_field import Choice, ChoiceField
from gui.widgets.fitting_area import BAR_WIDTH, FittingArea
from gui.widgets.number_field import NumberField
from gui.widgets.numbers import NumberForm, Stepping
from gui.widgets.text import Card, Role, label

_OPTIMIZERS = (
    (Optimizer.ADAM, "Adam"),
    (Optimizer.SGD, "SGD, momentum 0.9"),
    (Optimizer.RMSPROP, "RMSprop"),
    (Optimizer.ADAMW, "AdamW"),
)
_NAMES_WIDTH = 112
_FAST = (
    (None, "Automatic", "Used where a measurement of this computer says it pays."),
    (True, "On", "Used even where it may be slower; results differ a little."),
    (False, "Off", "Full numbers (float32), the same on every computer."),
)


def _form(
    name: str,
    field: str,
    *,
    owner: type[Value] = TrainingSettings,
    whole: bool = True,
    percent: bool = False,
    stepping: Stepping = Stepping.ADD,
    step: float = 1,
) -> NumberForm:
    """The form of a setting, with the range that the setting itself has."""
    limits = limits_of(owner, field)
    return NumberForm(
        name=name,
        low=limits.low,
        high=limits.high,
        low_allowed=limits.low_allowed,
        whole=whole,
        percent=percent,
        stepping=stepping,
        step=step,
    )


class TrainingCard(Card):
    """All training settings; scrolls where there is not room for all."""

    def __init__(self, document: ProjectDocument) -> None:
        super().__init__("Training")
        self._document = document
        self._grid = QGridLayout()
        self.epochs = self._number("E&pochs", _form("Epochs", "epochs"))
        self.batch_size = self._number(
            "&Batch size", _form("Batch size", "batch_size", stepping=Stepping.DOUBLE)
        )
        self.optimizer = self._optimizer()
        self.learning_rate = self._number("&Learning rate", _LEARNING_RATE)
        self.loss = self._loss()
        self.validation = self._number("Validation &share", _VALIDATION)
        self.stop_rules = self._stop_rules()
        self.keep_best = KeepBest(document)
        self._settings, self._grid = self._grid, QGridLayout()
        self.seed = self._number("See&d", _form("Seed", "seed"))
        self.fast_arithmetic = self._fast_arithmetic()
        self._build()

    def _build(self) -> None:
        for grid in (self._settings, self._grid):
            grid.setHorizontalSpacing(16)
            grid.setVerticalSpacing(6)
            grid.setColumnStretch(1, 1)
            grid.setColumnMinimumWidth(0, _NAMES_WIDTH)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._settings)
        heading = label("STOP EARLY WHEN", Role.SECTION)
        heading.setToolTip(explain("stop").html)
        heading.setContentsMargins(0, 6, 0, 0)
        column.addWidget(heading)
        for rule in self.stop_rules:
            column.addWidget(rule)
        column.addSpacing(2)
        column.addWidget(self.keep_best)
        column.addSpacing(2)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.content.setContentsMargins(16, 14, 16 - BAR_WIDTH, 12)
        self.content.addWidget(FittingArea(inside, column), 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _number(self, words: str, form: NumberForm) -> NumberField:
        field = form.name.lower().replace(" share", "").replace(" ", "_")
        made = number_field(self._document, field, form)
        self._add(words, field, made)
        problem = label("", Role.PROBLEM, wrap=True)
        problem.hide()
        self._grid.addWidget(problem, self._grid.rowCount(), 0, 1, 2)
        made.problem_changed.connect(problem.setText)
        made.problem_changed.connect(lambda text: problem.setVisible(bool(text)))
        return made

    def _optimizer(self) -> ChoiceField:
        choices = [Choice(value, text, explain(value).html) for value, text in _OPTIMIZERS]
        made = choice_field(self._document, "optimizer", "Optimizer", choices)
        self._add("&Optimizer", "optimizer", made)
        return made

    def _fast_arithmetic(self) -> ChoiceField:
        choices = [Choice(*row) for row in _FAST]
        made = choice_field(self._document, "fast_arithmetic", "Fast arithmetic", choices)
        self._add("Fast arithmeti&c", "fast_arithmetic", made)
        return made

    def _loss(self) -> QLabel:
        made = label("sparse categorical cross-entropy", Role.NOTE, wrap=True)
        self._add("Loss", "sparse_categorical_crossentropy", made)
        return made

    def _stop_rules(self) -> tuple[StopRuleRow, ...]:
        accuracy = _form(
            "Accuracy", "accuracy", owner=StopRules, whole=False, percent=True, step=0.01
        )
        loss = _form("Loss", "loss", owner=StopRules, whole=False, step=0.05)
        patience = _form("Epochs", "patience", owner=StopRules)
        document = self._document
        return (
            StopRuleRow(document, "accuracy", "training accuracy reaches", accuracy, usual=0.95),
            StopRuleRow(document, "loss", "training loss falls below", loss, usual=0.3),
            StopRuleRow(
                document, "patience", "validation loss has not improved", patience, usual=3
            ),
        )

    def _add(self, words: str, term: str, field: QWidget) -> None:
        """Put a setting into the form: its name, and the field."""
        name = label(words, Role.DIM)
        name.setBuddy(field)
        entry = explain(term)
        name.setToolTip(entry.html)
        more = f"From {field.form.range_words}." if isinstance(field, NumberField) else ""
        field.setToolTip(entry.html_with(more))
        field.setProperty("term", term)
        row = self._grid.rowCount()
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(field, row, 1)


_LEARNING_RATE = _form(
    "Learning rate", "learning_rate", whole=False, stepping=Stepping.ONE_TWO_FIVE
)
_VALIDATION = _form("Validation share", "validation", whole=False, percent=True, step=0.05)
