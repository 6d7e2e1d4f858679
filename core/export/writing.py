"""Writing a model in a process of its own: `python -m core.export.writing JOB FOLDER WORDS`."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from core.cancellation import CancelToken
from core.export.format_module import Report
from core.export.formats import ExportFormat
from core.export.own_process import Told, run_module, speaking
from core.export.registry import format_module
from core.export.request import ExportProgress
from core.export.source import ExportSource
from core.run.folder import read_run

_LIMIT_S = 900.0


def write_model(
    wanted: ExportFormat,
    source: ExportSource,
    folder: Path,
    *,
    aside: Path,
    report: Report,
    cancel: CancelToken,
) -> None:
    """Write the model's files into `folder`: here, or in another process where it is heavy.

    Args:
        wanted: The format.
        source: What it is made from.
        folder: Where to; there already.
        aside: A folder for what passes between the processes.
        report: Told how far it is.
        cancel: Ends it.

    Raises:
        LitmusError: It cannot be made or written.
        Cancelled: The token was set.
    """
    module = format_module(wanted)
    if not module.in_own_process(source):
        module.write(source, folder, report=report, cancel=cancel)
        return
    place = source.pictures_folder
    job = aside / "job.json"
    content = {
        "format": wanted.value,
        "run": str(source.run.folder.absolute()),
        "labels": source.labels,
        "pictures_folder": None if place is None else str(place.absolute()),
    }
    job.write_text(json.dumps(content), encoding="utf-8")
    run_module(
        "core.export.writing",
        [job, folder.absolute()],
        folder=aside,
        what="Making the model",
        limit_s=_LIMIT_S,
        cancel=cancel,
        told=lambda words: report(ExportProgress(words["stage"], words["share"])),
    )


def main(job: Path, folder: Path, words: Path) -> int:
    """Do the job."""

    def work(tell: Told) -> None:
        def report(progress: ExportProgress) -> None:
            tell({"stage": progress.stage, "share": progress.share})

        content: dict[str, Any] = json.loads(job.read_text(encoding="utf-8"))
        place = content["pictures_folder"]
        source = ExportSource(
            read_run(Path(content["run"])),
            tuple(content["labels"]),
            None if place is None else Path(place),
        )
        module = format_module(ExportFormat(content["format"]))
        module.write(source, folder, report=report, cancel=CancelToken())

    return speaking(work, words)


if __name__ == "__main__":
    # Not by sys.exit: taking TensorFlow down takes a second, and all is written.
    os._exit(main(*map(Path, sys.argv[1:4])))
