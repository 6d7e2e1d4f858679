"""The pictures that are used: what was found, with the person's corrections laid over it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.data.dataset import Labels
from core.data.folder.balance import uneven
from core.data.folder.copies import copies
from core.data.folder.edits import FolderEdits
from core.data.folder.facts import Facts
from core.data.folder.listing import FoundFile, Listing
from core.data.folder.names import in_natural_order, relative
from core.data.folder.problem import Problem, ProblemKind
from core.data.folder.scan import Scan
from core.data.side import Side


@dataclass(frozen=True, slots=True)
class Photo:
    """A readable picture of a class.

    Attributes:
        path: Full path, as the system knows it.
        name: As it is shown: relative to the folder chosen, printable.
        file_size: Bytes of the file when it was looked at.
        modified_ns: When it had last been changed then, in nanoseconds.
        content: Digest of its bytes then, 16 bytes.
        look: For near-copies; see `core.data.folder.likeness`.
        size: Width and height, upright, in pixels.
        class_number: Its class.
        given: The set that the layout puts it into; None where it is to be divided.
        pin: The set it was put into by hand; None where it was not.
    """

    path: str
    name: str
    file_size: int
    modified_ns: int
    content: bytes
    look: bytes
    size: tuple[int, int]
    class_number: int
    given: Side | None = None
    pin: Side | None = None


@dataclass(frozen=True)
class Catalogue:
    """Classes and their pictures.

    Attributes:
        title: What to call it.
        folder: The folder chosen, as text; empty where there is no single one.
        classes: Names, distinct, in the order of the model's outputs.
        colours: Number of each class's colour.
        photos: All that are used, class by class, in the order of the listing.
        labels: Their class numbers, int32, shape (photos,). Read only.
        problems: Everything worth knowing, the gravest kinds first.
        class_folders: For each class the folder names that its pictures come from, or were put
            into by hand; empty where nobody knows.
    """

    title: str
    folder: str
    classes: tuple[str, ...]
    colours: tuple[int, ...]
    photos: tuple[Photo, ...]
    labels: Labels
    problems: tuple[Problem, ...]
    class_folders: tuple[tuple[str, ...], ...] = ()


_GRAVITY = (
    ProblemKind.FOLDER,
    ProblemKind.TWO_CLASSES,
    ProblemKind.SPLIT,
    ProblemKind.FEW_PICTURES,
    ProblemKind.UNREADABLE,
    ProblemKind.EMPTY,
    ProblemKind.TOO_LARGE,
    ProblemKind.NOT_A_PICTURE,
    ProblemKind.IMBALANCE,
    ProblemKind.DUPLICATE,
    ProblemKind.NEAR_DUPLICATE,
    ProblemKind.NAME,
    ProblemKind.LINK,
    ProblemKind.HIDDEN,
)
"""Kinds of problems, those first that most need a person."""


def arrange(scan: Scan, edits: FolderEdits) -> Catalogue:
    """The pictures that are used, with the person's corrections laid over what was found.

    Loose pictures belong to a class only once they were put into one.
    """
    listing = scan.listing
    used = [
        (folder, file, facts)
        for file, facts in zip(listing.files, scan.facts, strict=True)
        if facts.problem is None and (folder := _folder_of(file, listing, edits)) is not None
    ]
    # In the order of the listing, so that two scans of one folder give the same.
    names = {f: edits.names.get(f, f) for f in dict.fromkeys(folder for folder, _, _ in used)}
    classes = tuple(in_natural_order(set(names.values())))
    number_of = {name: number for number, name in enumerate(classes)}
    photos = sorted(
        (
            _photo(file, facts, number_of[names[folder]], listing, edits)
            for folder, file, facts in used
        ),
        key=lambda photo: photo.class_number,
    )
    labels = np.array([photo.class_number for photo in photos], np.int32)
    labels.flags.writeable = False
    problems = [
        *_not_left_out(listing.problems, edits),
        *_unusable(scan, edits),
        *_missing_classes(listing, edits, classes),
        *_classless(scan, edits),
        *copies(photos, classes),
        *uneven(labels, classes),
    ]
    return Catalogue(
        title=listing.title,
        folder=listing.root,
        classes=classes,
        colours=_colours(classes, listing, edits),
        photos=tuple(photos),
        labels=labels,
        problems=tuple(sorted(problems, key=lambda p: _GRAVITY.index(p.kind))),
        class_folders=_class_folders(classes, names),
    )


def _class_folders(classes: tuple[str, ...], names: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    """The folders of each class, from the class's name by folder."""
    folders: dict[str, list[str]] = {name: [] for name in classes}
    for folder, name in names.items():
        folders[name].append(folder)
    return tuple(map(tuple, folders.values()))


