"""The editable list of layers, the input first."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from core.model.layers import LayerSpec
from core.model.network import NetworkSpec
from core.model.shapes import NetworkReport
from gui.icons import icon
from gui.model_tab.columns import Columns, columns_for
from gui.model_tab.edits import gaps_between
from gui.model_tab.input_row import InputRow
from gui.model_tab.layer_row import LayerRow
from gui.model_tab.network_row import NetworkRow
from gui.model_tab.row_drag import RowDrag
from gui.theme import colours_of
from gui.widgets.fitting_area import FittingArea

INPUT = -1
"""The position of the input, which stands before layer 0."""


class LayerList(FittingArea):
    """Shows a network row by row and tells what the person wants changed.

    Rows that stay are kept, so that what is being typed keeps its caret.

    Signals:
        selected: Position of the row that was chosen; `INPUT` for the input.
        layer_edited: Position, and a `LayerEdit`.
        rescale_toggled: Pixels shall be divided by 255, or not.
        move_requested: Position of a layer, and where it shall stand afterwards.
        remove_requested: Position of a layer.
        menu_requested: Position of a layer, and a place on the screen.
        summary_requested: The person asks what layers a backbone has.
        own_requested: The person wants to use a backbone of their own.
        columns_changed: The `Columns` of the rows are others.
    """

    selected = Signal(int)
    layer_edited = Signal(int, object)
    rescale_toggled = Signal(bool)
    move_requested = Signal(int, int)
    remove_requested = Signal(int)
    menu_requested = Signal(int, QPoint)
    summary_requested = Signal()
    own_requested = Signal()
    columns_changed = Signal(object)

    def __init__(self) -> None:
        content = QWidget()
        self._stack = QVBoxLayout(content)
        super().__init__(content, self._stack)
        self.input_row = InputRow()
        self.rows: list[LayerRow] = []
        self._position: int | None = None
        self._gaps = range(1)
        self._stacks: Columns | None = None
        self._remove_icon = QIcon()
        self._build()
        self._drag = RowDrag(self, content)
        self.input_row.chosen.connect(lambda: self.select(INPUT))
        self.input_row.rescale_toggled.connect(self.rescale_toggled)

    @property
    def position(self) -> int | None:
        """The selected row: a layer's position, or `INPUT`; None while nothing is selected."""
        return self._position

    @property
    def drop_line(self) -> QWidget:
        """The line that shows where a dragged row would land."""
        return self._drag.line

    def row_at(self, position: int) -> NetworkRow:
        """The row of a layer, or of the input."""
        return self.input_row if position == INPUT else self.rows[position]

    def show_network(
        self, network: NetworkSpec, report: NetworkReport, *, classes: int, fitted: bool = False
    ) -> None:
        """Show a network.

        Args:
            network: The network.
            report: What is to be said about each of its layers.
            classes: How many classes there are.
            fitted: Whether pictures of any shape are brought to the input's size.
        """
        had_focus = self._has_focus()
        changed = self._match_rows(network.layers)
        self._gaps = gaps_between(network)
        given = network.backbone is not None
        self.input_row.show_input(network.input, fitted=fitted, given=given)
        end = len(network.layers) - 1
        for place, (row, layer) in enumerate(zip(self.rows, network.layers, strict=True)):
            row.show_layer(
                layer,
                report.layers[place],
                number=place + 1,
                classes=classes,
                last=place == end,
            )
        if changed:
            self._set_tab_order()
            if self._position is not None:
                self.select(min(self._position, end))
            if had_focus and not self._has_focus():
                self.row_at(min(self._position or 0, end)).setFocus()
        self._set_columns()
        self.updateGeometry()

    def select(self, position: int) -> None:
        """Mark a row as the one that is explained and that keys act on."""
        self._position = position
        for place, row in enumerate((self.input_row, *self.rows), start=INPUT):
            row.set_selected(place == position)
        self.selected.emit(position)

    def focus(self, position: int) -> None:
        """Select a row and put the keyboard on it."""
        self.select(position)
        row = self.row_at(position)
        row.setFocus(Qt.FocusReason.OtherFocusReason)
        self._stack.activate()
        self.ensureWidgetVisible(row, 0, 8)

    def position_of(self, widget: QWidget | None) -> int | None:
        """The position of the row that `widget` stands in; None where it's elsewhere."""
        while widget is not None:
            if widget is self.input_row:
                return INPUT
            if isinstance(widget, LayerRow) and widget in self.rows:
                return self.rows.index(widget)
            widget = widget.parentWidget()
        return None

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._set_columns()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._tint()

    def _build(self) -> None:
        self.setAccessibleName("Layers")
        self.resize(240, 240)  # Narrow until the window says how much room there is.
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(0)
        self._stack.addWidget(self.input_row)
        self._stack.addStretch(1)
        self.setTabOrder(self.input_row, self.input_row.rescale)

    def _match_rows(self, layers: tuple[LayerSpec, ...]) -> bool:
        """Keep the rows whose kinds stay at the head and the tail; whether any were replaced."""
        old = [row.layer.kind for row in self.rows]
        new = [layer.kind for layer in layers]
        shorter = min(len(old), len(new))
        head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
        rest = shorter - head
        tail = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
        gone = self.rows[head : len(old) - tail]
        fresh = [self._new_row(layer) for layer in layers[head : len(new) - tail]]
        self.rows[head : len(old) - tail] = fresh
        for row in gone:
            self._stack.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, row in enumerate(fresh, start=head + 1):
            self._stack.insertWidget(place, row)
            row.show()  # At once, so that it can take the keyboard.
        return bool(gone or fresh)

    def _new_row(self, layer: LayerSpec) -> LayerRow:
        if self._remove_icon.isNull():
            self._tint()
        row = LayerRow(layer, remove_icon=self._remove_icon)

        def place(row: LayerRow) -> int:
            return self.rows.index(row)

        row.chosen.connect(lambda: self.select(place(row)))
        row.edited.connect(lambda edit: self.layer_edited.emit(place(row), edit))
        row.remove_requested.connect(lambda: self.remove_requested.emit(place(row)))
        row.menu_requested.connect(lambda at: self.menu_requested.emit(place(row), at))
        row.dragged.connect(lambda at: self._drag.move(self.rows, at, gaps=self._gaps))
        row.summary_requested.connect(self.summary_requested)
        row.own_requested.connect(self.own_requested)
        row.drag_abandoned.connect(self._drag.end)
        row.dropped.connect(lambda _at: self._on_row_dropped(place(row)))
        return row

    def _has_focus(self) -> bool:
        """Whether the keyboard is in the list, or would be if the window were active."""
        return self.isAncestorOf(self.window().focusWidget())

    def _set_tab_order(self) -> None:
        """The keyboard goes through the rows from top to bottom, and through each of them."""
        before: QWidget = self.input_row.rescale
        for row in self.rows:
            for widget in (row, *row.widgets):
                QWidget.setTabOrder(before, widget)
                before = widget

    def _set_columns(self) -> None:
        rows: list[NetworkRow] = [self.input_row, *self.rows]
        columns = columns_for(
            self.viewport().width(),
            self.fontMetrics(),
            names=[row.name.text() for row in rows],
            numbers=[(row.shape.text(), row.parameters.text()) for row in rows],
        )
        for row in rows:
            row.set_columns(columns)
        if columns != self._stacks:
            self._stacks = columns
            self.columns_changed.emit(columns)

    def _tint(self) -> None:
        self._remove_icon = icon("x", colours_of(self).dim)
        for row in self.rows:
            row.set_remove_icon(self._remove_icon)

    def _on_row_dropped(self, position: int) -> None:
        gap = self._drag.end()
        target = gap if gap <= position else gap - 1
        if target != position:
            self.move_requested.emit(position, target)
