"""Which pictures are kept aside: validation share and seed, and what goes where."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget
from typing_extensions import override

from gui.data_tab.arrangement import Arrangement, Part
from gui.document import ProjectDocument
from gui.glossary import explain
from gui.theme import colours_of
from gui.widgets.bars import ShareBar
from gui.widgets.number_field import NumberField
from gui.widgets.numbers import Number, NumberForm
from gui.widgets.text import Card, Role, label

_VALIDATION = NumberForm(
    name="Validation share", low=0, high=0.9, whole=False, percent=True, step=0.05
)
_SEED = NumberForm(name="Seed", low=0, high=2**31 - 1)
_TEST = (
    "Test pictures are never seen while training; they show how good the finished network is. "
    "This data set brings its own, which stay as they are."
)


class SplitCard(Card):
    """Edits `validation` and `seed` of the document's settings."""

    def __init__(self, document: ProjectDocument) -> None:
        super().__init__("Split")
        self._document = document
        self._arrangement: Arrangement | None = None
        settings = document.project.settings
        self.validation = NumberField(_VALIDATION, settings.validation)
        self.seed = NumberField(_SEED, settings.seed)
        self.test = _test_field()
        self.problem = label("", Role.PROBLEM, wrap=True)
        self.bar = ShareBar(12)
        self.sentence = label("", Role.NOTE, wrap=True)
        self.content.addLayout(self._form())
        self.content.addWidget(self.problem)
        self.content.addSpacing(8)
        self.content.addWidget(label("WHAT GOES WHERE", Role.SECTION))
        self.content.addWidget(self.bar)
        self.content.addWidget(self.sentence)
        self.problem.hide()
        self._connect()

    def show_arrangement(self, arrangement: Arrangement) -> None:
        """Tell the very numbers of the split."""
        self._arrangement = arrangement
        self.test.setText(f"{arrangement.size(Part.TEST):,} built in")
        self.test.setCursorPosition(0)
        self.sentence.setText(split_sentence(arrangement))
        self.bar.setAccessibleName(f"What goes where: {self.sentence.text()}")
        self._show_bar()

    def _connect(self) -> None:
        self.validation.value_changed.connect(self._on_validation_changed)
        self.seed.value_changed.connect(self._on_seed_changed)
        for field in (self.validation, self.seed):
            field.problem_changed.connect(self._on_problem_changed)
        self._document.settings_changed.connect(self._on_document_settings_changed)

    def _form(self) -> QGridLayout:
        form = QGridLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setColumnStretch(1, 1)
        rows = (
            ("Va&lidation", self.validation, explain("validation").html_with(_range(_VALIDATION))),
            ("Test", self.test, _TEST),
            ("&Seed", self.seed, explain("seed").html_with(_range(_SEED))),
        )
        for number, (words, field, tooltip) in enumerate(rows):
            form.addWidget(_name(words, field, tooltip), number, 0)
            form.addWidget(field, number, 1)
        return form

    def _show_bar(self) -> None:
        if self._arrangement is None:
            return
        colours = colours_of(self)
        whole = self._arrangement.size(Part.ALL) or 1
        parts = (
            (Part.TRAINING, colours.training),
            (Part.VALIDATION, colours.validation),
            (Part.TEST, colours.dim),
        )
        shares = ((self._arrangement.size(part) / whole, QColor(colour)) for part, colour in parts)
        self.bar.set_parts(*shares)

    def _change(self, name: str, value: Number, *, words: str, topic: str) -> None:
        settings = self._document.project.settings.model_copy(update={name: value})
        self._document.set_settings(settings, words=words, topic=topic)

    def _on_validation_changed(self, share: Number) -> None:
        topic = f"validation {self.validation.visit}"
        self._change("validation", share, words="change validation share", topic=topic)

    def _on_seed_changed(self, seed: Number) -> None:
        self._change("seed", seed, words="change seed", topic=f"seed {self.seed.visit}")

    def _on_problem_changed(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _on_document_settings_changed(self) -> None:
        settings = self._document.project.settings
        self.validation.set_value(settings.validation)
        self.seed.set_value(settings.seed)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._show_bar()
        super().changeEvent(event)


def split_sentence(arrangement: Arrangement) -> str:
    """What goes where, in words."""
    training, validation, test = (
        arrangement.size(part) for part in (Part.TRAINING, Part.VALIDATION, Part.TEST)
    )
    aside = f"{validation:,} to check on after every epoch" if validation else "none to check on"
    share = " Every class keeps its share." if validation else ""
    return f"{training:,} to learn from, {aside}, {test:,} never seen while training.{share}"


def _range(form: NumberForm) -> str:
    return f"{form.range_words[0].upper()}{form.range_words[1:]}."


def _test_field() -> QLineEdit:
    field = QLineEdit()
    field.setReadOnly(True)
    field.setEnabled(False)
    field.setAccessibleName("Test pictures")
    return field


def _name(words: str, field: QWidget, tooltip: str) -> QLabel:
    name = QLabel(words)
    name.setProperty("role", Role.DIM.value)
    name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    name.setBuddy(field)
    name.setToolTip(tooltip)
    name.setMinimumWidth(86)
    field.setToolTip(tooltip)
    return name
