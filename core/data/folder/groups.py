"""Exact copies as units, and near-copies as groups of units."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

import numpy as np

from core.data.folder.catalogue import Photo
from core.data.folder.copies import others
from core.data.folder.likeness import founders
from core.data.folder.problem import Problem, ProblemKind
from core.data.side import Side
from core.data.split import Indices


@dataclass(frozen=True, slots=True)
class Unit:
    """Photos of one content.

    Attributes:
        content: Digest of the files, 16 bytes.
        numbers: Of the photos.
        look: For near-copies.
        side: Where it has to go by pins, layout or an earlier division; None where that is open.
        from_training: Whether the layout has it among the training pictures: it may be checked on,
            but goes to no set that the layout brings.
    """

    content: bytes
    numbers: tuple[int, ...]
    look: bytes
    side: Side | None
    from_training: bool = False


@dataclass(slots=True)
class Group:
    """Units that are near-copies of the first one.

    Attributes:
        key: Decides the order in which groups are divided, with the seed in it; 16 bytes.
        fixed: Whether the founder's side is not open.
        side: Where those of its units go whose side is open.
        units: The founder first.
    """

    key: bytes
    fixed: bool
    side: Side
    units: list[Unit] = field(default_factory=list)

    def add(self, unit: Unit, shares: Mapping[Side, float]) -> None:
        """Take in a near-copy; it stays in training where the group's set is the layout's own."""
        brought = self.fixed and self.side is not Side.TRAINING and not shares[self.side]
        if unit.side is None and unit.from_training and brought:
            unit = replace(unit, side=Side.TRAINING)
        self.units.append(unit)


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
    contents = list(numbers)
    units = []
    for content in (contents[place] for place in _in_order(contents)):
        copies = [photos[number] for number in numbers[content]]
        side = _by_hand(copies, problems) or _by_layout(copies, shares, problems)
        earlier = recorded.get(content)
        if side is None and (earlier is Side.TRAINING or (earlier and shares[earlier])):
            side = earlier
        first = copies[0]
        from_training = first.given is Side.TRAINING
        units.append(Unit(content, tuple(numbers[content]), first.look, side, from_training))
    return units


def groups_of(units: Sequence[Unit], seed: int, shares: Mapping[Side, float]) -> list[Group]:
    """Near-copies together, in the order that content and seed decide.

    Units whose side is known found groups before the others, so that a new near-copy joins them.
    """
    ordered = [unit for unit in units if unit.side] + [unit for unit in units if not unit.side]
    found: dict[int, Group] = {}
    for unit, founder in zip(ordered, founders([u.look for u in ordered]).tolist(), strict=True):
        group = found.get(founder)
        if group is None:
            side = unit.side or Side.TRAINING
            group = found[founder] = Group(_key(unit.content, seed), unit.side is not None, side)
        group.add(unit, shares)
    groups = list(found.values())
    return [groups[place] for place in _in_order([group.key for group in groups])]


def group_numbers(photos: Sequence[Photo]) -> Indices:
    """For each photo a number that it shares with its copies and near-copies alone: int32."""
    places: dict[bytes, int] = {}
    looks: list[bytes] = []
    for photo in photos:
        if photo.content not in places:
            places[photo.content] = len(looks)
            looks.append(photo.look)
    found = founders(looks)
    return np.array([found[places[photo.content]] for photo in photos], np.int32)


def torn(groups: Sequence[Group], photos: Sequence[Photo]) -> list[Problem]:
    """Near-copies that could not be kept together, because each of them stays where it is."""
    problems = []
    for group in groups:
        sides = {unit.side or group.side for unit in group.units}
        if len(sides) > 1:
            firsts = [photos[unit.numbers[0]] for unit in group.units]
            reason = (
                f"Nearly the same picture as {others(firsts)}, but in another set "
                f"({_and(sides)}). They stay where they were put: by hand, by the folder or by an "
                "earlier training."
            )
            paths = tuple(photo.path for photo in firsts)
            problems.append(Problem(ProblemKind.SPLIT, firsts[0].name, reason, paths))
    return problems


def _by_hand(copies: list[Photo], problems: list[Problem]) -> Side | None:
    pins = {photo.pin for photo in copies if photo.pin}
    if len(pins) > 1:
        problems.append(_split(copies, "was put into different sets by hand, and stays there"))
    return _first(pins)


def _by_layout(
    copies: list[Photo], shares: Mapping[Side, float], problems: list[Problem]
) -> Side | None:
    """The set that the layout brings; None where it brings none, or training to be divided."""
    given = {photo.given for photo in copies if photo.given}
    first = _first(given)
    if len(given) > 1 and first:
        problems.append(_split(copies, f"lies in {_and(given)}; it is used for {first}"))
        return first
    return None if first is Side.TRAINING and any(shares.values()) else first


def _first(sides: set[Side]) -> Side | None:
    return next((side for side in Side if side in sides), None)


def _key(content: bytes, seed: int) -> bytes:
    return blake2b(content, digest_size=16, salt=seed.to_bytes(16, "little")).digest()


def _in_order(digests: list[bytes]) -> list[int]:
    """Places of digests of 16 bytes in ascending order; sorted while other threads run."""
    places: list[int] = np.argsort(np.array(digests, "S16"), kind="stable").tolist()
    return places


def _split(copies: list[Photo], what: str) -> Problem:
    return Problem(
        ProblemKind.SPLIT,
        copies[0].name,
        f"The same picture as {others(copies)} {what}.",
        tuple(photo.path for photo in copies),
    )


def _and(sides: set[Side]) -> str:
    *most, last = [side.value for side in Side if side in sides]
    return f"{', '.join(most)} and {last}"
