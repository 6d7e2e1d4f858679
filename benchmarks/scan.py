"""Scanning photos of 12 megapixels, against nothing but decoding them with Pillow.

scan.py [--photos N] [--rounds N] [--photographs FOLDER]

The reference reads every file in a `ThreadPoolExecutor` of as many threads as there are cores and
decodes it by Pillow's `draft` at the size that Litmus decodes at. Litmus does that too, and learns
each file's digest, look and thumbnail, keeps them, and finds the duplicates. Each round scans with
an empty store. The files are made anew and are in the system's own cache for both.
"""

import argparse
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from time import perf_counter

from big_photos import PHOTOGRAPHS, make_photos
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


def bare(files: list[Path]) -> float:
    """Seconds of decoding alone."""

    def decode(file: Path) -> None:
        with Image.open(file) as image:
            image.draft(None, working_size(None))
            image.load()

    started = perf_counter()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(decode, files))
    return perf_counter() - started


def litmus(folder: Path, store: FactsStore) -> float:
    """Seconds from the folder's path to classes, problems and duplicates."""
    started = perf_counter()
    listing = list_pictures(PhotoSource(root=folder))
    result = scan(listing, store=store, report=lambda _: None, cancel=CancelToken())
    catalogue = arrange(result, FolderEdits())
    seconds = perf_counter() - started
    if len(catalogue.photos) != len(listing.files):
        raise RuntimeError("some photos could not be read")
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--photos", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--photographs", type=Path, default=PHOTOGRAPHS)
    options = parser.parse_args()
    print(computer())
    theirs: list[float] = []
    ours: list[float] = []
    with tempfile.TemporaryDirectory() as place:
        photos = Path(place) / "photos"
        make_photos(photos, options.photos, photographs=options.photographs)
        files = sorted(photos.rglob("*.jpg"))
        bare(files[:20])
        for number in range(options.rounds):
            theirs.append(bare(files))
            ours.append(litmus(photos, FactsStore(Path(place) / f"store {number}")))
            print(
                f"  bare {len(files) / theirs[-1]:.1f}/s, scan {len(files) / ours[-1]:.1f}/s, "
                f"{theirs[-1] / ours[-1]:.2f}×",
                flush=True,
            )
        again = litmus(photos, FactsStore(Path(place) / "store 0"))
    ratio = median(t / o for t, o in zip(theirs, ours, strict=True))
    print(f"{len(files)} photos: {ratio:.2f}× the rate of bare decoding; again {again:.2f} s")


if __name__ == "__main__":
    main()
