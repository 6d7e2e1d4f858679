"""`main.py scan`."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from core.cancellation import CancelToken
from core.commands.output import say
from core.commands.progress import TrainingProgress
from core.data.folder.catalogue import Catalogue, arrange
from core.data.folder.edits import FolderEdits
from core.data.folder.loading import check_layout, scan_source
from core.data.folder.names import shown
from core.data.folder.problem import Problem
from core.data.folder.scan import Scan
from core.data.folder.source import PhotoSource

_SHOWN_OF_A_KIND = 20


def run(options: argparse.Namespace) -> int:
    """Say what a folder holds and what is wrong with it.

    Raises:
        LitmusError: The folder cannot be read, or there are no classes in it; what there is was
            said before.
    """
    folder = Path(os.path.realpath(options.folder))
    with TrainingProgress(sys.stderr if sys.stderr and sys.stderr.isatty() else None) as progress:
        scan = scan_source(
            PhotoSource(root=folder), form=None, report=progress.show_scan, cancel=CancelToken()
        )
        catalogue = arrange(scan, FolderEdits())
    if options.json:
        say(json.dumps(_content(folder, scan, catalogue), indent=2, ensure_ascii=False))
    else:
        for line in _lines(folder, scan, catalogue):
            say(line)
    check_layout(scan.listing)
    return 0


def _content(folder: Path, scan: Scan, catalogue: Catalogue) -> dict[str, object]:
    return {
        "folder": shown(str(folder)),
        "layout": scan.listing.layout.value,
        "classes": [{"name": name, "pictures": count} for name, count in _classes(catalogue)],
        "pictures": len(catalogue.photos),
        "problems": [
            {"file": problem.file, "kind": problem.kind.value, "reason": problem.reason}
            for problem in catalogue.problems
        ],
        "seconds": round(scan.seconds, 3),
    }


def _classes(catalogue: Catalogue) -> list[tuple[str, int]]:
    counts = [0] * len(catalogue.classes)
    for photo in catalogue.photos:
        counts[photo.class_number] += 1
    return list(zip(catalogue.classes, counts, strict=True))


def _lines(folder: Path, scan: Scan, catalogue: Catalogue) -> Iterator[str]:
    classes = _classes(catalogue)
    if not classes:
        usable = sum(facts.problem is None for facts in scan.facts)
        yield f"{shown(str(folder))}: {_count(usable, 'picture')} in no class."
    else:
        yield from _table(folder, scan, classes)
    for kind, problems in groupby(catalogue.problems, key=lambda problem: problem.kind):
        yield from _of_a_kind(kind.value, list(problems))


def _table(folder: Path, scan: Scan, classes: list[tuple[str, int]]) -> Iterator[str]:
    yield (
        f"{shown(str(folder))}: {_count(sum(count for _, count in classes), 'picture')} in "
        f"{_count(len(classes), 'class', 'classes')}, {scan.seconds:.1f} s."
    )
    width = max(len(name) for name, _ in classes)
    for name, count in classes:
        yield f"  {name:<{width}}  {count:>7,}"


def _of_a_kind(kind: str, problems: list[Problem]) -> Iterator[str]:
    yield f"{kind[0].upper()}{kind[1:]} ({len(problems):,}):"
    for problem in problems[:_SHOWN_OF_A_KIND]:
        yield f"  {problem.file}: {problem.reason}" if problem.file else f"  {problem.reason}"
    if len(problems) > _SHOWN_OF_A_KIND:
        yield f"  … and {len(problems) - _SHOWN_OF_A_KIND:,} more; --json lists all"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
