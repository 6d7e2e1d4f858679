"""Two lines above the pictures: how they are sorted, and what can be done with those found."""

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from gui.data_tab.folder_bar import FolderBar
from gui.data_tab.lookalikes import FILTERS, Sorting
from gui.glossary import explain
from gui.widgets.text import ButtonRole, Role, button, label

_WORDS = {
    Sorting.FOLDER: "In folder order",
    Sorting.LIKENESS: "By likeness",
    Sorting.MOST_LIKE: "Most like one picture",
    Sorting.ODD: "Odd ones out",
    Sorting.COPIES: "Nearly the same",
    Sorting.MISFITS: "Like another class",
}
_NAME_WIDTH = 104
"""Pixels for the name of a file."""

TERMS = {
    Sorting.LIKENESS: "likeness",
    Sorting.ODD: "odd_one",
    Sorting.COPIES: "near_duplicate",
    Sorting.MISFITS: "misfit",
}
"""What explains each of them, in the glossary."""


class LikenessRow(QWidget):
    """Lets the person choose an order, and shows what there is to know about it.

    Signals:
        sorting_chosen: Another order was chosen.
    """

    sorting_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sortings = QComboBox()
        self.sortings.setProperty("role", "small")
        self.sortings.setAccessibleName("Order of the pictures")
        self.sortings.setMinimumContentsLength(19)
        self.sortings.currentIndexChanged.connect(self._on_sortings_changed)
        self.find_button = button(
            "Find loo&k-alikes",
            ButtonRole.SMALL,
            tooltip="Compare all pictures with one another, to sort them by likeness and to find "
            "odd ones out, near-duplicates and pictures that look like another class.",
        )
        self.spare_button = button(
            "Pick s&pares",
            ButtonRole.SMALL,
            tooltip="Choose all of each group but the one with most pixels, to leave them out.",
        )
        self.move_button = button("M&ove there", ButtonRole.SMALL)
        self.leave_button = button("Leave o&ut", ButtonRole.SMALL)
        self.sentence = label("", Role.NOTE, wrap=True)
        self.bar = FolderBar()
        self.bar.bar.setAccessibleName("How far the pictures have been compared")
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.sortings)
        first.addStretch(1)
        for action in (self.find_button, self.spare_button, self.move_button, self.leave_button):
            first.addWidget(action)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addLayout(first)
        rows.addWidget(self.sentence)
        rows.addWidget(self.bar)
        self.offer({}, one="")
        self.show_sorting(Sorting.FOLDER, found=False)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the keyboard stops at, from left to right."""
        buttons = (self.find_button, self.spare_button, self.move_button, self.leave_button)
        return (self.sortings, *buttons, self.bar.action, self.bar.close_button)

    @property
    def sorting(self) -> Sorting:
        """The order chosen."""
        return Sorting(str(self.sortings.currentData()))  # Qt makes a plain text of it

    def offer(self, counts: Mapping[Sorting, int], *, one: str) -> None:
        """Offer what there is.

        Args:
            counts: How many pictures each filter shows, where that is known.
            one: The name of the picture that others can be sorted by; empty where there is none.
        """
        chosen = self.sortings.currentData()
        with QSignalBlocker(self.sortings):
            self.sortings.clear()
            for sorting, words in _WORDS.items():
                if sorting is Sorting.MOST_LIKE:
                    if not one:
                        continue
                    name = self.fontMetrics().elidedText(
                        one, Qt.TextElideMode.ElideMiddle, _NAME_WIDTH
                    )
                    words = f"Most like “{name}”"
                elif sorting in counts:
                    words = f"{words} ({counts[sorting]:,})"
                self.sortings.addItem(words, sorting)
            self.sortings.setCurrentIndex(max(0, self.sortings.findData(chosen)))

    def choose(self, sorting: Sorting) -> None:
        """Choose an order, as the person would, but tell nobody."""
        with QSignalBlocker(self.sortings):
            self.sortings.setCurrentIndex(max(0, self.sortings.findData(sorting)))

    def show_sorting(self, sorting: Sorting, *, found: bool) -> None:
        """Show what can be done with pictures in this order; `found` once there are some."""
        term = TERMS.get(sorting)
        self.sortings.setToolTip(
            explain(term).html if term else "In which order the pictures are shown, or which."
        )
        self.find_button.setVisible(sorting is Sorting.FOLDER and not found)
        self.spare_button.setVisible(sorting is Sorting.COPIES and found)
        self.move_button.setVisible(sorting is Sorting.MISFITS and found)
        self.leave_button.setVisible(sorting in FILTERS and found)

    def say(self, sentence: str) -> None:
        """Say something about the pictures shown; an empty sentence says nothing."""
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))

    def _on_sortings_changed(self) -> None:
        self.sorting_chosen.emit()
