"""One format in the export dialog: whether it is wanted, and what became of it."""

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from core.errors import LitmusError
from core.export.formats import FORMATS, ExportFormat
from core.export.registry import missing_packages
from core.export.request import Exported, ExportProgress
from gui.widgets.text import ButtonRole, Role, button, label, set_role

_INDENT = 26
"""Where the words beside a tick begin."""
_WHOLE = 1000


class RowState(StrEnum):
    """How far a format is."""

    IDLE = "idle"
    WAITING = "waiting"
    GOING = "going"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


_ROLES = {
    RowState.GOING: Role.PLAIN,
    RowState.DONE: Role.PLAIN,
    RowState.FAILED: Role.PROBLEM,
}


class ExportRow(QWidget):
    """A tick, one line about the format, and below it how far it is or what came of it.

    Signals:
        ticked: The tick was changed.
        folder_wanted: A person wants to see the exported folder.
        page_wanted: A person wants to see the exported web page.
    """

    ticked = Signal()
    folder_wanted = Signal(object)
    page_wanted = Signal(object)

    def __init__(self, wanted: ExportFormat) -> None:
        super().__init__()
        self.format = wanted
        self.state = RowState.IDLE
        self._exported: Exported | None = None
        words = FORMATS[wanted]
        self.missing = missing_packages(wanted)
        self.tick = QCheckBox(words.title)
        self.tick.setToolTip(words.use)
        self.tick.setAccessibleDescription(words.use)
        self.tick.toggled.connect(self.ticked)
        self._title = label(words.title, Role.SUBTITLE)
        self._title.hide()
        self._use = label(words.use, Role.NOTE, wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(f"Progress of {words.title}")
        self._told = label("", Role.NOTE, wrap=True)
        self.open_folder = button(
            "Open folder", ButtonRole.SMALL, tooltip="Show the exported files."
        )
        self.open_folder.setAccessibleName(f"Open folder of {words.title}")
        self.open_page = button(
            "Open in browser",
            ButtonRole.SMALL,
            tooltip="Show the page in your browser; drop a picture on it.",
        )
        self.open_folder.clicked.connect(self._on_open_folder_clicked)
        self.open_page.clicked.connect(self._on_open_page_clicked)
        self._lay_out()
        self._show_missing()
        self._show()

    @property
    def wanted(self) -> bool:
        """Whether it is ticked."""
        return self.tick.isChecked()

    @property
    def told(self) -> str:
        """What is said of it."""
        return self._told.text()

    def offer(self, *, offered: bool) -> None:
        """Let it be chosen; else it stands there for what becomes of it."""
        self.tick.setVisible(offered)
        self._title.setVisible(not offered)

    def rest(self) -> None:
        """Forget what became of it."""
        self._exported = None
        self._tell("", RowState.IDLE)

    def wait(self) -> None:
        """Its turn will come."""
        self._exported = None
        self._tell("Waiting for its turn", RowState.WAITING)

    def show_progress(self, progress: ExportProgress) -> None:
        """It is under way."""
        if progress.share is None:
            self.bar.setRange(0, 0)
        else:
            self.bar.setRange(0, _WHOLE)
            self.bar.setValue(round(progress.share * _WHOLE))
        self._tell(f"{progress.stage}…", RowState.GOING)

    def show_done(self, exported: Exported) -> None:
        """It is there."""
        self._exported = exported
        self.tick.setChecked(False)
        sentence = exported.agreement.sentence.rstrip(".")
        self._tell(f"✓ {sentence}. It is in “{exported.folder.name}”.", RowState.DONE)

    def show_failed(self, error: BaseException) -> None:
        """It is not there, and why."""
        known = isinstance(error, LitmusError)
        self._tell(
            str(error) if known else "Something went wrong in Litmus itself.", RowState.FAILED
        )

    def show_cancelled(self) -> None:
        """A person gave up on it."""
        self._tell("Cancelled; nothing was left behind.", RowState.CANCELLED)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.open_folder)
        buttons.addWidget(self.open_page)
        buttons.addStretch(1)
        below = QVBoxLayout()
        below.setContentsMargins(_INDENT, 0, 0, 0)
        below.setSpacing(4)
        for part in (self._use, self.bar, self._told):
            below.addWidget(part)
        below.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.tick)
        layout.addWidget(self._title)
        layout.addLayout(below)

    def _show_missing(self) -> None:
        if self.missing:
            names = ", ".join(self.missing)
            self._use.setText(
                f"{FORMATS[self.format].use} It needs packages that are not installed ({names}): "
                "uv sync --extra export"
            )
            self.tick.setEnabled(False)

    def _tell(self, text: str, state: RowState) -> None:
        self.state = state
        set_role(self._told, _ROLES.get(state, Role.NOTE))
        self._told.setText(text)
        self._show()

    def _show(self) -> None:
        self._told.setVisible(bool(self._told.text()))
        self.bar.setVisible(self.state is RowState.GOING)
        self._use.setVisible(self.state is RowState.IDLE)
        self.open_folder.setVisible(self._exported is not None)
        self.open_page.setVisible(self._page is not None)

    @property
    def _page(self) -> Path | None:
        """The exported web page."""
        exported = self._exported
        if exported is None or self.format is not ExportFormat.WEB_PAGE:
            return None
        pages = [name for name in exported.files if name.endswith(".html")]
        return exported.folder / pages[0] if pages else None

    def _on_open_folder_clicked(self) -> None:
        if self._exported is not None:
            self.folder_wanted.emit(self._exported.folder)

    def _on_open_page_clicked(self) -> None:
        if self._page is not None:
            self.page_wanted.emit(self._page)
