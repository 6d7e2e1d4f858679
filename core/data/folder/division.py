"""Which picture is learned from, which is checked on, which is kept for the test.

The rules, in this order; each holds as far as those before it allow:

1. A picture that was pinned to a set by hand stays there.
2. Exact copies are in one set.
3. A picture whose set the layout or an earlier division says keeps it. Where the layout brings some
   of the sets only, the others are made of its training pictures.
4. Near-copies are in one set, that of the first of their group.
5. The rest is divided class by class, in an order that the contents and the seed decide.
6. Every class has a picture to learn from and, where it has two groups of pictures or more, one to
   check on.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.data.folder.catalogue import Catalogue
from core.data.folder.groups import Group, Unit, groups_of, torn, units_of
from core.data.folder.problem import Problem
from core.data.folder.stratifying import Stratifying
from core.data.side import Side
from core.data.split import Indices


@dataclass(frozen=True)
class Division:
    """The three sets, as numbers of the catalogue's photos.

    Attributes:
        training: int32, ascending. Read only.
        validation: int32, ascending; may be empty. Read only.
        test: int32, ascending; may be empty. Read only.
        problems: Which rule of the split could not be satisfied, in words.
    """

    training: Indices
    validation: Indices
    test: Indices
    problems: tuple[Problem, ...] = ()


def divide(
    catalogue: Catalogue,
    *,
    validation: float,
    test: float,
    seed: int,
    recorded: Mapping[bytes, Side] | None = None,
) -> Division:
    """Divide the pictures by the rules above.

    The same contents, shares and seed give the same division, whatever the names of the files and
    whatever the computer. A share is ignored where the layout of the folder brings that set.

    Args:
        catalogue: The pictures.
        validation: Share (0-0.9) to check on.
        test: Share (0-0.9) never seen while training.
        seed: 0 or more.
        recorded: Sides of an earlier division, by the digest of the content.
    """
    given = {photo.given for photo in catalogue.photos}
    brought = frozenset(side for side in (Side.VALIDATION, Side.TEST) if side in given)
    shares = {Side.TRAINING: 0.0, Side.VALIDATION: validation, Side.TEST: test}
    shares |= dict.fromkeys(brought, 0.0)
    problems: list[Problem] = []
    units = units_of(catalogue.photos, recorded or {}, shares, problems)
    groups = groups_of(units, seed, shares)
    problems += torn(groups, catalogue.photos)
    stratifying = Stratifying(catalogue, groups, shares=shares, brought=brought)
    stratifying.run()
    return _division(catalogue, groups, [*problems, *stratifying.problems])


def _division(catalogue: Catalogue, groups: list[Group], problems: list[Problem]) -> Division:
    sides = list(Side)
    where = np.zeros(len(catalogue.photos), np.int8)
    for group in groups:
        for unit in group.units:
            for number, side in _sides(catalogue, unit, group.side):
                where[number] = sides.index(side)
    training, validation, test = (
        _indices(np.flatnonzero(where == number)) for number in range(len(sides))
    )
    return Division(training, validation, test, tuple(problems))


def _sides(catalogue: Catalogue, unit: Unit, of_group: Side) -> list[tuple[int, Side]]:
    """Where each copy goes: pinned ones where they were pinned, the others all to one side."""
    side = unit.side or of_group
    return [(number, catalogue.photos[number].pin or side) for number in unit.numbers]


def _indices(found: np.ndarray) -> Indices:
    indices = found.astype(np.int32)
    indices.flags.writeable = False
    return indices
