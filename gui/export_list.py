"""The list of formats in the export dialog: all of them, or those that are being exported."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from core.errors import LitmusError
from core.export.formats import FORMATS, ExportFormat
from core.export.request import Exported, ExportProgress
from gui.error_dialog import show_error
from gui.export_row import ExportRow, RowState
from gui.export_session import ExportSession
from gui.widgets.text import Card


class ExportList(Card):
    """One row a format; it scrolls where the window is low.

    Attributes:
        rows: By format.

    Signals:
        ticked: A tick was changed.
        folder_wanted: A person wants to see this folder.
        page_wanted: A person wants to see this web page.
    """

    ticked = Signal()
    folder_wanted = Signal(object)
    page_wanted = Signal(object)

    def __init__(self, session: ExportSession) -> None:
        super().__init__()
        self.rows = {wanted: ExportRow(wanted) for wanted in FORMATS}
        self._chosen: tuple[ExportFormat, ...] = ()
        self._last: ExportFormat | None = None
        self._area = self._scrolled()
        self.content.setContentsMargins(1, 4, 1, 4)
        self.content.addWidget(self._area)
        for row in self.rows.values():
            row.ticked.connect(self.ticked)
            row.folder_wanted.connect(self.folder_wanted)
            row.page_wanted.connect(self.page_wanted)
        self._area.verticalScrollBar().rangeChanged.connect(self._keep_in_sight)
        session.begun.connect(self._on_session_begun)
        session.progressed.connect(self._on_session_progressed)
        session.done.connect(self._on_session_done)
        session.failed.connect(self._on_session_failed)
        session.ended.connect(self._on_session_ended)

    @property
    def wanted(self) -> tuple[ExportFormat, ...]:
        """The formats that are ticked."""
        return tuple(wanted for wanted, row in self.rows.items() if row.wanted)

    @property
    def chosen(self) -> tuple[ExportFormat, ...]:
        """The formats that are shown for what becomes of them; empty while one chooses."""
        return self._chosen

    @property
    def any_done(self) -> bool:
        """Whether one of those is there."""
        return any(self.rows[wanted].state is RowState.DONE for wanted in self._chosen)

    def begin(self) -> None:
        """Show those that are ticked alone; their turn will come."""
        self._chosen = self.wanted
        for row in self.rows.values():
            if row.wanted:
                row.wait()
            elif row.state is not RowState.DONE:
                row.rest()
        self._show()

    def choose_again(self, *, forget: bool) -> None:
        """Show all formats; `forget` what became of them, as another run is meant."""
        self._chosen = ()
        if forget:
            for row in self.rows.values():
                row.rest()
        self._show()

    def focus_first(self) -> None:
        """Put the keyboard on the first format that can be ticked."""
        next(row.tick for row in self.rows.values() if row.tick.isEnabled()).setFocus()

    def _show(self) -> None:
        for wanted, row in self.rows.items():
            row.offer(offered=not self._chosen)
            row.setVisible(not self._chosen or wanted in self._chosen)

    def _scrolled(self) -> QScrollArea:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        for row in self.rows.values():
            column.addWidget(row)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName("Formats")
        area.setWidget(inner)
        inner.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        return area

    def _keep_in_sight(self) -> None:
        """Scroll to the format whose turn it is, also as the rows above it grow."""
        if self._last is not None and self._last in self._chosen:
            self._area.ensureWidgetVisible(self.rows[self._last])

    def _on_session_begun(self, wanted: ExportFormat) -> None:
        self._last = wanted
        self._keep_in_sight()

    def _on_session_progressed(self, wanted: ExportFormat, progress: ExportProgress) -> None:
        self.rows[wanted].show_progress(progress)

    def _on_session_done(self, wanted: ExportFormat, exported: Exported) -> None:
        self.rows[wanted].show_done(exported)

    def _on_session_failed(self, wanted: ExportFormat, error: BaseException) -> None:
        self.rows[wanted].show_failed(error)
        if not isinstance(error, LitmusError):
            show_error(self.window(), error)

    def _on_session_ended(self) -> None:
        for row in self.rows.values():
            if row.state in (RowState.WAITING, RowState.GOING):
                row.show_cancelled()
