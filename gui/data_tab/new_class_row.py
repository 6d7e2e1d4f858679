"""The way to a new class: a name to type, and pictures that are dropped on it."""

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QPushButton
from typing_extensions import override

from gui.data_tab.class_row import accept_copy, accepts
from gui.data_tab.name_editor import NameEditor
from gui.data_tab.picture_image import FILES_MIME

_TIP = (
    "Make a class inside Litmus: drop pictures here, or choose some and press this. "
    "No file is moved."
)


class NewClassRow(QPushButton):
    """Asks for the name of a new class.

    Signals:
        class_made: The name, and the pictures dropped (`QMimeData`), or None.
    """

    class_made = Signal(str, object)

    def __init__(self) -> None:
        super().__init__("+  New class…")
        self.setProperty("role", "link")
        self.setAutoDefault(False)
        self.setAcceptDrops(True)
        self.setAccessibleName("New class")
        self.setToolTip(_TIP)
        self.setStyleSheet("padding-left: 8px")
        self.setMinimumHeight(28)
        self._dropped: QMimeData | None = None
        self.clicked.connect(self.ask)

    def ask(self) -> None:
        """Let the person type a name."""
        editor = NameEditor(self, "", "Name of the new class")
        editor.setPlaceholderText("Name of the class")
        editor.setGeometry(self.rect())
        editor.named.connect(self._on_editor_named)
        editor.given_up.connect(self._on_editor_given_up)
        editor.begin()

    def _on_editor_named(self, name: str) -> None:
        dropped, self._dropped = self._dropped, None
        self.class_made.emit(name, dropped)

    def _on_editor_given_up(self) -> None:
        self._dropped = None

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if accepts(event.mimeData()):
            accept_copy(event)
            self.setDown(True)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        accept_copy(event)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.setDown(False)
        super().dragLeaveEvent(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.setDown(False)
        accept_copy(event)
        self._dropped = _kept(event.mimeData())
        self.ask()


def _kept(mime: QMimeData) -> QMimeData:
    """A copy: what is dropped goes when the drop is over."""
    copy = QMimeData()
    copy.setUrls(mime.urls())
    if mime.hasFormat(FILES_MIME):
        copy.setData(FILES_MIME, mime.data(FILES_MIME))
    return copy
