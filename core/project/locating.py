"""Finding the pictures of a project again after their folder was moved or renamed."""

import os
from dataclasses import dataclass
from pathlib import Path

from core.data.folder.names import shown
from core.project.content_index import ContentIndex
from core.project.project import Photos
from core.project.stored_paths import is_inside, with_moved_paths


@dataclass(frozen=True)
class Relocated:
    """Photos at their new place.

    Attributes:
        photos: Source and corrections, all paths as they are now.
        found: How many of the pictures known before are there.
        missing: Names of the others, relative to the folder they were in.
    """

    photos: Photos
    found: int
    missing: tuple[str, ...]


def base_of(photos: Photos) -> Path:
    """The folder that the pictures were in: the one chosen, else what holds all that was."""
    source = photos.source
    if source.root is not None:
        return source.root
    holders = [str(folder.parent) for folder in source.class_folders]
    holders += [str(added.path.parent) for added in source.added]
    try:
        return Path(os.path.commonpath(holders))
    except ValueError:  # on several drives, or nothing at all
        return Path(holders[0]) if holders else Path()


def relocate(photos: Photos, *, old: ContentIndex, new_base: Path, new: ContentIndex) -> Relocated:
    """Let a project's photos lie in `new_base`, and its corrections follow them.

    A picture is known by its name below the folder; where there is none of that name, by its
    content.

    Args:
        photos: As they were.
        old: What each picture held; may be empty.
        new_base: The folder that takes the place of `base_of(photos)`.
        new: What each picture in it holds.
    """
    base = str(base_of(photos))
    places = _places(base, old=old, new_base=str(new_base), new=new)
    known = {*old, *_corrected(photos)}
    missing = sorted(
        path for path in known if places.get(path, _renamed(path, base, new_base)) not in new
    )
    moved = with_moved_paths(photos, lambda path: places.get(path, _renamed(path, base, new_base)))
    names = tuple(
        os.path.relpath(path, base) if is_inside(path, Path(base)) else path for path in missing
    )
    update = {"earlier_names": _earlier_names(photos)}
    return Relocated(moved.model_copy(update=update), len(known) - len(missing), names)


def _earlier_names(photos: Photos) -> tuple[str, ...]:
    """What the folder is and was called."""
    root = photos.source.root
    own = () if root is None else (shown(root.name),)
    return tuple(dict.fromkeys((*photos.earlier_names, *own)))


def _places(base: str, *, old: ContentIndex, new_base: str, new: ContentIndex) -> dict[str, str]:
    """Where each picture that is known by its content lies now, if not under its old name."""
    by_name = {path: _renamed(path, base, Path(new_base)) for path in old}
    taken = {place for place in by_name.values() if place in new}
    free: dict[str, list[str]] = {}
    for path, content in new.items():
        if path not in taken:
            free.setdefault(content, []).append(path)
    places = {}
    for path, place in by_name.items():
        if place not in new and (candidates := free.get(old[path])):
            places[path] = candidates.pop(0)
    return places


def _corrected(photos: Photos) -> set[str]:
    """Pictures that the corrections name."""
    edits = photos.edits
    return {*edits.left_out, *edits.pins, *edits.classes}


def _renamed(path: str, base: str, new_base: Path) -> str:
    """The path in the new folder; one that was elsewhere stays."""
    if not is_inside(path, Path(base)):
        return path
    return os.path.normpath(os.path.join(new_base, os.path.relpath(path, base)))  # noqa: PTH118
