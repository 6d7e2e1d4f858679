"""A network that begins with another one's weights answers as that one did, as far as it knew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import LitmusError
from core.model.building import build
from core.model.layers import (
    ONE_PER_CLASS,
    Activation,
    ActivationLayer,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    LayerSpec,
)
from core.model.network import InputSpec, NetworkSpec
from core.run.folder import Run
from core.training.growing import Growth
from core.training.growing_classes import match_classes
from core.training.growing_layers import difference
from core.training.growing_weights import begin_with
from tests.records import record

INPUT = InputSpec(height=6, width=6, channels=1)
DENSE = (Flatten(), Dense(units=12))
SOFTMAX = Dense(units=ONE_PER_CLASS, activation=Activation.SOFTMAX)
SIGMOID = Dense(units=ONE_PER_CLASS, activation=Activation.SIGMOID)
PICTURES = np.random.default_rng(5).integers(0, 256, (40, 6, 6, 1), np.uint8)


def net(*layers: LayerSpec) -> NetworkSpec:
    return NetworkSpec(input=INPUT, layers=layers)


def learned(network: NetworkSpec, classes: str, folder: Path) -> Run:
    """A run whose weights are far from fresh ones; each letter is a class."""
    folder.mkdir()
    made = record(name="Run 1", network=network, classes=tuple(classes))
    model = build(network, len(classes), seed=1)
    random = np.random.default_rng(3)
    for layer in model.layers:
        given = [random.normal(0.3, 0.5, w.shape).astype(np.float32) for w in layer.get_weights()]
        if type(layer).__name__ == "BatchNormalization":
            given[3] = np.abs(given[3]) + np.float32(0.5)
        layer.set_weights(given)
    model.compile(loss="mse")
    run = Run(folder, made)
    model.save(run.keras_file)
    return run


def answers(model: Any, classes: str) -> dict[str, np.ndarray]:  # noqa: ANN401 - Keras has no types
    """The probability of each class, for each picture; outputs without a class are numbered."""
    shares = np.asarray(model(PICTURES))
    if shares.shape[1] == 1:
        shares = np.hstack([1 - shares, shares])
    names = [*classes, *map(str, range(len(classes), shares.shape[1]))]
    return dict(zip(names, shares.T, strict=True))


def grown(run: Run, network: NetworkSpec, classes: str) -> Any:  # noqa: ANN401 - as above
    """A network of these classes that begins with the run."""
    matches = match_classes(run.record, tuple(classes), ())
    model = build(network, len(classes), seed=9)
    begin_with(model, run, Growth(matches))
    return model


def assert_alike_on(known: str, before: dict[str, np.ndarray], now: dict[str, np.ndarray]) -> None:
    """Restricted to the known classes, both say the same."""
    first = np.array([before[name] for name in known])
    second = np.array([now[name] for name in known])
    np.testing.assert_allclose(
        second / second.sum(axis=0), first / first.sum(axis=0), rtol=2e-4, atol=1e-6
    )


@pytest.mark.parametrize(
    ("before", "after", "classes"),
    [
        (net(*DENSE, SOFTMAX), net(*DENSE, SOFTMAX), ("abc", "abc")),
        (net(*DENSE, SOFTMAX), net(*DENSE, SOFTMAX), ("abc", "abcd")),
        (net(*DENSE, SOFTMAX), net(*DENSE, SOFTMAX), ("bcd", "abcde")),
        (net(*DENSE, SOFTMAX), net(*DENSE, SOFTMAX), ("abcd", "bd")),
        (net(*DENSE, SOFTMAX), net(*DENSE, SOFTMAX), ("abc", "cab")),
        (net(*DENSE, SIGMOID), net(*DENSE, SIGMOID), ("ab", "ab")),
        (net(*DENSE, SIGMOID), net(*DENSE, SIGMOID), ("ab", "ba")),
        (net(*DENSE, SIGMOID), net(*DENSE, SIGMOID), ("ab", "abc")),
        (net(*DENSE, SIGMOID), net(*DENSE, SIGMOID), ("ab", "bca")),
        (net(*DENSE, SIGMOID), net(*DENSE, SIGMOID), ("abc", "ca")),
        (net(*DENSE, SIGMOID), net(*DENSE, SOFTMAX), ("ab", "ab")),
        (net(*DENSE, SOFTMAX), net(*DENSE, SIGMOID), ("ab", "ba")),
        (
            net(*DENSE, Dense(units=3, activation=Activation.SOFTMAX)),
            net(*DENSE, Dense(units=3, activation=Activation.SOFTMAX)),
            ("ab", "abc"),
        ),
        (
            net(*DENSE, BatchNormalization(), Dropout(), SOFTMAX),
            net(*DENSE, Dropout(rate=0.1), BatchNormalization(momentum=0.5), SOFTMAX),
            ("abc", "dcb"),
        ),
        (
            net(
                Conv2D(filters=3, kernel_size=3),
                BatchNormalization(),
                GlobalAveragePooling2D(),
                SOFTMAX,
            ),
            net(
                Conv2D(filters=3, kernel_size=3),
                BatchNormalization(),
                GlobalAveragePooling2D(),
                SOFTMAX,
            ),
            ("ab", "acb"),
        ),
        (
            net(
                Conv2D(filters=3, kernel_size=3),
                Conv2D(filters=3, kernel_size=1, activation=Activation.LINEAR),
                GlobalAveragePooling2D(),
                ActivationLayer(activation=Activation.SOFTMAX),
            ),
            net(
                Conv2D(filters=3, kernel_size=3),
                Conv2D(filters=4, kernel_size=1, activation=Activation.LINEAR),
                GlobalAveragePooling2D(),
                ActivationLayer(activation=Activation.SOFTMAX),
            ),
            ("abc", "bcde"),
        ),
        (
            net(
                *DENSE,
                Dense(units=ONE_PER_CLASS, activation=Activation.LINEAR),
                BatchNormalization(),
                ActivationLayer(activation=Activation.SOFTMAX),
            ),
            net(
                *DENSE,
                Dense(units=ONE_PER_CLASS, activation=Activation.LINEAR),
                BatchNormalization(),
                ActivationLayer(activation=Activation.SOFTMAX),
            ),
            ("abc", "dca"),
        ),
    ],
    ids=[
        "the same",
        "one more",
        "more on both sides",
        "fewer",
        "another order",
        "two with one output",
        "two with one output, exchanged",
        "from one output to three",
        "from one output to three, in another order",
        "from three to one output",
        "from one output to two",
        "from two to one output, exchanged",
        "an output without a class gets one",
        "normalization and dropout",
        "statistics after a convolution",
        "a convolution gives the outputs",
        "normalization after the outputs",
    ],
)
def test_known_classes_are_answered_as_before(
    before: NetworkSpec, after: NetworkSpec, classes: tuple[str, str], tmp_path: Path
) -> None:
    run = learned(before, classes[0], tmp_path / "run")
    counts = (len(classes[0]), len(classes[1]))
    same = classes[0] == classes[1]
    assert difference(before, after, name="Run 1", classes=counts, same_classes=same) is None
    old = build(before, counts[0])
    old.load_weights(run.keras_file)
    model = grown(run, after, classes[1])
    now = answers(model, classes[1])
    known = "".join(c for c in classes[0] if c in classes[1])
    assert_alike_on(known, answers(old, classes[0]), now)
    assert len({column.tobytes() for column in now.values()}) == len(now)  # each learns for itself


def test_a_fresh_class_begins_with_the_mean_of_those_known_and_what_a_fresh_network_has(
    tmp_path: Path,
) -> None:
    network = net(*DENSE, SOFTMAX)
    run = learned(network, "abcd", tmp_path / "run")
    kept, plain = build(network, 4), build(network, 5, seed=9)
    kept.load_weights(run.keras_file)
    before, fresh = (model.layers[-1].get_weights() for model in (kept, plain))
    kernel, bias = grown(run, network, "xbcda").layers[-1].get_weights()
    np.testing.assert_allclose(kernel[:, 4], before[0][:, 0])
    known = [1, 2, 3, 0]
    own = kernel[:, 0] - before[0][:, known].mean(axis=1)
    np.testing.assert_allclose(own, fresh[0][:, 0], atol=1e-6)
    assert bias[0] == pytest.approx(before[1].mean())


def test_nothing_is_known(tmp_path: Path) -> None:
    network = net(*DENSE, SIGMOID)
    run = learned(network, "ab", tmp_path / "run")
    model, plain = grown(run, network, "cd"), build(network, 2, seed=9)
    kept = build(network, 2)
    kept.load_weights(run.keras_file)
    for place, whole in ((2, kept), (3, plain)):
        for given, expected in zip(
            model.layers[place].get_weights(), whole.layers[place].get_weights(), strict=True
        ):
            np.testing.assert_array_equal(given, expected)


def test_the_file_is_damaged(tmp_path: Path) -> None:
    network = net(*DENSE, SOFTMAX)
    run = learned(network, "abc", tmp_path / "run")
    whole = run.keras_file.read_bytes()
    other = learned(net(Flatten(), Dense(units=11), SOFTMAX), "abc", tmp_path / "other")
    for content in (b"", whole[: len(whole) // 2], other.keras_file.read_bytes()):
        run.keras_file.write_bytes(content)
        with pytest.raises(LitmusError, match="is damaged"):
            grown(run, network, "abcd")


def test_weights_that_are_no_numbers_are_not_taken_over(tmp_path: Path) -> None:
    network = net(*DENSE, SOFTMAX)
    run = learned(network, "abc", tmp_path / "run")
    model = build(network, 3)
    kernel, bias = model.layers[2].get_weights()
    model.layers[2].set_weights([np.full_like(kernel, np.nan), bias])
    model.save(run.keras_file)
    with pytest.raises(LitmusError, match="are no numbers"):
        grown(run, network, "abcd")
