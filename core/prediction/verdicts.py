"""Verdicts as a table, in a CSV file."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from core.atomic import write_text

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class VerdictRow:
    """One picture of the table.

    Attributes:
        file: Its path, or what it is called where it has none.
        ranking: (class, share) pairs, the surest first; empty without an answer.
        error: Why there is no answer.
    """

    file: str
    ranking: Sequence[tuple[str, float]] = ()
    error: str = ""


def write_verdicts(path: Path, rows: Sequence[VerdictRow], classes: Sequence[str]) -> None:
    """Write one line a picture: file, class, confidence, then the share of every class.

    Where some picture has no answer, a last column `error` says why. Form: RFC 4180 in UTF-8,
    shares as plain numbers from 0 to 1. A text that a spreadsheet would take for a formula is
    preceded by an apostrophe (OWASP, "CSV Injection").

    Args:
        path: Replaced as a whole, or left as it was.
        rows: In the order wanted.
        classes: Names of the columns, in order; outputs without a class among them.

    Raises:
        LitmusError: The file could not be written.
    """
    errors = any(row.error for row in rows)
    header = ["file", "class", "confidence", *classes, *(["error"] if errors else [])]
    text = StringIO()
    table = csv.writer(text)
    table.writerow(_harmless(cell) for cell in header)
    table.writerows(_cells(row, classes, errors=errors) for row in rows)
    write_text(path, text.getvalue())


def _cells(row: VerdictRow, classes: Sequence[str], *, errors: bool) -> Iterable[str]:
    yield _harmless(row.file)
    shares = dict(row.ranking)
    if shares:
        winner, confidence = row.ranking[0]
        yield _harmless(winner)
        yield _number(confidence)
        yield from (_number(shares[name]) if name in shares else "" for name in classes)
    else:
        yield from [""] * (2 + len(classes))
    if errors:
        yield _harmless(row.error)


def _harmless(text: str) -> str:
    """`text` as a cell that no program runs, and that can be written: a name need not be UTF-8."""
    readable = text.encode("utf-8", "replace").decode("utf-8")
    return f"'{readable}" if readable.startswith(_FORMULA_STARTS) else readable


def _number(share: float) -> str:
    return f"{share:.6f}"