def _colours(classes: tuple[str, ...], listing: Listing, edits: FolderEdits) -> tuple[int, ...]:
    """The colour of each class: the one chosen, else the place of its folder.

    Not the place of its name: renaming or leaving out one class must not recolour the others.
    """
    places: dict[str, int] = {}
    for place, folder in enumerate(dict.fromkeys((*listing.folders, *edits.classes.values()))):
        name = edits.names.get(folder, folder)
        if name == folder or name not in places:
            places[name] = place
    return tuple(edits.colours.get(name, places[name]) for name in classes)


def _folder_of(file: FoundFile, listing: Listing, edits: FolderEdits) -> str | None:
    """The class folder that a file belongs to, or was put into; None where it is left out."""
    folder = edits.classes.get(file.path)
    if folder is None and file.folder >= 0:
        folder = listing.folders[file.folder]
    out = file.path in edits.left_out or folder in edits.left_out_classes
    return None if out else folder


def _photo(
    file: FoundFile, facts: Facts, class_number: int, listing: Listing, edits: FolderEdits
) -> Photo:
    return Photo(
        path=file.path,
        name=relative(file.path, listing.root),
        file_size=file.file_size,
        modified_ns=file.modified_ns,
        content=facts.content,
        look=facts.look,
        size=facts.size,
        class_number=class_number,
        given=file.side,
        pin=edits.pins.get(file.path),
    )


def _not_left_out(problems: tuple[Problem, ...], edits: FolderEdits) -> Iterator[Problem]:
    """Those of files that the person has not dealt with already."""
    for problem in problems:
        if not problem.paths or not edits.left_out.issuperset(problem.paths):
            yield problem


def _unusable(scan: Scan, edits: FolderEdits) -> Iterator[Problem]:
    """What the look at each file found wrong."""
    listing = scan.listing
    for file, facts in zip(listing.files, scan.facts, strict=True):
        if facts.problem is None or file.path in edits.left_out:
            continue
        if file.folder < 0 or _folder_of(file, listing, edits) is not None:
            name = relative(file.path, listing.root)
            yield Problem(facts.problem, name, f"It {facts.reason}.", (file.path,))


def _missing_classes(
    listing: Listing, edits: FolderEdits, classes: tuple[str, ...]
) -> Iterator[Problem]:
    """Classes in which nothing can be used."""
    folders = (folder for folder in listing.folders if folder not in edits.left_out_classes)
    names = dict.fromkeys(edits.names.get(folder, folder) for folder in folders)
    there = set(classes)
    for name in names:
        if name in there:
            continue
        reason = "This class has no picture that can be used, so it is left out."
        yield Problem(ProblemKind.FEW_PICTURES, name, reason)


def _classless(scan: Scan, edits: FolderEdits) -> Iterator[Problem]:
    """Loose pictures beside class folders."""
    listing = scan.listing
    paths = tuple(
        file.path
        for file, facts in zip(listing.files, scan.facts, strict=True)
        if file.folder < 0
        and facts.problem is None
        and file.path not in edits.classes
        and file.path not in edits.left_out
    )
    if paths and listing.folders:
        reason = "This picture lies beside the class folders; it is used once it is in a class."
        if len(paths) > 1:
            reason = f"{len(paths):,} pictures lie beside the class folders, in no class."
        yield Problem(ProblemKind.FOLDER, relative(paths[0], listing.root), reason, paths)
