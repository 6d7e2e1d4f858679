"""From the drop of a picture to the painted bars, against `model.predict` on the same picture.

    drop_to_bars.py [--rounds N] [--photos]

A run of `convolutional` is trained first (one epoch). The reference is Pillow's full decoding, a
resize, and `model.predict` of the run's own Keras file, model and TensorFlow loaded. With
`--photos` a run of `photo-features` is trained instead, on a few pictures made here, and measured
without a reference.
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

import numpy as np
from measuring import ROOT, computer, run_script
from PIL import Image, ImageFilter

from core.data.fashion_mnist import load


def make_pictures(folder: Path) -> list[Path]:
    """A small PNG at the net's size, a picture of 600 pixels, and a photo of 12 megapixels."""
    boot = Image.fromarray(load().test.pixels[0, ..., 0])
    boot.save(folder / "small.png")
    inverted = Image.fromarray(255 - np.asarray(boot))
    ground = Image.new("RGB", (600, 600), "white")
    ground.paste(inverted.resize((420, 420), Image.Resampling.BICUBIC), (90, 90))
    ground.save(folder / "medium.jpg", quality=92)
    grain = np.random.default_rng(0).normal(0, 6, (3024, 4032, 3))
    large = np.asarray(ground.resize((4032, 3024)).filter(ImageFilter.GaussianBlur(3)), np.float32)
    pixels = np.clip(large + grain, 0, 255).astype(np.uint8)
    Image.fromarray(pixels).save(folder / "photo of 12 megapixels.jpg", quality=92)
    return [folder / name for name in ("small.png", "medium.jpg", "photo of 12 megapixels.jpg")]


def window_milliseconds(files: list[Path], rounds: int) -> dict[str, float]:
    """Median from the drop to the painted bars, in the real Predict tab."""
    from PySide6.QtCore import QEventLoop, QMimeData, QUrl
    from PySide6.QtWidgets import QApplication

    from gui.application import Litmus

    application = QApplication([])
    litmus = Litmus(application)
    litmus.show()
    loop = QEventLoop()
    litmus.loader.state_changed.connect(
        lambda: loop.quit() if litmus.loader.state == "ready" else None
    )
    loop.exec()
    from gui.step_header import Step

    litmus.window.show_step(Step.PREDICT)
    tab = litmus.window.predict_tab

    def drop(file: Path) -> float:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(file))])
        newest = tab.gallery.model.rowCount()

        def on_changed(*_what: object) -> None:
            current = tab.pictures.strip.current
            if current is None or current.verdict is None:
                return
            if tab.gallery.model.rowCount() > newest and tab.gallery.look(current.key):
                tab.verdict.repaint()
                loop.quit()

        tab.gallery.changed.connect(on_changed)
        began = time.perf_counter()
        tab.take(mime)
        loop.exec()
        taken = (time.perf_counter() - began) * 1000
        tab.gallery.changed.disconnect(on_changed)
        return taken

    times = {file.name: [drop(file) for _ in range(rounds + 2)][2:] for file in files}
    litmus.window.close()
    litmus.end()
    return {name: statistics.median(of_file) for name, of_file in times.items()}


def keras_milliseconds(run: Path, files: list[Path], rounds: int) -> dict[str, float]:
    """Median of decoding, resizing and `model.predict`."""
    import keras

    model = keras.models.load_model(run / "model.keras")

    def predict(file: Path) -> float:
        began = time.perf_counter()
        image = Image.open(file).convert("L").resize((28, 28))
        model.predict(np.asarray(image, np.float32)[None, ..., None], verbose=0)
        return (time.perf_counter() - began) * 1000

    times = {file.name: [predict(file) for _ in range(rounds + 2)][2:] for file in files}
    return {name: statistics.median(of_file) for name, of_file in times.items()}


