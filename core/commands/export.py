"""`main.py export`."""

import argparse
import json
import sys
from pathlib import Path

from core.commands.interrupts import Interrupts
from core.commands.output import say
from core.commands.progress import TrainingProgress
from core.errors import Cancelled, LitmusError
from core.export.exporting import export
from core.export.formats import FORMATS, ExportFormat
from core.export.request import Exported, ExportRequest
from core.project.names import names_in
from core.project.place import project_of_run
from core.project.project import Photos, Project
from core.project.project_file import read_project
from core.run.folder import Run, read_run


def run(options: argparse.Namespace) -> int:
    """Let a run's model leave, and say what the check of it found.

    Returns:
        0; 130 after Ctrl-C, with nothing left behind.

    Raises:
        LitmusError: It cannot be made, written or checked; nothing is left behind.
    """
    trained = read_run(options.run)
    stream = sys.stderr if options.json else sys.stdout
    with Interrupts() as interrupts:
        try:
            with TrainingProgress(stream) as progress:
                request = _request(trained, options, progress)
                done = export(
                    request,
                    report=lambda told: progress.show_stage(told.stage, told.share),
                    cancel=interrupts.cancel,
                )
        except Cancelled:
            sys.stderr.write("Stopped; nothing was left behind.\n")
            return interrupts.exit_code
    _tell(done, as_json=options.json)
    return interrupts.exit_code


def _request(
    trained: Run, options: argparse.Namespace, progress: TrainingProgress
) -> ExportRequest:
    photos = _photos(options.run, progress)
    if photos is None:
        names, folder = trained.record.classes, None
    else:
        names = names_in(Project(photos=photos), trained.record)
        folder = photos.source.root
    return ExportRequest(
        run=trained,
        format=ExportFormat(options.format),
        folder=options.out,
        classes=names,
        pictures_folder=folder,
    )


def _photos(folder: Path, progress: TrainingProgress) -> Photos | None:
    """The pictures of the project that the run belongs to; None where nothing is known of them."""
    place = project_of_run(folder)
    if place is None:
        return None
    try:
        return read_project(place).photos
    except LitmusError as error:
        progress.note(f"Classes are called as when they were learned: {error.message}")
        return None


def _tell(done: Exported, *, as_json: bool) -> None:
    if as_json:
        found = done.agreement
        content = {
            "format": done.format.value,
            "files": done.files,
            "checked_pictures": found.checked_pictures,
            "agreeing": found.agreeing,
            "largest_difference": found.largest_difference,
        }
        say(json.dumps(content, indent=2, ensure_ascii=False))
        return
    say(f"{FORMATS[done.format].title}: {done.folder}")
    for file in done.files:
        say(f"  {file}")
    if done.agreement.sentence:
        say(f"{done.agreement.sentence.removesuffix('.')}.")
