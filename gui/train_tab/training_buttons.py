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
    STOPPING = "stopping"
    SAVING = "saving"
    TRY = "try"


_TEXTS = {
    Offer.TRAIN: "&Train",
    Offer.STOP: "■ &Stop",
    Offer.STOPPING: "Stopping…",
    Offer.SAVING: "Saving…",
    Offer.TRY: "Tr&y it →",
}
_TIPS = {
    Offer.TRAIN: "Train this network with these settings, as a new run (Ctrl+R).",
    Offer.STOP: "Stop after the step being done (Ctrl+.). What was learned is kept, and so is what "
    "a backbone made of the pictures.",
    Offer.STOPPING: "The training stops after the step being done.",
    Offer.SAVING: "The model is being written.",
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
        """Offer this; `obstacle` says why one cannot train (again) now."""
        self._offer = offer
        blocked = obstacle if offer is Offer.TRAIN else None
        primary = offer in (Offer.TRAIN, Offer.TRY)
        self.main.setText(_TEXTS[offer])
        set_role(self.main, ButtonRole.PRIMARY if primary else ButtonRole.LARGE)
        self._enable_main(blocked is None and offer not in (Offer.STOPPING, Offer.SAVING))
        self.main.setToolTip(blocked or _TIPS[offer])
        self.main.setAccessibleName(_TEXTS[offer].replace("&", "").strip("■→ "))
        self.main.setAccessibleDescription(self.main.toolTip())
        self.again.setVisible(offer is Offer.TRY)
        self.again.setEnabled(obstacle is None)
        self.again.setToolTip(obstacle or _TIPS[Offer.TRAIN])

    def _enable_main(self, enabled: bool) -> None:
        """Keep the keyboard here: Qt would hand it to whatever comes next."""
        if not enabled and self.main.hasFocus():
            self.setFocus()
        self.main.setEnabled(enabled)
        if enabled and self.hasFocus():
            self.main.setFocus()

    def _on_main_clicked(self) -> None:
        match self._offer:
            case Offer.TRAIN:
                self.train_wanted.emit()
            case Offer.STOP:
                self.stop_wanted.emit()
            case Offer.TRY:
                self.try_wanted.emit()
