"""The classes with their colours and counts; a click shows one class alone."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from gui.theme import class_colour, colours_of

_ROW = 36
_LOWEST = 28
_SIDE = 8
_SQUARE = 10
_BAR = 8
_NAME = 96
"""Room for the name before the bar gets any."""


class ClassRow(QAbstractButton):
    """One class: colour, name, a bar against the largest class, count."""

    def __init__(self, number: int, name: str) -> None:
        super().__init__()
        self._number = number
        self._count = 0
        self._share = 0.0
        self.setText(name)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMaximumHeight(_ROW)

    def show_count(self, count: int, largest: int) -> None:
        """Show how many pictures there are, against the largest class."""
        self._count = count
        self._share = count / largest if largest else 0.0
        self.setAccessibleName(f"{self.text()}: {count:,} pictures")
        self.setToolTip(
            f"{self.text()}: {count:,} pictures in this set. Click to see only these, "
            "and again to see all."
        )
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, _ROW)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, _LOWEST)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            ground = colours.accent_soft if self.isChecked() else colours.field
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(whole, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(whole, 6, 6)
        self._paint_content(painter)

    def _paint_content(self, painter: QPainter) -> None:
        colours, colour = colours_of(self), class_colour(self._number)
        middle, right = self.height() / 2, self.width() - _SIDE
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(_SIDE, middle - 5, _SQUARE, _SQUARE), 2, 2)
        count_width = painter.fontMetrics().horizontalAdvance("60,000")
        name_left = _SIDE + _SQUARE + 8
        room_for_bar = right - count_width - 12 - name_left - _NAME
        bar_width = min(88.0, max(24.0, room_for_bar))
        bar_left = right - count_width - 12 - bar_width
        painter.setPen(QColor(colours.dim))
        count = QRectF(right - count_width, 0, count_width, self.height())
        align = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(count, align | Qt.AlignmentFlag.AlignRight, f"{self._count:,}")
        room = QRectF(name_left, 0, bar_left - name_left - 8, self.height())
        painter.setPen(QColor(colours.text))
        elided = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, align, elided)
        painter.setPen(Qt.PenStyle.NoPen)
        for share, paint in ((1.0, QColor(colours.track)), (self._share, colour)):
            painter.setBrush(paint)
            bar = QRectF(bar_left, middle - _BAR / 2, bar_width * share, _BAR)
            painter.drawRoundedRect(bar, min(_BAR / 2, bar.width() / 2), _BAR / 2)


class ClassList(QScrollArea):
    """All classes.

    Signals:
        class_chosen: The number of the class to show alone; None for all.
    """

    class_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows: list[ClassRow] = []
        self._inside = QWidget()
        self._layout = QVBoxLayout(self._inside)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.setWidget(self._inside)
        self._inside.setAutoFillBackground(False)  # setWidget() switched it on

    @property
    def rows(self) -> Sequence[ClassRow]:
        """One row for each class."""
        return self._rows

    def set_classes(self, names: Sequence[str]) -> None:
        """Show other classes."""
        for row in self._rows:
            row.setParent(None)
            row.deleteLater()
        while self._layout.takeAt(0):
            pass
        self._rows = [ClassRow(number, name) for number, name in enumerate(names)]
        for row in self._rows:
            row.clicked.connect(self._on_row_clicked)
            self._layout.addWidget(row)
            row.show()  # now, not when the layout comes to it
        self._layout.addStretch(1)

    def show_counts(self, counts: Sequence[int]) -> None:
        """Show how many pictures of each class there are."""
        largest = max(counts, default=0)
        for row, count in zip(self._rows, counts, strict=True):
            row.show_count(count, largest)

    def set_chosen(self, number: int | None) -> None:
        """Mark the class that is shown alone."""
        for at, row in enumerate(self._rows):
            row.setChecked(at == number)

    def _on_row_clicked(self, checked: bool) -> None:
        row = self.sender()
        if isinstance(row, ClassRow):
            self.class_chosen.emit(self._rows.index(row) if checked else None)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        way = ways.get(Qt.Key(event.key()))
        focused = next((n for n, row in enumerate(self._rows) if row.hasFocus()), None)
        if way is None or focused is None:
            super().keyPressEvent(event)
            return
        target = self._rows[max(0, min(len(self._rows) - 1, focused + way))]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(target)
