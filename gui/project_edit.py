"""One edit of the project, to be undone and made again."""

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand
from typing_extensions import override

from core.project.project import Project


class ProjectEdit(QUndoCommand):
    """One edit as the project before and after; edits with the same `topic` in a row merge."""

    def __init__(
        self, show: Callable[[Project], None], before: Project, after: Project, topic: str
    ) -> None:
        super().__init__()
        self._show = show
        self._before = before
        self.after = after
        self.topic = topic

    @override
    def id(self) -> int:
        return hash(self.topic) & 0x7FFFFFFF if self.topic else -1

    @override
    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, ProjectEdit) or other.topic != self.topic:
            return False
        self.after = other.after
        self.setObsolete(self.after == self._before)
        return True

    @override
    def redo(self) -> None:
        self._show(self.after)

    @override
    def undo(self) -> None:
        self._show(self._before)


class RunNaming(QUndoCommand):
    """Another name for a run. It stands in the run's own record, not in the project.

    Args:
        call: Calls the run in the folder of this name so.
        folder: The name of the run's folder, which stays the same when the project moves.
        before: What it was called.
        after: What it is called now, on disk too.
    """

    def __init__(
        self, call: Callable[[str, str], None], folder: str, *, before: str, after: str
    ) -> None:
        super().__init__(f"rename run “{before}”")
        self._call = call
        self._folder = folder
        self._before = before
        self._after = after

    @override
    def redo(self) -> None:
        self._call(self._folder, self._after)

    @override
    def undo(self) -> None:
        self._call(self._folder, self._before)
