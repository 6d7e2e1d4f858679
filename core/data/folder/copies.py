"""The same picture more than once, and pictures that are nearly the same."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Protocol

from core.data.folder.likeness import founders
from core.data.folder.problem import Problem, ProblemKind

_MOST_NAMED = 3
"""Classes told by name."""


class Copied(Protocol):
    """What is needed of a photo to find its copies."""

    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def content(self) -> bytes: ...  # noqa: D102
    @property
    def look(self) -> bytes: ...  # noqa: D102
    @property
    def class_number(self) -> int: ...  # noqa: D102


def copies(photos: Sequence[Copied], classes: tuple[str, ...]) -> Iterator[Problem]:
    """Exact copies in a class or in two, then near-copies, each group once."""
    same: dict[bytes, list[Copied]] = defaultdict(list)
    for photo in photos:
        same[photo.content].append(photo)
    for group in same.values():
        if len(group) > 1:
            yield _exact(group, classes)
    firsts = [group[0] for group in same.values()]
    alike: dict[int, list[Copied]] = defaultdict(list)
    for first, founder in zip(firsts, founders([f.look for f in firsts]).tolist(), strict=True):
        alike[founder].append(first)
    for group in alike.values():
        if len(group) > 1:
            yield _near(group, classes)


def others(group: Sequence[Copied]) -> str:
    """All but the first, in words."""
    more = len(group) - 2
    return f"“{group[1].name}”" + (f" and {more:,} more" if more else "")


def _exact(group: list[Copied], classes: tuple[str, ...]) -> Problem:
    paths = tuple(photo.path for photo in group)
    names = _names(group, classes)
    if len(names) > 1:
        reason = f"The same picture in {_and(names)}: {others(group)}. Which of them is it?"
        return Problem(ProblemKind.TWO_CLASSES, group[0].name, reason, paths)
    reason = f"The same picture again: {others(group)}."
    return Problem(ProblemKind.DUPLICATE, group[0].name, reason, paths)


def _near(group: list[Copied], classes: tuple[str, ...]) -> Problem:
    names = _names(group, classes)
    reason = f"Nearly the same picture: {others(group)}."
    if len(names) > 1:
        reason += f" They are in {_and(names)}."
    return Problem(
        ProblemKind.NEAR_DUPLICATE, group[0].name, reason, tuple(photo.path for photo in group)
    )


def _names(group: list[Copied], classes: tuple[str, ...]) -> list[str]:
    return [classes[number] for number in sorted({photo.class_number for photo in group})]


def _and(names: list[str]) -> str:
    quoted = [f"“{name}”" for name in names[:_MOST_NAMED]]
    more = len(names) - len(quoted)
    *most, last = [*quoted, f"{more:,} more"] if more else quoted
    return f"{', '.join(most)} and {last}"
