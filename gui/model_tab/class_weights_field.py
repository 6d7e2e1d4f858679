"""Whether rare classes count for more, and what that means for these pictures."""

import numpy as np
from PySide6.QtWidgets import QLabel

from core.data.class_weights import class_weights
from core.data.dataset import Dataset, Labels
from core.data.sources import AnyDataset
from gui.document import ProjectDocument
from gui.glossary import explain
from gui.model_tab.settings_fields import set_setting
from gui.widgets.choice_field import Choice, ChoiceField
from gui.widgets.text import Role, label

_CHOICES = (
    Choice(value=True, text="Automatic", tooltip="Rare classes count for more."),
    Choice(value=False, text="Off", tooltip="Every picture counts the same."),
)
_ALIKE = "The classes have about the same number of pictures: nothing is to be weighed."
_UNKNOWN = "The pictures are still being looked at."


class ClassWeightsField(ChoiceField):
    """Automatic or off; cannot be chosen where all classes are about equally large.

    Attributes:
        note: A sentence on what it does now; hidden where it does nothing.
    """

    def __init__(self, document: ProjectDocument) -> None:
        super().__init__("Class weights", _CHOICES)
        self._document = document
        self._weights: tuple[float, ...] | None = None
        self.note: QLabel = label("", Role.NOTE, wrap=True)
        self.value_changed.connect(self._on_value_changed)
        document.settings_changed.connect(self._show)
        document.dataset_changed.connect(self._on_document_dataset_changed)

    def follow(self) -> None:
        """Show the document as it is now."""
        self._on_document_dataset_changed()

    def _on_document_dataset_changed(self) -> None:
        dataset = self._document.dataset
        classes = 0 if dataset is None else len(dataset.classes)
        learned = None if dataset is None else training_labels(dataset)
        few = learned is None or not len(learned)
        self._weights = None if few or learned is None else class_weights(learned, classes)
        self._show()

    def _show(self) -> None:
        dataset = self._document.dataset
        wanted = self._document.project.settings.class_weights
        self.set_value(wanted)
        self.setEnabled(self._weights is not None)
        reason = "" if self._weights else _UNKNOWN if dataset is None else _ALIKE
        self.setToolTip(explain("class_weights").html_with(reason))
        shown = ""
        if dataset is not None and self._weights is not None and wanted:
            shown = weights_sentence(dataset.classes, self._weights)
        self.note.setText(shown)
        self.note.setVisible(bool(shown))
        self.setAccessibleDescription(shown or reason)

    def _on_value_changed(self, value: object) -> None:
        set_setting(self._document, "class_weights", value)


def training_labels(dataset: AnyDataset) -> Labels:
    """Class numbers of the pictures that are learned from: int32, shape (pictures,)."""
    if isinstance(dataset, Dataset):
        return dataset.training.labels
    return dataset.catalogue.labels[dataset.division.training]


def weights_sentence(classes: tuple[str, ...], weights: tuple[float, ...]) -> str:
    """What the weights do, told by the two classes farthest apart.

    Args:
        classes: Names.
        weights: How much a picture of each class counts for; 0 for a class without pictures.
    """
    known = np.array(weights, np.float64)
    rare = int(known.argmax())
    common = int(np.where(known > 0, known, np.inf).argmin())
    times = known[rare] / known[common]
    return f"“{classes[rare]}” counts {times:,.1f} times as much as “{classes[common]}”."
