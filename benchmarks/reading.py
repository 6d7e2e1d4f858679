"""Pictures per second from 120 photos of 12 megapixels at 300×300, against the lesson's generator.

reading.py PHOTOGRAPHS [--photos N] [--rounds N]

PHOTOGRAPHS is a folder with large JPEGs (see camera_photos.py). The reference is
`ImageDataGenerator(rescale=1/255).flow_from_directory(…)` as the lesson writes it; both sides go
through all photos once a pass, in turn, with the files in the system's cache.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from camera_photos import make_camera_photos
from measuring import computer

from core.cancellation import CancelToken
from core.data.folder.catalogue import Photo
from core.data.folder.loading import Shares, load_photos
from core.data.folder.photo_pixels import PhotoPixels
from core.data.folder.pixel_cache import PixelCache
from core.data.folder.source import PhotoSource
from core.data.form import PictureForm
from core.data.split import Indices

FORM = PictureForm(width=300, height=300, channels=3)
BATCH = 128
LATER_PASSES = 5

REFERENCE = """
import sys, time
from tensorflow.keras.preprocessing.image import ImageDataGenerator
train_datagen = ImageDataGenerator(rescale=1/255)
train_generator = train_datagen.flow_from_directory(
    sys.argv[1], target_size=(300, 300), batch_size=128, class_mode='binary')
start = time.perf_counter()
pictures = sum(len(train_generator[batch][0]) for batch in range(len(train_generator)))
print(pictures / (time.perf_counter() - start))
"""


def reference(folder: Path) -> float:
    """Pictures per second of the lesson's generator."""
    command = [sys.executable, "-c", REFERENCE, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout.splitlines()[-1])


def first_pass(photos: tuple[Photo, ...], cache: Path) -> tuple[float, PhotoPixels]:
    """Pictures per second where nothing was decoded before."""
    start = time.perf_counter()
    pixels = PhotoPixels(photos, FORM, cache=PixelCache(cache))
    numbers = np.arange(len(photos), dtype=np.int32)
    pixels.decode(numbers, report=lambda _progress: None, cancel=CancelToken())
    read = _pass(pixels, numbers)
    return read / (time.perf_counter() - start), pixels


def later_passes(pixels: PhotoPixels, count: int) -> float:
    """Pictures per second of the passes after it, in another order each."""
    random = np.random.default_rng(0)
    orders = [random.permutation(count).astype(np.int32) for _ in range(LATER_PASSES)]
    start = time.perf_counter()
    read = sum(_pass(pixels, order) for order in orders)
    return read / (time.perf_counter() - start)


def _pass(pixels: PhotoPixels, order: Indices) -> int:
    batches = range(0, len(order), BATCH)
    return sum(len(pixels.read(order[first : first + BATCH])[0]) for first in batches)


def with_scan(folder: Path) -> float:
    """Pictures per second of all that a first training does: list, look at, divide, decode."""
    start = time.perf_counter()
    shares = Shares(validation=0.2, test=0.0, seed=0)
    photos = load_photos(
        PhotoSource(root=folder),
        shares,
        form=FORM,
        report=lambda _progress: None,
        cancel=CancelToken(),
    ).catalogue.photos
    pixels = PhotoPixels(photos, FORM, cache=PixelCache())
    numbers = np.arange(len(photos), dtype=np.int32)
    pixels.decode(numbers, report=lambda _progress: None, cancel=CancelToken())
    return _pass(pixels, numbers) / (time.perf_counter() - start)


def _one_round(folder: Path) -> dict[str, float]:
    speeds = {"reference": reference(folder)}
    with tempfile.TemporaryDirectory() as home:
        os.environ["LITMUS_HOME"] = home
        speeds["first pass, with the scan"] = with_scan(folder)
        shares = Shares(validation=0.2, test=0.0, seed=0)
        known = load_photos(
            PhotoSource(root=folder),
            shares,
            form=None,
            report=lambda _progress: None,
            cancel=CancelToken(),
        )
        photos = known.catalogue.photos
        speeds["first pass"], pixels = first_pass(photos, Path(home) / "fresh")
        speeds["later passes"] = later_passes(pixels, len(photos))
    return speeds


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("photographs", type=Path)
    parser.add_argument("--photos", type=int, default=120)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(computer())
    with tempfile.TemporaryDirectory() as folder:
        make_camera_photos(options.photographs, Path(folder), count=options.photos)
        rounds = [_one_round(Path(folder)) for _ in range(options.rounds)]
    theirs = max(speeds["reference"] for speeds in rounds)
    for name in rounds[0]:
        ours = max(speeds[name] for speeds in rounds)
        print(f"{name}: {ours:,.1f} pictures/s, {ours / theirs:.1f}×")


if __name__ == "__main__":
    main()
