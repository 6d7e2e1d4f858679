"""The card in the middle: the network's layers, and what the selected term means."""

from html import escape

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from core.model.layers import Backbone, LayerSpec
from core.model.shapes import NetworkReport
from gui.document import ProjectDocument
from gui.glossary import explain
from gui.model_tab.add_menu import AddMenu
from gui.model_tab.columns import GAP, LEFT_MARGIN, REMOVE_WIDTH, UNLIMITED, Columns
from gui.model_tab.edits import (
    LAYERS_AT_MOST,
    with_added,
    with_changed,
    with_rescale,
)
from gui.model_tab.layer_actions import LayerActions
from gui.model_tab.layer_list import INPUT, LayerList
from gui.model_tab.layer_row import LayerEdit
from gui.widgets.fitting_area import BAR_WIDTH
from gui.widgets.text import ButtonRole, Callout, Card, Role, button, label

_RIGHT_MARGIN = GAP + REMOVE_WIDTH + BAR_WIDTH


class LayersCard(Card):
    """Shows and edits the layers.

    Signals:
        summary_requested: The person wants Keras' own summary.
        own_requested: The person wants to use a backbone of their own.
    """

    summary_requested = Signal()
    own_requested = Signal()

    def __init__(self, document: ProjectDocument) -> None:
        super().__init__("Layers")
        self._document = document
        self.list = LayerList()
        self.verbs = LayerActions(document, self.list)
        self.add_menu = AddMenu(self)
        self.callout = Callout("Choose a layer or a setting to read here what it means.")
        self.add = _small("+ &Add layer", "Put another layer in, after the selected one (Ctrl+L)")
        self.summary = _small("&Keras summary", explain("summary").html)
        self._header = _Header()
        self._total = _Total()
        self._build()
        self._connect()

    def show_report(self, report: NetworkReport) -> None:
        """Show the document's network and what is to be said about its layers."""
        project = self._document.project
        network = project.network
        self.list.show_network(
            network,
            report,
            classes=self._document.class_count,
            fitted=project.photos is not None,
        )
        self.add_menu.show_for(network)
        self.verbs.allow()
        room = len(network.layers) < LAYERS_AT_MOST
        self.add.setEnabled(room)
        if not room:
            self.add.setToolTip(f"A network holds at most {LAYERS_AT_MOST} layers.")
        possible = bool(report.layers) and all(r.output_shape is not None for r in report.layers)
        self._total.show_total(report.parameters if possible else None)
        self.summary.setEnabled(possible)
        tip = explain("summary").html
        self.summary.setToolTip(tip if possible else "Keras cannot build this network.")

    def explain(self, term: str) -> None:
        """Say what a term means."""
        entry = explain(term)
        self.callout.show_text(f"<b>{escape(entry.title)}</b> {escape(entry.sentence)}", rich=True)

    def _build(self) -> None:
        for made in (self.add, self.summary):
            self.title_row.addWidget(made)
        self.content.setSpacing(0)
        self.content.setContentsMargins(16, 14, 16 - BAR_WIDTH, 16)
        self.title_row.setContentsMargins(0, 0, BAR_WIDTH, 0)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self._header)
        column.addWidget(self.list, 1)
        column.addWidget(self._total)
        column.addSpacing(8)
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, BAR_WIDTH, 0)
        below.addWidget(self.callout)
        column.addLayout(below)
        column.addStretch(0)
        self.content.addLayout(column, 1)
        self.add.setMenu(self.add_menu.menu)

    def _connect(self) -> None:
        self.summary.clicked.connect(self.summary_requested)
        self.add_menu.chosen.connect(self._on_add_menu_chosen)
        self.list.selected.connect(self._on_list_selected)
        self.list.layer_edited.connect(self._on_list_layer_edited)
        self.list.rescale_toggled.connect(self._on_list_rescale_toggled)
        self.list.move_requested.connect(self.verbs.move)
        self.list.remove_requested.connect(self.verbs.remove)
        self.list.menu_requested.connect(self._on_list_menu_requested)
        self.list.summary_requested.connect(self.summary_requested)
        self.list.own_requested.connect(self.own_requested)
        self.list.columns_changed.connect(self._header.set_columns)

    def _on_add_menu_chosen(self, layer: LayerSpec) -> None:
        network, place = with_added(self._document.project.network, self.list.position, layer)
        self._document.set_network(network, words=f"add {layer.kind}")
        self.list.focus(place)

    def _on_list_selected(self, position: int) -> None:
        layers = self._document.project.network.layers
        self.explain("input" if position == INPUT else layers[position].kind)
        self.verbs.allow()

    def _on_list_layer_edited(self, position: int, edit: LayerEdit) -> None:
        if isinstance(edit.layer, Backbone):
            self._document.choose_backbones(edit.layer.names)
            return
        network = with_changed(self._document.project.network, position, edit.layer)
        topic = f"layer {position} {edit.topic}" if edit.topic else ""
        self._document.set_network(network, words=edit.words, topic=topic)

    def _on_list_rescale_toggled(self, on: bool) -> None:
        network = with_rescale(self._document.project.network, on=on)
        words = "divide by 255" if on else "use plain pixels"
        self._document.set_network(network, words=words)

    def _on_list_menu_requested(self, _position: int, place: QPoint) -> None:
        menu = QMenu(self)
        menu.addActions(self.verbs.actions)
        menu.popup(place)
        menu.aboutToHide.connect(menu.deleteLater)


def _small(text: str, tooltip: str) -> QPushButton:
    return button(text, ButtonRole.SMALL, tooltip=tooltip)


class _Header(QWidget):
    """The names of the columns."""

    def __init__(self) -> None:
        super().__init__()
        self._layer = self._word("Layer", "layer")
        self._settings = label("Settings", Role.NOTE)
        self._shape = self._word("Output shape", "output_shape")
        self._parameters = self._word("Parameters", "parameters")
        self._parameters.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(LEFT_MARGIN, 6, _RIGHT_MARGIN, 6)
        row.setSpacing(GAP)
        row.addWidget(self._layer)
        row.addWidget(self._settings, 1)
        row.addWidget(self._shape)
        row.addWidget(self._parameters)

    def set_columns(self, columns: Columns) -> None:
        """Stand above the columns of the rows."""
        self._settings.setText("Settings" if columns.wide else "")
        if columns.wide:
            self._layer.setFixedWidth(columns.name)
        else:
            self._layer.setMinimumWidth(0)
            self._layer.setMaximumWidth(UNLIMITED)
        self._shape.setFixedWidth(columns.shape)
        self._parameters.setFixedWidth(columns.parameters)

    @staticmethod
    def _word(text: str, term: str) -> QLabel:
        made = label(text, Role.NOTE)
        made.setToolTip(explain(term).html)
        return made


class _Total(QWidget):
    """The sum under the column of parameters."""

    def __init__(self) -> None:
        super().__init__()
        self._sum = label()
        row = QHBoxLayout(self)
        row.setContentsMargins(LEFT_MARGIN, 8, _RIGHT_MARGIN, 0)
        row.addWidget(label("Total", Role.DIM))
        row.addStretch(1)
        row.addWidget(self._sum)
        self.setToolTip(explain("parameters").html)

    def show_total(self, parameters: int | None) -> None:
        """Show the sum; None where not every layer's is known."""
        self._sum.setText("–" if parameters is None else f"{parameters:,} parameters")
