"""What can be done to the selected layer, as actions for keys and the context menu."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from core.model.network import NetworkSpec
from gui.document import ProjectDocument
from gui.model_tab.edits import (
    LAYERS_AT_MOST,
    fixed,
    may_move,
    with_layer,
    with_moved,
    without_layer,
)
from gui.model_tab.layer_list import LayerList


@dataclass(frozen=True)
class _Action:
    """One row of the table below: words, key, and the verb that does it."""

    text: str
    keys: str
    verb: Callable[["LayerActions"], None]


class LayerActions:
    """Moves, copies and removes the layer selected in a list, through the document."""

    def __init__(self, document: ProjectDocument, layers: LayerList) -> None:
        self._document = document
        self._list = layers
        self.actions = [self._action(row, layers) for row in _ACTIONS]

    def move_up(self) -> None:
        """Let the selected layer change places with the one above."""
        self._move_by(-1)

    def move_down(self) -> None:
        """Let the selected layer change places with the one below."""
        self._move_by(1)

    def move(self, position: int, target: int) -> None:
        """Move a layer so that it stands at `target`; nothing happens where it cannot."""
        network = self._document.project.network
        if not may_move(network, position, target):
            return
        kind = network.layers[position].kind
        way = "up" if target < position else "down"
        self._edit(with_moved(network, position, target), f"move {kind} {way}")
        self._list.focus(target)

    def duplicate(self) -> None:
        """Put a copy of the selected layer behind it."""
        network, position = self._document.project.network, self._list.position
        if position is None or not self._free(position):
            return
        if len(network.layers) < LAYERS_AT_MOST:
            layer = network.layers[position]
            self._edit(with_layer(network, position, layer), f"duplicate {layer.kind}")
            self._list.focus(position + 1)

    def remove_selected(self) -> None:
        """Take the selected layer out."""
        if self._list.position is not None:
            self.remove(self._list.position)

    def remove(self, position: int) -> None:
        """Take a layer out; the one behind it is selected next."""
        network = self._document.project.network
        if not self._free(position):
            return
        kind = network.layers[position].kind
        self._edit(without_layer(network, position), f"remove {kind}")
        self._list.focus(min(position, len(network.layers) - 2))

    def allow(self) -> None:
        """Let only those actions be chosen that can do something with the selected layer."""
        free = self._list.position is not None and self._free(self._list.position)
        for action in self.actions:
            action.setEnabled(free)

    def _free(self, position: int) -> bool:
        """Whether there is a layer at `position` that need not stay there."""
        layers = self._document.project.network.layers
        return 0 <= position < len(layers) and not fixed(layers[position])

    def _move_by(self, way: int) -> None:
        if self._list.position is not None:
            self.move(self._list.position, self._list.position + way)

    def _edit(self, network: NetworkSpec, words: str) -> None:
        self._document.set_network(network, words=words)

    def _action(self, row: _Action, parent: QWidget) -> QAction:
        action = QAction(row.text, parent)
        action.setShortcut(QKeySequence(row.keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: row.verb(self))
        parent.addAction(action)
        return action


_ACTIONS = (
    _Action("Move &up", "Alt+Up", LayerActions.move_up),
    _Action("Move &down", "Alt+Down", LayerActions.move_down),
    _Action("Du&plicate", "Ctrl+D", LayerActions.duplicate),
    _Action("&Remove", "Delete", LayerActions.remove_selected),
)
