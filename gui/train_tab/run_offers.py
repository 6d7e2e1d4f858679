"""What can be done with the shown run beside trying it: resume it, train it longer, continue."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.run.folder import Run
from core.run.shelf import run_number
from gui.train_tab.standing import ended_by_rule, left_off, place_words
from gui.widgets.text import Role, button, label


class RunOffer(StrEnum):
    """One thing that can be done."""

    RESUME = "resume"
    LONGER = "longer"
    GROW = "grow"


@dataclass(frozen=True)
class RunOffering:
    """What is offered.

    Attributes:
        offer: What it does.
        text: Of the button.
        tip: What it does, in a sentence.
        note: What stands below it; may be empty.
    """

    offer: RunOffer
    text: str
    tip: str
    note: str = ""


_RESUME_TIP = (
    "Go on with this run where it was stopped, with its own pictures, network and settings "
    "(Ctrl+Shift+R)."
)
_LONGER_TIP = (
    "Give this run more epochs: it goes on where it ended, in place, and its curves go on "
    "(Ctrl+Shift+E)."
)
_GROW_TIP = (
    "Train a new run that begins with what this one learned: classes are known again by name, new "
    "ones begin fresh (Ctrl+Shift+G)."
)


def rested_offers(run: Run | None) -> tuple[RunOffering, ...]:
    """What is offered for a run that is over. Looks at the disk."""
    if run is None or not run.resumable:
        return ()
    if ended_by_rule(run) and not run.record.network.by_regression:
        return (RunOffering(RunOffer.LONGER, "Train &longer…", _LONGER_TIP),)
    if left_off(run):
        text = " at ".join(filter(None, ("Res&ume", place_words(run.record))))
        return (RunOffering(RunOffer.RESUME, text, _RESUME_TIP),)
    return ()


def growing_offer(run: Run, what: str) -> RunOffering:
    """To continue from `run`, since there is something new; `what` says it."""
    text = f"&Continue from run {run_number(run.folder)}…"
    return RunOffering(RunOffer.GROW, text, _GROW_TIP, what)


class RunOffers(QWidget):
    """Secondary buttons, one below the other, with notes.

    Signals:
        wanted: A person wants this `RunOffer`.
    """

    wanted = Signal(RunOffer)

    def __init__(self) -> None:
        super().__init__()
        self._buttons = {offer: button("") for offer in RunOffer}
        self._notes = {offer: label("", Role.NOTE, wrap=True) for offer in RunOffer}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        for offer, shown in self._buttons.items():
            shown.clicked.connect(lambda _checked=False, offer=offer: self.wanted.emit(offer))
            column.addWidget(shown)
            column.addWidget(self._notes[offer])
        self.show_offers(())

    def button(self, offer: RunOffer) -> QWidget:
        """The button of an offer."""
        return self._buttons[offer]

    @property
    def shown(self) -> tuple[RunOffer, ...]:
        """What is offered."""
        return tuple(o for o, one in self._buttons.items() if not one.isHidden())

    @property
    def text(self) -> str:
        """All that is offered, line by line."""
        lines = [
            words
            for offer in self.shown
            for words in (self._buttons[offer].text().replace("&", ""), self._notes[offer].text())
        ]
        return "\n".join(filter(None, lines))

    def show_offers(self, offerings: tuple[RunOffering, ...]) -> None:
        """Offer these; nothing else."""
        by_offer = {offering.offer: offering for offering in offerings}
        for offer, shown in self._buttons.items():
            offering = by_offer.get(offer)
            shown.setVisible(offering is not None)
            self._notes[offer].setVisible(bool(offering and offering.note))
            if offering is not None:
                shown.setText(offering.text)
                shown.setToolTip(offering.tip)
                shown.setAccessibleDescription(offering.note or offering.tip)
                self._notes[offer].setText(offering.note)
        self.setVisible(bool(offerings))
