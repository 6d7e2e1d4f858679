"""Settings of a network that is fitted by regression."""

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from core.data.folder.photo_set import PhotoSet
from core.limits import limits_of
from core.run.settings import TrainingSettings
from gui.document import ProjectDocument
from gui.glossary import explain
from gui.model_tab.settings_fields import set_setting
from gui.model_tab.validation import has_validation
from gui.widgets.choice_field import Choice, ChoiceField
from gui.widgets.text import Role, label

_FEWEST = 2
_NONE = Choice(0, "None", "Leave it out: only the validation set then says how good it is.")
_NO_VALIDATION = "Needs a validation set to be judged by, and there is none."
_ONLY_IF_BETTER = "It is kept only if it is better on the {pictures}validation pictures."


class FoldsField(ChoiceField):
    """Into how many parts the pictures are divided to measure how good the network is."""

    def __init__(self, document: ProjectDocument) -> None:
        most = limits_of(TrainingSettings, "folds").high
        folds = [Choice(n, str(n), _words(n)) for n in range(_FEWEST, int(most or 0) + 1)]
        super().__init__("Folds", [_NONE, *folds])
        self._document = document
        self.value_changed.connect(lambda value: set_setting(document, "folds", value))
        document.settings_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        folds = self._document.project.settings.folds
        self.set_value(folds if folds >= _FEWEST else 0)


class FineTune(QWidget):
    """Whether the end of the backbone is trained too, afterwards, and what that costs."""

    def __init__(self, document: ProjectDocument) -> None:
        super().__init__()
        self._document = document
        self._price = ""
        self.box = QCheckBox("Fi&ne-tune afterwards")
        self.box.setToolTip(explain("fine_tune").html)
        self.box.setProperty("term", "fine_tune")
        self.note = label("", Role.NOTE, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.box)
        column.addWidget(self.note)
        self.box.clicked.connect(lambda checked: set_setting(document, "fine_tune", checked))
        document.settings_changed.connect(self._show)
        document.dataset_changed.connect(self._show)
        self._show()

    def show_price(self, price: str) -> None:
        """Show how much longer it takes, such as "about 3 min"; empty where nobody knows."""
        self._price = price
        self._show()

    def _show(self) -> None:
        validated = has_validation(self._document)
        self.box.setEnabled(validated)
        self.box.setChecked(self._document.project.settings.fine_tune and validated)
        kept = _ONLY_IF_BETTER.format(pictures=_pictures(self._document))
        price = f"{self._price[0].upper()}{self._price[1:]} more. " if self._price else ""
        words = price + kept if validated else _NO_VALIDATION
        self.note.setText(words)
        self.box.setAccessibleDescription(words)


def _words(folds: int) -> str:
    return f"{folds} parts: each is answered by a network that learned from the others."


def _pictures(document: ProjectDocument) -> str:
    dataset = document.dataset
    return f"{len(dataset.division.validation):,} " if isinstance(dataset, PhotoSet) else ""
