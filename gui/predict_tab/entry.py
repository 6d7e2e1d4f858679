"""A dropped picture and what became of it, as immutable values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from PySide6.QtGui import QImage


class State(StrEnum):
    """How far a picture is."""

    WAITING = "waiting"
    ANSWERED = "answered"
    PROBLEM = "problem"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Verdict:
    """What the model said of one picture.

    Attributes:
        ranking: (class, probability) pairs, the surest first; one for each output.
        thumbnail: What the model saw, at most `THUMBNAIL_PX` on a side.
        done: What was done to the picture, in a few plain words.
        size: Width and height of the whole picture, in pixels.
        milliseconds: From file to answer.
    """

    ranking: tuple[tuple[str, float], ...]
    thumbnail: QImage
    done: str
    size: tuple[int, int]
    milliseconds: float

    @property
    def winner(self) -> str:
        """The class the model chose."""
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        """How sure it is of it (0-1)."""
        return self.ranking[0][1]

    def called(self, names: Mapping[str, str]) -> "Verdict":
        """The same with other names of classes, by the names that it has."""
        ranking = tuple((names.get(name, name), share) for name, share in self.ranking)
        return replace(self, ranking=ranking)


@dataclass(frozen=True)
class Problem:
    """Why a picture could not be answered: in a word or two, and in whole sentences."""

    short: str
    message: str
    advice: str = ""


@dataclass(frozen=True)
class Look:
    """The two pictures shown large: the picture itself, and what the model sees of it."""

    preview: QImage
    seen: QImage


@dataclass(frozen=True)
class Entry:
    """One dropped picture.

    Attributes:
        key: Counts up as pictures are dropped; never used twice.
        name: The file's name, or what a picture without a file is called.
        source: The file, or its content where it has none.
        state: How far it is.
        verdict: Once answered.
        problem: Where it could not be.
    """

    key: int
    name: str
    source: Path | bytes
    state: State = State.WAITING
    verdict: Verdict | None = None
    problem: Problem | None = None

    def waiting(self) -> "Entry":
        """The same picture, to be answered (again)."""
        return replace(self, state=State.WAITING, verdict=None, problem=None)

    def skipped(self) -> "Entry":
        """The same picture, not to be answered for now."""
        return replace(self, state=State.SKIPPED)

    def called(self, names: Mapping[str, str]) -> "Entry":
        """The same picture, the classes of its verdict called by other names."""
        return replace(self, verdict=self.verdict.called(names)) if self.verdict else self

    def with_outcome(self, outcome: "Outcome") -> "Entry":
        """The same picture with what became of it."""
        state = State.PROBLEM if outcome.problem else State.ANSWERED
        return replace(self, state=state, verdict=outcome.verdict, problem=outcome.problem)


@dataclass(frozen=True)
class Outcome:
    """What became of the picture `key`: a verdict (and a look, if asked for) or a problem."""

    key: int
    verdict: Verdict | None = None
    look: Look | None = None
    problem: Problem | None = None


def verdict_line(entry: Entry) -> str:
    """The entry in one line, to be copied."""
    if entry.verdict:
        return f"{entry.name}: {entry.verdict.winner}, {percent(entry.verdict.confidence)}"
    if entry.problem:
        return f"{entry.name}: {entry.problem.message}"
    return f"{entry.name}: not answered"


def percent(share: float, digits: int = 1) -> str:
    """A share (0-1) as "94.1 %", with a space at which no line breaks."""
    return f"{100 * share:.{digits}f}\N{NO-BREAK SPACE}%"


def sureness(share: float) -> str:
    """A share as "94 %"; never "100 %", which would be a lie of rounding."""
    if 0.995 <= share <= 1:
        return "> 99\N{NO-BREAK SPACE}%"
    return percent(share, 0)
