"""Saving the verdicts, in another thread."""

from collections.abc import Sequence
from pathlib import Path

from core.cancellation import CancelToken
from core.prediction.verdicts import VerdictRow, write_verdicts
from gui.jobs import Job, Jobs, Report
from gui.predict_tab.entry import Entry


def export_verdicts(
    jobs: Jobs, path: Path, *, entries: Sequence[Entry], classes: Sequence[str]
) -> Job:
    """Write the verdicts of `entries` to `path`; the job's result is how many there are."""
    rows = [_row(entry) for entry in entries]

    def work(_report: Report, _cancel: CancelToken) -> object:
        write_verdicts(path, rows, _columns(rows, classes))
        return len(rows)

    return jobs.run_decoding(work)


def _row(entry: Entry) -> VerdictRow:
    file = entry.name if isinstance(entry.source, bytes) else str(entry.source)
    if entry.verdict:
        return VerdictRow(file, entry.verdict.ranking)
    return VerdictRow(file, error=entry.problem.message if entry.problem else "not answered")


def _columns(rows: Sequence[VerdictRow], classes: Sequence[str]) -> tuple[str, ...]:
    """The classes in their own order, then outputs without a class."""
    first = next((row.ranking for row in rows if row.ranking), ())
    more = sorted(name for name, _share in first if name not in classes)
    return (*classes, *more)
