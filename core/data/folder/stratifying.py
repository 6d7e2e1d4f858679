"""Dividing the groups whose side is open, class by class."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from core.data.folder.catalogue import Catalogue
from core.data.folder.groups import Group
from core.data.folder.problem import Problem, ProblemKind
from core.data.side import Side
from core.data.split import shares_of

Counts = dict[int, int]
"""Pictures by class."""


class Stratifying:
    """Gives every open group a side, so that the classes keep their shares.

    Args:
        catalogue: The photos that groups speak of by number.
        groups: In the order in which they are divided; their `side` is written.
        shares: Of the sets that are to be made; 0 for none.
        brought: The sets that the layout of the folder brings.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        groups: Sequence[Group],
        *,
        shares: Mapping[Side, float],
        brought: frozenset[Side],
    ) -> None:
        self.problems: list[Problem] = []
        """Classes that could not be learned from or checked on."""
        self._catalogue = catalogue
        self._shares = shares
        self._brought = brought
        self._have: dict[Side, Counts] = {side: defaultdict(int) for side in Side}
        self._open: dict[int, Counts] = {}
        """By the identity of a group: its pictures that go where the group goes."""
        self._of_class: dict[int, list[Group]] = defaultdict(list)
        for group in groups:
            self._count(group)
        self._free = [group for group in groups if not group.fixed and self._open[id(group)]]
        # An order that does not depend on the names of the classes.
        self._classes = sorted(self._of_class, key=lambda number: self._of_class[number][0].key)

    def run(self) -> None:
        """Divide, then mend what left a class without pictures in a set."""
        for side in (Side.TEST, Side.VALIDATION):
            if self._shares[side]:
                self._take(side)
        for number in self._classes:
            if self._shares[Side.VALIDATION] and not self._have[Side.VALIDATION][number]:
                self._give_validation(number)
        for number in self._classes:
            if self._shares[Side.TEST] and not self._have[Side.TEST][number]:
                self._give_test(number)
        for number in self._classes:
            self._tell_what_lacks(number)

    def _tell_what_lacks(self, number: int) -> None:
        """Tell where pins, the layout or an earlier division leave a class out of a set."""
        if not self._have[Side.TRAINING][number]:
            self._tell(number, "All its pictures are kept aside, so it is never learned.")
        for side in Side:
            if side in self._brought and not self._have[side][number]:
                self._tell(number, f"The folder's own {side} set has no picture of this class.")

    def _count(self, group: Group) -> None:
        photos = self._catalogue.photos
        counts = self._open[id(group)] = defaultdict(int)
        classes: set[int] = set()
        for unit in group.units:
            for number in unit.numbers:
                photo = photos[number]
                classes.add(photo.class_number)
                if unit.side is None:
                    counts[photo.class_number] += 1
                self._have[photo.pin or unit.side or group.side][photo.class_number] += 1
        for class_number in sorted(classes):
            self._of_class[class_number].append(group)

    def _take(self, side: Side) -> None:
        """Move groups to `side` until each class has its share there, as near as groups allow."""
        pool = {number: n for number in self._classes if (n := self._pool(number))}
        shares = shares_of(list(pool.values()), self._shares[side])
        wanted = dict(zip(pool, shares, strict=True))
        have = self._have[side]
        for group in self._free:
            if group.side is not Side.TRAINING:
                continue
            counts = self._open[id(group)]
            lack = sum(min(n, wanted[c] - have[c]) for c, n in counts.items())
            if 2 * lack >= sum(counts.values()) and self._can_leave(group):
                self._move(group, side)

    def _pool(self, number: int) -> int:
        """Pictures of a class that shares are taken of: not those of sets the layout brings."""
        return sum(
            self._have[side][number] for side in Side if side is Side.TRAINING or self._shares[side]
        )

    def _give_validation(self, number: int) -> None:
        """Have a picture of a class to check on, where the class has two groups or more."""
        of_class = self._of_class[number]
        if len(of_class) == 1:
            alone = len(of_class[0].units) == 1 == len(of_class[0].units[0].numbers)
            what = "Its only picture is" if alone else "Its pictures are copies of one another, all"
            self._tell(number, f"{what} learned from; none is left to check on.")
        elif not (
            self._give(Side.VALIDATION, number, of=Side.TRAINING)
            or self._give(Side.VALIDATION, number, of=Side.TEST)
        ):
            reason = "None of its pictures can be checked on: all have their place already."
            self._tell(number, reason)

    def _give_test(self, number: int) -> None:
        """Have a picture of a class for the test, where the other two sets can spare one."""
        if not self._give(Side.TEST, number, of=Side.TRAINING):
            self._give(Side.TEST, number, of=Side.VALIDATION)

    def _give(self, side: Side, number: int, *, of: Side) -> bool:
        """Move the smallest group with a picture of the class; false where none can be spared."""
        groups = [
            group
            for group in self._of_class[number]
            if group.side is of
            and not group.fixed
            and self._open[id(group)].get(number)
            and self._can_leave(group)
        ]
        if groups:
            self._move(min(groups, key=lambda g: (sum(self._open[id(g)].values()), g.key)), side)
        return bool(groups)

    def _can_leave(self, group: Group) -> bool:
        """Whether each class of the group keeps a picture in its set; the test set can spare all.

        To learn from and to check on comes first.
        """
        have = self._have[group.side]
        counts = self._open[id(group)].items()
        return group.side is Side.TEST or all(have[c] > n for c, n in counts)

    def _move(self, group: Group, side: Side) -> None:
        for class_number, count in self._open[id(group)].items():
            self._have[group.side][class_number] -= count
            self._have[side][class_number] += count
        group.side = side

    def _tell(self, number: int, reason: str) -> None:
        name = self._catalogue.classes[number]
        self.problems.append(Problem(ProblemKind.SPLIT, name, reason))
