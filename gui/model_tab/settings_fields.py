"""Fields bound to the training settings of the document."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from gui.document import ProjectDocument
from gui.glossary import explain
from gui.model_tab.validation import has_validation
from gui.widgets.choice_field import Choice, ChoiceField
from gui.widgets.number_field import NumberField
from gui.widgets.numbers import NumberForm
from gui.widgets.text import Role, label

_NO_VALIDATION = "Without a validation set, the last epoch's weights are kept."


def set_setting(document: ProjectDocument, field: str, value: object, *, topic: str = "") -> None:
    """Change one training setting in the document."""
    settings = document.project.settings.model_copy(update={field: value})
    document.set_settings(settings, words=f"change {field.replace('_', ' ')}", topic=topic)


def number_field(document: ProjectDocument, field: str, form: NumberForm) -> NumberField:
    """A field for the setting called `field`, following the document."""
    made = NumberField(form, getattr(document.project.settings, field))
    made.value_changed.connect(
        lambda value: set_setting(document, field, value, topic=f"{field} {made.visit}")
    )
    document.settings_changed.connect(
        lambda: made.set_value(getattr(document.project.settings, field))
    )
    return made


def choice_field(
    document: ProjectDocument, field: str, name: str, choices: Sequence[Choice]
) -> ChoiceField:
    """A choice for the setting called `field`, following the document."""
    made = ChoiceField(name, choices)
    made.set_value(getattr(document.project.settings, field))
    made.value_changed.connect(lambda value: set_setting(document, field, value))
    document.settings_changed.connect(
        lambda: made.set_value(getattr(document.project.settings, field))
    )
    return made


class KeepBest(QWidget):
    """Whether the best weights are kept; says so where there is nothing to choose them by."""

    def __init__(self, document: ProjectDocument) -> None:
        super().__init__()
        self._document = document
        self.box = QCheckBox("Keep the best &weights")
        self.box.setToolTip(explain("keep_best").html)
        self.box.setProperty("term", "keep_best")
        self.note = label(_NO_VALIDATION, Role.NOTE, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.box)
        column.addWidget(self.note)
        self.box.clicked.connect(lambda checked: set_setting(document, "keep_best", checked))
        document.settings_changed.connect(self._show)
        document.dataset_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        settings = self._document.project.settings
        validated = has_validation(self._document)
        self.box.setChecked(settings.keep_best and validated)
        self.box.setEnabled(validated)
        self.note.setVisible(not validated)
