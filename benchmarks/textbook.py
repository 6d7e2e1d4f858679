"""The reference: the script of every course, run as it is written there.

    textbook.py dense-128|dense-512|convolutional [--epochs N] [--seed N]

Prints one line of JSON: seconds per epoch, test accuracy, peak memory in MB.
"""

import argparse
import json
import time

import keras
import numpy as np
from measuring import peak_megabytes

from core.data.fashion_mnist import load

LAYERS = {
    "dense-128": lambda: [
        keras.layers.Flatten(input_shape=(28, 28)),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ],
    "dense-512": lambda: [
        keras.layers.Flatten(input_shape=(28, 28)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ],
    "convolutional": lambda: [
        keras.layers.Conv2D(64, (3, 3), activation="relu", input_shape=(28, 28, 1)),
        keras.layers.MaxPooling2D(2, 2),
        keras.layers.Conv2D(64, (3, 3), activation="relu"),
        keras.layers.MaxPooling2D(2, 2),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ],
}


class Clock(keras.callbacks.Callback):  # type: ignore[misc] # Keras ships no types
    """Seconds of each epoch."""

    def on_epoch_begin(self, epoch: int, logs: object = None) -> None:
        del epoch, logs
        self.began = time.perf_counter()

    def on_epoch_end(self, epoch: int, logs: object = None) -> None:
        del epoch, logs
        SECONDS.append(time.perf_counter() - self.began)


SECONDS: list[float] = []


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("net", choices=list(LAYERS))
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    keras.utils.set_random_seed(options.seed)

    data = load()
    training_images = data.training.pixels / 255.0
    test_images = data.test.pixels / 255.0
    if options.net != "convolutional":
        training_images, test_images = training_images[..., 0], test_images[..., 0]
    training_labels, test_labels = np.array(data.training.labels), np.array(data.test.labels)

    model = keras.models.Sequential(LAYERS[options.net]())
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(training_images, training_labels, epochs=options.epochs, callbacks=[Clock()])
    peak = peak_megabytes()
    _, accuracy = model.evaluate(test_images, test_labels, verbose=0)
    print()
    print(json.dumps({"seconds": SECONDS, "accuracy": accuracy, "peak_mb": peak}))


if __name__ == "__main__":
    main()
