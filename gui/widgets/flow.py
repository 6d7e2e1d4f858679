"""A layout that puts widgets beside one another and breaks the line where the width ends."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem
from typing_extensions import override


class FlowLayout(QLayout):
    """Widgets in lines, each centred in its line; hidden ones take no room.

    Args:
        gap: Pixels between widgets and between lines.
        indent: Pixels by which every line but the first is moved to the right.
    """

    def __init__(self, *, gap: int = 6, indent: int = 0) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._indent = indent
        self.setContentsMargins(0, 0, 0, 0)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return sum(height for _, height in self._lines(width)) + self._between_lines(width)

    @override
    def sizeHint(self) -> QSize:
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    @override
    def minimumSize(self) -> QSize:
        result = QSize(0, 0)
        for item in self._shown():
            result = result.expandedTo(item.minimumSize())
        return result

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        top = rect.top()
        for number, (items, height) in enumerate(self._lines(rect.width())):
            left = rect.left() + (self._indent if number else 0)
            for item in items:
                size = item.sizeHint()
                size.setWidth(min(size.width(), rect.width()))
                offset = (height - size.height()) // 2
                item.setGeometry(QRect(QPoint(left, top + offset), size))
                left += size.width() + self._gap
            top += height + self._gap

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[tuple[list[QLayoutItem], int]]:
        """The items of each line, and its height."""
        lines: list[tuple[list[QLayoutItem], int]] = []
        used = 0
        for item in self._shown():
            size = item.sizeHint()
            if lines and used + self._gap + size.width() <= width:
                items, height = lines[-1]
                lines[-1] = ([*items, item], max(height, size.height()))
                used += self._gap + size.width()
            else:
                lines.append(([item], size.height()))
                used = size.width() + (self._indent if len(lines) > 1 else 0)
        return lines

    def _between_lines(self, width: int) -> int:
        return self._gap * max(0, len(self._lines(width)) - 1)
