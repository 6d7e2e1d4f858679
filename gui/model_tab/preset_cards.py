"""Networks to start from, as cards."""

from functools import partial
from itertools import pairwise

from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.model.presets import PRESETS, Preset, offered
from core.training.cost import cost_of
from gui.document import ProjectDocument
from gui.model_tab.forecaster import Forecaster, time_words
from gui.model_tab.preset_card import PresetCard
from gui.model_tab.variant_chips import VARIANTS, VariantChips
from gui.widgets.fitting_area import FittingArea
from gui.widgets.text import Role, label

_OWN = "These layers are your own. Choosing a card replaces them; Undo brings them back."
_FEW = 3
_APART = {True: 16, False: 8}
"""Pixels between cards: less where there are many."""


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
            if card.variants is None:
                network = self._document.preset_of(card.preset.name).network
                cost = cost_of(network, self._document.class_count)
                time = time_words(self._forecaster.of(network))
                card.show_note(cost.parameters if cost else 0, time)
            else:
                self._show_variants(card.preset.name, card.variants)

    def _show_variants(self, name: str, variants: VariantChips) -> None:
        """Say of each variant how large it is and how long it takes, and which one is chosen."""
        project = self._document.project
        backbone = project.network.backbone if project.preset_name == name else None
        times = {}
        for variant in VARIANTS:
            network = self._document.preset_of(name, variant.names).network
            times[variant.names] = time_words(self._forecaster.of(network))
        variants.show_variants(times, chosen=backbone.names if backbone else None)

    def _new_card(self, preset: Preset) -> PresetCard:
        variants = VariantChips() if preset.network.by_regression else None
        if variants is not None:
            variants.chosen.connect(partial(self._document.choose_preset, preset.name))
        card = PresetCard(preset, variants)
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
        stops = [stop for card in wanted for stop in card.stops]
        for stop, after in pairwise(stops):
            self.setTabOrder(stop, after)
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
