"""`main.py project`."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from core.cancellation import CancelToken
from core.commands.folder import photo_source
from core.commands.interrupts import Interrupts
from core.commands.output import say
from core.commands.progress import TrainingProgress
from core.data.fashion_mnist import SOURCE
from core.data.folder.names import shown
from core.errors import Cancelled, LitmusError
from core.project.copying import Progress
from core.project.locating import base_of
from core.project.packing import pack
from core.project.place import ProjectPlace, place_in, place_of
from core.project.project import Photos, Project
from core.project.project_file import read_project, write_project
from core.project.starting_points import with_photos
from core.project.unpacking import unpack
from core.run.folder import Run, refuse_existing
from core.run.shelf import Shelf, read_shelf

_Report = Callable[[Progress], None]


def run(options: argparse.Namespace) -> int:
    """Make, look into, pack or unpack a project.

    Returns:
        0; 130 after Ctrl-C, with nothing left behind.

    Raises:
        LitmusError: It cannot be done; nothing is left behind.
    """
    match options.action:
        case "new":
            place = _new(options.project, options.data)
            _tell_place(place, as_json=options.json)
        case "info":
            place = place_of(options.project)
            _info(place, as_json=options.json)
        case "pack":
            return _long(options, _pack)
        case _:
            return _long(options, _unpack)
    return 0


def _new(folder: Path, data: str) -> ProjectPlace:
    """Make a project in a new folder; its pictures stay where they are."""
    project = Project()
    if data != SOURCE:
        project = with_photos(project, Photos(source=photo_source(data)))
    place = place_in(Path(os.path.abspath(folder)))  # noqa: PTH100 - links stay as they were named
    refuse_existing(place.folder)
    try:
        place.runs_folder.mkdir(parents=True)
    except OSError as error:
        raise LitmusError(
            f"The folder “{folder}” could not be made: {error.strerror or error}.",
            "Choose another folder.",
        ) from error
    try:
        write_project(place, project)
    except LitmusError:
        with suppress(OSError):
            place.runs_folder.rmdir()
            place.folder.rmdir()
        raise
    return place


def _long(
    options: argparse.Namespace,
    work: Callable[[argparse.Namespace, _Report, CancelToken], dict[str, object]],
) -> int:
    """Do `work` with progress and a way out, and tell what it made."""
    stream = sys.stderr if options.json else sys.stdout
    with Interrupts() as interrupts:
        try:
            with TrainingProgress(stream) as progress:
                made = work(
                    options,
                    lambda told: progress.show_stage(told.words, told.share),
                    interrupts.cancel,
                )
        except Cancelled:
            sys.stderr.write("Stopped; nothing was left behind.\n")
            return interrupts.exit_code
    say(json.dumps(made, indent=2, ensure_ascii=False) if options.json else str(made["made"]))
    return interrupts.exit_code


def _pack(options: argparse.Namespace, report: _Report, cancel: CancelToken) -> dict[str, object]:
    place = place_of(options.project)
    packed = pack(place, read_project(place), options.out, report=report, cancel=cancel)
    if packed.missing and not options.json and sys.stderr is not None:
        sys.stderr.write(f"{packed.sentence}\n")
    return {
        "made": shown(str(options.out)),
        "pictures": packed.pictures,
        "missing": list(packed.missing),
    }


def _unpack(options: argparse.Namespace, report: _Report, cancel: CancelToken) -> dict[str, object]:
    target = Path(os.path.abspath(options.out))  # noqa: PTH100 - as above
    place = unpack(options.packed, target, report=report, cancel=cancel)
    return {"made": shown(str(place.file))}


def _tell_place(place: ProjectPlace, *, as_json: bool) -> None:
    made = shown(str(place.file))
    say(json.dumps({"made": made}, indent=2, ensure_ascii=False) if as_json else made)


def _info(place: ProjectPlace, *, as_json: bool) -> None:
    project, shelf = read_project(place), read_shelf(place.runs_folder)
    runs = [run for run in shelf.runs if run.folder.name not in project.discarded_runs]
    pictures = None if project.photos is None else base_of(project.photos)
    if as_json:
        content = {
            "project": place.name,
            "file": shown(str(place.file)),
            "data": SOURCE if pictures is None else shown(str(pictures)),
            "pictures_there": pictures is None or pictures.is_dir(),
            "preset": project.preset_name,
            "runs": [_facts(run) for run in runs],
            "damaged_runs": [str(error) for error in shelf.damaged],
        }
        say(json.dumps(content, indent=2, ensure_ascii=False))
        return
    say(f"{place.name}: {shown(str(place.file))}")
    gone = "" if pictures is None or pictures.is_dir() else " (not there)"
    say(f"Pictures: {SOURCE if pictures is None else shown(str(pictures))}{gone}")
    say(f"Network: {project.preset_name}")
    _tell_runs(runs, shelf)


def _tell_runs(runs: list[Run], shelf: Shelf) -> None:
    for run in runs:
        best = run.record.best
        share = None if best is None else best.val_accuracy or best.accuracy
        accuracy = "" if share is None else f", {share * 100:.1f} %"
        say(f"{run.folder.name}: {run.record.title}, {run.record.status}{accuracy}")
    for error in shelf.damaged:
        say(f"Damaged: {error}")
    if not runs and not shelf.damaged:
        say("No runs yet.")


def _facts(run: Run) -> dict[str, object]:
    """What can be said of a run in a line."""
    best = run.record.best
    return {
        "folder": run.folder.name,
        "name": run.record.title,
        "status": run.record.status,
        "epochs": len(run.record.epochs),
        "accuracy": best.accuracy if best else None,
        "val_accuracy": best.val_accuracy if best else None,
        "classes": run.record.classes,
    }
