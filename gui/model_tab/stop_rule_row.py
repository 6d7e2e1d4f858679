"""One rule that ends a training early: a check box and its value."""

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from gui.document import ProjectDocument
from gui.glossary import explain
from gui.model_tab.chips import NumberChip
from gui.model_tab.validation import has_validation
from gui.widgets.flow import FlowLayout
from gui.widgets.numbers import Number, NumberForm
from gui.widgets.text import Role, label

_NEEDS_VALIDATION = "Needs a validation set, and there is none."
_PATIENCE = "patience"


class StopRuleRow(QWidget):
    """A stop rule of the document's settings; off while its value there is None."""

    def __init__(
        self, document: ProjectDocument, rule: str, words: str, form: NumberForm, *, usual: Number
    ) -> None:
        super().__init__()
        self._document = document
        self._rule = rule
        self._words = words
        self.box = QCheckBox(words)
        epochs = rule == _PATIENCE
        self.value = NumberChip(
            form, usual, before="for" if epochs else "", after=_epochs if epochs else _nothing
        )
        self.message = label("", Role.PROBLEM, wrap=True)
        self._build(form)
        self.box.clicked.connect(self._on_box_clicked)
        self.value.value_changed.connect(self._on_value_value_changed)
        self.value.problem_changed.connect(self._show_message)
        document.settings_changed.connect(self._show)
        document.dataset_changed.connect(self._show)
        self._show()

    def _build(self, form: NumberForm) -> None:
        entry = explain(f"stop_{self._rule}")
        self.box.setToolTip(entry.html)
        self.value.setToolTip(entry.html_with(f"From {form.range_words}."))
        self.value.field.setAccessibleName(f"{self._words} (value)")
        for widget in (self.box, self.value.field):
            widget.setProperty("term", f"stop_{self._rule}")
        line = FlowLayout(gap=8, indent=26)
        line.addWidget(self.box)
        line.addWidget(self.value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self.message)

    def _show(self) -> None:
        settings = self._document.project.settings
        value = getattr(settings.stop, self._rule)
        possible = self._possible
        self.box.setEnabled(possible)
        self.box.setChecked(value is not None and possible)
        self.value.setEnabled(value is not None and possible)
        if value is not None:
            self.value.set_value(value)
        self._show_message()

    @property
    def _possible(self) -> bool:
        return self._rule != _PATIENCE or has_validation(self._document)

    def _show_message(self) -> None:
        text = self.value.field.problem if self._possible else _NEEDS_VALIDATION
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def _on_box_clicked(self, checked: bool) -> None:
        self._set(self.value.field.value if checked else None, topic="")

    def _on_value_value_changed(self, value: Number) -> None:
        self._set(value, topic=f"{self._rule} {self.value.field.visit}")

    def _set(self, value: Number | None, *, topic: str) -> None:
        settings = self._document.project.settings
        stop = settings.stop.model_copy(update={self._rule: value})
        self._document.set_settings(
            settings.model_copy(update={"stop": stop}), words="change stop rules", topic=topic
        )


def _epochs(value: Number) -> str:
    return "epoch" if value == 1 else "epochs"


def _nothing(_value: Number) -> str:
    return ""
