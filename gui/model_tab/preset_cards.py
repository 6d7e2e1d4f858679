"""Networks to start from, as cards."""

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from core.model.presets import PRESETS, Preset, offered
from core.model.shapes import examine
from gui.document import ProjectDocument
from gui.model_tab.forecaster import Forecaster, time_words
from gui.widgets.choice_card import ChoiceCard
from gui.widgets.fitting_area import FittingArea
from gui.widgets.text import Role, label

_OWN = "These layers are your own. Choosing a card replaces them; Undo brings them back."
_FEW = 3
_APART = {True: 16, False: 8}
_INSIDE = {True: 12, False: 8}
"""Pixels between cards, and above and below what is in them: less where there are many."""


class PresetCard(ChoiceCard):
    """One network to start from; checked while the layers are exactly its own."""

    def __init__(self, preset: Preset) -> None:
        super().__init__()
        self.preset = preset
        self._note = label(preset.why, Role.NOTE, wrap=True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setToolTip(f"Start from this network. {preset.why}")
        self.column.setSpacing(4)
        self.set_room(roomy=True)
        for part in (label(preset.title, Role.SUBTITLE), self._note):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.column.addWidget(part)
        self.setAccessibleName(preset.title)

    def set_room(self, *, roomy: bool) -> None:
        """Leave more or less room above and below the words."""
        self.column.setContentsMargins(16, _INSIDE[roomy], 12, _INSIDE[roomy])

    def show_note(self, parameters: int, time: str) -> None:
        """Show how large it is and how long an epoch takes."""
        size = size_words(parameters)
        text = " · ".join(part for part in (f"{self.preset.why} {size}", time) if part)
        self._note.setText(text)
        self.setAccessibleDescription(text)


class PresetCards(QWidget):
    """The cards that suit the pictures, one under the other; they scroll where there is no room.

    Attributes:
        cards: Those that are offered, from top to bottom.
    """

    def __init__(self, document: ProjectDocument, forecaster: Forecaster) -> None:
        super().__init__()
        self._document = document
        self._forecaster = forecaster
        self._every = {preset.name: self._new_card(preset) for preset in PRESETS}
        self.cards: list[PresetCard] = []
        self._own = label(_OWN, Role.NOTE, wrap=True)
        self._inside = QWidget()
        self._stack = QVBoxLayout(self._inside)
        self._build()
        document.network_changed.connect(self._on_document_network_changed)
        document.dataset_changed.connect(self._on_document_network_changed)
        forecaster.changed.connect(self.show_notes)
        self._on_document_network_changed()

    def show_notes(self) -> None:
        """Bring sizes and times up to date."""
        for card in self.cards:
            network = self._document.preset_of(card.preset.name).network
            report = examine(network, self._document.class_count)
            card.show_note(report.parameters, time_words(self._forecaster.of(network)))

    def _new_card(self, preset: Preset) -> PresetCard:
        card = PresetCard(preset)
        card.clicked.connect(partial(self._on_card_clicked, preset.name))
        return card

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(label("Start from", Role.TITLE))
        self._stack.setContentsMargins(0, 0, 0, 0)
        for card in self._every.values():
            card.hide()
            self._stack.addWidget(card)
        self._stack.addWidget(self._own)
        self._stack.addStretch(1)
        area = FittingArea(self._inside, self._stack)
        area.setAccessibleName("Networks to start from")
        column.addWidget(area, 1)
        column.addStretch(0)

    def _offer(self, wanted: list[PresetCard]) -> None:
        """Show these cards, in this order."""
        roomy = len(wanted) <= _FEW
        self._stack.setSpacing(_APART[roomy])
        for card in self._every.values():
            card.setVisible(card in wanted)
        for place, card in enumerate(wanted):
            card.set_room(roomy=roomy)
            self._stack.removeWidget(card)
            self._stack.insertWidget(place, card)
        for card, after in pairwise(wanted):
            self.setTabOrder(card, after)
        self.cards = wanted

    def _on_card_clicked(self, name: str) -> None:
        self._document.choose_preset(name)

    def _on_document_network_changed(self) -> None:
        project = self._document.project
        photos = project.photos is not None
        wanted = [self._every[preset.name] for preset in offered(photos=photos)]
        if wanted != self.cards:
            self._offer(wanted)
        self.show_notes()
        for card in self.cards:
            card.setChecked(card.preset.name == project.preset_name)
        self._own.setVisible(project.preset_name == "custom")


def size_words(parameters: int) -> str:
    """How large a network is: "407k parameters", "1.7 million parameters"."""
    if parameters < 1_000_000:
        return f"{parameters / 1000:,.0f}k parameters"
    return f"{parameters / 1_000_000:,.1f} million parameters"
