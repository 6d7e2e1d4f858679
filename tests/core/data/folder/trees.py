"""Folders to list."""

from pathlib import Path

from core.data.folder.listing import Listing, list_pictures
from core.data.folder.problem import Problem, ProblemKind
from core.data.folder.source import PhotoSource


def plant(folder: Path, *names: str) -> Path:
    """Make files of one byte, with their folders; a name that ends in a slash is a folder."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("/"):
            path.mkdir(exist_ok=True)
        else:
            path.write_bytes(b"x")
    return folder


def listed(folder: Path) -> Listing:
    """The listing of a folder."""
    return list_pictures(PhotoSource(root=folder))


def by_class(listing: Listing) -> dict[str, list[str]]:
    """Files from the root on, by the name of their class; "" for loose ones."""
    found: dict[str, list[str]] = {name: [] for name in listing.folders}
    for file in listing.files:
        name = listing.folders[file.folder] if file.folder >= 0 else ""
        found.setdefault(name, []).append(Path(file.path).relative_to(listing.root).as_posix())
    return found


def of_kind(listing: Listing, kind: ProblemKind) -> list[Problem]:
    """Those problems of one kind."""
    return [problem for problem in listing.problems if problem.kind is kind]
