"""Runs of every kind that leave, made by real Keras and scikit-learn."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

import main
from core.data import fashion_mnist
from core.data.form import Fit
from core.model.building import build
from core.model.layers import ONE_PER_CLASS, Activation, Conv2D, Dense, Flatten, MaxPooling2D
from core.model.network import InputSpec, NetworkSpec
from core.model.presets import preset
from core.run.folder import Run, read_run, write_labels, write_record
from core.training.loading import load_tensorflow
from core.training.saving import save_model
from tests.photos import draw
from tests.records import epoch, record

CLASSES = ("disc", "square", "bar")

BINARY = NetworkSpec(
    input=InputSpec(height=24, width=32, channels=3, fit=Fit.PAD),
    layers=(
        Conv2D(filters=8),
        MaxPooling2D(),
        Flatten(),
        Dense(units=ONE_PER_CLASS, activation=Activation.SIGMOID),
    ),
)
"""As the lesson's net for two classes, only smaller."""


def clothes_run(folder: Path, network: NetworkSpec, *, pictures: int = 1000) -> Run:
    """A network that has seen some of Fashion-MNIST once."""
    data = fashion_mnist.load().training
    _learn(network, 10, data.pixels[:pictures], data.labels[:pictures], folder)
    return _written(folder, network, fashion_mnist.CLASSES, fashion_mnist.SOURCE)


def binary_run(folder: Path) -> Run:
    """One output with sigmoid for two classes, from photos that are gone by now."""
    kinds = ("disc", "square")
    drawn = [draw(kinds[n % 2], n, size=(32, 24)) for n in range(80)]
    labels = np.arange(80, dtype=np.int32) % 2
    _learn(BINARY, 2, np.stack([np.asarray(image) for image in drawn]), labels, folder)
    return _written(folder, BINARY, kinds, "photos")


def photo_run(folder: Path, name: str) -> Run:
    """A run of the preset `name` by the command, on photos that do not make it easy."""
    photos = doubtful_photos(folder.with_name(f"{folder.name}-photos"))
    arguments = ["train", "--data", str(photos), "--preset", name, "--out", str(folder)]
    arguments += ["--seed", "1", "--json"]
    arguments += ["--folds", "0"] if name == "photo-features" else ["--epochs", "2"]
    assert main.main(arguments) == 0
    return read_run(folder)


def doubtful_photos(folder: Path, *, each: int = 36) -> Path:
    """A class folder for each kind, with pictures in which another one shines through."""
    for place, kind in enumerate(CLASSES):
        (folder / kind).mkdir(parents=True)
        for number in range(each):
            doubtful(place, number).save(folder / kind / f"{kind} {number}.jpg", quality=90)
    return folder


def doubtful(place: int, number: int, size: tuple[int, int] = (160, 120)) -> Image.Image:
    """A picture of a kind, through which another one shines."""
    other = CLASSES[(place + 1 + number % 2) % 3]
    share = 0.15 + 0.3 * (number % 7) / 7
    below = draw(other, 500 + number, size=size)
    return Image.blend(draw(CLASSES[place], number, size=size), below, share)


MAKERS: dict[str, Callable[[Path], Run]] = {
    "dense": lambda folder: clothes_run(folder, preset("dense-128").network),
    "convolutional": lambda folder: clothes_run(folder, preset("convolutional").network),
    "binary": binary_run,
    "photo-features": lambda folder: photo_run(folder, "photo-features"),
    "keras-head": lambda folder: photo_run(folder, "keras-head"),
}
"""By the kind of preset."""


def _learn(
    network: NetworkSpec, classes: int, pixels: np.ndarray, labels: np.ndarray, folder: Path
) -> None:
    load_tensorflow()
    folder.mkdir(parents=True)
    model = build(network, classes, seed=1)
    binary = model.output_shape[-1] == 1
    model.compile("adam", "binary_crossentropy" if binary else "sparse_categorical_crossentropy")
    model.fit(pixels, labels, epochs=1, verbose=0)
    save_model(model, folder)


def _written(folder: Path, network: NetworkSpec, classes: tuple[str, ...], source: str) -> Run:
    made = record(epoch(1, val_loss=0.5, val_accuracy=0.8), network=network, classes=classes)
    data = made.data.model_copy(update={"source": source})
    made = made.model_copy(update={"data": data, "name": "Run 1"})
    write_labels(folder, classes)
    return write_record(folder, made)
