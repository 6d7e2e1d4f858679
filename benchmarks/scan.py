"""Scanning photos of 12 megapixels, against nothing but decoding them with Pillow.

scan.py PHOTOGRAPHS [--photos N] [--rounds N]

PHOTOGRAPHS is a folder of large JPEGs; photos are made of them as `camera_photos.py` says.

The reference reads every file in a `ThreadPoolExecutor` of as many threads as there are cores and
decodes it by Pillow's `draft` at the size that Litmus decodes at. Litmus does that too, and learns
each file's digest, look and thumbnail, keeps them, and finds the duplicates. Each round scans with
an empty store, after one that loads what is needed. The files are in the system's cache for both.
The processor time tells the ratio on a machine that is busy with something else, too.
"""

import argparse
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from camera_photos import make_camera_photos
from measuring import computer
from PIL import Image

from core.cancellation import CancelToken
from core.data.fitting import working_size
from core.data.folder.catalogue import arrange
from core.data.folder.edits import FolderEdits
from core.data.folder.facts_store import FactsStore
from core.data.folder.listing import list_pictures
from core.data.folder.scan import scan
from core.data.folder.source import PhotoSource


def bare(files: list[Path]) -> tuple[float, float]:
    """Seconds of decoding alone, and seconds of all processors."""

    def decode(file: Path) -> None:
        with Image.open(file) as image:
            image.draft(None, working_size(None))
            image.load()

    started, cpu = perf_counter(), process_time()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(decode, files))
    return perf_counter() - started, process_time() - cpu


def litmus(folder: Path, store: FactsStore) -> tuple[float, float]:
    """Seconds from the folder's path to classes, problems and duplicates; and of processors."""
    started, cpu = perf_counter(), process_time()
    listing = list_pictures(PhotoSource(root=folder))
    result = scan(listing, store=store, report=lambda _: None, cancel=CancelToken())
    catalogue = arrange(result, FolderEdits())
    seconds = perf_counter() - started, process_time() - cpu
    if len(catalogue.photos) != len(listing.files):
        raise RuntimeError("some photos could not be read")
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--photos", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("photographs", type=Path)
    options = parser.parse_args()
    print(computer())
    ratios: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as place:
        photos = Path(place) / "photos"
        make_camera_photos(options.photographs, photos, count=options.photos)
        files = sorted(photos.rglob("*.jpg"))
        bare(files[:20])
        litmus(photos, FactsStore(Path(place) / "warm"))
        for number in range(options.rounds):
            theirs = bare(files)
            ours = litmus(photos, FactsStore(Path(place) / f"store {number}"))
            ratios.append((theirs[0] / ours[0], theirs[1] / ours[1]))
            print(
                f"  bare {len(files) / theirs[0]:.1f}/s, scan {len(files) / ours[0]:.1f}/s, "
                f"{ratios[-1][0]:.2f}× ({ratios[-1][1]:.2f}× by processor time)",
                flush=True,
            )
        again, _ = litmus(photos, FactsStore(Path(place) / "store 0"))
    wall, cpu = (median(column) for column in zip(*ratios, strict=True))
    print(
        f"{len(files)} photos: {wall:.2f}× the rate of bare decoding ({cpu:.2f}× by processor "
        f"time); a second scan takes {again:.2f} s"
    )


if __name__ == "__main__":
    main()
