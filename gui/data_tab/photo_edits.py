"""Corrections that a person makes to a photo folder, as new `FolderEdits`. No Qt, no disk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.data.folder.edits import FolderEdits
from core.data.folder.source import AddedPicture, PhotoSource
from core.data.side import Side
from gui.data_tab.folder_view import FolderView, LeftOutClass


@dataclass(frozen=True)
class Correction:
    """An edit and its words for the Edit menu.

    Attributes:
        words: Such as "leave out 3 pictures".
        edits: The corrections from now on.
        source: Where the pictures lie from now on; None where that stays.
    """

    words: str
    edits: FolderEdits
    source: PhotoSource | None = None


def rename_class(view: FolderView, edits: FolderEdits, old: str, new: str) -> Correction:
    """Call the class `old` `new`; where there is one of that name, the two become one."""
    merged = new in view.classes and new != old
    folders = view.folders_of(old)
    names = {**edits.names, **dict.fromkeys(folders, new)}
    names = {folder: name for folder, name in names.items() if folder != name}
    colours = dict(edits.colours)
    if old in colours and not merged:
        colours[new] = colours.pop(old)
    words = f"merge class “{old}” into “{new}”" if merged else f"rename class “{old}”"
    return Correction(words, edits.model_copy(update={"names": names, "colours": colours}))


def recolour_class(edits: FolderEdits, name: str, colour: int) -> Correction:
    """Give a class another colour, by its number."""
    colours = {**edits.colours, name: colour}
    words = f"change colour of class “{name}”"
    return Correction(words, edits.model_copy(update={"colours": colours}))


def leave_out_class(view: FolderView, edits: FolderEdits, name: str) -> Correction:
    """Use no picture of a class."""
    left_out = edits.left_out_classes | set(view.folders_of(name))
    return Correction(
        f"leave out class “{name}”", edits.model_copy(update={"left_out_classes": left_out})
    )


def take_back_class(edits: FolderEdits, left: LeftOutClass) -> Correction:
    """Use a class after all."""
    left_out = edits.left_out_classes - left.folders
    return Correction(
        f"take class “{left.name}” back", edits.model_copy(update={"left_out_classes": left_out})
    )


def leave_out(edits: FolderEdits, paths: Sequence[str]) -> Correction:
    """Don't use these pictures."""
    left_out = edits.left_out.union(paths)
    words = f"leave out {pictures(len(paths))}"
    return Correction(words, edits.model_copy(update={"left_out": left_out}))


def take_back(edits: FolderEdits, paths: Sequence[str]) -> Correction:
    """Use these pictures after all."""
    left_out = edits.left_out.difference(paths)
    words = f"take {pictures(len(paths))} back"
    return Correction(words, edits.model_copy(update={"left_out": left_out}))


def pin(edits: FolderEdits, paths: Sequence[str], side: Side | None) -> Correction:
    """Put these pictures into a set by hand; None lets them be divided like all others."""
    if side is None:
        gone = set(paths)
        pins = {path: kept for path, kept in edits.pins.items() if path not in gone}
        words = f"divide {pictures(len(paths))} by the rules"
    else:
        pins = {**edits.pins, **dict.fromkeys(paths, side)}
        words = f"put {pictures(len(paths))} into {side}"
    return Correction(words, edits.model_copy(update={"pins": pins}))


def move(view: FolderView, edits: FolderEdits, paths: Sequence[str], name: str) -> Correction:
    """Put pictures that were found into the class called `name`, which is made where needed."""
    key, names = _key(view, edits, name)
    update = {"classes": {**edits.classes, **dict.fromkeys(paths, key)}, "names": names}
    return Correction(f"put {pictures(len(paths))} into “{name}”", edits.model_copy(update=update))


def move_each(view: FolderView, edits: FolderEdits, into: Mapping[str, str]) -> Correction:
    """Put pictures that were found into other classes, each by its path into one of its own."""
    for name in dict.fromkeys(into.values()):
        paths = [path for path, wanted in into.items() if wanted == name]
        moved = move(view, edits, paths, name)
        edits = moved.edits
    if len(set(into.values())) == 1:
        return moved
    return Correction(f"put {pictures(len(into))} into other classes", edits)


def add(
    view: FolderView,
    edits: FolderEdits,
    source: PhotoSource,
    *,
    paths: Iterable[Path],
    name: str,
) -> Correction:
    """Add loose pictures to the class called `name`, by reference."""
    key, names = _key(view, edits, name)
    there = {picture.path for picture in source.added}
    added = tuple(AddedPicture(path=p, class_name=key) for p in paths if p not in there)
    return Correction(
        f"add {pictures(len(added))} to “{name}”",
        edits.model_copy(update={"names": names}),
        source.model_copy(update={"added": (*source.added, *added)}),
    )


def pictures(count: int) -> str:
    """So many pictures in words: "2 pictures"."""
    return f"{count:,} picture{'s' * (count != 1)}"


def _key(view: FolderView, edits: FolderEdits, name: str) -> tuple[str, dict[str, str]]:
    """The folder name that stands for a class in the edits, and the names with it.

    A new class is known by its name, or by one beside it where a folder of that name is called
    otherwise now.
    """
    if folders := view.folders_of(name):
        return folders[0], edits.names
    key, number = name, 1
    while key in edits.names:
        number += 1
        key = f"{name} ({number})"
    return key, edits.names if key == name else {**edits.names, key: name}
