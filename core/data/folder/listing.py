"""Which files a chosen folder holds, by class, before any of them is opened."""

from dataclasses import dataclass
from enum import StrEnum

from core.data.folder.problem import Problem
from core.data.side import Side


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


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that may be a picture.

    Attributes:
        path: Full path, as the system knows it (surrogates where its bytes are no UTF-8).
        folder: Number of its class folder in `Listing.folders`; -1 for loose pictures.
        side: The set it belongs to where the layout says so.
        file_size: Bytes of the file.
        modified_ns: When it was last changed, in nanoseconds.
    """

    path: str
    folder: int
    side: Side | None
    file_size: int
    modified_ns: int


@dataclass(frozen=True)
class Listing:
    """All files of a source, class by class, in natural order.

    Attributes:
        title: What to call the source.
        root: The folder that shown names are relative to; empty where there is none.
        layout: How it is laid out.
        folders: Names of the class folders, printable, distinct, in natural order.
        files: What may be pictures.
        problems: What was found on the way: links, hidden files, folders that cannot be read, …
        watched: Full paths of all folders seen, to be watched for changes.
    """

    title: str
    root: str
    layout: Layout
    folders: tuple[str, ...]
    files: tuple[FoundFile, ...]
    problems: tuple[Problem, ...]
    watched: tuple[str, ...]
