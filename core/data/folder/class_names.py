"""Names of class folders: in order, printable, and each one once."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Self

from core.data.folder.names import in_natural_order, shown
from core.data.folder.problem import Problem, ProblemKind


class ClassNames:
    """The names of class folders as they are on the disk, and as they are shown.

    Args:
        names: On the disk; distinct, in the order of the classes.

    Attributes:
        shown: The same, printable and distinct: two that would look the same are numbered.
    """

    def __init__(self, names: list[str]) -> None:
        self._numbers = {name: number for number, name in enumerate(names)}
        self.shown = tuple(_distinct(names))

    @classmethod
    def of(cls, names: Iterable[str]) -> Self:
        """Those names, in natural order, each once."""
        return cls(in_natural_order(set(names)))

    def number(self, name: str | None) -> int:
        """The number of the class whose folder is called `name`; -1 where there is none."""
        return -1 if name is None else self._numbers.get(name, -1)

    def on_disk(self, name: str) -> str:
        """The name on the disk of the class shown as `name`; `name` itself where it is new."""
        return dict(zip(self.shown, self._numbers, strict=True)).get(name, name)

    def problems(self) -> Iterator[Problem]:
        """Names that are easily taken for one another, and those that cannot be shown as they are.

        Yields:
            One for each such class but the first of those that are alike.
        """
        alike: dict[str, str] = {}
        for name, text in zip(self._numbers, self.shown, strict=True):
            key = unicodedata.normalize("NFKC", name).casefold().strip()
            first = alike.setdefault(key, text)
            if first != text:
                reason = (
                    f"It differs from “{first}” only in capitals, spaces or how its letters are "
                    "stored, and is a class of its own: merge them if they mean the same."
                )
                yield Problem(ProblemKind.NAME, text, reason)
            if shown(name) != name:
                reason = "The folder's name holds what cannot be shown; the class is called this."
                yield Problem(ProblemKind.NAME, text, reason)


def _distinct(names: Iterable[str]) -> Iterator[str]:
    names = list(names)
    taken = set(names)
    for name in names:
        text = candidate = shown(name)
        number = 1
        while candidate != name and candidate in taken:
            number += 1
            candidate = f"{text} ({number})"
        taken.add(candidate)
        yield candidate
