"""The menu of layers that can be added, each with a line that says what it does."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from core.model.layers import LAYER_KINDS, ONE_PER_CLASS, Activation, Dense
from core.values import Value
from gui.glossary import explain
from gui.model_tab.kinds import ONE_LINE, kind_of

ANSWER = Dense(units=ONE_PER_CLASS, activation=Activation.SOFTMAX)
"""The layer that gives the answer."""


class AddMenu(QObject):
    """Offers every kind of layer.

    Signals:
        chosen: A new layer of the kind that was chosen.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.menu = QMenu(parent)
        self.menu.setToolTipsVisible(True)
        self.menu.setAccessibleName("Add layer")
        for kind in LAYER_KINDS:
            name = kind_of(kind)
            self._offer(f"{name}\t{ONE_LINE[name]}", kind(), explain(name).html)
        self.menu.addSeparator()
        self._offer("Dense, one per class\tthe answer", ANSWER, explain("classes").html)

    def _offer(self, text: str, layer: Value, tooltip: str) -> None:
        action = QAction(text, self.menu)
        action.setToolTip(tooltip)
        action.triggered.connect(lambda _checked=False: self.chosen.emit(layer))
        self.menu.addAction(action)
