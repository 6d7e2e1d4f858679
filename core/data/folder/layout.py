"""How a chosen folder is laid out: its classes, or sets that each hold the classes."""

import os
from dataclasses import dataclass
from enum import StrEnum

from core.data.folder.walk import Content, Owner, Top, Walk
from core.data.side import Side

_SIDES = {
    "train": Side.TRAINING,
    "training": Side.TRAINING,
    "validation": Side.VALIDATION,
    "val": Side.VALIDATION,
    "valid": Side.VALIDATION,
    "test": Side.TEST,
    "testing": Side.TEST,
}
"""Names of folders that hold a set, in lower case."""


class Layout(StrEnum):
    """How a folder is laid out.

    Attributes:
        CLASSES: Each subfolder is a class.
        SPLIT: `train/` with `validation/` or `val/` and/or `test/`, each holding the classes.
        LOOSE: Pictures without subfolders: classes have yet to be made.
        EMPTY: Nothing that could be a picture.
    """

    CLASSES = "classes"
    SPLIT = "split"
    LOOSE = "loose"
    EMPTY = "empty"


@dataclass(frozen=True)
class Sets:
    """The sets of a folder that is laid out as a split.

    Attributes:
        tops: The class folders in them.
        classless: Full paths of pictures that lie in a set, but in no class, by the set's folder.
        beside: Full paths of folders that are no set.
    """

    tops: list[Top]
    classless: dict[str, tuple[str, ...]]
    beside: list[str]


def find_sets(root: Content, walk: Walk) -> Sets | None:
    """The sets of a folder, or None where its subfolders are classes.

    They are sets where there is one to train on and another, and classes in both: subfolders, at
    least one of them of the same name. The other may hold bare pictures or classes that training
    has not, as published test sets do, where there are nothing but sets and the training set has
    two classes and no bare pictures. So a class may be called "train", "test" or "validation".
    """
    sides = {path: side for path in root.all_folders if (side := _side(path))}
    if not {Side.TRAINING} < set(sides.values()):
        return None
    contents: dict[str, Content] = {}
    for path in sides:
        try:
            contents[path] = walk.look(path)
        except OSError:
            return None
    if not _holds_classes(sides, contents, only_sets=len(sides) == len(root.all_folders)):
        return None
    order = list(Side)
    paths = sorted(sides, key=lambda path: order.index(sides[path]))
    tops = [Top(f, Owner(_name(f), sides[p])) for p in paths for f in contents[p].all_folders]
    classless = {p: tuple(file[0] for file in contents[p].files) for p in paths}
    beside = [path for path in root.all_folders if path not in sides]
    return Sets(tops, {p: files for p, files in classless.items() if files}, beside)


def _holds_classes(
    sides: dict[str, Side], contents: dict[str, Content], *, only_sets: bool
) -> bool:
    """Whether the subfolders of sets are classes."""
    training = [contents[path] for path, side in sides.items() if side is Side.TRAINING]
    others = [contents[path] for path, side in sides.items() if side is not Side.TRAINING]
    names = {_name(folder) for content in training for folder in content.all_folders}
    shared = names & {_name(folder) for content in others for folder in content.all_folders}
    bare = any(content.files for content in training)
    return bool(shared) or (only_sets and len(names) > 1 and not bare)


def _side(path: str) -> Side | None:
    return _SIDES.get(_name(path).strip().lower())


def _name(path: str) -> str:
    return os.path.basename(path)  # noqa: PTH119 - paths are texts here
