"""A piece of the code: one section of the script, one cell of the notebook."""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_LINE = 92


class Part(StrEnum):
    """What a piece of the code is for."""

    IMPORTS = "imports"
    PICTURES = "pictures"
    NETWORK = "network"
    TRAINING = "training"
    RESULT = "result"
    CURVES = "curves"
    WRONG = "wrong"


@dataclass(frozen=True)
class Cell:
    """Some lines of Python with a title and an explanation.

    Neither title nor words hold anything a person has typed: names of classes, runs and files come
    into the code as literals or are read from files.

    Attributes:
        part: What it is for.
        title: A few words.
        words: One or two sentences for the notebook, Markdown.
        code: Lines without the last line feed.
    """

    part: Part
    title: str
    words: str
    code: str


def lines(*parts: str) -> str:
    """Lines of code, empty texts left out; None of them is more than `parts` says."""
    return "\n".join(part for part in parts if part)


def list_code(name: str, numbers: Iterable[float]) -> str:
    """The assignment of a list of numbers, over as many lines as it takes."""
    told = ", ".join(repr(round(number, 4)) for number in numbers)
    if len(told) < _LINE - len(name):
        return f"{name} = [{told}]"
    rows = textwrap.wrap(f"{told},", _LINE, initial_indent="    ", subsequent_indent="    ")
    return "\n".join((f"{name} = [", *rows, "]"))
