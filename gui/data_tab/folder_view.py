"""A photo folder as the Data tab shows it: every file found, and what became of it. No Qt.

It is made in a worker and never changed; whatever goes over all files is an array.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import repeat

import numpy as np
import numpy.typing as npt

from core.data.folder.edits import FolderEdits
from core.data.folder.facts import Facts
from core.data.folder.listing import FoundFile, Listing
from core.data.folder.photo_set import PhotoSet
from core.data.folder.problem import Problem
from core.data.folder.scan import Scan
from core.data.side import Side
from gui.data_tab.parts import OUTSIDE, SIDES, Part

LOOSE, LEFT_OUT, UNUSABLE = -1, -2, -3
"""What stands in `FolderView.class_of` where a file is in no class, left out, or unusable."""

_SIDE_NUMBERS = {side: number for number, side in enumerate(Side)}


@dataclass(frozen=True)
class LeftOutClass:
    """A class that is not used.

    Attributes:
        name: As it is shown.
        folders: Names of its folders, by which `FolderEdits` knows it.
        count: Files in it.
    """

    name: str
    folders: frozenset[str]
    count: int


@dataclass(frozen=True, eq=False)
class FolderView:
    """Everything about a folder that can be seen, at one moment.

    Attributes:
        listing: The files.
        facts: One for each file; None while they are being looked at.
        edits: The corrections that are in it.
        classes: Names of the classes.
        colours: Number of each class's colour.
        class_of: For each file its class, or `LOOSE`, `LEFT_OUT`, `UNUSABLE`: int32.
        side_of: For each file the number of its set in `Side`, -1 for none: int8.
        left_out_classes: Classes that are not used.
        given: Sets that the folder's layout brings.
        photos: What can be trained on; None while the files are being looked at.
        seconds: How long the looking took.
        numbers: The number of each file by its path; empty while they are being looked at.
    """

    listing: Listing
    facts: tuple[Facts, ...] | None
    edits: FolderEdits
    classes: tuple[str, ...]
    colours: tuple[int, ...]
    class_of: npt.NDArray[np.int32]
    side_of: npt.NDArray[np.int8]
    left_out_classes: tuple[LeftOutClass, ...] = ()
    given: frozenset[Side] = frozenset()
    photos: PhotoSet | None = None
    seconds: float = 0.0
    numbers: Mapping[str, int] = field(default_factory=dict)
    _order: npt.NDArray[np.intp] = field(init=False)

    def __post_init__(self) -> None:
        # Class by class, as the model counts them; inside each as the folder is read.
        object.__setattr__(self, "_order", np.argsort(self.class_of, kind="stable"))

    @property
    def complete(self) -> bool:
        """Whether every file has been looked at."""
        return self.photos is not None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything worth knowing before training."""
        return self.photos.problems if self.photos else ()

    def file(self, number: int) -> FoundFile:
        """A file by its number."""
        return self.listing.files[number]

    def content(self, number: int) -> bytes | None:
        """The digest of a file's bytes, where it was looked at."""
        return self.facts[number].content if self.facts else None

    def class_name(self, number: int) -> str:
        """The class of a file; empty where it is in none."""
        class_number = int(self.class_of[number])
        return self.classes[class_number] if class_number >= 0 else ""

    def side(self, number: int) -> Side | None:
        """The set a file is in."""
        side = int(self.side_of[number])
        return list(Side)[side] if side >= 0 else None

    def size(self, part: Part) -> int:
        """How many pictures a set holds."""
        return int(np.count_nonzero(self._mask(part)))

    def indices(self, part: Part, class_number: int | None = None) -> npt.NDArray[np.intp]:
        """Numbers of the files of a set, and of one class of it, in the order they are shown."""
        chosen = self._mask(part)
        if class_number is not None:
            chosen = chosen & (self.class_of == class_number)
        shown: npt.NDArray[np.intp] = self._order[chosen[self._order]]
        return shown

    def counts(self, part: Part) -> tuple[int, ...]:
        """How many pictures of each class a set holds.

        What is in no class, or left out, counts for none: beside it stand all that are used.
        """
        labels = self.class_of[self._mask(Part.ALL if part in OUTSIDE else part)]
        counts = np.bincount(labels[labels >= 0], minlength=len(self.classes))
        return tuple(counts.tolist())

    def paths(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """Full paths of these files."""
        files = self.listing.files
        return tuple(files[number].path for number in numbers)

    def folders_of(self, name: str) -> tuple[str, ...]:
        """The folder names that make up the class called `name`: several where it was merged."""
        names = self.edits.names
        return tuple(f for f in self._folders() if names.get(f, f) == name)

    def _folders(self) -> tuple[str, ...]:
        """All names that `FolderEdits` knows classes by: folders, and classes made by hand."""
        return tuple(dict.fromkeys((*self.listing.folders, *self.edits.classes.values())))

    def _mask(self, part: Part) -> npt.NDArray[np.bool_]:
        if part in SIDES:
            return np.asarray(self.side_of == _SIDE_NUMBERS[SIDES[part]])
        if part is Part.LOOSE:
            return np.asarray(self.class_of == LOOSE)
        if part is Part.LEFT_OUT:
            return np.asarray(self.class_of == LEFT_OUT)
        return np.asarray(self.class_of >= 0)


def listed_view(listing: Listing, edits: FolderEdits) -> FolderView:
    """A folder whose files have not been looked at: its classes are those of its folders."""
    count = len(listing.files)
    class_of = np.fromiter((f.folder for f in listing.files), np.int32, count)
    return FolderView(
        listing=listing,
        facts=None,
        edits=edits,
        classes=listing.folders,
        colours=tuple(range(len(listing.folders))),
        class_of=class_of,
        side_of=np.full(count, -1, np.int8),
    )


def arranged_view(scan: Scan, edits: FolderEdits, photos: PhotoSet) -> FolderView:
    """A folder that has been looked at, with the corrections laid over it, and divided."""
    listing, catalogue = scan.listing, photos.catalogue
    count = len(listing.files)
    place = dict(zip((f.path for f in listing.files), range(count), strict=True))
    numbers = np.fromiter((place[p.path] for p in catalogue.photos), np.intp, len(catalogue.photos))
    class_of = _unused(scan, edits)
    class_of[numbers] = catalogue.labels
    side_of = np.full(count, -1, np.int8)
    division = photos.division
    for side, chosen in zip(
        Side, (division.training, division.validation, division.test), strict=True
    ):
        side_of[numbers[chosen]] = _SIDE_NUMBERS[side]
    given = {photo.given for photo in catalogue.photos}
    return FolderView(
        listing=listing,
        facts=scan.facts,
        edits=edits,
        classes=catalogue.classes,
        colours=catalogue.colours,
        class_of=class_of,
        side_of=side_of,
        left_out_classes=_left_out_classes(scan, edits),
        given=frozenset(side for side in given if side is not None),
        photos=photos,
        seconds=scan.seconds,
        numbers=place,
    )


def _unused(scan: Scan, edits: FolderEdits) -> npt.NDArray[np.int32]:
    """Why each file would not be used, were it not in the catalogue."""
    files = scan.listing.files
    loose = np.fromiter((f.folder < 0 for f in files), bool, len(files))
    bad = np.fromiter((f.problem is not None for f in scan.facts), bool, len(files))
    left_out = np.fromiter((f.path in edits.left_out for f in files), bool, len(files))
    state = np.where(loose, LOOSE, UNUSABLE).astype(np.int32)
    state[left_out] = LEFT_OUT
    state[bad] = UNUSABLE
    return state


def _left_out_classes(scan: Scan, edits: FolderEdits) -> tuple[LeftOutClass, ...]:
    """The classes that are not used, those of one name together."""
    if not edits.left_out_classes:
        return ()
    listing = scan.listing
    folders = np.fromiter((f.folder for f in listing.files), np.int32, len(listing.files))
    counts = np.bincount(folders[folders >= 0], minlength=len(listing.folders)).tolist()
    by_folder = dict(zip(listing.folders, counts, strict=True))
    merged: dict[str, set[str]] = {}
    for folder in (*listing.folders, *sorted(edits.left_out_classes)):
        if folder in edits.left_out_classes:
            merged.setdefault(edits.names.get(folder, folder), set()).add(folder)
    return tuple(
        LeftOutClass(name, frozenset(folders), sum(map(by_folder.get, folders, repeat(0))))
        for name, folders in merged.items()
    )
