"""Opens a project with many runs and pictures: from the start of the process to a usable window.

    project_opening.py [--rounds N] [--runs N] [--pictures N] [--folder FOLDER]

The runs have 20 epochs each and know the sides of all pictures by content, as runs of photos do.
The pictures were looked at before, as in any session but the first. "Usable" is when the project
and its runs are shown and the event loop is free again; "all pictures" when the whole folder has
been looked through and the Data tab can show it. An empty project is opened beside it, in turn.
Seconds of the processor until it is usable say more than those of the clock on a busy machine.
Offscreen, unless BENCHMARK_PLATFORM names another platform of Qt.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from measuring import ROOT, computer
from PIL import Image

from core.cancellation import CancelToken
from core.data.folder.loading import scan_source
from core.data.folder.scan import Scan
from core.data.folder.source import PhotoSource
from core.data.side import Side
from core.project.content_index import index_of, read_index, write_index
from core.project.place import ProjectPlace, place_in
from core.project.project import Photos, Project
from core.project.project_file import read_project, write_project
from core.project.starting_points import with_photos
from core.run.folder import write_labels, write_record
from core.run.record import DataRecord, RunRecord, SplitRecord
from core.run.shelf import read_shelf
from tests.records import epoch, record

CLASSES = tuple(f"class {number:02d}" for number in range(20))

WATCH = """
import json, sys, time
import main
import gui.application
from PySide6.QtCore import QTimer
moments = {}
def usable():
    moments["usable"] = time.time()
    moments["processor"] = time.process_time()
    moments["tensorflow"] = "tensorflow" in sys.modules
def pictures(litmus):
    if litmus.window.data_tab is not None and litmus.document.dataset is not None:
        moments["pictures"] = time.time()
        print(json.dumps(moments), flush=True)
        import os
        os._exit(0)
show = gui.application.Litmus.show
def watched_show(litmus):
    litmus.projects.opened.connect(lambda _: QTimer.singleShot(0, usable))
    litmus.document.dataset_changed.connect(
        lambda: QTimer.singleShot(0, lambda: "usable" in moments and pictures(litmus))
    )
    show(litmus)
gui.application.Litmus.show = watched_show
main.main(sys.argv[1:])
"""


def make_pictures(folder: Path, count: int) -> Scan:
    """Tiny pictures that all differ, and the first look at them."""
    for number in range(count):
        path = folder / CLASSES[number % len(CLASSES)] / f"picture {number:06d}.png"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            colour = (number % 256, number // 256 % 256, number // 65_536)
            Image.new("RGB", (16, 16), colour).save(path)
    return scan_source(
        PhotoSource(root=folder), form=None, report=lambda _: None, cancel=CancelToken()
    )


def make_project(place: ProjectPlace, scan: Scan, runs: int) -> None:
    """A project of these pictures, its runs, and what each picture holds."""
    place.runs_folder.mkdir(parents=True)
    project = with_photos(Project(), Photos(source=PhotoSource(root=Path(scan.listing.root))))
    write_project(place, project)
    write_index(place, index_of(scan))
    learned = run_record(scan)
    for number in range(1, runs + 1):
        folder = place.runs_folder / f"run-{number:03d}"
        folder.mkdir()
        write_record(folder, learned.model_copy(update={"name": f"Run {number}"}))
        write_labels(folder, CLASSES)


def run_record(scan: Scan) -> RunRecord:
    """What a training on these pictures writes."""
    root = scan.listing.root
    names = [Path(file.path).relative_to(root).as_posix() for file in scan.listing.files]
    pictures = list(zip(names, [facts.content.hex() for facts in scan.facts], strict=True))
    validation = dict(pictures[::5])
    training = {name: content for name, content in pictures if name not in validation}
    sides = {Side.TRAINING: training, Side.VALIDATION: validation, Side.TEST: {}}
    data = DataRecord(
        source="photos",
        training=len(training),
        validation=len(validation),
        test=0,
        folder=scan.listing.root,
        class_folders=tuple((name,) for name in CLASSES),
        split=SplitRecord(validation=0.2, test=0, seed=7, sides=sides),
    )
    epochs = [epoch(n, val_loss=0.5, val_accuracy=0.8) for n in range(1, 21)]
    return record(*epochs, classes=CLASSES).model_copy(update={"data": data})


def reading(place: ProjectPlace) -> str:
    """Seconds of each part, in this process."""
    parts: dict[str, Callable[[], object]] = {
        "read_project": lambda: read_project(place),
        "read_shelf": lambda: read_shelf(place.runs_folder),
        "read_index": lambda: read_index(place),
    }
    told = []
    for name, part in parts.items():
        best = min(_seconds(part) for _ in range(3))
        told.append(f"{name} {best * 1000:.0f} ms")
    return ", ".join(told)


def _seconds(part: Callable[[], object]) -> float:
    began = time.perf_counter()
    part()
    return time.perf_counter() - began


def opening(path: Path) -> dict[str, float]:
    """Seconds from the start of the process to each moment, and of the processor until usable.

    Raises:
        RuntimeError: TensorFlow was loaded by then.
    """
    platform = os.environ.get("BENCHMARK_PLATFORM", "offscreen")
    environment = {**os.environ, "QT_QPA_PLATFORM": platform, "PYTHONPATH": str(ROOT)}
    began = time.time()
    result = subprocess.run(
        [sys.executable, "-c", WATCH, str(path)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    moments = json.loads(result.stdout.strip().splitlines()[-1])
    if moments.pop("tensorflow"):
        raise RuntimeError("TensorFlow was loaded before the window could be used.")
    processor = moments.pop("processor")
    return {"processor": processor, **{name: at - began for name, at in moments.items()}}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--pictures", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, help="where pictures are, or are made, to be kept")
    options = parser.parse_args()
    print(computer())
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["LITMUS_HOME"] = f"{temporary}/home"
        scan = make_pictures(options.folder or Path(temporary) / "photos", options.pictures)
        many, empty = place_in(Path(temporary) / "many"), place_in(Path(temporary) / "empty")
        make_project(many, scan, options.runs)
        empty.folder.mkdir()
        write_project(empty, Project())
        print(reading(many), flush=True)
        for place in (empty, many):
            opening(place.file)
        rounds = [(opening(empty.file), opening(many.file)) for _ in range(options.rounds)]
    for name, side in (("an empty project", 0), ("the large one", 1)):
        median = {k: statistics.median(r[side][k] for r in rounds) for k in rounds[0][side]}
        print(
            f"{name}: usable after {median['usable']:.2f} s ({median['processor']:.2f} s of the "
            f"processor), all pictures after {median['pictures']:.2f} s"
        )


if __name__ == "__main__":
    main()
