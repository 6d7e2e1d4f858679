"""The engine's arithmetic is Keras' own."""

import numpy as np
import pytest

from core.data.dataset import Dataset, LabelledPictures, Pixels
from core.model.building import build
from core.model.layers import (
    Activation,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    MaxPooling2D,
)
from core.model.network import InputSpec, NetworkSpec
from core.model.presets import preset
from core.run.settings import Optimizer, TrainingSettings
from core.training import engine as engine_module
from core.training.engine import Engine
from core.training.engines import fresh_engine
from core.training.feed import HeldPictures, Order, StreamedPictures
from core.training.order import epoch_order
from core.training.sums import Sums

SMALL_CONVOLUTION = NetworkSpec(
    layers=(
        Conv2D(filters=4),
        BatchNormalization(),
        MaxPooling2D(),
        Conv2D(filters=4),
        GlobalAveragePooling2D(),
        Dense(units="classes", activation=Activation.SOFTMAX),
    )
)
WITH_NORMALIZATION = NetworkSpec(
    layers=(
        Flatten(),
        Dense(units=16),
        BatchNormalization(),
        Dense(units="classes", activation=Activation.SOFTMAX),
    )
)
WITH_DROPOUT = NetworkSpec(
    layers=(
        Flatten(),
        Dense(units=16),
        Dropout(),
        Dense(units="classes", activation=Activation.SOFTMAX),
    )
)


def _engine(network: NetworkSpec, **settings: object) -> Engine:
    return fresh_engine(
        network, 10, TrainingSettings.model_validate(settings), fast_arithmetic=False
    )


def _train(engine: Engine, few: Dataset, epochs: int = 1) -> Sums:
    pictures = HeldPictures.of(few.training)
    total = Sums()
    for epoch in range(1, epochs + 1):
        total = Sums()
        order = epoch_order(len(few.training), seed=7, epoch=epoch)
        for sums in engine.train(pictures, order):
            total += sums
    return total


