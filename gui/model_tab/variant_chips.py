"""Accurate or quick: the backbones that photo features can stand on, to choose within the card."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from core.errors import LitmusError
from core.features.backbone import ACCURATE, QUICK, backbones
from gui.model_tab.chips import chip_button
from gui.widgets.text import Role, label


@dataclass(frozen=True)
class Variant:
    """One choice.

    Attributes:
        title: Of the choice.
        names: Of the backbones.
        why: One sentence.
    """

    title: str
    names: tuple[str, ...]
    why: str


VARIANTS = (
    Variant("Accurate", ACCURATE, "Two backbones look at each picture: the best answers."),
    Variant("Quick", QUICK, "One backbone looks at each picture: a third of the time."),
)


class VariantChips(QWidget):
    """The choices, each with its size and its time for these pictures.

    Signals:
        chosen: The names of the backbones that the person wants.

    Attributes:
        chips: One for each of `VARIANTS`.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.chips = [
            chip_button(variant.title, tooltip=variant.why, checkable=True) for variant in VARIANTS
        ]
        self.notes = [label("", Role.NOTE, wrap=True) for _ in VARIANTS]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (chip, note) in enumerate(zip(self.chips, self.notes, strict=True)):
            note.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            chip.clicked.connect(partial(self._on_chip_clicked, row))
            grid.addWidget(chip, row, 0)
            grid.addWidget(note, row, 1)

    def show_variants(
        self, times: Mapping[tuple[str, ...], str], *, chosen: tuple[str, ...] | None
    ) -> None:
        """Show how long each takes, by its names, and which is chosen; None for neither."""
        for variant, chip, note in zip(VARIANTS, self.chips, self.notes, strict=True):
            chip.setChecked(variant.names == chosen)
            words = " · ".join(part for part in (_size(variant), times[variant.names]) if part)
            note.setText(words.replace(" ", "\u00a0").replace("·\u00a0", "· "))
            chip.setAccessibleDescription(f"{words}. {variant.why}")

    def _on_chip_clicked(self, row: int) -> None:
        # The document decides what is checked.
        self.chips[row].setChecked(not self.chips[row].isChecked())
        self.chosen.emit(VARIANTS[row].names)


def _size(variant: Variant) -> str:
    try:
        megabytes = sum(backbone.megabytes for backbone in backbones(variant.names))
    except LitmusError:
        return ""
    return f"{megabytes:.0f} MB"
