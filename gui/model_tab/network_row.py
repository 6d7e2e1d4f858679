"""What the rows of the layer list have in common: columns, selection, colour bar, message."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget
from typing_extensions import override

from core.model.shapes import LayerReport
from gui.model_tab.columns import GAP, LEFT_MARGIN, REMOVE_WIDTH, UNLIMITED, Columns, shape_text
from gui.theme import colours_of
from gui.widgets.flow import FlowLayout
from gui.widgets.text import Role, label, set_role

_BAR = QRectF(26, 0, 8, 24)


class NetworkRow(QFrame):
    """One row: name, chips, output shape, parameters, and a message under them.

    Signals:
        chosen: The person clicked the row or moved the keyboard into it.
    """

    chosen = Signal()

    def __init__(self, name: str, accessible_name: str) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(accessible_name)
        self._selected = False
        self._columns: Columns | None = None
        self.name = label(name, wrap=True)
        self.chips = QWidget(self)
        self.flow = FlowLayout(gap=5)
        self.chips.setLayout(self.flow)
        self.shape = label("", Role.DIM)
        self.parameters = label("", Role.DIM)
        self.message = label("", Role.NOTE, wrap=True)
        self.grid = QGridLayout(self)
        self._build()

    def set_columns(self, columns: Columns) -> None:
        """Take the widths that all rows share."""
        if columns == self._columns:
            return
        rearranged = self._columns is None or self._columns.wide != columns.wide
        self._columns = columns
        if columns.wide:
            self.name.setFixedWidth(columns.name)
        else:
            self.name.setMinimumWidth(0)
            self.name.setMaximumWidth(UNLIMITED)
        self.shape.setFixedWidth(columns.shape)
        self.parameters.setFixedWidth(columns.parameters)
        if rearranged:
            self._arrange(wide=columns.wide)

    def show_report(self, report: LayerReport) -> None:
        """Show what the layer makes of what comes in."""
        self.shape.setText(shape_text(report.output_shape))
        known = report.output_shape is not None
        self.parameters.setText(f"{report.parameters:,}" if known else "")
        self.show_message(report.problem or report.note or "", warning=bool(report.problem))

    def show_message(self, text: str, *, warning: bool) -> None:
        """Show a sentence under the row; none where `text` is empty."""
        set_role(self.message, Role.PROBLEM if warning else Role.NOTE)
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def set_selected(self, selected: bool) -> None:
        """Mark the row as the one that is explained and that keys act on."""
        if selected != self._selected:
            self._selected = selected
            self.update()

    @property
    def selected(self) -> bool:
        """Whether it is marked."""
        return self._selected

    def bar_colour(self) -> QColor:
        """The colour of the bar left of the name."""
        return QColor(colours_of(self).dim)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.chosen.emit()
        event.accept()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self)
        painter = QPainter(self)
        painter.setPen(QColor(colours.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._selected:
            focus = self.hasFocus()
            painter.setPen(QColor(colours.accent) if focus else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft))
            inside = QRectF(self.rect()).adjusted(0.5, 2.5, -0.5, -3.5)
            painter.drawRoundedRect(inside, 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.bar_colour())
        painter.drawRoundedRect(_BAR.translated(0, self._middle() - 12), 2, 2)
        self.paint_more(painter)

    def paint_more(self, painter: QPainter) -> None:
        """Paint what a kind of row has besides; nothing here."""

    def _middle(self) -> float:
        """The height of the middle of the first line, in pixels from the top."""
        return self.shape.geometry().center().y() + 1

    def _build(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.grid.setHorizontalSpacing(GAP)
        self.grid.setVerticalSpacing(4)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.parameters.setAlignment(right)
        for widget in (self.name, self.shape, self.parameters, self.message):
            widget.setParent(self)
        for widget in (self.name, self.shape, self.parameters):
            widget.setMinimumHeight(24)
        self.grid.setColumnMinimumWidth(4, REMOVE_WIDTH)
        self.message.hide()

    def _arrange(self, *, wide: bool) -> None:
        """Put chips and message where they belong in a wide or a narrow list."""
        for widget in (self.name, self.chips, self.shape, self.parameters, self.message):
            self.grid.removeWidget(widget)
        self.grid.addWidget(self.name, 0, 0, Qt.AlignmentFlag.AlignTop)
        self.grid.addWidget(self.shape, 0, 2, Qt.AlignmentFlag.AlignTop)
        self.grid.addWidget(self.parameters, 0, 3, Qt.AlignmentFlag.AlignTop)
        if wide:
            self.grid.addWidget(self.chips, 0, 1)
            self.grid.addWidget(self.message, 1, 0, 1, 5)
        else:
            self.grid.addWidget(self.chips, 1, 0, 1, 5)
            self.grid.addWidget(self.message, 2, 0, 1, 5)
        above, below = (9, 10) if wide else (6, 7)
        self.grid.setContentsMargins(LEFT_MARGIN, above, 0, below)
        self.grid.setColumnStretch(0, 0 if wide else 1)
        self.grid.setColumnStretch(1, 1 if wide else 0)
