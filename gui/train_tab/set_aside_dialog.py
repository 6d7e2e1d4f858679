"""The pictures that a training did without, and why."""

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QHeaderView, QTreeView, QVBoxLayout, QWidget
from typing_extensions import override

from core.run.record import SetAside
from gui.widgets.text import Role, button, label

_Index = QModelIndex | QPersistentModelIndex
_ROW = QSize(80, 30)
_HEADS = ("Picture", "Why")
_WORDS = (
    "These pictures could not be used, or not to the end; the training goes on without such "
    "pictures. Litmus itself changes no file."
)


class SetAsideDialog(QDialog):
    """A list that can be copied; the main window stays usable."""

    def __init__(self, pictures: tuple[SetAside, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Pictures set aside")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 400)
        self._pictures = pictures
        self.view = QTreeView()
        self.view.setModel(_Pictures(pictures, self))
        self.view.setRootIsDecorated(False)
        self.view.setUniformRowHeights(True)
        self.view.setAccessibleName("Pictures set aside")
        header = self.view.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, 280)
        self.copy = button("&Copy", tooltip="Copy the list as text")
        self.copy.clicked.connect(self._on_copy_clicked)
        close = button("C&lose", tooltip="Close this window (Esc)")
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(label(_WORDS, Role.NOTE, wrap=True))
        column.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.copy)
        row.addWidget(close)
        column.addLayout(row)

    def _on_copy_clicked(self) -> None:
        lines = (f"{picture.file}\t{picture.reason}" for picture in self._pictures)
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.copy.setText("&Copied")


class _Pictures(QAbstractTableModel):
    """Two columns, made as they are looked at: there may be very many rows."""

    def __init__(self, pictures: tuple[SetAside, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._pictures = pictures

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._pictures)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(_HEADS)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.SizeHintRole:
            return _ROW
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        picture = self._pictures[index.row()]
        return picture.reason if index.column() else picture.file

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        shown = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return _HEADS[section] if shown else None


def aside_words(count: int) -> str:
    """How many were set aside: "3 pictures were set aside"; empty for none."""
    if not count:
        return ""
    return "1 picture was set aside" if count == 1 else f"{count:,} pictures were set aside"
