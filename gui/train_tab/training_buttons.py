"""The buttons at the bottom right: Train, Pause and Stop, or what comes after a training."""

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from gui.widgets.text import ButtonRole, button, set_role


class Offer(StrEnum):
    """What the main button does."""

    TRAIN = "train"
    RESUME = "resume"
    STOP = "stop"
    PAUSING = "pausing"
    STOPPING = "stopping"
    SAVING = "saving"
    TRY = "try"


_TEXTS = {
    Offer.TRAIN: "&Train",
    Offer.RESUME: "Re&sume",
    Offer.STOP: "■ &Stop",
    Offer.PAUSING: "Pausing…",
    Offer.STOPPING: "Stopping…",
    Offer.SAVING: "Saving…",
    Offer.TRY: "Tr&y it →",
}
_TIPS = {
    Offer.TRAIN: "Train this network with these settings, as a new run (Ctrl+R).",
    Offer.RESUME: "Go on with this run where it was, with its own pictures, network and settings "
    "(Ctrl+Shift+R).",
    Offer.STOP: "Stop after the step being done (Ctrl+.). What was learned is kept, and so is what "
    "a backbone made of the pictures.",
    Offer.PAUSING: "The training pauses after the step being done.",
    Offer.STOPPING: "The training stops after the step being done.",
    Offer.SAVING: "The model is being written.",
    Offer.TRY: "Go to Predict and give the network pictures of your own.",
}
_PAUSE_TIP = (
    "Interrupt the training after the step being done, and free the processor and the memory "
    "(Ctrl+P). It can be resumed where it was, also after Litmus was closed."
)
_ENDING = (Offer.PAUSING, Offer.STOPPING, Offer.SAVING)
_PRIMARY = (Offer.TRAIN, Offer.RESUME, Offer.TRY)


class _OneClickButton(QPushButton):
    """Takes a double click as one click: its second half would hit what the button became."""

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()


class TrainingButtons(QWidget):
    """One main button that changes with the training, and beside it what else can be done.

    Signals:
        train_wanted: A person wants to train.
        resume_wanted: A person wants to go on with the run that is shown.
        pause_wanted: A person wants to pause.
        stop_wanted: A person wants to stop.
        try_wanted: A person wants to try the network.
    """

    train_wanted = Signal()
    resume_wanted = Signal()
    pause_wanted = Signal()
    stop_wanted = Signal()
    try_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._offer = Offer.TRAIN
        self.again = button("Train &again", ButtonRole.LARGE, tooltip=_TIPS[Offer.TRAIN])
        self.pause = button("Pa&use", ButtonRole.LARGE, tooltip=_PAUSE_TIP)
        self.main = _OneClickButton()
        self.main.setAutoDefault(False)
        # As high as the main button, whatever its role.
        self.again.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.again.clicked.connect(self.train_wanted)
        self.pause.clicked.connect(self.pause_wanted)
        self.main.clicked.connect(self._on_main_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addStretch(1)
        for shown in (self.again, self.pause, self.main):
            layout.addWidget(shown)
        self.show_offer(Offer.TRAIN)

    @property
    def offer(self) -> Offer:
        """What the main button does."""
        return self._offer

    def show_offer(
        self,
        offer: Offer,
        *,
        obstacle: str | None = None,
        number: int = 0,
        another: bool = False,
    ) -> None:
        """Offer this.

        Args:
            offer: What the main button does.
            obstacle: Why one cannot train (again) now.
            number: Of the run that can be resumed.
            another: Whether training now would train something else than the run that is shown.
        """
        self._offer = offer
        blocked = obstacle if offer is Offer.TRAIN else None
        text = f"{_TEXTS[offer]} run {number}" if offer is Offer.RESUME else _TEXTS[offer]
        self.main.setText(text)
        set_role(self.main, ButtonRole.PRIMARY if offer in _PRIMARY else ButtonRole.LARGE)
        self._show_pause(offer)
        self._enable_main(blocked is None and offer not in _ENDING)
        self.main.setToolTip(blocked or _TIPS[offer])
        self.main.setAccessibleName(text.replace("&", "").strip("■→ "))
        self.main.setAccessibleDescription(self.main.toolTip())
        self.again.setVisible(offer in (Offer.TRY, Offer.RESUME))
        # The number of the run needs its room.
        set_role(self.again, ButtonRole.PLAIN if offer is Offer.RESUME else ButtonRole.LARGE)
        self.again.setText("Train a ne&w one" if another else "Train &again")
        self.again.setEnabled(obstacle is None)
        self.again.setToolTip(obstacle or _TIPS[Offer.TRAIN])

    def _show_pause(self, offer: Offer) -> None:
        if self.pause.hasFocus() and offer is not Offer.STOP:
            self.main.setFocus()
        self.pause.setVisible(offer is Offer.STOP)

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
            case Offer.RESUME:
                self.resume_wanted.emit()
            case Offer.STOP:
                self.stop_wanted.emit()
            case Offer.TRY:
                self.try_wanted.emit()
