"""Dividing the groups whose side is open, class by class."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from core.data.folder.catalogue import Catalogue
from core.data.folder.groups import Group
from core.data.folder.problem import Problem, ProblemKind
from core.data.side import Side
from core.data.split import shares_of


class Stratifying:
    """Gives every open group a side, so that the classes keep their shares.

    Args:
        catalogue: The photos that groups speak of by number.
        groups: In the order in which they are divided; their `side` is written.
        shares: Of the sets that are to be made.
        problems: Takes what could not be satisfied.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        groups: list[Group],
        shares: Mapping[Side, float],
        problems: list[Problem],
    ) -> None:
        self._catalogue = catalogue
        self._groups = groups
        self._shares = shares
        self._problems = problems
        self._open = {id(g): self._count(g, of_open=True) for g in groups}
        self._have: dict[Side, Counter[int]] = {side: Counter() for side in Side}
        self._of_class: dict[int, list[Group]] = defaultdict(list)
        for group in groups:
            for number in sorted(self._count(group, of_open=False)):
                self._of_class[number].append(group)
            self._add_what_is_fixed(group)

    def run(self) -> None:
        """Divide, then mend what left a class without pictures in a set."""
        for group in self._groups:
            if group.fixed:
                self._have[group.side].update(self._open[id(group)])
        free = [group for group in self._groups if not group.fixed and self._open[id(group)]]
        for group in free:
            self._have[Side.TRAINING].update(self._open[id(group)])
        for side in (Side.TEST, Side.VALIDATION):
            self._take(side, free)
        for number in self._classes():
            self._give_training(number)
        for number in self._classes():
            if self._shares[Side.VALIDATION]:
                self._give(Side.VALIDATION, number, at_least=2)
            if self._shares[Side.TEST]:
                self._give(Side.TEST, number, at_least=3)

    def _take(self, side: Side, free: list[Group]) -> None:
        """Move groups to `side` until each class has its share there, as near as groups allow."""
        classes = self._classes()
        pool = [self._pool(number) for number in classes]
        wanted = dict(zip(classes, shares_of(pool, self._shares[side]), strict=True))
        for group in free:
            counts = self._open[id(group)]
            if group.side is not Side.TRAINING:
                continue
            lack = sum(min(n, wanted[c] - self._have[side][c]) for c, n in counts.items())
            if 2 * lack >= counts.total() and self._can_leave(group, Side.TRAINING):
                self._move(group, side)

    def _classes(self) -> list[int]:
        """All classes, in an order that does not depend on their names."""
        return sorted(self._of_class, key=lambda number: self._of_class[number][0].key)

    def _pool(self, number: int) -> int:
        """Pictures of a class that shares are taken of: not those of sets the layout brings."""
        return sum(
            self._have[side][number]
            for side in Side
            if side is Side.TRAINING or self._shares.get(side)
        )

    def _give_training(self, number: int) -> None:
        if self._have[Side.TRAINING][number]:
            return
        for side in (Side.VALIDATION, Side.TEST):
            for group in self._of_class[number]:
                if self._movable(group, number) and group.side is side:
                    self._move(group, Side.TRAINING)
                    return
        self._tell(number, "All its pictures are kept aside, so it is never learned.")

    def _give(self, side: Side, number: int, *, at_least: int) -> None:
        """Have a picture of a class in `side`, where the class has so many groups."""
        if self._have[side][number]:
            return
        groups = self._of_class[number]
        if len(groups) < at_least:
            if side is Side.VALIDATION:
                self._tell(number, "Its pictures are all alike: none is left to check on.")
            return
        for group in groups:
            from_training = self._movable(group, number) and group.side is Side.TRAINING
            if from_training and self._can_leave(group, Side.TRAINING):
                self._move(group, side)
                return
        if side is Side.VALIDATION:
            self._tell(number, "None of its pictures is left to check on.")

    def _movable(self, group: Group, number: int) -> bool:
        return not group.fixed and self._open[id(group)][number] > 0

    def _can_leave(self, group: Group, side: Side) -> bool:
        """Whether every class of the group keeps a picture in `side` without it."""
        return all(self._have[side][c] > n for c, n in self._open[id(group)].items())

    def _move(self, group: Group, side: Side) -> None:
        self._have[group.side].subtract(self._open[id(group)])
        self._have[side].update(self._open[id(group)])
        group.side = side

    def _count(self, group: Group, *, of_open: bool) -> Counter[int]:
        """How many pictures of each class a group has, or of it those that go with the group."""
        photos = self._catalogue.photos
        return Counter(
            photos[number].class_number
            for unit in group.units
            if not (of_open and unit.side is not None)
            for number in unit.numbers
        )

    def _add_what_is_fixed(self, group: Group) -> None:
        photos = self._catalogue.photos
        for unit in group.units:
            if unit.side is None:
                continue
            for number in unit.numbers:
                self._have[photos[number].pin or unit.side][photos[number].class_number] += 1

    def _tell(self, number: int, reason: str) -> None:
        name = self._catalogue.classes[number]
        self._problems.append(Problem(ProblemKind.SPLIT, name, reason))
