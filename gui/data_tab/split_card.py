"""Which pictures are kept aside: shares and seed, and what goes where."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget
from typing_extensions import override

from core.data.side import Side
from gui.data_tab.parts import Part
from gui.data_tab.pictures import FolderPictures, Pictures
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
_TEST_SHARE = NumberForm(name="Test share", low=0, high=0.9, whole=False, percent=True, step=0.05)
_SEED = NumberForm(name="Seed", low=0, high=2**31 - 1)
_TEST = (
    "Test pictures are never seen while training; they show how good the finished network is. "
    "This data set brings its own, which stay as they are."
)
_TEST_OF_FOLDER = (
    "Test pictures are never seen while training; they show how good the finished network is. "
    "With 0 % the validation pictures have to do."
)
_FROM_FOLDER = "from the folder"
_BROUGHT = "The folder brings this set itself: its pictures stay in it."


@dataclass(frozen=True)
class Sizes:
    """How many pictures each set holds."""

    training: int
    validation: int
    test: int

    @property
    def all(self) -> int:
        """How many there are."""
        return self.training + self.validation + self.test


class SplitCard(Card):
    """Edits `validation`, `test` and `seed` of the document's settings."""

    def __init__(self, document: ProjectDocument) -> None:
        super().__init__("Split")
        self._document = document
        self._sizes: Sizes | None = None
        settings = document.project.settings
        self.validation = NumberField(_VALIDATION, settings.validation)
        self.seed = NumberField(_SEED, settings.seed)
        self.test_share = NumberField(_TEST_SHARE, settings.test)
        self.test = _told_field("Test pictures")
        self.told_validation = _told_field("Validation pictures")
        self.problem = label("", Role.PROBLEM, wrap=True)
        self.bar = ShareBar(12)
        self.sentence = label("", Role.NOTE, wrap=True)
        self.content.addLayout(self._form())
        self.content.addWidget(self.problem)
        self.heading = label("WHAT GOES WHERE", Role.SECTION)
        self.content.addSpacing(4)
        self.content.addWidget(self.heading)
        self.content.addWidget(self.bar)
        self.content.addWidget(self.sentence)
        self.problem.hide()
        self._connect()

    def show_pictures(self, pictures: Pictures) -> None:
        """Tell the very numbers of the split."""
        self._sizes = sizes = Sizes(
            pictures.size(Part.TRAINING), pictures.size(Part.VALIDATION), pictures.size(Part.TEST)
        )
        if isinstance(pictures, FolderPictures):
            given = pictures.view.given
            complete = pictures.view.complete
            self._offer(validation=Side.VALIDATION not in given, test=Side.TEST not in given)
            self.test.setText(_FROM_FOLDER)
            self.sentence.setText(folder_sentence(sizes, given=bool(given)) if complete else "")
        else:
            self._offer(validation=True, test=False)
            self.test.setText(f"{sizes.test:,} built in")
            self.sentence.setText(split_sentence(sizes))
            given = frozenset()
        self.test.setToolTip(_BROUGHT if given else _TEST)
        self.test.setCursorPosition(0)
        self.heading.setVisible(not isinstance(pictures, FolderPictures))
        self.bar.setAccessibleName(f"What goes where: {self.sentence.text()}")
        self._show_bar()

    def show_unknown_folder(self) -> None:
        """A folder was chosen of which nothing is known, be it not yet or because it is gone."""
        self._sizes = None
        self._offer(validation=True, test=True)
        self.sentence.setText("")
        self.heading.hide()
        self.bar.set_parts()

    def _offer(self, *, validation: bool, test: bool) -> None:
        """Let the shares be chosen, where the pictures do not bring the sets themselves."""
        self.validation.setVisible(validation)
        self.told_validation.setVisible(not validation)
        self.test_share.setVisible(test)
        self.test.setVisible(not test)
        self._names["validation"].setBuddy(self.validation if validation else self.told_validation)
        self._names["test"].setBuddy(self.test_share if test else self.test)

    def _connect(self) -> None:
        self.validation.value_changed.connect(self._on_validation_changed)
        self.test_share.value_changed.connect(self._on_test_changed)
        self.seed.value_changed.connect(self._on_seed_changed)
        for field in (self.validation, self.test_share, self.seed):
            field.problem_changed.connect(self._on_problem_changed)
        self._document.settings_changed.connect(self._on_document_settings_changed)

    def _form(self) -> QGridLayout:
        form = QGridLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setColumnStretch(1, 1)
        validation = explain("validation").html_with(_range(_VALIDATION))
        seed = explain("seed").html_with(_range(_SEED))
        rows = (
            ("validation", "Va&lidation", (self.validation, self.told_validation), validation),
            ("test", "Tes&t", (self.test_share, self.test), _TEST_OF_FOLDER),
            ("seed", "&Seed", (self.seed,), seed),
        )
        self._names: dict[str, QLabel] = {}
        for number, (key, words, fields, tooltip) in enumerate(rows):
            self._names[key] = _name(words, fields[0], tooltip)
            form.addWidget(self._names[key], number, 0)
            for field in fields:
                form.addWidget(field, number, 1)
        self.told_validation.setText(_FROM_FOLDER)
        self.told_validation.setToolTip(_BROUGHT)
        self.told_validation.hide()
        self.test_share.hide()
        return form

    def _show_bar(self) -> None:
        if self._sizes is None:
            return
        colours, sizes = colours_of(self), self._sizes
        whole = sizes.all or 1
        parts = (
            (sizes.training, colours.training),
            (sizes.validation, colours.validation),
            (sizes.test, colours.dim),
        )
        self.bar.set_parts(*((count / whole, QColor(colour)) for count, colour in parts if count))

    def _change(self, name: str, value: Number, *, words: str, topic: str) -> None:
        settings = self._document.project.settings.model_copy(update={name: value})
        self._document.set_settings(settings, words=words, topic=topic)

    def _on_validation_changed(self, share: Number) -> None:
        topic = f"validation {self.validation.visit}"
        self._change("validation", share, words="change validation share", topic=topic)

    def _on_test_changed(self, share: Number) -> None:
        topic = f"test {self.test_share.visit}"
        self._change("test", share, words="change test share", topic=topic)

    def _on_seed_changed(self, seed: Number) -> None:
        self._change("seed", seed, words="change seed", topic=f"seed {self.seed.visit}")

    def _on_problem_changed(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _on_document_settings_changed(self) -> None:
        settings = self._document.project.settings
        self.validation.set_value(settings.validation)
        self.test_share.set_value(settings.test)
        self.seed.set_value(settings.seed)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._show_bar()
        super().changeEvent(event)


def split_sentence(sizes: Sizes) -> str:
    """What goes where of a data set that brings its test pictures, in words."""
    aside = (
        f"{sizes.validation:,} to check on after every epoch"
        if sizes.validation
        else "none to check on"
    )
    share = " Every class keeps its share." if sizes.validation else ""
    return (
        f"{sizes.training:,} to learn from, {aside}, {sizes.test:,} never seen while training."
        f"{share}"
    )


def folder_sentence(sizes: Sizes, *, given: bool = False) -> str:
    """What goes where of a folder, in words; `given` where the folder brings sets itself."""
    if not sizes.all:
        return ""
    aside = f"{sizes.validation:,} to check on" if sizes.validation else "none to check on"
    test = f", {sizes.test:,} for the test" if sizes.test else ""
    how = "As the folder has it." if given else "Near-copies stay on one side."
    return f"{sizes.training:,} to learn from, {aside}{test}. {how}"


def _range(form: NumberForm) -> str:
    return f"{form.range_words[0].upper()}{form.range_words[1:]}."


def _told_field(name: str) -> QLineEdit:
    """A field that tells what the pictures bring."""
    field = QLineEdit()
    field.setReadOnly(True)
    field.setEnabled(False)
    field.setAccessibleName(name)
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
