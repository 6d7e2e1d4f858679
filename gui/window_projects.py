"""The parts of the window that are about its project, and what they do together."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.locate_care import LocateCare
from gui.project_bar import ProjectBar
from gui.project_care import ProjectCare
from gui.project_drops import ProjectDrops
from gui.project_session import ProjectSession
from gui.recent import RecentFolders, recent_projects_file

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class WindowProjects(QObject):
    """Makes and connects them.

    Attributes:
        session: The project that is shown.
        bar: Says why it is read-only.
        care: Opens, saves and moves it.
        locating: Finds its pictures again.
        recent: The projects opened before.
    """

    def __init__(
        self,
        window: "MainWindow",
        *,
        document: ProjectDocument,
        session: ProjectSession,
        jobs: Jobs,
    ) -> None:
        super().__init__(window)
        self._document = document
        self._fixed: tuple[QWidget, ...] = ()
        self.session = session
        self.bar = ProjectBar()
        self.recent = RecentFolders(jobs, path=recent_projects_file(), parent=self)
        self.care = ProjectCare(
            window, document=document, projects=session, jobs=jobs, recent=self.recent
        )
        self.locating = LocateCare(window, document=document, scans=window.scans, jobs=jobs)
        self._drops = ProjectDrops(window, self.care.open)
        self._drops.watch(window)
        self.bar.again_asked.connect(self.care.open_again)
        self.bar.duplicate_asked.connect(self.care.places.save_as)
        self.locating.said.connect(window.notice.say)
        self.locating.failed.connect(window.report_problem)
        window.data_tab.folder.locate_asked.connect(self.locating.ask)
        document.place_changed.connect(self._show_read_only)

    def attend(self, tab: QWidget, *editing: QWidget) -> None:
        """Take projects dropped on a tab.

        Args:
            tab: The tab.
            editing: Parts of it that do nothing but edit: they rest while that cannot be.
        """
        self._drops.watch(tab)
        self._fixed = (*self._fixed, *editing)
        self._show_read_only()

    def _show_read_only(self) -> None:
        reason = self._document.read_only
        self.bar.show_reason(reason)
        for part in self._fixed:
            part.setEnabled(not reason)
