"""Finding the pictures of a project again after their folder was moved or renamed."""

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.data.folder.names import shown
from core.project.content_index import ContentIndex
from core.project.packed_names import with_class_folders
from core.project.project import Photos
from core.project.stored_paths import is_inside, with_moved_paths

_MOST_COPIES = 20


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
    content. Where a folder around the right one was chosen, the right one is taken; corrections of
    a class whose folder has another name by now go with its pictures.

    Args:
        photos: As they were.
        old: What each picture held; may be empty.
        new_base: The folder that takes the place of `base_of(photos)`.
        new: What each picture in it holds.
    """
    base = str(base_of(photos))
    new_base = _nearer(base, old=old, new_base=new_base, new=new)
    places = _places(base, old=old, new_base=str(new_base), new=new)
    known = {*old, *_corrected(photos)}
    missing = sorted(
        path for path in known if places.get(path, _renamed(path, base, new_base)) not in new
    )
    moved = with_moved_paths(photos, lambda path: places.get(path, _renamed(path, base, new_base)))
    names = tuple(
        os.path.relpath(path, base) if is_inside(path, Path(base)) else path for path in missing
    )
    edits = with_class_folders(moved.edits, _renamed_folders(places, old=old, new=new))
    update = {"earlier_names": _earlier_names(photos), "edits": edits}
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


def _nearer(base: str, *, old: ContentIndex, new_base: Path, new: ContentIndex) -> Path:
    """The folder in `new_base` that most pictures lie in as they lay in `base`; else `new_base`."""
    by_content: dict[str, list[str]] = {}
    for path, content in new.items():
        by_content.setdefault(content, []).append(path)
    votes = Counter[str]()
    for path, content in old.items():
        below = path[len(base) :] if is_inside(path, Path(base)) else ""
        found = by_content.get(content, ())
        # A picture with many copies says nothing about where it was.
        if len(below) > 1 and 0 < len(found) <= _MOST_COPIES:
            votes.update(place[: -len(below)] for place in found if place.endswith(below))
    by_name = sum(_renamed(path, base, new_base) in new for path in old)
    folder, count = max(votes.items(), key=lambda vote: vote[1], default=(str(new_base), 0))
    return Path(folder) if count > by_name else new_base


def _renamed_folders(
    places: Mapping[str, str], *, old: ContentIndex, new: ContentIndex
) -> dict[str, str]:
    """New names of class folders: of those that have gone, their pictures being in one new folder.

    Args:
        places: By the old path the new one, of pictures that are not where they would be by name.
        old: All that were.
        new: All that are.
    """
    known, there = _folder_names(old), _folder_names(new)
    pairs: dict[str, set[str]] = {}
    for before, after in places.items():
        was, now = Path(before).parts, Path(after).parts
        ends = (was[-length:] for length in range(1, len(was)))
        same = next((len(e) for e in ends if e != now[-len(e) :]), 0)
        if 1 < same <= min(len(was), len(now)):
            pairs.setdefault(shown(was[-same]), set()).add(shown(now[-same]))
    return {
        was: name
        for was, names in pairs.items()
        for name in names
        if len(names) == 1 and was not in there and name not in known
    }


def _folder_names(index: ContentIndex) -> set[str]:
    """Names of all folders around pictures, as they are shown."""
    folders = {os.path.dirname(path) for path in index}  # noqa: PTH120 - paths are texts
    return {shown(name) for folder in folders for name in Path(folder).parts}


def _corrected(photos: Photos) -> set[str]:
    """Pictures that the corrections name."""
    edits = photos.edits
    return {*edits.left_out, *edits.pins, *edits.classes}


def _renamed(path: str, base: str, new_base: Path) -> str:
    """The path in the new folder; one that was elsewhere stays."""
    if not is_inside(path, Path(base)):
        return path
    return os.path.normpath(os.path.join(new_base, os.path.relpath(path, base)))  # noqa: PTH118
