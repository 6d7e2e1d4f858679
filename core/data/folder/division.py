"""Which picture is learned from, which is checked on, which is kept for the test."""

from dataclasses import dataclass

from core.data.folder.problem import Problem
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
