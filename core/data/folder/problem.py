"""What is wrong with a file, a class or a folder, in words."""

from dataclasses import dataclass
from enum import StrEnum


class ProblemKind(StrEnum):
    """Kinds of problems, by which they can be filtered."""

    UNREADABLE = "unreadable"
    NOT_A_PICTURE = "not a picture"
    EMPTY = "empty"
    HIDDEN = "hidden"
    TOO_LARGE = "too large"
    DUPLICATE = "duplicate"
    TWO_CLASSES = "in two classes"
    NEAR_DUPLICATE = "near-duplicate"
    FEW_PICTURES = "few pictures"
    IMBALANCE = "imbalance"
    LINK = "link"
    NAME = "name"
    FOLDER = "folder"
    SPLIT = "split"


UNUSABLE = frozenset(
    (
        ProblemKind.UNREADABLE,
        ProblemKind.NOT_A_PICTURE,
        ProblemKind.EMPTY,
        ProblemKind.TOO_LARGE,
    )
)
"""Kinds of problems of files that cannot be used at all."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is worth knowing before training.

    Attributes:
        kind: What kind.
        file: The first file (or folder, or class) concerned, as it is shown: relative to the
            folder chosen, printable whatever the bytes of its name.
        reason: What is wrong, as a sentence that can stand alone beside the name.
        paths: Full paths of all files concerned, the first one first; empty for a class.
    """

    kind: ProblemKind
    file: str
    reason: str
    paths: tuple[str, ...] = ()
