"""The chips of a backbone: which one, and the way to its own layers."""

from contextlib import suppress

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.errors import LitmusError
from core.features.backbone import ACCURATE, QUICK, backbones, bundled_backbones
from core.features.own_backbones import own_backbones
from core.model.layers import Backbone
from gui.model_tab.chips import ChoiceChip, chip_button
from gui.widgets.choice_field import Choice
from gui.widgets.flow import FlowLayout

_OTHERS = "Choose others; pictures that have passed them before need not pass again."
_LAYERS = "Show the backbone's own layers, as Keras lists them"
_OWN = "Use another pretrained network: one that you saved with Keras, or one that Keras knows"
_USUAL = {ACCURATE: "Accurate: ", QUICK: "Quick: "}


class BackboneChips(QObject):
    """Shows the backbones of a layer and lets others be chosen.

    Signals:
        names_chosen: Of the backbones that the person wants instead.
        layers_requested: The person asks what layers they have.
        own_requested: The person wants to use a backbone of their own.
    """

    names_chosen = Signal(object)
    layers_requested = Signal()
    own_requested = Signal()

    def __init__(self, layer: Backbone, flow: FlowLayout) -> None:
        super().__init__()
        self.choice = ChoiceChip("Backbones", _choices(layer.names))
        self.choice.value_changed.connect(self.names_chosen)
        self.layers = chip_button("its layers", tooltip=_LAYERS)
        self.layers.clicked.connect(self.layers_requested)
        self.own = chip_button("your own…", tooltip=_OWN)
        self.own.clicked.connect(self.own_requested)
        for chip in self.widgets:
            flow.addWidget(chip)
        self.show_layer(layer, usable=False)

    @property
    def widgets(self) -> list[QWidget]:
        """Everything the keyboard can stand on, in order."""
        return [self.choice, self.layers, self.own]

    def show_layer(self, layer: Backbone, *, usable: bool) -> None:
        """Show these backbones; `usable` where Keras can build the network on them."""
        self.choice.offer(_choices(layer.names))
        self.choice.set_value(layer.names)
        self.choice.setToolTip(f"{titles(layer.names)}. {_OTHERS}")
        self.layers.setEnabled(usable)


def titles(names: tuple[str, ...]) -> str:
    """The names of backbones as a person reads them: "EfficientNet-Lite2 + EfficientNet-Lite0"."""
    try:
        return " + ".join(backbone.title for backbone in backbones(names))
    except LitmusError:
        return " + ".join(names)


def _choices(chosen: tuple[str, ...]) -> list[Choice]:
    """The usual ones, each other one by itself, those of the person, and what is chosen.

    A backbone that is not on this computer, and a damaged list of them, can be shown too.
    """
    single: list[tuple[str, ...]] = []
    with suppress(LitmusError):
        single += [(backbone.name,) for backbone in bundled_backbones()]
    single += [(backbone.name,) for backbone in own_backbones()]
    every = dict.fromkeys((ACCURATE, QUICK, *single, chosen))
    return [_choice(names) for names in every]


def _choice(names: tuple[str, ...]) -> Choice:
    title = titles(names)
    return Choice(names, title.replace("EfficientNet-", ""), f"{_USUAL.get(names, '')}{title}")
