"""Photo folders and projects chosen before, each in a readable file of the config folder."""

import json
from contextlib import suppress
from pathlib import Path
from threading import Lock

from PySide6.QtCore import QObject, Signal

from core.atomic import write_text
from core.errors import LitmusError
from core.places import config_folder
from gui.jobs import Jobs

MOST = 8
_LARGEST = 1_000_000
_WRITING = Lock()


def recent_file() -> Path:
    """Where they are kept."""
    return config_folder() / "recent.json"


def recent_projects_file() -> Path:
    """Where the files of projects are kept."""
    return config_folder() / "recent-projects.json"


class RecentFolders(QObject):
    """Holds paths of one kind and writes them; the only one that does.

    A file that is broken, or cannot be written, costs the list and nothing else.

    Signals:
        changed: There are others.
    """

    changed = Signal()

    def __init__(
        self, jobs: Jobs, *, path: Path | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._path = path or recent_file()
        self._folders = _read(self._path)

    @property
    def folders(self) -> tuple[Path, ...]:
        """The last one chosen comes first."""
        return self._folders

    def add(self, folder: Path) -> None:
        """A folder was chosen."""
        others = (known for known in self._folders if known != folder)
        self._keep((folder, *others))

    def remove(self, folder: Path) -> None:
        """A folder is no longer there."""
        self._keep(tuple(known for known in self._folders if known != folder))

    def _keep(self, folders: tuple[Path, ...]) -> None:
        folders = folders[:MOST]
        if folders == self._folders:
            return
        self._folders = folders
        self.changed.emit()
        # A disk that is busy keeps nobody waiting.
        self._jobs.run_decoding(lambda _report, _cancel: _write(self._path, self._folders))


def _write(path: Path, folders: tuple[Path, ...]) -> None:
    with suppress(OSError, LitmusError), _WRITING:
        path.parent.mkdir(parents=True, exist_ok=True)
        # In ASCII, so that a name whose bytes are no UTF-8 survives.
        write_text(path, json.dumps([str(folder) for folder in folders], indent=2) + "\n")


def _read(path: Path) -> tuple[Path, ...]:
    try:
        with path.open(encoding="utf-8") as stream:
            content = json.loads(stream.read(_LARGEST))
    except (OSError, ValueError, RecursionError):
        return ()
    if not isinstance(content, list):
        return ()
    names = [name for name in content if isinstance(name, str) and name and "\0" not in name]
    return tuple(Path(name) for name in names)[:MOST]
