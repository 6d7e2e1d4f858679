"""The menu of photo folders chosen before."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from core.data.folder.names import shown
from gui.recent import RecentFolders


class RecentMenu(QMenu):
    """Filled each time it opens; greyed while there are none."""

    def __init__(self, recent: RecentFolders, then: Callable[[Path], None]) -> None:
        super().__init__("Photo folders chosen &before")
        self._recent = recent
        self._then = then
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)
        recent.changed.connect(self._show_state)
        self._show_state()

    def fill(self) -> None:
        """Offer the folders, the last one first."""
        self.clear()
        for folder in self._recent.folders:
            name = shown(folder.name or str(folder)).replace("&", "&&")
            action = QAction(name, self)
            action.setToolTip(shown(str(folder)))
            action.triggered.connect(lambda _checked=False, folder=folder: self._then(folder))
            self.addAction(action)

    def _show_state(self) -> None:
        self.setEnabled(bool(self._recent.folders))
