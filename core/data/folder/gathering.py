"""All files of a source, by class folder and set."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.cancellation import CancelToken
from core.data.folder.class_names import ClassNames
from core.data.folder.findings import Findings, why_not
from core.data.folder.layout import Layout, find_sets
from core.data.folder.names import shown
from core.data.folder.problem import Problem, ProblemKind
from core.data.folder.source import PhotoSource
from core.data.folder.walk import Owner, RawFile, Top, Walk
from core.errors import LitmusError

_ADVICE = "Choose a folder whose subfolders are the classes."


@dataclass(frozen=True)
class Gathered:
    """What lies in a source.

    Attributes:
        root: The folder that shown names are relative to; empty where there is none.
        layout: `SPLIT` where it is laid out as sets, else `CLASSES`.
        files: By class folder and set; there may be none in some.
        problems: What was found on the way.
        watched: Full paths of all folders seen.
    """

    root: str
    layout: Layout
    files: dict[Owner, list[RawFile]]
    problems: tuple[Problem, ...]
    watched: tuple[str, ...]


def gather(
    source: PhotoSource,
    *,
    report: Callable[[int], None] | None = None,
    cancel: CancelToken | None = None,
) -> Gathered:
    """Go through all folders of a source; arguments and errors as `list_pictures`."""
    root = _root(source)
    findings = Findings(root)
    gathering = _Gathering(source, findings, Walk(findings, report=report, cancel=cancel))
    tops = gathering.tops(root)
    gathering.go_through(tops)
    watched = gathering.add(source)
    return Gathered(
        root=root,
        layout=gathering.layout,
        files=gathering.files,
        problems=findings.problems(),
        watched=watched,
    )


class _Gathering:
    def __init__(self, source: PhotoSource, findings: Findings, walk: Walk) -> None:
        self.layout = Layout.CLASSES
        self.files: dict[Owner, list[RawFile]] = {}
        self._source = source
        self._findings = findings
        self._walk = walk

    def tops(self, root: str) -> list[Top]:
        """The class folders; the ones chosen one by one come first: they are nobody else's."""
        chosen = [_absolute(folder) for folder in self._source.class_folders]
        tops = [Top(path, Owner(_name(path))) for path in chosen if self._is_there(path)]
        if self._source.root is not None:
            return tops + self._below(root)
        if chosen and not tops and not self._source.added:
            raise LitmusError(f"“{shown(self._source.title)}” does not exist.", _ADVICE)
        return tops

    def go_through(self, tops: list[Top]) -> None:
        """Find the files of all classes; classes without any are told."""
        for owner, files in self._walk.through(tops):
            self.files.setdefault(owner, []).extend(files)
        full = {owner.name for owner, files in self.files.items() if files}
        for top in tops:
            if top.owner.name not in full and not self._findings.knows(top.path):
                reason = "There are no pictures in this folder, so it is no class."
                self._findings.tell(ProblemKind.FOLDER, top.path, reason)

    def add(self, source: PhotoSource) -> tuple[str, ...]:
        """Put loose pictures into their classes; returns all folders that were seen."""
        names = ClassNames.of(owner.name for owner in self.files if owner.name is not None)
        there = {owner: {file[0] for file in self.files[owner]} for owner in self.files}
        paths = set()
        for picture in source.added:
            path, owner = _absolute(picture.path), Owner(names.on_disk(picture.class_name))
            mine = there.setdefault(owner, set())
            if path not in mine:
                mine.add(path)
                self.files.setdefault(owner, []).append((path, *_status(path)))
            paths.add(path)
        loose = Owner(None)
        self.files[loose] = [f for f in self.files.get(loose, ()) if f[0] not in paths]
        folders = (os.path.dirname(path) for path in paths)  # noqa: PTH120 - paths are texts
        return tuple(dict.fromkeys((*self._walk.watched, *folders)))

    def _is_there(self, folder: str) -> bool:
        if os.path.isdir(folder):  # noqa: PTH112 - paths are texts here
            return True
        self._findings.tell(ProblemKind.FOLDER, folder, "This folder no longer exists.")
        return False

    def _below(self, root: str) -> list[Top]:
        try:
            content = self._walk.look(root)
        except NotADirectoryError as error:
            raise LitmusError(f"“{shown(root)}” is not a folder.", _ADVICE) from error
        except FileNotFoundError as error:
            raise LitmusError(f"“{shown(root)}” does not exist.", _ADVICE) from error
        except (OSError, ValueError) as error:
            raise LitmusError(f"“{shown(root)}” {why_not(error)}.", _ADVICE) from error
        self.files[Owner(None)] = content.files
        sets = find_sets(content, self._walk)
        if sets is None:
            return [Top(path, Owner(_name(path))) for path in content.all_folders]
        self.layout = Layout.SPLIT
        for path, files in sets.classless.items():
            self._findings.classless(path, files)
        for path in sets.beside:
            reason = "This folder lies beside the sets, so its pictures are not used."
            self._findings.tell(ProblemKind.FOLDER, path, reason)
        return sets.tops


def _root(source: PhotoSource) -> str:
    """The folder that names are relative to: the one chosen, or the one that all chosen lie in."""
    if source.root is not None:
        return _absolute(source.root)
    parents = {os.path.dirname(_absolute(folder)) for folder in source.class_folders}  # noqa: PTH120
    return parents.pop() if len(parents) == 1 else ""


def _status(path: str) -> tuple[int, int, int]:
    """Bytes and two times; zeros where the file is gone: that is told by the scan."""
    try:
        status = os.stat(path)  # noqa: PTH116 - paths are texts here
    except (OSError, ValueError):
        return 0, 0, 0
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _absolute(path: Path) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - links are left as they are


def _name(path: str) -> str:
    return os.path.basename(path) or path  # noqa: PTH119 - paths are texts here
