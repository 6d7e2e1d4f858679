"""Watching a folder that has been looked at: what changes on the disk is told, never taken."""

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from core.data.folder.listing import Listing
from core.data.folder.names import shown
from core.data.folder.source import PhotoSource
from core.errors import LitmusError
from gui.jobs import Job, Jobs
from gui.scan_work import Changes, comparing_work

_MOST = 1_000
"""Folders watched: systems hand out some thousands of watches to all programs together."""

_SETTLE_MS = 1_000
"""Copying brings many changes in a row; they are told once it is quiet for so long."""


class FolderWatch(QObject):
    """Tells what happened to a folder.

    Signals:
        changes_found: `Changes` since the folder was looked at; none any more where they were
            undone.
        lost: The folder cannot be read any more: a `LitmusError`.
    """

    changes_found = Signal(object)
    lost = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._source: PhotoSource | None = None
        self._listing: Listing | None = None
        self._job: Job | None = None
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._on_watcher_changed)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_SETTLE_MS)
        self._quiet.timeout.connect(self.compare)

    def start(self, source: PhotoSource, listing: Listing) -> None:
        """Watch the folders of `listing` from now on."""
        self.stop()
        self._source, self._listing = source, listing
        # Qt finds no folder whose name is no Unicode; the tab compares when it is shown, too.
        watched = [path for path in listing.watched[:_MOST] if shown(path) == path]
        if watched:
            self._watcher.addPaths(watched)

    def stop(self) -> None:
        """Watch nothing."""
        self._quiet.stop()
        self._listing = None
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if watched := self._watcher.directories():
            self._watcher.removePaths(watched)

    def compare_soon(self) -> None:
        """See it once it is quiet."""
        if self._listing is not None:
            self._quiet.start()

    def compare(self) -> None:
        """See what happened since the folder was looked at."""
        if self._job is not None or self._source is None or self._listing is None:
            return
        self._job = self._jobs.run_scanning(comparing_work(self._source, self._listing))
        self._job.succeeded.connect(self._on_job_succeeded)
        self._job.failed.connect(self._on_job_failed)

    def _on_watcher_changed(self, _path: str) -> None:
        self._quiet.start()

    def _on_job_succeeded(self, changes: Changes) -> None:
        if self.sender() is self._job:
            self._job = None
            self.changes_found.emit(changes)

    def _on_job_failed(self, error: BaseException) -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        if not isinstance(error, LitmusError):
            raise error
        self.lost.emit(error)