@pytest.mark.parametrize(
    ("network", "optimizer"),
    [
        (preset("dense-128").network, Optimizer.ADAM),
        (SMALL_CONVOLUTION, Optimizer.ADAM),
        *((WITH_NORMALIZATION, optimizer) for optimizer in Optimizer),
    ],
)
def test_an_epoch_gives_the_weights_that_keras_fit_gives(
    few: Dataset, network: NetworkSpec, optimizer: Optimizer
) -> None:
    engine = _engine(network, optimizer=optimizer, seed=3)
    total = _train(engine, few)
    reference = build(network, 10, seed=3)
    reference.compile(
        optimizer=type(engine.model.optimizer).from_config(engine.model.optimizer.get_config()),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    order = epoch_order(len(few.training), seed=7, epoch=1)
    history = reference.fit(
        few.training.pixels[order], few.training.labels[order], shuffle=False, verbose=0
    ).history
    for ours, theirs in zip(engine.model.get_weights(), reference.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=2e-3)
    assert total.count == 1601
    assert total.mean_loss == pytest.approx(history["loss"][0], rel=1e-3)
    assert total.accuracy == pytest.approx(history["accuracy"][0], abs=2e-3)


BINARY = NetworkSpec(
    layers=(
        Conv2D(filters=4),
        MaxPooling2D(),
        Flatten(),
        Dense(units="classes", activation=Activation.SIGMOID),
    )
)


def _two_classes(few: Dataset) -> LabelledPictures:
    chosen = few.training.labels < 2
    return LabelledPictures(few.training.pixels[chosen], few.training.labels[chosen])


@pytest.mark.parametrize("weights", [None, (0.5, 2.5)])
@pytest.mark.parametrize("streamed", [False, True])
def test_one_output_for_two_classes_learns_as_in_keras(
    few: Dataset, weights: tuple[float, ...] | None, streamed: bool
) -> None:
    two = _two_classes(few)
    settings = TrainingSettings(seed=3)
    engine = fresh_engine(BINARY, 2, settings, fast_arithmetic=False, class_weights=weights)
    order = epoch_order(len(two), seed=7, epoch=1)
    feed = (
        StreamedPictures(lambda rows: (two.pixels[rows], rows), two.labels)
        if streamed
        else HeldPictures.of(two)
    )
    total = sum(engine.train(feed, order), Sums())
    reference = build(BINARY, 2, seed=3)
    reference.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    history = reference.fit(
        two.pixels[order],
        two.labels[order],
        shuffle=False,
        verbose=0,
        class_weight=dict(enumerate(weights)) if weights else None,
    ).history
    for ours, theirs in zip(engine.model.get_weights(), reference.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=2e-3)
    assert total.mean_loss == pytest.approx(history["loss"][0], rel=1e-3)
    assert total.accuracy == pytest.approx(history["accuracy"][0], abs=1e-2)
    checked = sum(engine.evaluate(feed, order), Sums())
    loss, accuracy = reference.evaluate(two.pixels, two.labels, verbose=0)
    assert checked.mean_loss == pytest.approx(loss, rel=2e-2)
    assert checked.accuracy == pytest.approx(accuracy, abs=1e-2)


def test_weights_of_several_classes_are_those_of_keras(few: Dataset) -> None:
    weights = tuple(0.2 + n / 5 for n in range(10))
    network = preset("dense-128").network
    settings = TrainingSettings(seed=3)
    engine = fresh_engine(network, 10, settings, fast_arithmetic=False, class_weights=weights)
    total = _train(engine, few)
    reference = build(network, 10, seed=3)
    reference.compile(
        optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    order = epoch_order(len(few.training), seed=7, epoch=1)
    history = reference.fit(
        few.training.pixels[order],
        few.training.labels[order],
        shuffle=False,
        verbose=0,
        class_weight=dict(enumerate(weights)),
    ).history
    for ours, theirs in zip(engine.model.get_weights(), reference.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=2e-3)
    assert total.mean_loss == pytest.approx(history["loss"][0], rel=1e-3)


def test_pictures_that_cannot_be_read_are_left_out_of_their_batch(few: Dataset) -> None:
    def read(rows: Order) -> tuple[Pixels, Order]:
        there = rows[rows % 5 != 0]
        return few.training.pixels[there], there

    engine = _engine(preset("dense-128").network, seed=5)
    order = epoch_order(1601, seed=7, epoch=1)
    total = sum(engine.train(StreamedPictures(read, few.training.labels), order), Sums())
    assert total.count == 1601 - 321


def test_what_is_streamed_teaches_what_is_held_teaches(few: Dataset) -> None:
    engine = _engine(SMALL_CONVOLUTION, seed=9)
    _train(engine, few)
    held = engine.model.get_weights()
    engine = _engine(SMALL_CONVOLUTION, seed=9)
    pictures = few.training
    feed = StreamedPictures(lambda rows: (pictures.pixels[rows], rows), pictures.labels)
    for _ in engine.train(feed, epoch_order(1601, seed=7, epoch=1)):
        pass
    for ours, theirs in zip(engine.model.get_weights(), held, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_evaluation_gives_the_loss_that_keras_evaluate_gives(few: Dataset) -> None:
    engine = _engine(preset("dense-128").network)
    _train(engine, few)
    pictures = HeldPictures.of(few.test)
    total = Sums()
    for sums in engine.evaluate(pictures, np.arange(200, dtype=np.int32)):
        total += sums
    loss, accuracy = engine.model.evaluate(few.test.pixels, few.test.labels, verbose=0)
    assert total.mean_loss == pytest.approx(loss, abs=1e-5)
    assert total.accuracy == pytest.approx(accuracy, abs=1e-6)


@pytest.mark.parametrize("network", [WITH_DROPOUT, SMALL_CONVOLUTION])
def test_a_seed_gives_the_same_bits_again_though_the_engine_is_kept(
    few: Dataset, network: NetworkSpec
) -> None:
    first = _engine(network)
    _train(first, few, epochs=2)
    weights = first.model.get_weights()
    second = _engine(network)
    assert second is first
    assert any((a != b).any() for a, b in zip(weights, second.model.get_weights(), strict=True))
    _train(second, few, epochs=2)
    for before, after in zip(weights, second.model.get_weights(), strict=True):
        np.testing.assert_array_equal(before, after)


def test_dropout_draws_anew_in_every_step_and_not_when_answering(few: Dataset) -> None:
    engine = _engine(WITH_DROPOUT)
    state = engine.model.layers[3].seed_generator.state.numpy()
    _train(engine, few)
    assert (engine.model.layers[3].seed_generator.state.numpy() != state).any()
    answers = [engine.model(few.test.pixels[:8], training=False).numpy() for _ in range(2)]
    np.testing.assert_array_equal(answers[0], answers[1])


def test_a_learning_rate_changed_between_epochs_takes_effect(few: Dataset) -> None:
    engine = _engine(preset("dense-128").network)
    _train(engine, few)
    before = engine.model.get_weights()
    engine.model.optimizer.learning_rate = 0.0
    _train(engine, few)
    for old, new in zip(before, engine.model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_the_presets_have_keras_own_parameter_counts() -> None:
    counts = {name: build(preset(name).network, 10).count_params() for name in
              ("dense-128", "dense-512", "convolutional")}  # fmt: skip
    assert counts == {"dense-128": 101_770, "dense-512": 407_050, "convolutional": 243_786}


def test_pixels_are_divided_by_255_inside_the_model_and_need_not_be() -> None:
    layers = (Flatten(), Dense(units="classes", activation=Activation.SOFTMAX))
    pixels = np.random.default_rng(0).integers(0, 256, (4, 8, 8, 3), np.uint8)
    grounds = [InputSpec(height=8, width=8, channels=3, rescale=r) for r in (True, False)]
    scaled, raw = (build(NetworkSpec(input=g, layers=layers), 5, seed=1) for g in grounds)
    np.testing.assert_allclose(
        scaled(pixels).numpy(), raw(pixels.astype(np.float32) / 255).numpy(), atol=1e-6
    )


def test_large_nets_answer_fewer_pictures_at_a_time(
    few: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = np.arange(1500, dtype=np.int32)
    pictures = HeldPictures.of(few.training)

    def answered() -> list[Sums]:
        model = _engine(SMALL_CONVOLUTION, seed=5).model
        return list(Engine(model, 32).evaluate(pictures, rows))

    whole = answered()
    monkeypatch.setattr(engine_module, "_MOST_HELD", 2_000_000)
    parts = answered()
    assert [part.count for part in whole] == [1000, 500]
    assert max(part.count for part in parts) < 400
    together = sum(parts, Sums())
    assert together.correct == sum(part.correct for part in whole)
    assert together.mean_loss == pytest.approx(sum(whole, Sums()).mean_loss, rel=1e-5)
