"""One layer in the list: its settings as chips, its output, and handles to move or remove it."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from typing_extensions import override

from core.model.layers import ONE_PER_CLASS, Backbone, LayerSpec, LogisticRegression
from core.model.shapes import LayerReport
from gui.glossary import explain
from gui.model_tab.backbone_chips import BackboneChips
from gui.model_tab.chips import chip_button
from gui.model_tab.columns import REMOVE_WIDTH
from gui.model_tab.edits import ANSWER, becomes_softmax, fixed, with_setting
from gui.model_tab.kinds import breakable, layer_colour
from gui.model_tab.network_row import NetworkRow
from gui.model_tab.setting_chips import SettingChips
from gui.theme import colours_of

_HANDLE_LEFT = 9
_SOFTMAX = "There are {classes:,} classes: one output for each, and softmax instead of sigmoid."
_PRETRAINED = (
    "A pretrained network, used as it is: it turns each picture into {numbers:,} numbers, once."
)
_REGRESSION = "Weighs these numbers for each class. It is fitted in seconds, without epochs."
_INSTEAD = (
    "Let a Dense layer with softmax give the answer, trained in epochs: for learning, since it is "
    "slower and seldom as good"
)


@dataclass(frozen=True)
class LayerEdit:
    """A change of one layer.

    Attributes:
        layer: What it shall be.
        words: Name of the edit in the Edit menu.
        topic: Edits in a row with the same one undo as one step.
    """

    layer: LayerSpec
    words: str
    topic: str


class LayerRow(NetworkRow):
    """A layer that can be edited, dragged and removed.

    Signals:
        edited: A `LayerEdit`.
        remove_requested: The person wants the layer gone.
        menu_requested: The person asks what can be done, at this place on the screen.
        dragged: The row is held and the mouse is at this place on the screen.
        dropped: The row was let go at this place on the screen.
        drag_abandoned: The row was let go of without a place.
        summary_requested: The person asks what layers this backbone has.
        own_requested: The person wants to use a backbone of their own.
    """

    edited = Signal(object)
    remove_requested = Signal()
    menu_requested = Signal(QPoint)
    dragged = Signal(QPoint)
    dropped = Signal(QPoint)
    drag_abandoned = Signal()
    summary_requested = Signal()
    own_requested = Signal()

    def __init__(self, layer: LayerSpec, *, remove_icon: QIcon) -> None:
        super().__init__(breakable(layer.kind), layer.kind)
        self.layer = layer
        self._report = LayerReport(None)
        self._pressed_at: QPoint | None = None
        self._dragging = False
        self.settings = SettingChips(layer, self.flow)
        self.backbone = BackboneChips(layer, self.flow) if isinstance(layer, Backbone) else None
        self.instead = _instead_chip() if isinstance(layer, LogisticRegression) else None
        self.remove = QToolButton()
        self._build_row(remove_icon)
        self.settings.edited.connect(self._on_settings_edited)
        self.settings.one_per_class_requested.connect(self._on_one_per_class_requested)
        self.settings.problem_changed.connect(self._on_settings_problem_changed)
        self._build_fixed()

    @property
    def widgets(self) -> list[QWidget]:
        """Everything within it that the keyboard can stand on, in order."""
        own = self.backbone.widgets if self.backbone else []
        return [*self.settings.widgets, *own, *([self.instead] if self.instead else [])]

    def show_layer(
        self, layer: LayerSpec, report: LayerReport, *, number: int, classes: int, last: bool
    ) -> None:
        """Show a layer of the same kind as before.

        Args:
            layer: The layer.
            report: What it makes of what comes in.
            number: Its place, counted from 1.
            classes: How many classes there are.
            last: Whether it is the last layer.
        """
        if becomes_softmax(layer, classes) and not report.problem:
            report = replace(report, note=_SOFTMAX.format(classes=classes))
        if fixed(layer) and report.note is None:
            report = replace(report, note=_note_of(layer, report))
        self.layer = layer
        self._report = report
        self.settings.show_layer(layer, classes=classes, last=last)
        if self.backbone and isinstance(layer, Backbone):
            self.backbone.show_layer(layer, usable=report.output_shape is not None)
        self.chips.setVisible(self.flow.count() > 0)
        self.show_report(report)
        if self.settings.problem:
            self.show_message(self.settings.problem, warning=True)
        self.setAccessibleName(f"Layer {number}: {layer.kind}")
        self.setAccessibleDescription(_description(report))
        self.remove.setAccessibleName(f"Remove layer {number}, {layer.kind}")
        self.update()

    def set_remove_icon(self, icon: QIcon) -> None:
        """Show the icon in the colours of another scheme."""
        self.remove.setIcon(icon)

    @override
    def bar_colour(self) -> QColor:
        return layer_colour(self.layer, colours_of(self))

    @override
    def paint_more(self, painter: QPainter) -> None:
        if fixed(self.layer):
            return
        painter.setBrush(QColor(colours_of(self).dim))
        middle = self._middle()
        for column in (0, 6):
            for row in (-6, 0, 6):
                painter.drawEllipse(QPointF(_HANDLE_LEFT + column, middle + row), 1.4, 1.4)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and not fixed(self.layer):
            self._pressed_at = event.globalPosition().toPoint()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.globalPosition().toPoint()
        if self._pressed_at is None:
            return
        far = (place - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if far and not self._dragging:
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._dragging:
            self.dragged.emit(place)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_dragging = self._dragging
        self._end_drag()
        if was_dragging:
            self.dropped.emit(event.globalPosition().toPoint())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._dragging and event.key() == Qt.Key.Key_Escape:
            self._end_drag()
            self.drag_abandoned.emit()
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.chosen.emit()
        self.menu_requested.emit(event.globalPos())

    def _end_drag(self) -> None:
        self._pressed_at = None
        self._dragging = False
        self.unsetCursor()

    def _build_row(self, remove_icon: QIcon) -> None:
        entry = explain(self.layer.kind)
        self.setProperty("term", self.layer.kind)
        self.name.setToolTip(entry.html)
        self.shape.setToolTip(explain("output_shape").html)
        self.parameters.setToolTip(explain("parameters").html)
        self.remove.setIcon(remove_icon)
        self.remove.setIconSize(QSize(14, 14))
        self.remove.setFixedWidth(REMOVE_WIDTH)
        self.remove.setToolTip("Remove this layer (Delete)")
        self.remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.remove.clicked.connect(self.remove_requested)
        self.grid.addWidget(self.remove, 0, 4, Qt.AlignmentFlag.AlignTop)

    def _build_fixed(self) -> None:
        """What a row has that stays where it is."""
        self.remove.setVisible(not fixed(self.layer))
        if self.backbone:
            self.backbone.names_chosen.connect(self._on_backbone_names_chosen)
            self.backbone.layers_requested.connect(self.summary_requested)
            self.backbone.own_requested.connect(self.own_requested)
        if self.instead:
            self.flow.addWidget(self.instead)
            self.instead.clicked.connect(self._on_instead_clicked)

    def _on_backbone_names_chosen(self, names: object) -> None:
        self._edit("names", names, topic="")

    def _on_instead_clicked(self) -> None:
        self.edited.emit(LayerEdit(ANSWER, "use Dense instead", ""))

    def _on_settings_edited(self, field: str, value: object) -> None:
        self._edit(field, value, topic=f"{field} {self.settings.visit(field)}")

    def _on_one_per_class_requested(self) -> None:
        self._edit("units", ONE_PER_CLASS, topic="")

    def _edit(self, field: str, value: object, *, topic: str) -> None:
        words = f"change {field.replace('_', ' ')}"
        self.edited.emit(LayerEdit(with_setting(self.layer, field, value), words, topic))

    def _on_settings_problem_changed(self) -> None:
        self.show_report(self._report)
        if self.settings.problem:
            self.show_message(self.settings.problem, warning=True)


def _instead_chip() -> QPushButton:
    return chip_button("Dense instead", tooltip=_INSTEAD)


def _note_of(layer: LayerSpec, report: LayerReport) -> str | None:
    """One line that explains a layer which only presets bring."""
    if report.problem or report.output_shape is None:
        return None
    if isinstance(layer, Backbone):
        return _PRETRAINED.format(numbers=report.output_shape[0])
    return _REGRESSION


def _description(report: LayerReport) -> str:
    if report.problem:
        return report.problem
    if report.output_shape is None:
        return "A layer before it has a problem."
    sizes = " by ".join(str(n) for n in report.output_shape)
    return f"Output {sizes}, {report.parameters:,} parameters. {report.note or ''}".strip()
