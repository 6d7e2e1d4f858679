"""How the network is trained: settings, stop rules."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from core.limits import limits_of
from core.model.shapes import is_binary
from core.run.settings import Optimizer, StopRules, TrainingSettings
from core.values import Value
from gui.document import ProjectDocument
from gui.glossary import explain
from gui.icons import icon
from gui.model_tab.augmentation_field import AugmentationField
from gui.model_tab.class_weights_field import ClassWeightsField
from gui.model_tab.regression_fields import FineTune, FoldsField
from gui.model_tab.settings_fields import KeepBest, choice_field, number_field
from gui.model_tab.settings_grid import SettingsGrid
from gui.model_tab.stop_rule_row import StopRuleRow
from gui.model_tab.validation import brings_validation
from gui.theme import colours_of
from gui.widgets.choice_field import Choice, ChoiceField
from gui.widgets.fitting_area import BAR_WIDTH, FittingArea
from gui.widgets.number_field import NumberField
from gui.widgets.numbers import NumberForm, Stepping
from gui.widgets.text import ButtonRole, Card, Role, button, label

_OPTIMIZERS = (
    (Optimizer.ADAM, "Adam"),
    (Optimizer.SGD, "SGD"),
    (Optimizer.RMSPROP, "RMSprop"),
    (Optimizer.ADAMW, "AdamW"),
)
_APART = 4
_BROUGHT = "The folder brings its own validation set."
_BINARY = "binary_crossentropy"
_SEVERAL = "sparse_categorical_crossentropy"
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
    """All training settings; what is rarely changed comes on request.

    Signals:
        augmentation_wanted: The person wants to see the augmented pictures.
    """

    augmentation_wanted = Signal()

    def __init__(self, document: ProjectDocument) -> None:
        super().__init__("Training")
        self._document = document
        self._grid = SettingsGrid()
        self.folds = FoldsField(document)
        self._grid.add("Fo&lds", "folds", self.folds)
        self.epochs = self._number("E&pochs", _form("Epochs", "epochs"))
        self.batch_size = self._number(
            "&Batch size", _form("Batch size", "batch_size", stepping=Stepping.DOUBLE)
        )
        self.optimizer = self._optimizer()
        self.learning_rate = self._number("&Learning rate", _LEARNING_RATE)
        self.augmentation = AugmentationField(document)
        self._grid.add("Au&gmentation", "augmentation", self.augmentation, self.augmentation.look)
        self.class_weights = ClassWeightsField(document)
        self._grid.add("&Class weights", "class_weights", self.class_weights)
        self._grid.add_note(self.class_weights.note)
        self.class_weights.follow()
        self.validation = self._number("Validation &share", _VALIDATION)
        self.loss = self._loss()
        self.stop_rules = self._stop_rules()
        self.keep_best = KeepBest(document)
        self.fine_tune = FineTune(document)
        self.seed = self._number("See&d", _form("Seed", "seed"))
        self.fast_arithmetic = self._fast_arithmetic()
        self.more = button("More", ButtonRole.SMALL, tooltip="Seed and fast arithmetic")
        self._in_epochs = QWidget()
        self._build()
        self._connect()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._tint()

    def _build(self) -> None:
        self.title_row.addWidget(self.more)
        self.title_row.setContentsMargins(0, 0, BAR_WIDTH, 0)
        self.more.setCheckable(True)
        self.more.setAccessibleName("More training settings")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_APART)
        column.addLayout(self._grid)
        column.addWidget(self._in_epochs)
        column.addWidget(self.fine_tune)
        column.addStretch(1)
        self.content.setContentsMargins(16, 10, 16 - BAR_WIDTH, 12)
        self.content.setSpacing(_APART)
        self._build_in_epochs()
        self.content.addWidget(FittingArea(inside, column), 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._tint()

    def _build_in_epochs(self) -> None:
        """What belongs to epochs: when to stop, and whose weights to keep."""
        heading = label("STOP EARLY WHEN", Role.SECTION)
        heading.setToolTip(explain("stop").html)
        heading.setContentsMargins(0, 4, 0, 2)
        checks = QVBoxLayout(self._in_epochs)
        checks.setContentsMargins(0, 0, 0, 0)
        checks.setSpacing(2)
        for part in (heading, *self.stop_rules, self.keep_best):
            checks.addWidget(part)

    def _connect(self) -> None:
        self.more.toggled.connect(self._show_kind)
        self._document.network_changed.connect(self._show_kind)
        self._show_kind()
        self.augmentation.details_wanted.connect(self.augmentation_wanted)
        self._document.network_changed.connect(self._show_loss)
        self._document.dataset_changed.connect(self._show_loss)
        self._document.dataset_changed.connect(self._show_validation)
        self._show_validation()

    def _show_kind(self) -> None:
        """Show the settings that mean something to the network as it is now."""
        network = self._document.project.network
        regression = network.by_regression
        shown: list[QWidget] = [self.validation, self.class_weights]
        if regression:
            shown += [self.folds, self.seed]
        else:
            shown += [self.epochs, self.batch_size, self.optimizer, self.learning_rate, self.loss]
            shown += [self.augmentation] if network.backbone is None else []
            shown += [self.seed, self.fast_arithmetic] if self.more.isChecked() else []
        self._grid.show_only(shown)
        self.class_weights.follow()
        self.more.setVisible(not regression)
        self._in_epochs.setVisible(not regression)
        self.fine_tune.setVisible(regression)

    def _tint(self) -> None:
        self.augmentation.set_icon(icon("eye", colours_of(self).dim))

    def _number(self, words: str, form: NumberForm) -> NumberField:
        field = form.name.lower().replace(" share", "").replace(" ", "_")
        made = number_field(self._document, field, form)
        self._grid.add(words, field, made)
        return made

    def _optimizer(self) -> ChoiceField:
        choices = [Choice(value, text, explain(value).html) for value, text in _OPTIMIZERS]
        made = choice_field(self._document, "optimizer", "Optimizer", choices)
        self._grid.add("&Optimizer", "optimizer", made)
        return made

    def _fast_arithmetic(self) -> ChoiceField:
        choices = [Choice(*row) for row in _FAST]
        made = choice_field(self._document, "fast_arithmetic", "Fast arithmetic", choices)
        self._grid.add("Fast ar&ithmetic", "fast_arithmetic", made)
        return made

    def _loss(self) -> QLabel:
        made = label(role=Role.NOTE, wrap=True)
        self._grid.add("Loss", _SEVERAL, made)
        self.loss = made
        self._show_loss()
        return made

    def _show_loss(self) -> None:
        binary = is_binary(self._document.project.network, self._document.class_count)
        entry = explain(_BINARY if binary else _SEVERAL)
        # Long words may break where they are joined.
        self.loss.setText(entry.title.lower().replace("-", "-\u200b"))
        self.loss.setToolTip(entry.html)

    def _show_validation(self) -> None:
        brought = brings_validation(self._document)
        more = _BROUGHT if brought else f"From {_VALIDATION.range_words}."
        self.validation.setEnabled(not brought)
        self.validation.setToolTip(explain("validation").html_with(more))

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
            StopRuleRow(document, "patience", "validation loss stalls", patience, usual=3),
        )


_LEARNING_RATE = _form(
    "Learning rate", "learning_rate", whole=False, stepping=Stepping.ONE_TWO_FIVE
)
_VALIDATION = _form("Validation share", "validation", whole=False, percent=True, step=0.05)
