"""Taking pictures out of the strip, as an edit that can be undone."""

from PySide6.QtGui import QUndoCommand
from typing_extensions import override

from gui.predict_tab.entry import Entry
from gui.predict_tab.gallery import Gallery


class Removal(QUndoCommand):
    """Takes some pictures out; undoing puts them back where they were. No file is touched."""

    def __init__(self, gallery: Gallery, keys: frozenset[int]) -> None:
        count = len(keys)
        super().__init__(f"remove {'1 picture' if count == 1 else f'{count:,} pictures'}")
        self._gallery = gallery
        self._keys = keys
        self._taken: tuple[Entry, ...] = ()

    @override
    def redo(self) -> None:
        self._taken = self._gallery.remove(self._keys)

    @override
    def undo(self) -> None:
        self._gallery.restore(self._taken)
