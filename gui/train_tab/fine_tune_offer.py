"""What is offered after a regression: to train the end of its backbone too."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.run.folder import Run
from core.run.record import RunStatus
from gui.glossary import explain
from gui.widgets.text import ButtonRole, Role, button, label


@dataclass(frozen=True)
class TuningOffer:
    """Fine-tuning, offered.

    Attributes:
        price: How long it takes, in words; empty where nobody knows.
        note: On what condition its result is kept, or why it cannot be done.
        possible: Whether it can be done.
    """

    price: str
    note: str
    possible: bool = True


def offer_for(run: Run | None, price_of: Callable[[Run], str]) -> TuningOffer | None:
    """What is offered after `run`; None where there is nothing to offer.

    Args:
        run: The last one.
        price_of: How long fine-tuning takes, in words.
    """
    if run is None or run.record.status is not RunStatus.FINISHED:
        return None
    record = run.record
    if not record.network.by_regression or record.fine_tuning is not None:
        return None
    # Whatever trained the run has imported it; the window's start needs it not.
    from core.training.fine_tuning import why_not_tuned

    checked = record.data.validation
    if obstacle := why_not_tuned(record.network, validation=checked):
        return TuningOffer("", obstacle, possible=False)
    pictures = f"{checked:,} validation picture{'s' * (checked != 1)}"
    return TuningOffer(price_of(run), f"Kept only if it is better on the {pictures}.")


class FineTuneOffer(QWidget):
    """A secondary button, and below it what it would mean.

    Signals:
        wanted: A person wants to fine-tune.
    """

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.button = button("", ButtonRole.PLAIN)
        self.button.clicked.connect(self.wanted)
        self._note = label("", Role.NOTE, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.button)
        column.addWidget(self._note)
        self.hide()

    def show_offer(self, offer: TuningOffer | None) -> None:
        """Offer this; nothing for None."""
        self.setVisible(offer is not None)
        if offer is None:
            return
        self.button.setText(f"Fine-t&une: {offer.price}" if offer.price else "Fine-t&une")
        self.button.setEnabled(offer.possible)
        self.button.setToolTip(explain("fine_tune").html)
        self.button.setAccessibleDescription(offer.note)
        self._note.setText(offer.note)

    @property
    def text(self) -> str:
        """What is offered, and on what condition; empty where nothing is."""
        shown = not self.isHidden()
        return f"{self.button.text().replace('&', '')}\n{self._note.text()}" if shown else ""
