"""Exporting as a test does, and asking what came of it."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from core.cancellation import CancelToken
from core.export.exporting import export
from core.export.formats import ExportFormat
from core.export.request import Exported, ExportProgress, ExportRequest
from core.run.folder import Run

_LINE = re.compile(r"(.+): (.+) (\d+(?:\.\d+)?)%")


def exported(
    run: Run, wanted: ExportFormat, folder: Path, *, classes: tuple[str, ...] | None = None
) -> Exported:
    """The export of `run` to `folder`."""
    request = ExportRequest(run, wanted, folder, classes or run.record.classes)
    told: list[ExportProgress] = []
    done = export(request, report=told.append, cancel=CancelToken())
    shares = [progress.share for progress in told if progress.share is not None]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    return done


def answers_of_example(folder: Path, files: Sequence[Path]) -> list[tuple[str, float]]:
    """What `example.py` says of each file: class and confidence (0-1)."""
    environment = os.environ | {"PYTHONUTF8": "1"}
    environment.pop("PYTHONPATH", None)
    given = subprocess.run(
        [sys.executable, "-W", "ignore", folder / "example.py", *files],
        cwd=folder.parent,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert given.returncode == 0, given.stderr[-2000:]
    found = [_LINE.fullmatch(line) for line in given.stdout.splitlines()]
    answers = [match for match in found if match]
    assert [match[1] for match in answers] == [str(file) for file in files]
    return [(match[2], float(match[3]) / 100) for match in answers]
