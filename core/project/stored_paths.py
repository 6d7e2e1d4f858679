"""Paths of pictures as a project's file keeps them: relative where they move with the project.

A path inside the project's folder, or inside the folder around it, is kept relative to the
project's folder, with `/` between names; every other one as it is.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath

from core.data.folder.edits import FolderEdits
from core.data.folder.source import AddedPicture, PhotoSource
from core.project.project import Photos

_Change = Callable[[str], str]

_NOT_PLAIN = re.compile(r"^$|^/|//|/$|(^|/)\.\.?(/|$)|[:\\]")
"""What a path may hold that is not told by its beginning."""


def photos_to_file(photos: Photos, folder: Path, *, beside: bool = True) -> Photos:
    """`photos` with its paths as the file of a project in `folder` keeps them.

    Args:
        photos: With full paths.
        folder: The project's.
        beside: Whether what lies beside the folder is relative too; else the folder alone can move.
    """
    return _with_paths(photos, keeper(folder, beside=beside))


def keeper(folder: Path, *, beside: bool = True) -> _Change:
    """`stored_path` for many paths; ten times as fast for those that are spelt plainly."""
    within = os.path.join(folder, "")  # noqa: PTH118 - ends in a separator
    around = os.path.join(folder.parent, "") if beside else within  # noqa: PTH118 - as above

    itself = str(folder)

    def kept(path: str) -> str:
        if not path.startswith(around):
            # Only the folder around itself is inside without beginning so.
            return path if len(path) >= len(around) else stored_path(path, folder, beside=beside)
        inside = path.startswith(within)
        rest = path[len(within if inside else around) :]
        if os.sep != "/" or path == itself or _NOT_PLAIN.search(rest):
            return stored_path(path, folder, beside=beside)
        return rest if inside else f"../{rest}"

    return kept


def photos_from_file(photos: Photos, folder: Path) -> Photos:
    """`photos`, as the file of a project in `folder` kept it, with absolute paths."""
    return _with_paths(photos, lambda path: absolute_path(path, folder))


def with_moved_paths(photos: Photos, moved: _Change) -> Photos:
    """`photos` with each path replaced by what `moved` gives for it."""
    return _with_paths(photos, moved)


def stored_path(path: str, folder: Path, *, beside: bool = True) -> str:
    """A full path as the file of a project in `folder` keeps it; `beside` as above."""
    if not is_inside(path, folder.parent if beside else folder):
        return path
    relative = os.path.relpath(path, folder)
    relative = relative if os.sep == "/" else relative.replace(os.sep, "/")
    return f"./{relative}" if _is_absolute(relative) else relative


def absolute_path(path: str, folder: Path) -> str:
    """The full path of what the file of a project in `folder` kept.

    Raises:
        ValueError: No file can have this path.
    """
    if "\0" in path:
        raise ValueError("a path must not hold a null character")
    if _is_absolute(path):
        return path
    return os.path.normpath(os.path.join(folder, path))  # noqa: PTH118 - stays a string


def follow(path: str, old: Path, new: Path) -> str:
    """Where `path` is when the folder `old` is at `new`; what is not inside it stays."""
    return absolute_path(stored_path(path, old, beside=False), new)


def is_inside(path: str, folder: Path) -> bool:
    """Whether a path is that of `folder`, or of something below it."""
    around = os.path.join(folder, "")  # noqa: PTH118 - ends in a separator
    return path == str(folder) or path.startswith(around)


def _is_absolute(path: str) -> bool:
    """Whether it is absolute on any system: a project may have come from another one."""
    return PurePosixPath(path).is_absolute() or PureWindowsPath(path).is_absolute()


def _with_paths(photos: Photos, change: _Change) -> Photos:
    source, edits = photos.source, photos.edits
    return Photos(
        source=PhotoSource(
            root=source.root and Path(change(str(source.root))),
            class_folders=tuple(Path(change(str(folder))) for folder in source.class_folders),
            added=tuple(
                AddedPicture(path=Path(change(str(a.path))), class_name=a.class_name)
                for a in source.added
            ),
        ),
        edits=FolderEdits(
            names=edits.names,
            colours=edits.colours,
            left_out_classes=edits.left_out_classes,
            left_out=frozenset(change(path) for path in edits.left_out),
            pins={change(path): side for path, side in edits.pins.items()},
            classes={change(path): name for path, name in edits.classes.items()},
        ),
        earlier_names=photos.earlier_names,
    )
