"""Pictures dropped anywhere on the window, and pictures dragged over a step."""

from PySide6.QtCore import QMimeData, QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow
from typing_extensions import override

from gui.predict_tab.offer import can_read, refusal
from gui.step_header import Step, StepHeader

_SPRING_MS = 500


class WindowDrops(QObject):
    """Decides what happens to what is dragged over the window and dropped on it.

    Signals:
        step_wanted: A step was hovered over for half a second, or something was dropped for it.
        taken: These pictures were dropped.
        refused: Something else was dropped; the sentence says why it is of no use.
    """

    step_wanted = Signal(Step)
    taken = Signal(QMimeData)
    refused = Signal(str)

    def __init__(self, header: StepHeader) -> None:
        super().__init__(header)
        self._header = header
        self._hovered: Step | None = None
        self._spring = QTimer(self)
        self._spring.setSingleShot(True)
        self._spring.setInterval(_SPRING_MS)
        self._spring.timeout.connect(self._on_spring_timeout)

    def enter(self, event: QDragEnterEvent) -> None:
        """Something is dragged into the window; text is let in so that its drop can be answered."""
        mime = event.mimeData()
        if can_read(mime) or mime.hasText() or mime.hasUrls():
            event.acceptProposedAction()

    def move(self, event: QDragMoveEvent, place: QPoint) -> None:
        """It is over `place` of the header's parent."""
        event.acceptProposedAction()
        step = self._header.step_at(self._header.mapFromGlobal(place))
        if step is not self._hovered:
            self._hovered = step
            if step is None:
                self._spring.stop()
            else:
                self._spring.start()

    def leave(self) -> None:
        """It has left the window."""
        self._hovered = None
        self._spring.stop()

    def drop(self, event: QDropEvent) -> None:
        """It was dropped."""
        self.leave()
        mime = event.mimeData()
        if can_read(mime):
            event.acceptProposedAction()
            self.taken.emit(mime)
        else:
            event.ignore()
            self.refused.emit(refusal(mime))

    def _on_spring_timeout(self) -> None:
        if self._hovered is not None:
            self.step_wanted.emit(self._hovered)


class DropWindow(QMainWindow):
    """A window that hands what is dragged over it to its `drops`."""

    drops: WindowDrops

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.drops.enter(event)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.drops.move(event, self.mapToGlobal(event.position().toPoint()))

    @override
    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.drops.leave()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.drops.drop(event)
