"""The buttons at the bottom right: Train, Stop, or what comes after a training."""

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from gui.widgets.text import ButtonRole, button, set_role


class Offer(StrEnum):
    """What the main button does."""

    TRAIN = "train"
    STOP = "stop"
    TRY = "try"


_TEXTS = {Offer.TRAIN: "&Train", Offer.STOP: "■ &Stop", Offer.TRY: "Tr&y it →"}
_TIPS = {
    Offer.TRAIN: "Train this network with these settings, as a new run (Ctrl+R).",
    Offer.STOP: "Stop after the step being done; what was learned is kept (Ctrl+.).",
    Offer.TRY: "Go to Predict and give the network pictures of your own.",
}


class _OneClickButton(QPushButton):
    """Takes a double click as one click: its second half would hit what the button became."""

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()


class TrainingButtons(QWidget):
    """One main button that changes with the training, and *Train again* beside it afterwards.

    Signals:
        train_wanted: A person wants to train.
        stop_wanted: A person wants to stop.
        try_wanted: A person wants to try the network.
    """

    train_wanted = Signal()
    stop_wanted = Signal()
    try_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._offer = Offer.TRAIN
        self.again = button("Train &again", ButtonRole.LARGE, tooltip=_TIPS[Offer.TRAIN])
        self.main = _OneClickButton()
        self.main.setAutoDefault(False)
        self.again.clicked.connect(self.train_wanted)
        self.main.clicked.connect(self._on_main_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addStretch(1)
        layout.addWidget(self.again)
        layout.addWidget(self.main)
        self.show_offer(Offer.TRAIN)

    @property
    def offer(self) -> Offer:
        """What the main button does."""
        return self._offer

    def show_offer(self, offer: Offer, *, obstacle: str | None = None) -> None:
        """Offer this; `obstacle` says why it, or training again, cannot be done now."""
        self._offer = offer
        tip = obstacle or _TIPS[offer]
        self.main.setText(_TEXTS[offer])
        set_role(self.main, ButtonRole.LARGE if offer is Offer.STOP else ButtonRole.PRIMARY)
        self.again.setVisible(offer is Offer.TRY)
        self.again.setEnabled(obstacle is None)
        self.main.setEnabled(obstacle is None or offer is Offer.TRY)
        self.again.setToolTip(obstacle or _TIPS[Offer.TRAIN])
        self.main.setToolTip(_TIPS[offer] if offer is Offer.TRY else tip)
        self.main.setAccessibleName(_TEXTS[offer].replace("&", "").strip("■→ "))
        self.main.setAccessibleDescription(tip)

    def _on_main_clicked(self) -> None:
        match self._offer:
            case Offer.TRAIN:
                self.train_wanted.emit()
            case Offer.STOP:
                self.stop_wanted.emit()
            case Offer.TRY:
                self.try_wanted.emit()
