"""What likeness says about a folder, in numbers of its files. No Qt.

It is made in a worker and never changed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath

import numpy as np
import numpy.typing as npt

from core.cancellation import CancelToken
from core.data.folder.listing import Listing
from core.data.folder.names import shown
from core.features.similarity.findings import look_for_all
from core.features.similarity.order import most_like
from core.features.similarity.photo_space import PhotoSpace, known_copies
from core.features.similarity.space import LikenessSpace
from core.features.similarity.wording import copy_reason, misfit_reason, odd_reason
from gui.data_tab.folder_view import FolderView

Numbers = npt.NDArray[np.intp]


class Sorting(StrEnum):
    """In which order pictures are shown, or which of them."""

    FOLDER = "folder"
    LIKENESS = "likeness"
    MOST_LIKE = "most like"
    ODD = "odd"
    COPIES = "copies"
    MISFITS = "misfits"


FILTERS = (Sorting.ODD, Sorting.COPIES, Sorting.MISFITS)
"""Those that show some of the pictures only."""


@dataclass(frozen=True, eq=False)
class Sorted:
    """Pictures in an order of their own.

    Attributes:
        key: What they are sorted by; with another one they are other pictures.
        numbers: Of the files, in order.
        rest: Whether all others follow behind, in the order of the folder.
        captions: What stands below each of them; empty where nothing does.
        reasons: Why each of them is there, as a sentence.
        nothing: What is said where there are none.
    """

    key: str
    numbers: Numbers
    rest: bool = False
    captions: Mapping[int, str] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)
    nothing: str = ""


@dataclass(frozen=True, eq=False)
class Lookalikes:
    """All that was found.

    Attributes:
        listing: The files that the numbers are of.
        found: The pictures of each way of sorting but `FOLDER` and `MOST_LIKE`.
        into: The class that a misfit looks like, by its number.
        groups: Pictures that are nearly the same, each group with the largest of it first.
        missing: How many pictures are used but have not been compared.
        unreadable: How many of those cannot be.
        rows: The pictures as vectors.
        files: The file of each row.
    """

    listing: Listing
    found: Mapping[Sorting, Sorted]
    into: Mapping[int, str]
    groups: tuple[tuple[int, ...], ...]
    missing: int
    unreadable: int
    rows: LikenessSpace
    files: Numbers

    def count(self, sorting: Sorting) -> int:
        """How many pictures a filter shows."""
        return len(self.found[sorting].numbers)

    def row_of(self, number: int) -> int | None:
        """The row of a file; None where it was not compared."""
        places = np.flatnonzero(self.files == number)
        return int(places[0]) if len(places) else None


def compared(
    space: PhotoSpace, view: FolderView, *, tell: Callable[[float], None], cancel: CancelToken
) -> Lookalikes:
    """What there is to find among the pictures of a folder that has been looked at.

    Raises:
        Cancelled: The token was set.
    """
    photos = view.photos.catalogue.photos if view.photos else ()
    chosen, rows = space.rows(photos)
    used = [photos[number] for number in chosen.tolist()]
    files = np.array([view.numbers[photo.path] for photo in used], np.intp)
    labels = np.array([photo.class_number for photo in used], np.int32)
    known = known_copies(used)
    findings = look_for_all(rows, labels, known=known, tell=tell, cancel=cancel)
    names = view.classes
    odd = {int(files[o.position]): (o, names[labels[o.position]]) for o in findings.odd}
    misfits = {
        int(files[m.position]): (m, names[labels[m.position]], names[m.other])
        for m in findings.misfits
    }
    groups = _groups(view, files, findings.copies.groups)
    by_likeness = Sorted(Sorting.LIKENESS, files[findings.order], rest=True)
    found = {
        Sorting.LIKENESS: by_likeness,
        Sorting.ODD: _sorted(
            Sorting.ODD,
            odd,
            captions={n: own for n, (_, own) in odd.items()},
            reasons={n: odd_reason(o, own) for n, (o, own) in odd.items()},
            nothing=_no_odd(labels),
        ),
        Sorting.MISFITS: _sorted(
            Sorting.MISFITS,
            misfits,
            captions={n: f"→ {other}" for n, (_, _, other) in misfits.items()},
            reasons={n: misfit_reason(m, own, other) for n, (m, own, other) in misfits.items()},
            nothing="Every picture is about as much like its own class as like any other.",
        ),
        Sorting.COPIES: _copies(view, groups),
    }
    lost = sum(photo.content in space.unreadable for photo in photos)
    into = {number: other for number, (_, _, other) in misfits.items()}
    missing = len(photos) - len(used)
    return Lookalikes(view.listing, found, into, groups, missing, lost, rows, files)


def sorted_by_likeness_to(found: Lookalikes, number: int) -> Sorted:
    """All pictures, those first that are most like the file `number`.

    Raises:
        ValueError: That file was not compared.
    """
    row = found.row_of(number)
    if row is None:
        raise ValueError(f"{number} was not compared")
    files = found.files[most_like(found.rows, row)]
    return Sorted(f"{Sorting.MOST_LIKE} {number}", files, rest=True)


def arranged(view: FolderView, chosen: Numbers, order: Sorted) -> Numbers:
    """Some files of a folder in another order.

    Args:
        view: The folder.
        chosen: Numbers of the files, as the folder has them.
        order: The order; where it shows some pictures only, so does this.
    """
    let_through = np.zeros(len(view.class_of), bool)
    let_through[chosen] = True
    first = order.numbers[let_through[order.numbers]]
    if not order.rest:
        return first
    let_through[first] = False
    return np.concatenate([first, chosen[let_through[chosen]]])


def _sorted(
    sorting: Sorting,
    numbers: Iterable[int],
    *,
    captions: Mapping[int, str],
    reasons: Mapping[int, str],
    nothing: str,
) -> Sorted:
    return Sorted(
        sorting,
        np.array(list(numbers), np.intp),
        captions=captions,
        reasons=reasons,
        nothing=nothing,
    )


def _no_odd(labels: npt.NDArray[np.int32]) -> str:
    if not len(labels) or np.unique(labels, return_counts=True)[1].max() < 4:
        return "Of fewer than four pictures in a class, nobody can say which is the odd one."
    return "Every picture is about as like the rest of its class as is usual there."


def _groups(
    view: FolderView, files: Numbers, groups: Sequence[Sequence[int]]
) -> tuple[tuple[int, ...], ...]:
    """Groups of files, the one with most pixels first."""

    def pixels(number: int) -> int:
        width, height = view.facts[number].size if view.facts else (0, 0)
        return -width * height

    return tuple(tuple(sorted(files[list(group)].tolist(), key=pixels)) for group in groups)


def _copies(view: FolderView, groups: Sequence[Sequence[int]]) -> Sorted:
    captions: dict[int, str] = {}
    reasons: dict[int, str] = {}
    for place, group in enumerate(groups, start=1):
        classes = sorted({view.class_name(number) for number in group})
        for number in group:
            captions[number] = f"{place:,} · {view.class_name(number)}"
            others = [_name(view, other) for other in group if other != number]
            reasons[number] = copy_reason(others, classes)
    return _sorted(
        Sorting.COPIES,
        [number for group in groups for number in group],
        captions=captions,
        reasons=reasons,
        nothing="No two pictures are nearly the same.",
    )


def _name(view: FolderView, number: int) -> str:
    return shown(PurePath(view.file(number).path).name)
