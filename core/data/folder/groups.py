"""Exact copies as units, and near-copies as groups of units."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from core.data.folder.catalogue import Photo
from core.data.folder.likeness import founders
from core.data.folder.problem import Problem, ProblemKind
from core.data.side import Side


@dataclass(frozen=True)
class Unit:
    """Photos of one content.

    Attributes:
        content: Digest of the files.
        numbers: Of the photos.
        look: For near-copies.
        side: Where it has to go by pins, layout or an earlier division; None where that is open.
    """

    content: bytes
    numbers: tuple[int, ...]
    look: bytes
    side: Side | None


@dataclass
class Group:
    """Units that are near-copies of the first one.

    Attributes:
        key: Decides the order in which groups are divided, with the seed in it.
        units: The founder first.
        fixed: Whether the founder's side is not open.
        side: Where those of its units go whose side is open.
    """

    key: bytes
    units: list[Unit] = field(default_factory=list)
    fixed: bool = False
    side: Side = Side.TRAINING


def units_of(
    photos: Sequence[Photo],
    recorded: Mapping[bytes, Side],
    shares: Mapping[Side, float],
    problems: list[Problem],
) -> list[Unit]:
    """The contents with the side that rules 1 to 3 give them, in the order of the digests."""
    numbers: dict[bytes, list[int]] = defaultdict(list)
    for number, photo in enumerate(photos):
        numbers[photo.content].append(number)
    return [
        Unit(
            content,
            tuple(numbers[content]),
            photos[numbers[content][0]].look,
            _side([photos[n] for n in numbers[content]], recorded.get(content), shares, problems),
        )
        for content in sorted(numbers)
    ]


def _side(
    copies: list[Photo],
    recorded: Side | None,
    shares: Mapping[Side, float],
    problems: list[Problem],
) -> Side | None:
    pins = {photo.pin for photo in copies if photo.pin}
    if len(pins) > 1:
        problems.append(_torn(copies, "was put into different sets by hand, and stays there"))
    if pins:
        return _first(pins)
    given = {photo.given for photo in copies if photo.given}
    if len(given) > 1:
        problems.append(_torn(copies, f"lies in {_and(given)}; it is used for {_first(given)}"))
        return _first(given)
    if given and given != {Side.TRAINING}:
        return _first(given)
    if given and not any(shares.values()):
        return Side.TRAINING
    return recorded if recorded is Side.TRAINING or shares.get(recorded or Side.TEST) else None


def _first(sides: set[Side]) -> Side:
    return min(sides, key=list(Side).index)


def groups_of(units: Sequence[Unit], seed: int) -> list[Group]:
    """Near-copies together, in the order that content and seed decide.

    Units whose side is known found groups before the others, so that a new near-copy joins them.
    """
    ordered = sorted(units, key=lambda unit: (unit.side is None, unit.content))
    found: dict[int, Group] = {}
    for unit, founder in zip(ordered, founders([u.look for u in ordered]).tolist(), strict=True):
        if founder not in found:
            first = ordered[founder]
            group = Group(_key(first.content, seed), fixed=first.side is not None)
            group.side = first.side or Side.TRAINING
            found[founder] = group
        found[founder].units.append(unit)
    return sorted(found.values(), key=lambda group: group.key)


def _key(content: bytes, seed: int) -> bytes:
    return blake2b(content, digest_size=16, salt=seed.to_bytes(16, "little")).digest()


def _torn(copies: list[Photo], what: str) -> Problem:
    names = ", ".join(f"“{photo.name}”" for photo in copies[1:])
    return Problem(
        ProblemKind.SPLIT,
        copies[0].name,
        f"The same picture as {names} {what}.",
        tuple(photo.path for photo in copies),
    )


def _and(sides: set[Side]) -> str:
    return " and ".join(side.value for side in Side if side in sides)
