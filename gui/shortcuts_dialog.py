"""Every action and its keys, from the table of actions."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.action_spec import ActionSpec, Menu
from gui.actions import ACTIONS
from gui.widgets.text import Card, Role, button, label

_COLUMNS = ((Menu.FILE, Menu.EDIT, Menu.TRAINING), (Menu.MODEL, Menu.VIEW, Menu.HELP))

_ELSEWHERE = (
    ("Next or previous field", "Tab, Shift+Tab"),
    ("From step to step", "←, →, Space"),
    ("From picture to picture", "Arrows, Page Up, Page Down"),
    ("Try a picture in Predict", "Enter"),
    ("Move a layer", "Alt+↑, Alt+↓"),
    ("Close a dialog", "Esc"),
)
"""Keys that are no actions of the menus."""


class ShortcutsDialog(QDialog):
    """All keys at one glance."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keyboard shortcuts")
        inner = QWidget()
        columns = QHBoxLayout(inner)
        columns.setContentsMargins(0, 0, 8, 0)
        columns.setSpacing(16)
        for menus, more in zip(_COLUMNS, ((), _ELSEWHERE), strict=True):
            columns.addLayout(_column(menus, more))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(_scrolled(inner))
        close = button("&Close", tooltip="Close this list.")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        close.setFocus()
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        room = parent.size()
        wanted = inner.sizeHint() + QSize(56, 40 + 16 + close.sizeHint().height())
        self.resize(wanted.boundedTo(QSize(room.width() - 32, room.height() - 64)))


def _scrolled(inner: QWidget) -> QScrollArea:
    """All of it where there is room; else its upper part, and the keyboard to go on with."""
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMinimumWidth(inner.sizeHint().width() + 16)
    area.setAccessibleName("Keyboard shortcuts")
    return area


def _column(menus: tuple[Menu, ...], more: tuple[tuple[str, str], ...]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(16)
    for menu in menus:
        rows = [(_words(spec), _keys(spec)) for spec in ACTIONS if spec.menu is menu]
        column.addWidget(_card(menu.replace("&", ""), rows))
    if more:
        column.addWidget(_card("In the tabs", list(more)))
    column.addStretch(1)
    return column


def _card(title: str, rows: list[tuple[str, str]]) -> Card:
    card = Card(title)
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 1)
    for number, (words, keys) in enumerate(rows):
        grid.addWidget(label(words), number, 0)
        grid.addWidget(label(keys, Role.DIM), number, 1, Qt.AlignmentFlag.AlignRight)
    card.content.addLayout(grid)
    return card


def _words(spec: ActionSpec) -> str:
    return spec.text.replace("&", "").removesuffix("…")


def _keys(spec: ActionSpec) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(keys).toString(native) for keys in spec.keys)
