"""A card for one network to start from."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.model.presets import Preset
from gui.model_tab.variant_chips import VariantChips
from gui.widgets.choice_card import ChoiceCard
from gui.widgets.text import Role, label

_INSIDE = {True: 12, False: 8}
"""Pixels above and below what is in a card: less where there are many cards."""


class PresetCard(ChoiceCard):
    """One network to start from; checked while the layers are exactly its own.

    Attributes:
        preset: The network.
        variants: What can be chosen within the card; None where there is nothing.
    """

    def __init__(self, preset: Preset, variants: VariantChips | None = None) -> None:
        super().__init__()
        self.preset = preset
        self.variants = variants
        self._roomy = True
        self._note = label(preset.why, Role.NOTE, wrap=True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setToolTip(f"Start from this network. {preset.why}")
        self.column.setSpacing(4)
        self.set_room(roomy=True)
        for part in (label(preset.title, Role.SUBTITLE), self._note):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.column.addWidget(part)
        if variants is not None:
            self.column.addWidget(variants)
        self.setAccessibleName(preset.title)
        self.setAccessibleDescription(preset.why)

    @property
    def stops(self) -> list[QWidget]:
        """Everything that the keyboard can stand on, in order."""
        return [self, *(self.variants.chips if self.variants else [])]

    def set_room(self, *, roomy: bool) -> None:
        """Leave more or less room for the words."""
        self._roomy = roomy
        self.column.setContentsMargins(16, _INSIDE[roomy], 12, _INSIDE[roomy])

    def show_note(self, parameters: int, time: str) -> None:
        """Show how many parameters it has and how long an epoch takes."""
        size = size_words(parameters)
        whole = f"{self.preset.why} {_joined(f'{size} parameters', time)}"
        self._note.setText(whole if self._roomy else f"{self.preset.why} {_joined(size, time)}")
        self.setAccessibleDescription(whole)
        self.setToolTip(f"Start from this network. {whole}")


def size_words(parameters: int) -> str:
    """How many parameters a network has: "407k", "1.7 million"."""
    if parameters < 1_000_000:
        return f"{parameters / 1000:,.0f}k"
    return f"{parameters / 1_000_000:,.1f} million"


def _joined(*parts: str) -> str:
    return "\u00a0· ".join(part for part in parts if part)  # no line begins with the dot
