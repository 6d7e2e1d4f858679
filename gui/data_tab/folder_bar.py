"""One line above the pictures: how far the scan is, what changed on the disk, what is missing."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout

from core.data.folder.scan import ScanProgress
from gui.durations import duration
from gui.widgets.text import ButtonRole, button, label, set_role


@dataclass(frozen=True)
class BarContent:
    """What the line says.

    Attributes:
        text: One or two sentences.
        action: Name of what its button does; empty for no button.
        words: The button's words.
        warning: Whether something is wrong.
        share: How far something is (0-1); -1 where that is not known; None without progress.
        closable: Whether a second button lets it go.
        second: Name of what another button before it does; empty for none.
        second_words: That button's words.
    """

    text: str
    action: str = ""
    words: str = ""
    warning: bool = False
    share: float | None = None
    closable: bool = False
    second: str = ""
    second_words: str = ""


class FolderBar(QFrame):
    """Shows one content at a time.

    Signals:
        acted: Its button was pressed; the name of what it does.
        closed: The person wants to see no more of it.
    """

    acted = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "callout")
        self._content: BarContent | None = None
        self.text = label("", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How far the pictures have been looked at")
        self.action = button("", ButtonRole.SMALL)
        self.close_button = button("Not now", ButtonRole.SMALL, tooltip="Close this message.")
        self.second = button("", ButtonRole.SMALL)
        self.action.clicked.connect(self._on_action_clicked)
        self.second.clicked.connect(self._on_second_clicked)
        self.close_button.clicked.connect(self.closed)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self.text)
        words.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(self.second)
        row.addWidget(self.action)
        row.addWidget(self.close_button)
        self.hide()

    @property
    def content(self) -> BarContent | None:
        """What it says now; None while it is not there."""
        return self._content

    def show_content(self, content: BarContent | None) -> None:
        """Say something else, or nothing."""
        if content == self._content:
            return
        self._content = content
        self.setVisible(content is not None)
        if content is None:
            return
        self.text.setText(content.text)
        self.action.setText(content.words)
        self.action.setVisible(bool(content.action))
        self.second.setText(content.second_words)
        self.second.setVisible(bool(content.second))
        self.close_button.setVisible(content.closable)
        self.bar.setVisible(content.share is not None)
        if content.share is not None:
            self.bar.setRange(0, 0 if content.share < 0 else 1000)
            self.bar.setValue(round(max(0.0, content.share) * 1000))
        set_role(self, "warning" if content.warning else "callout")
        self.style().polish(self.text)

    def _on_action_clicked(self) -> None:
        if self._content is not None:
            self.acted.emit(self._content.action)

    def _on_second_clicked(self) -> None:
        if self._content is not None:
            self.acted.emit(self._content.second)


def looking_words(progress: ScanProgress) -> str:
    """How far a scan is, in words."""
    words = f"Looking at the pictures: {progress.done:,} of {progress.files:,}"
    if progress.bad:
        words += f" · {progress.bad:,} cannot be used"
    if progress.done and progress.done < progress.files and progress.seconds_left >= 1:
        words += f" · {duration(progress.seconds_left)} left"
    return words
