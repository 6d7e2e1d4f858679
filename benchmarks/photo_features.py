"""Features and trainings of photos, against the bare work and against the usual script.

photo_features.py PHOTOGRAPHS [--photos N] [--large N] [--rounds N] [--no-script]

PHOTOGRAPHS is a folder with large JPEGs (see camera_photos.py). Made of them: N photos of half a
megapixel in four classes, and some of 12 megapixels. The bare work is LiteRT with two threads in a
loop over pictures that are decoded already, and scikit-learn's plain fits of the final regressions.
The usual script is frozen EfficientNet-Lite2 in Keras, a dense head, ten epochs of `fit` over
`image_dataset_from_directory`. All in one run, in turn.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from camera_photos import make_camera_photos
from measuring import computer
from PIL import Image
from sklearn.linear_model import LogisticRegression

from core.cancellation import CancelToken
from core.data.dataset import Pixels
from core.data.fitting import read_fitted
from core.data.folder.decoding import on_all_cores
from core.data.folder.loading import Shares, load_photos
from core.data.folder.photo_set import PhotoSet
from core.data.folder.source import PhotoSource
from core.features.backbone import ACCURATE, backbones
from core.features.extractor import Extractor
from core.features.feature_cache import FeatureCache
from core.features.head import side_by_side
from core.features.photo_features import PhotoFeatures
from core.features.recipe import head_recipes
from core.model.presets import photo_preset
from core.run.settings import TrainingSettings
from core.training.request import TrainingRequest
from core.training.training import train

SIZE = (866, 577)
CLASSES = 4
BACKBONES = backbones(ACCURATE)
FORM = BACKBONES[0].form

SCRIPT = """
import os, sys, time
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
sys.path.insert(0, sys.argv[2])
import keras
from core.features.backbone import backbone
from core.features.keras_backbone import keras_backbone
start = time.perf_counter()
data = [
    keras.utils.image_dataset_from_directory(
        sys.argv[1], validation_split=0.2, subset=part, seed=7, image_size=(260, 260),
        verbose=False)
    for part in ("training", "validation")
]
whole = keras_backbone(backbone("efficientnet-lite2"))
base = keras.Model(whole.input, whole.output["pooled"])
base.trainable = False
model = keras.Sequential([base, keras.layers.Dense(4, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(data[0], validation_data=data[1], epochs=10, verbose=0)
print(time.perf_counter() - start, history.history["val_accuracy"][-1])
"""


def make_small_photos(photographs: Path, into: Path, *, count: int) -> None:
    """Write JPEGs of half a megapixel, crops of the photographs, a class for each quarter."""
    files = sorted(p for p in photographs.rglob("*") if p.suffix.lower() in (".jpg", ".jpeg"))
    chance = random.Random(0)
    with tempfile.TemporaryDirectory() as place:
        make_camera_photos(photographs, Path(place), count=min(len(files), 40))
        large = [Image.open(path).convert("RGB") for path in sorted(Path(place).rglob("*.jpg"))]
    for number in range(count):
        group = number % CLASSES
        picture = large[chance.randrange(group, len(large), CLASSES)]
        side = chance.randint(1200, 3000)
        left, top = chance.randint(0, 4000 - side), chance.randint(0, 3000 - side * 2 // 3)
        part = picture.crop((left, top, left + side, top + side * 2 // 3)).resize(SIZE)
        target = into / f"class {group}" / f"{number:04d}.jpg"
        target.parent.mkdir(parents=True, exist_ok=True)
        part.save(target, quality=90)


def seconds_of(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def decoded(folder: Path) -> list[Pixels]:
    """All pictures of a folder in the backbones' form."""
    return [read_fitted(path, FORM) for path in sorted(folder.rglob("*.jpg"))]


def decode_all(folder: Path) -> None:
    """Decode on all cores and throw away."""
    paths = sorted(folder.rglob("*.jpg"))
    for _ in on_all_cores(lambda path: read_fitted(path, FORM).size, paths, CancelToken()):
        pass


def decode_in_turn(folder: Path) -> None:
    """The same in a plain loop."""
    for path in sorted(folder.rglob("*.jpg")):
        read_fitted(path, FORM)


def bare_loop(pictures: list[Pixels]) -> None:
    """LiteRT alone, both backbones, each spread over two threads."""
    for backbone in BACKBONES:
        extractor = Extractor(backbone, threads=2)
        for picture in pictures:
            extractor.features(picture)


def bare_fits(photos: PhotoSet, home: Path) -> None:
    """The final regressions, as scikit-learn fits them by itself; features from the cache."""
    made = PhotoFeatures(photos.catalogue.photos, BACKBONES, FORM, cache=FeatureCache(home))
    widths = {backbone.name: backbone.width for backbone in BACKBONES}
    features, numbers = made.read_all(photos.division.training, widths)
    for recipe in head_recipes(BACKBONES):
        rows = side_by_side(features, recipe.inputs, rooted=recipe.rooted).astype(np.float64)
        if recipe.standardised:
            rows = (rows - rows.mean(axis=0)) / np.maximum(rows.std(axis=0), 1e-12)
        fitted = LogisticRegression(C=recipe.c, max_iter=2000)
        fitted.fit(rows, photos.catalogue.labels[numbers])


def extract(photos: PhotoSet, cache: Path) -> None:
    """All features, nothing known before."""
    made = PhotoFeatures(photos.catalogue.photos, BACKBONES, FORM, cache=FeatureCache(cache))
    numbers = np.arange(len(photos.catalogue.photos), dtype=np.int32)
    made.extract(numbers, report=lambda _progress: None, cancel=CancelToken())


def training(photos: PhotoSet, folder: Path) -> None:
    """From *Train* to the result, cross-validated."""
    chosen = photo_preset("photo-features")
    request = TrainingRequest(
        dataset=photos,
        network=chosen.network,
        settings=TrainingSettings(validation=0.2),
        preset=chosen.name,
        folder=folder,
        name="measured",
    )
    train(request, report=lambda _event: None, cancel=CancelToken())


def scanned(folder: Path) -> PhotoSet:
    """The folder, looked at and divided; its pictures are not kept decoded."""
    return load_photos(
        PhotoSource(root=folder),
        Shares(validation=0.2, test=0.0, seed=7),
        form=None,
        report=lambda _progress: None,
        cancel=CancelToken(),
    )


def one_round(small: Path, large: Path, home: Path) -> dict[str, float]:
    """Seconds of everything, once."""
    os.environ["LITMUS_HOME"] = str(home / "litmus")
    photos, big = scanned(small), scanned(large)
    pictures, big_pictures = decoded(small), decoded(large)
    return {
        "LiteRT loop, half a megapixel": seconds_of(lambda: bare_loop(pictures)),
        "features, half a megapixel": seconds_of(lambda: extract(photos, home / "small")),
        "LiteRT loop, 12 megapixels": seconds_of(lambda: bare_loop(big_pictures)),
        "decoding loop, 12 megapixels": seconds_of(lambda: decode_in_turn(large)),
        "decoding on all cores, 12 megapixels": seconds_of(lambda: decode_all(large)),
        "features, 12 megapixels": seconds_of(lambda: extract(big, home / "large")),
        "final fits": seconds_of(lambda: bare_fits(photos, home / "small")),
        "training, cold": seconds_of(lambda: training(photos, home / "cold")),
        "training, warm": seconds_of(lambda: training(photos, home / "warm")),
    }


def usual_script(folder: Path) -> tuple[float, float]:
    """Seconds and last validation accuracy of the usual script, TensorFlow's loading left out."""
    root = str(Path(__file__).parent.parent)
    command = [sys.executable, "-c", SCRIPT, str(folder), root]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, accuracy = done.stdout.split()[-2:]
    return float(seconds), float(accuracy)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("photographs", type=Path)
    parser.add_argument("--photos", type=int, default=400)
    parser.add_argument("--large", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--no-script", action="store_true")
    options = parser.parse_args()
    print(computer())
    with tempfile.TemporaryDirectory() as place:
        small, large = Path(place) / "small", Path(place) / "large"
        make_small_photos(options.photographs, small, count=options.photos)
        make_camera_photos(options.photographs, large, count=options.large)
        rounds = []
        for number in range(options.rounds):
            home = Path(place) / f"round {number}"
            home.mkdir()
            rounds.append(one_round(small, large, home))
        script = None if options.no_script else usual_script(small)
    best = {name: min(seconds[name] for seconds in rounds) for name in rounds[0]}
    for name, seconds in best.items():
        print(f"{name}: {seconds:.2f} s")
    report(best, script)


def report(best: dict[str, float], script: tuple[float, float] | None) -> None:
    """The ratios."""
    small = best["LiteRT loop, half a megapixel"]
    slower = max(best["LiteRT loop, 12 megapixels"], best["decoding loop, 12 megapixels"])
    bare = small + best["final fits"]
    print(f"rate, half a megapixel: {small / best['features, half a megapixel']:.2f}×")
    print(f"rate, 12 megapixels: {slower / best['features, 12 megapixels']:.2f}×")
    print(f"cold: {best['training, cold'] / bare:.2f}× the bare work of {bare:.2f} s")
    print(f"warm: {best['training, warm'] / bare:.2f}×")
    if script:
        seconds, accuracy = script
        faster = seconds / best["training, cold"]
        print(f"the usual script: {seconds:.1f} s, validation accuracy {accuracy:.3f}")
        print(f"cold training: {faster:.1f}× faster than it")


if __name__ == "__main__":
    main()
