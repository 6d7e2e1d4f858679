"""What pictures are called in a packed project, so that every system can unpack them."""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from core.data.folder.edits import FolderEdits
from core.data.folder.names import shown
from core.data.folder.source import PhotoSource
from core.project.stored_paths import is_inside

PICTURES = "pictures"
"""The folder beside the runs that holds all pictures."""

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE | re.DOTALL)
_LONGEST = 200
"""Bytes; systems end at 255, and some store letters with accents in more bytes than others."""


def usable(name: str) -> str:
    """A name without what any system refuses: characters, reserved names, too great a length."""
    name = _FORBIDDEN.sub("_", shown(name))
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    stem, suffix = _split(name)
    room = _LONGEST - len(suffix.encode())
    if len(name.encode()) > _LONGEST and room > 0:
        name = stem.encode()[:room].decode(errors="ignore") + suffix
    ending = name[len(name.rstrip(". ")) :]
    return name.removesuffix(ending) + "_" * len(ending) or "_"


def alike(name: str) -> str:
    """The same for two names that some system takes for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


class PackedNames:
    """Gives every picture of a source its path in the packed project, and each folder its own.

    Folders of one name, which is the name of a class, keep one name wherever they lie.

    Args:
        source: The pictures.
    """

    def __init__(self, source: PhotoSource) -> None:
        self._folders: dict[str, str] = {}
        self._taken_folders: set[str] = set()
        self._files: dict[str, str] = {}
        self._taken: set[str] = set()
        self._roots: dict[str, str] = {}
        for folder in (*((source.root,) if source.root else ()), *source.class_folders):
            if str(folder) not in self._roots:
                name = f"{PICTURES}/{self._folder(folder.name)}"
                self._roots[str(folder)] = self._distinct(name)
        for added in source.added:
            if self._root_of(str(added.path)) is None:
                name = f"{PICTURES}/added/{usable(added.path.name)}"
                self._files[str(added.path)] = self._distinct(name)

    def of(self, path: str) -> str | None:
        """The path in the packed project, with `/`; None where it is not of the source."""
        if path in self._roots or path in self._files:
            return self._roots.get(path) or self._files[path]
        root = self._root_of(path)
        if root is None:
            return None
        *folders, name = Path(path).relative_to(root).parts
        below = [self._folder(folder) for folder in folders]
        packed = self._distinct("/".join((self._roots[root], *below, usable(name))))
        self._files[path] = packed
        return packed

    def edits(self, edits: FolderEdits, classes: tuple[str, ...]) -> FolderEdits:
        """The corrections, by the names that the folders of the classes have in the packed project.

        Args:
            edits: As they are.
            classes: Names of the class folders, as they are shown.
        """
        changed = {shown(old): new for old, new in self._folders.items() if shown(old) != new}
        changed = {name: changed[name] for name in classes if name in changed}
        kept = {new: old for old, new in changed.items()}
        after = with_class_folders(edits, changed)
        return after.model_copy(update={"names": kept | after.names})

    def _root_of(self, path: str) -> str | None:
        """The innermost of the chosen folders that holds a path."""
        around = [root for root in self._roots if is_inside(path, Path(root))]
        return max(around, key=len, default=None)

    def _folder(self, name: str) -> str:
        if name not in self._folders:
            given = _numbered(usable(name), self._taken_folders)
            self._folders[name] = given
        return self._folders[name]

    def _distinct(self, path: str) -> str:
        return _numbered(path, self._taken)


def _split(name: str) -> tuple[str, str]:
    """What is before the ending, and the ending with its dot."""
    stem, dot, suffix = name.rpartition(".")
    return (stem, dot + suffix) if stem else (name, "")


def with_class_folders(edits: FolderEdits, changed: Mapping[str, str]) -> FolderEdits:
    """Corrections of classes by the new names of their folders.

    Args:
        edits: As they are.
        changed: By the name of a class folder the one it has now, both as they are shown.
    """
    return edits.model_copy(
        update={
            "names": {changed.get(name, name): called for name, called in edits.names.items()},
            "left_out_classes": frozenset(changed.get(n, n) for n in edits.left_out_classes),
            "classes": {path: changed.get(name, name) for path, name in edits.classes.items()},
        }
    )


def _numbered(path: str, taken: set[str]) -> str:
    """The path, with a number where it is taken; it is, then."""
    folder, slash, name = path.rpartition("/")
    stem, suffix = _split(name)
    given, number = path, 1
    while alike(given) in taken:
        number += 1
        given = f"{folder}{slash}{stem} ({number}){suffix}"
    taken.add(alike(given))
    return given
