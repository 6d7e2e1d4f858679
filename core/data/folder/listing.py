"""Which files a chosen folder holds, by class, before any of them is opened."""

from collections.abc import Callable
from dataclasses import dataclass

from core.cancellation import CancelToken
from core.data.folder.class_names import ClassNames
from core.data.folder.gathering import gather
from core.data.folder.layout import Layout
from core.data.folder.names import shown
from core.data.folder.problem import Problem
from core.data.folder.source import PhotoSource
from core.data.folder.walk import Owner, RawFile
from core.data.side import Side

__all__ = ["FoundFile", "Layout", "Listing", "list_pictures"]


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that may be a picture.

    Attributes:
        path: Full path, as the system knows it (surrogates where its bytes are no UTF-8).
        folder: Number of its class folder in `Listing.folders`; -1 for loose pictures.
        side: The set it belongs to where the layout says so.
        file_size: Bytes of the file.
        modified_ns: When it was last changed, in nanoseconds.
        changed_ns: When it was last changed, renamed or moved; it tells files apart that took each
            other's names and have one size and time, as unpacked ones may (`st_ctime`; on Windows
            when it was made).
    """

    path: str
    folder: int
    side: Side | None
    file_size: int
    modified_ns: int
    changed_ns: int = 0


@dataclass(frozen=True)
class Listing:
    """All files of a source, class by class, in natural order.

    Attributes:
        title: What to call the source.
        root: The folder that shown names are relative to; empty where there is none.
        layout: How it is laid out.
        folders: Names of the class folders, printable, distinct, in natural order.
        files: What may be pictures; loose ones last.
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


def list_pictures(
    source: PhotoSource,
    *,
    report: Callable[[int], None] | None = None,
    cancel: CancelToken | None = None,
) -> Listing:
    """All files of a source that may be pictures; none is opened.

    Args:
        source: Where the pictures lie.
        report: Told how many files were met, about ten times a second.
        cancel: Ends it.

    Raises:
        LitmusError: The folder is missing, may not be read, or holds far too many files.
        Cancelled: The token was set.
    """
    gathered = gather(source, report=report, cancel=cancel)
    names = ClassNames.of(o.name for o, files in gathered.files.items() if o.name and files)
    files = _numbered(gathered.files, names)
    layout = gathered.layout
    if not names.shown:
        layout = Layout.LOOSE if files else Layout.EMPTY
    return Listing(
        title=shown(source.title),
        root=gathered.root,
        layout=layout,
        folders=names.shown,
        files=files,
        problems=(*names.problems(), *gathered.problems),
        watched=gathered.watched,
    )


def _numbered(files: dict[Owner, list[RawFile]], names: ClassNames) -> tuple[FoundFile, ...]:
    """All files with the numbers of their classes: class by class, in them set by set."""
    order = (None, *Side)
    last = len(names.shown)

    def place(owner: Owner) -> tuple[int, int]:
        number = names.number(owner.name)
        return last if number < 0 else number, order.index(owner.side)

    owners = sorted(files, key=place)
    return tuple(
        FoundFile(path, number, owner.side, size, modified_ns, changed_ns)
        for owner in owners
        for number in (names.number(owner.name),)
        for path, size, modified_ns, changed_ns in files[owner]
    )
