"""How one can go on with the run chosen in the list, as a menu."""

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from core.run.folder import Run
from gui.train_tab.run_offers import RunOffer
from gui.train_tab.standing import ended_by_rule, left_off, unfinished

_GROW_TIP = (
    "Train a new run that begins with what the chosen one learned, on the pictures and classes "
    "there are now."
)
_ROWS = {
    RunOffer.RESUME: ("&Resume", "Go on with the chosen run where it was."),
    RunOffer.LONGER: ("Train &longer…", "Give the chosen run more epochs, in place."),
    RunOffer.GROW: ("&Continue from this run…", _GROW_TIP),
}


class RunMenu(QObject):
    """A button with a menu; the same actions serve the list's own menu.

    Signals:
        wanted: A person wants this `RunOffer` for the chosen run.
    """

    wanted = Signal(RunOffer)

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.actions = {offer: self._action(offer, view) for offer in RunOffer}
        self.button = QToolButton()
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setIconSize(QSize(16, 16))
        self.button.setAccessibleName("Go on with the chosen run")
        self.button.setToolTip(
            "Go on with the chosen run: resume it, train it longer, or continue from it with other "
            "pictures or classes."
        )
        menu = QMenu(self.button)
        menu.setToolTipsVisible(True)
        menu.addActions(list(self.actions.values()))
        self.button.setMenu(menu)

    def show_for(self, run: Run | None, *, changeable: bool) -> None:
        """Offer what can be done with `run`; nothing where it may not be changed now."""
        possible = possible_with(run) if run is not None and changeable else ()
        for offer, action in self.actions.items():
            action.setEnabled(offer in possible)
        self.button.setEnabled(bool(possible))

    def _action(self, offer: RunOffer, view: QWidget) -> QAction:
        text, tip = _ROWS[offer]
        action = QAction(text, view)
        action.setToolTip(tip)
        action.triggered.connect(lambda: self.wanted.emit(offer))
        view.addAction(action)
        return action


def possible_with(run: Run) -> tuple[RunOffer, ...]:
    """What its record lets one do with `run`; whether its files do is looked at when it is done."""
    possible = []
    if unfinished(run) or left_off(run):
        possible.append(RunOffer.RESUME)
    if ended_by_rule(run) and not run.record.network.by_regression:
        possible.append(RunOffer.LONGER)
    if run.record.epochs:
        possible.append(RunOffer.GROW)
    return tuple(possible)