def network_milliseconds(run: Path, rounds: int) -> dict[str, float]:
    """Median of the network alone, on a picture that is ready: LiteRT, and `model.predict`."""
    import keras

    from core.prediction.classifier import Classifier
    from core.run.folder import read_run

    model = keras.models.load_model(run / "model.keras")
    classifier = Classifier.load(read_run(run))
    pixels = load().test.pixels[:1]
    ways: dict[str, Callable[[], object]] = {
        "Litmus": lambda: classifier.probabilities(pixels),
        "predict": lambda: model.predict(pixels, verbose=0),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds + 2):
        for name, answer in ways.items():
            began = time.perf_counter()
            answer()
            times[name].append((time.perf_counter() - began) * 1000)
    return {name: statistics.median(of_way[2:]) for name, of_way in times.items()}


def run_in(home: Path) -> Path:
    """Where the window looks for runs that were never saved: its first project."""
    return home / "data" / "unsaved" / "project-001" / "runs" / "run-001"


def measure_side(side: str, home: Path, rounds: int) -> None:
    """What a process of its own measures and prints."""
    run = run_in(home)
    files = [home / name for name in ("small.png", "medium.jpg", "photo of 12 megapixels.jpg")]
    if side == "window":
        print(json.dumps(window_milliseconds(files, rounds)))
    elif side == "network":
        print(json.dumps(network_milliseconds(run, rounds)))
    else:
        print(json.dumps(keras_milliseconds(run, files, rounds)))


def make_classes(folder: Path) -> Path:
    """Two classes of noise, to train photo features on."""
    random = np.random.default_rng(0)
    for name, brightness in (("dark", 90), ("light", 200)):
        (folder / name).mkdir(parents=True)
        for number in range(8):
            pixels = random.integers(0, brightness, (300, 300, 3), np.uint8)
            Image.fromarray(pixels).save(folder / name / f"{number}.jpg")
    return folder


def measure_photos(home: Path, rounds: int) -> None:
    """Train photo features and measure the window alone."""
    files = make_pictures(home)
    run = run_in(home)
    data = make_classes(home / "classes")
    command = [sys.executable, str(ROOT / "main.py"), "train", "--data", str(data)]
    command += ["--preset", "photo-features", "--out", str(run)]
    subprocess.run(command, check=True, capture_output=True)
    platform = os.environ.get("QT_QPA_PLATFORM", "offscreen")
    variables = {"LITMUS_HOME": str(home), "QT_QPA_PLATFORM": platform}
    arguments = ("--home", str(home), "--rounds", str(rounds))
    ours = run_script("drop_to_bars.py", "--side", "window", *arguments, **variables)
    for file in files:
        print(f"{file.name}: {ours[file.name]:.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--photos", action="store_true")
    parser.add_argument("--side", choices=["window", "keras", "network"])
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    if options.side:
        measure_side(options.side, options.home, options.rounds)
        return
    print(computer())
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        if options.photos:
            measure_photos(home, options.rounds)
            return
        files = make_pictures(home)
        run = run_in(home)
        command = [sys.executable, str(ROOT / "main.py"), "train", "--data", "fashion-mnist"]
        command += ["--preset", "convolutional", "--epochs", "1", "--out", str(run)]
        subprocess.run(command, check=True, capture_output=True)
        arguments = ("--home", str(home), "--rounds", str(options.rounds))
        platform = os.environ.get("QT_QPA_PLATFORM", "offscreen")
        variables = {"LITMUS_HOME": str(home), "QT_QPA_PLATFORM": platform}
        ours = run_script("drop_to_bars.py", "--side", "window", *arguments, **variables)
        theirs = run_script("drop_to_bars.py", "--side", "keras", *arguments)
        network = run_script("drop_to_bars.py", "--side", "network", *arguments)
        times = f"Litmus {network['Litmus']:.2f} ms, predict {network['predict']:.0f} ms"
        print(f"the network alone: {times}: {network['predict'] / network['Litmus']:.0f}×")
        for file in files:
            name = file.name
            ratio = theirs[name] / ours[name]
            print(
                f"{name}: Litmus {ours[name]:.0f} ms, predict {theirs[name]:.0f} ms: {ratio:.1f}×"
            )


if __name__ == "__main__":
    main()
