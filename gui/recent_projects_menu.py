"""The menu of projects opened before, and of those that are not saved anywhere yet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from core.data.folder.names import shown
from core.project.place import ProjectPlace
from core.project.unsaved import unsaved_projects
from gui.recent import RecentFolders


@dataclass(frozen=True)
class Unsaved:
    """A project that is not saved anywhere yet.

    Attributes:
        file: Its file, which may not be there yet.
        changed: When it was worked on last.
    """

    file: Path
    changed: datetime


def find_unsaved(shown: ProjectPlace) -> tuple[Unsaved, ...]:
    """The projects that are not saved anywhere yet, newest first, without the one that is shown."""
    found = []
    for place in unsaved_projects():
        if place.file != shown.file:
            times = [p.stat().st_mtime for p in (place.file, place.runs_folder) if p.exists()]
            found.append(
                Unsaved(place.file, datetime.fromtimestamp(max(times, default=0)).astimezone())
            )
    return tuple(found)


class RecentProjectsMenu(QMenu):
    """Filled each time it opens; greyed while there are none."""

    def __init__(self, recent: RecentFolders, then: Callable[[Path], None]) -> None:
        super().__init__("Recent pro&jects")
        self._recent = recent
        self._then = then
        self._unsaved: tuple[Unsaved, ...] = ()
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)
        recent.changed.connect(self._show_state)
        self._show_state()

    def set_unsaved(self, unsaved: Sequence[Unsaved]) -> None:
        """Offer these too, the newest first."""
        self._unsaved = tuple(unsaved)
        self._show_state()

    def fill(self) -> None:
        """Offer the projects, the last one first."""
        self.clear()
        for file in self._saved:
            self._offer(file, shown(file.stem).replace("&", "&&"), shown(str(file.parent)))
        if self._unsaved:
            self.addSection("Not saved yet")
        for project in self._unsaved:
            moment = QDateTime.fromSecsSinceEpoch(int(project.changed.timestamp()))
            when = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
            self._offer(project.file, f"Project of {when}", shown(str(project.file.parent)))

    @property
    def _saved(self) -> list[Path]:
        return [file for file in self._recent.folders if ProjectPlace(file).saved]

    def _offer(self, file: Path, words: str, tip: str) -> None:
        action = QAction(words, self)
        action.setToolTip(tip)
        action.triggered.connect(lambda _checked=False: self._then(file))
        self.addAction(action)

    def _show_state(self) -> None:
        self.setEnabled(bool(self._saved or self._unsaved))
