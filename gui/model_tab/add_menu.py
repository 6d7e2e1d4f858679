"""The menu of layers that can be added, each with a line that says what it does."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from core.model.layers import LAYER_KINDS, LogisticRegression
from core.model.network import NetworkSpec
from core.values import Value
from gui.glossary import explain
from gui.model_tab.edits import ANSWER
from gui.model_tab.kinds import AFTER_BACKBONE, ONE_LINE, kind_of


class AddMenu(QObject):
    """Offers every kind of layer that can stand in the network.

    Signals:
        chosen: A new layer of the kind that was chosen.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.menu = QMenu(parent)
        self.menu.setToolTipsVisible(True)
        self.menu.setAccessibleName("Add layer")
        self._kinds: dict[str, QAction] = {}
        for kind in LAYER_KINDS:
            name = kind_of(kind)
            action = self._offer(f"{name}\t{ONE_LINE[name]}", kind(), explain(name).html)
            self._kinds[name] = action
        self.menu.addSeparator()
        regression = kind_of(LogisticRegression)
        self._regression = self._offer(
            f"{regression}\t{ONE_LINE[regression]}",
            LogisticRegression(),
            explain(regression).html,
        )
        self._regression.setVisible(False)
        self._offer("Dense, one per class\tthe answer", ANSWER, explain("classes").html)

    def show_for(self, network: NetworkSpec) -> None:
        """Offer what can stand in this network."""
        for name, action in self._kinds.items():
            action.setVisible(network.backbone is None or name in AFTER_BACKBONE)
        self._regression.setVisible(network.backbone is not None and not network.by_regression)

    def _offer(self, text: str, layer: Value, tooltip: str) -> QAction:
        action = QAction(text, self.menu)
        action.setToolTip(tooltip)
        action.triggered.connect(lambda _checked=False: self.chosen.emit(layer))
        self.menu.addAction(action)
        return action
