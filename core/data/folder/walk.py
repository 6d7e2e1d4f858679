"""Going through folders: real ones first, then those that links lead to, each one once."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from stat import FILE_ATTRIBUTE_HIDDEN, S_ISREG
from time import monotonic

from core.cancellation import CancelToken
from core.data.folder.findings import Findings
from core.data.folder.names import in_natural_order, is_litter
from core.data.folder.no_pictures import no_picture
from core.data.folder.problem import ProblemKind
from core.data.side import Side
from core.errors import LitmusError

MOST_FILES = 1_000_000
"""More files than this are no folder of pictures, but a whole disk."""

_REPORT_SECONDS = 0.1
_CHECK_EVERY = 256

RawFile = tuple[str, int, int, int]
"""Full path, and as `FoundFile` has them bytes and two times; the numbers are 0 where unknown."""


@dataclass(frozen=True)
class Owner:
    """To which class folder and set a file belongs.

    Attributes:
        name: The class folder's name on the disk; None for loose pictures.
        side: The set, where the layout says so.
    """

    name: str | None
    side: Side | None = None


@dataclass(frozen=True)
class Top:
    """A folder that is gone through with all below it.

    Attributes:
        path: Its full path.
        owner: Whose files are in it.
    """

    path: str
    owner: Owner


@dataclass
class Content:
    """What lies directly in a folder, in natural order.

    Attributes:
        files: What may be pictures.
        folders: Full paths of real folders.
        links: Full paths of links to folders.
    """

    files: list[RawFile] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def all_folders(self) -> list[str]:
        """Full paths of folders, real or behind links."""
        return self.folders + self.links


class Walk:
    """One way through folders; notes what it meets.

    Args:
        findings: Takes the problems.
        report: Told how many files were met, about ten times a second.
        cancel: Ends it by `Cancelled`.
    """

    def __init__(
        self,
        findings: Findings,
        *,
        report: Callable[[int], None] | None = None,
        cancel: CancelToken | None = None,
    ) -> None:
        self.watched: list[str] = []
        """Full paths of the folders that were gone into."""
        self._findings = findings
        self._report = report
        self._cancel = cancel or CancelToken()
        self._known: dict[str, Content] = {}
        self._entered: dict[tuple[int, int], str] = {}
        self._met = 0
        self._due = 0.0

    def look(self, folder: str) -> Content:
        """What lies in `folder`, which is thereby gone into; kept for `through`.

        Raises:
            LitmusError: There are far too many files.
            OSError: It cannot be listed.
        """
        if folder not in self._known:
            self._enter(folder)
            self._known[folder] = self._content(folder)
            self.watched.append(folder)
        return self._known[folder]

    def through(self, tops: list[Top]) -> Iterator[tuple[Owner, list[RawFile]]]:
        """Go through each top; yields the files of one folder after the other.

        A top may lie in another one: its files are its own. Links are followed last, so that a
        folder that is there in person is never taken for another class's.

        Raises:
            LitmusError: There are far too many files.
        """
        links: list[Top] = []
        real: list[Top] = []
        unique: dict[str, Top] = {}
        for top in tops:
            unique.setdefault(top.path, top)
        for top in unique.values():
            if top.path not in self._known and os.path.islink(top.path):  # noqa: PTH114 - texts
                links.append(top)
            elif top.path in self._known or self._is_new(top.path):
                real.append(top)
        for top in real:
            yield from self._below(top, links)
        for link in links:  # it grows meanwhile
            if self._is_new(link.path):
                yield from self._below(link, links)

    def _below(self, top: Top, links: list[Top]) -> Iterator[tuple[Owner, list[RawFile]]]:
        """A stack instead of recursion: a tree of folders can be deeper than Python recurses."""
        waiting = [top.path]
        while waiting:
            self._cancel.raise_if_cancelled()
            current = waiting.pop()
            if current != top.path and not self._is_new(current):
                continue
            content = self._known.pop(current, None) or self._tried(current)
            links.extend(Top(link, top.owner) for link in content.links)
            waiting.extend(reversed(content.folders))
            if content.files:
                yield top.owner, content.files

    def _tried(self, folder: str) -> Content:
        try:
            content = self._content(folder)
        except OSError as error:
            self._findings.no_folder(folder, error)
            return Content()
        self.watched.append(folder)
        return content

    def _is_new(self, folder: str) -> bool:
        """Whether `folder` is met for the first time; told where another way led to it, or none."""
        try:
            first = self._enter(folder)
        except OSError as error:
            self._findings.no_folder(folder, error)
            return False
        if first is not None and first != folder:
            self._findings.visited(folder, first)
        return first is None

    def _enter(self, folder: str) -> str | None:
        """The path by which `folder` was met before, if it was."""
        status = os.stat(folder)  # noqa: PTH116
        identity = (status.st_dev, status.st_ino)
        first = self._entered.get(identity)
        if first is None:
            self._entered[identity] = folder
        return first

    def _content(self, folder: str) -> Content:
        content = Content()
        found: dict[str, RawFile] = {}
        folders: list[str] = []
        linked: set[str] = set()
        with os.scandir(folder) as entries:
            for entry in entries:
                self._count()
                folder_there = _is_folder(entry)
                if is_litter(entry.name) or _is_hidden(entry):
                    self._findings.pass_over(entry.path, entry.name, folder=folder_there)
                elif folder_there:
                    folders.append(entry.name)
                    if entry.is_symlink():
                        linked.add(entry.name)
                elif file := self._file(entry):
                    found[entry.name] = file
        content.files = [found[name] for name in in_natural_order(found)]
        for name in in_natural_order(folders):
            path = os.path.join(folder, name)  # noqa: PTH118
            (content.links if name in linked else content.folders).append(path)
        return content

    def _file(self, entry: os.DirEntry[str]) -> RawFile | None:
        """A file that may be a picture; everything else is noted."""
        try:
            status = entry.stat()
        except OSError as error:
            if entry.is_symlink():
                self._findings.broken(entry.path, error)
                return None
            return entry.path, 0, 0, 0  # why it cannot be read is said when it is
        if not S_ISREG(status.st_mode):
            self._findings.special(entry.path, status.st_mode)
        elif kind := no_picture(entry.name):
            self._findings.tell(
                ProblemKind.NOT_A_PICTURE, entry.path, f"It is {kind}, not a picture."
            )
        else:
            return entry.path, status.st_size, status.st_mtime_ns, status.st_ctime_ns
        return None

    def _count(self) -> None:
        self._met += 1
        if self._met % _CHECK_EVERY and self._met > 1:
            return
        self._cancel.raise_if_cancelled()
        if self._met > MOST_FILES:
            raise LitmusError(
                f"There are more than {MOST_FILES:,} files in this folder.",
                "Choose a folder of pictures.",
            )
        if self._report and monotonic() >= self._due:
            self._due = monotonic() + _REPORT_SECONDS
            self._report(self._met)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads in a circle, among others: told when it is read as a file
        return False


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    """Whether it is hidden by an attribute, as on Windows."""
    if os.name != "nt":
        return False
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(attributes & FILE_ATTRIBUTE_HIDDEN)
