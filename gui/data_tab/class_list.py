"""The classes with their colours and counts; a click shows one class alone."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from gui.data_tab.class_row import ClassRow
from gui.data_tab.folder_view import LeftOutClass
from gui.data_tab.new_class_row import NewClassRow
from gui.data_tab.renaming import followed
from gui.widgets.text import ButtonRole, button


class ClassList(QScrollArea):
    """All classes; those of a folder can be renamed, left out, and given pictures.

    Signals:
        class_chosen: The number of the class to show alone; None for all.
        renamed: The number of a class and its new name.
        menu_asked: The number of a class, and where on the screen its menu is to open.
        files_dropped: Pictures (`QMimeData`) and the name of the class they were dropped on.
        class_made: The name of a new class, and the pictures for it (`QMimeData`, or None).
        take_back_asked: A `LeftOutClass` is to be used after all.
    """

    class_chosen = Signal(object)
    renamed = Signal(int, str)
    menu_asked = Signal(int, QPoint)
    files_dropped = Signal(QMimeData, str)
    class_made = Signal(str, object)
    take_back_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows: list[ClassRow] = []
        self._left_out: list[QPushButton] = []
        self._editable = False
        self._fixed = False
        self.new_class = NewClassRow()
        self.new_class.class_made.connect(self.class_made)
        self._inside = QWidget()
        self._layout = QVBoxLayout(self._inside)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.new_class)
        self._layout.addStretch(1)
        self.new_class.hide()
        self.setWidget(self._inside)
        self._inside.setAutoFillBackground(False)  # setWidget() switched it on

    @property
    def rows(self) -> Sequence[ClassRow]:
        """One row for each class."""
        return self._rows

    @property
    def left_out_rows(self) -> Sequence[QPushButton]:
        """One button for each class that is not used."""
        return self._left_out

    def set_classes(
        self,
        names: Sequence[str],
        colours: Sequence[int] = (),
        *,
        left_out: Sequence[LeftOutClass] = (),
        editable: bool = False,
    ) -> None:
        """Show these classes.

        Args:
            names: Their names.
            colours: Number of each one's colour; by default its place.
            left_out: Classes that are not used.
            editable: Whether they can be changed.
        """
        before = [row.name for row in self._rows]
        focused = next((row.name for row in self._rows if row.hasFocus()), None)
        while len(self._rows) > len(names):
            _remove(self._rows.pop())
        for number in range(len(self._rows), len(names)):
            self._add_row(number)
        for number, (row, name) in enumerate(zip(self._rows, names, strict=True)):
            row.show_class(name, colours[number] if colours else number)
        if focused is not None and (still := followed(focused, before, names)) is not None:
            self._rows[names.index(still)].setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_left_out(left_out)
        self._editable = editable
        self._show_editable()

    def set_fixed(self, *, fixed: bool) -> None:
        """Let classes be looked at only, as the project is read-only, or be changed again."""
        self._fixed = fixed
        self._show_editable()

    def _show_editable(self) -> None:
        editable = self._editable and not self._fixed
        for row in self._rows:
            row.set_editable(editable=editable)
        for left in self._left_out:
            left.setEnabled(not self._fixed)
        self.new_class.setVisible(editable)

    def show_counts(self, counts: Sequence[int]) -> None:
        """Show how many pictures of each class there are."""
        largest = max(counts, default=0)
        for row, count in zip(self._rows, counts, strict=True):
            row.show_count(count, largest)

    def set_chosen(self, number: int | None) -> None:
        """Mark the class that is shown alone."""
        for at, row in enumerate(self._rows):
            row.setChecked(at == number)

    def _add_row(self, number: int) -> None:
        row = ClassRow("", number)
        row.clicked.connect(lambda checked: self.class_chosen.emit(number if checked else None))
        row.renamed.connect(lambda name: self.renamed.emit(number, name))
        row.menu_asked.connect(lambda place: self.menu_asked.emit(number, place))
        row.files_dropped.connect(lambda mime: self.files_dropped.emit(mime, row.name))
        self._rows.append(row)
        self._layout.insertWidget(number, row)
        row.show()  # now, not when the layout comes to it

    def _show_left_out(self, left_out: Sequence[LeftOutClass]) -> None:
        for row in self._left_out:
            _remove(row)
        self._left_out = []
        for left in left_out:
            name = left.name.replace("&", "&&")
            row = button(f"{name} · left out — take back", ButtonRole.LINK)
            row.setAccessibleName(f"Take {left.name} back")
            row.setToolTip(
                f"{left.name} is left out: none of its {left.count:,} pictures is used. A click "
                "takes it back."
            )
            row.setStyleSheet("padding-left: 8px")
            row.clicked.connect(partial(self._take_back, left))
            self._left_out.append(row)
            self._layout.insertWidget(self._layout.count() - 1, row)

    def _take_back(self, left: LeftOutClass) -> None:
        self.take_back_asked.emit(left)

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


def _remove(row: QWidget) -> None:
    row.setParent(None)
    row.deleteLater()
