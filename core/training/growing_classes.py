"""Which class of a run a class is, though it was renamed, merged or parted since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.run.record import RunRecord

_Folders = Sequence[Sequence[str]]
_Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Matches:
    """The classes of a new training beside those of a run.

    Attributes:
        origins: For each class, in order, the number of the class of the run that it begins with;
            None for one that is fresh.
        kept: Classes of the same name.
        renamed: (name in the run, name now).
        merged: Classes of the run that became part of another: (name in the run, name now).
        parted: Classes that were part of another one, and begin as a copy of it: (name in the run,
            name now).
        fresh: Classes that the run does not know.
        dropped: Classes of the run that are not there any more.
    """

    origins: tuple[int | None, ...] = ()
    kept: tuple[str, ...] = ()
    renamed: _Pairs = ()
    merged: _Pairs = ()
    parted: _Pairs = ()
    fresh: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def known(self) -> int:
        """How many classes begin with what was learned."""
        return sum(origin is not None for origin in self.origins)


def match_classes(record: RunRecord, classes: Sequence[str], folders: _Folders) -> Matches:
    """Find each class in a run: by the folders it is made of, then by its name.

    Of several classes that are one now, it begins with that of the same name, else the first.

    Args:
        record: Of the run.
        classes: Names of the classes to be learned, in order.
        folders: For each of them the folders that it is made of; empty where nobody knows.
    """
    candidates = _candidates(record, classes, folders)
    origins = tuple(
        _origin(found, name, record) for found, name in zip(candidates, classes, strict=True)
    )
    firsts = _firsts(origins, classes, record)
    pairs = [
        (record.classes[origin], name, number in firsts)
        for number, (origin, name) in enumerate(zip(origins, classes, strict=True))
        if origin is not None
    ]
    claimed = {number for found in candidates for number in found}
    return Matches(
        origins=origins,
        kept=tuple(new for old, new, first in pairs if first and old == new),
        renamed=tuple((old, new) for old, new, first in pairs if first and old != new),
        merged=_merged(candidates, origins, classes, record),
        parted=tuple((old, new) for old, new, first in pairs if not first),
        fresh=tuple(n for n, origin in zip(classes, origins, strict=True) if origin is None),
        dropped=tuple(n for i, n in enumerate(record.classes) if i not in claimed),
    )


def _candidates(
    record: RunRecord, classes: Sequence[str], folders: _Folders
) -> tuple[tuple[int, ...], ...]:
    """For each class the classes of the run that it may be."""
    recorded = record.data.class_folders
    made_of = recorded if len(recorded) == len(record.classes) else ()
    owner = {folder: number for number, names in enumerate(made_of) for folder in names}
    given = folders if len(folders) == len(classes) else [()] * len(classes)
    by_folder = [tuple(dict.fromkeys(owner[f] for f in names if f in owner)) for names in given]
    free = {name: n for n, name in enumerate(record.classes) if all(n not in f for f in by_folder)}
    return tuple(
        found or ((free[name],) if name in free else ())
        for found, name in zip(by_folder, classes, strict=True)
    )


def _origin(found: tuple[int, ...], name: str, record: RunRecord) -> int | None:
    same = [number for number in found if record.classes[number] == name]
    return next(iter((*same, *found)), None)


def _firsts(
    origins: tuple[int | None, ...], classes: Sequence[str], record: RunRecord
) -> frozenset[int]:
    """Of the classes that begin with one class of the run: that of its name, else the first."""
    first: dict[int, int] = {}
    for number, origin in enumerate(origins):
        if origin is not None and (
            origin not in first or record.classes[origin] == classes[number]
        ):
            first[origin] = number
    return frozenset(first.values())


def _merged(
    candidates: tuple[tuple[int, ...], ...],
    origins: tuple[int | None, ...],
    classes: Sequence[str],
    record: RunRecord,
) -> _Pairs:
    used = set(origins)
    into = {
        number: name
        for found, name in zip(candidates, classes, strict=True)
        for number in found
        if number not in used
    }
    return tuple((record.classes[number], name) for number, name in sorted(into.items()))
