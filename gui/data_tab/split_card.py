"""Which pictures are kept aside: validation share and seed, and what goes where."""

from PySide6.QtCore import QEvent, QSignalBlocker, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDoubleSpinBox, QFormLayout, QLabel, QLineEdit, QSpinBox
from typing_extensions import override

from gui.data_tab.arrangement import Arrangement, Part
from gui.document import ProjectDocument
from gui.theme import colours_of
from gui.widgets.bars import ShareBar
from gui.widgets.text import Card, Role, label

_VALIDATION = (
    "0 to 90 %. Validation pictures are kept aside from the training pictures: the network never "
    "learns from them, and answers them after every epoch. That shows whether it understands or "
    "memorises."
)
_TEST = (
    "Test pictures are never seen in training at all; they show how good the finished network is. "
    "This data set brings its own."
)
_SEED = (
    "0 to 2,147,483,647. The seed is where chance begins: it decides which pictures are kept aside "
    "and the first weights. The same seed gives the same training again."
)


class PercentBox(QDoubleSpinBox):
    """A share in percent, without needless zeros: "10 %", "12.5 %"."""

    @override
    def textFromValue(self, value: float) -> str:
        return self.locale().toString(value, "f", 1).removesuffix("0").rstrip(".,")


class SplitCard(Card):
    """Edits `validation` and `seed` of the document's settings."""

    def __init__(self, document: ProjectDocument) -> None:
        super().__init__("Split")
        self._document = document
        self._arrangement: Arrangement | None = None
        self.validation = self._validation_box()
        self.test = QLineEdit()
        self.test.setReadOnly(True)
        self.test.setEnabled(False)
        self.test.setToolTip(_TEST)
        self.test.setAccessibleName("Test pictures")
        self.seed = self._seed_box()
        self.content.addLayout(self._form())
        self.content.addSpacing(8)
        self.content.addWidget(label("WHAT GOES WHERE", Role.SECTION))
        self.bar = ShareBar(12)
        self.bar.setAccessibleName("What goes where")
        self.content.addWidget(self.bar)
        self.sentence = label(role=Role.NOTE, wrap=True)
        self.content.addWidget(self.sentence)
        document.settings_changed.connect(self._show_settings)
        self._show_settings()

    def show_arrangement(self, arrangement: Arrangement) -> None:
        """Tell the very numbers of the split."""
        self._arrangement = arrangement
        self.test.setText(f"{arrangement.size(Part.TEST):,} built in")
        self.sentence.setText(split_sentence(arrangement))
        self._show_bar()

    def _validation_box(self) -> PercentBox:
        box = PercentBox()
        box.setRange(0, 90)
        box.setDecimals(1)
        box.setSingleStep(5)
        box.setSuffix(" %")
        box.setToolTip(_VALIDATION)
        box.setAccessibleName("Validation share")
        box.valueChanged.connect(self._on_validation_changed)
        return box

    def _seed_box(self) -> QSpinBox:
        box = QSpinBox()
        box.setRange(0, 2**31 - 1)
        box.setToolTip(_SEED)
        box.setAccessibleName("Seed")
        box.valueChanged.connect(self._on_seed_changed)
        return box

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        rows = (
            ("Va&lidation", self.validation, _VALIDATION),
            ("Test", self.test, _TEST),
            ("&Seed", self.seed, _SEED),
        )
        for words, field, tooltip in rows:
            name = QLabel(words)
            name.setProperty("role", Role.DIM.value)
            name.setBuddy(field)
            name.setToolTip(tooltip)
            name.setMinimumWidth(86)
            form.addRow(name, field)
        return form

    def _show_settings(self) -> None:
        settings = self._document.project.settings
        # What comes from the document is no edit.
        with QSignalBlocker(self.validation), QSignalBlocker(self.seed):
            self.validation.setValue(settings.validation * 100)
            self.seed.setValue(settings.seed)

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
        self.bar.set_parts(
            *((self._arrangement.size(part) / whole, QColor(colour)) for part, colour in parts)
        )

    def _on_validation_changed(self, percent: float) -> None:
        settings = self._document.project.settings.model_copy(
            update={"validation": round(percent / 100, 4)}
        )
        self._document.set_settings(settings, words="change validation share", topic="validation")

    def _on_seed_changed(self, seed: int) -> None:
        settings = self._document.project.settings.model_copy(update={"seed": seed})
        self._document.set_settings(settings, words="change seed", topic="seed")

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "bar"):
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
