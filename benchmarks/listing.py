"""Listing 100,000 tiny JPEGs: seconds, memory, and how long a thread beside it ever waits.

listing.py [--files N] [--classes N]

The reference is a bare `os.scandir` with a `stat` of every file, in the same process before it; for
the waiting it is a loop of a second that computes in Python.
"""

import argparse
import gc
import json
import os
import tempfile
import threading
from io import BytesIO
from pathlib import Path
from time import perf_counter, sleep

import psutil
from measuring import computer, run_script
from PIL import Image

from core.data.folder.listing import list_pictures
from core.data.folder.source import PhotoSource

_TICK = 0.005


def make_folder(folder: Path, *, files: int, classes: int) -> None:
    """Write `files` JPEGs of 8×8 pixels, evenly into `classes` folders."""
    stream = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(stream, "JPEG")
    content = stream.getvalue()
    for number in range(files):
        target = folder / f"class {number % classes}" / f"IMG_{number * 7919 % files}.jpg"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content)


def bare(folder: Path) -> tuple[float, int]:
    """Seconds and files of nothing but asking the system."""
    started, count = perf_counter(), 0
    for place in os.scandir(folder):
        for entry in os.scandir(place):
            entry.stat()
            count += 1
    return perf_counter() - started, count


def compute() -> None:
    """Keep Python busy for a second."""
    until = perf_counter() + 1
    while perf_counter() < until:
        pass


class Watch:
    """A thread that wants to run every 5 ms; `gap` is the longest it did not, in seconds."""

    def __init__(self) -> None:
        self.gap = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        last = perf_counter()
        while not self._stop.is_set():
            sleep(_TICK)
            now = perf_counter()
            self.gap, last = max(self.gap, now - last), now


def measure(folder: Path) -> dict[str, float]:
    """One listing in this process."""
    reference, files = bare(folder)
    with Watch() as usual:
        compute()
    gc.collect()
    before = psutil.Process().memory_info().rss
    with Watch() as watch:
        started = perf_counter()
        listing = list_pictures(PhotoSource(root=folder))
        seconds = perf_counter() - started
    more = psutil.Process().memory_info().rss - before
    if len(listing.files) != files:
        raise RuntimeError(f"{len(listing.files)} of {files} files were listed")
    return {
        "reference": reference,
        "seconds": seconds,
        "megabytes": more / 1e6,
        "gap_ms": watch.gap * 1000,
        "usual_ms": usual.gap * 1000,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--classes", type=int, nargs="*", default=[10, 1])
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return
    print(computer())
    for classes in options.classes:
        with tempfile.TemporaryDirectory() as place:
            make_folder(Path(place), files=options.files, classes=classes)
            for _ in range(3):
                found = run_script("listing.py", "--measure", place)
                print(
                    f"{options.files:,} files in {classes} classes: {found['seconds']:.2f} s, "
                    f"{found['seconds'] / found['reference']:.1f} × a bare scandir and stat, "
                    f"{found['megabytes']:.0f} MB more, "
                    f"a thread beside it waited {found['gap_ms']:.0f} ms at most "
                    f"({found['usual_ms']:.0f} beside computing)"
                )


if __name__ == "__main__":
    main()
