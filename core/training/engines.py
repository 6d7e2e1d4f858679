"""Engines kept for the nets trained last, since compiling takes seconds and memory that stays."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.features.backbone import backbones
from core.model.building import build
from core.model.network import NetworkSpec
from core.model.shapes import is_binary
from core.run.settings import Optimizer, TrainingSettings
from core.training.engine import Engine

if TYPE_CHECKING:
    import keras

_KEPT = 4


@dataclass(frozen=True)
class _Key:
    """All that decides the compiled code."""

    network: NetworkSpec
    classes: int
    batch_size: int
    optimizer: Optimizer
    fast_arithmetic: bool
    weighted: bool
    backbones: tuple[str, ...]
    """Their checksums: a person may give a name to another one."""


_engines: OrderedDict[_Key, Engine] = OrderedDict()
"""Only the worker that trains touches it; the newest is last."""


def fresh_engine(
    network: NetworkSpec,
    classes: int,
    settings: TrainingSettings,
    *,
    fast_arithmetic: bool,
    class_weights: tuple[float, ...] | None = None,
) -> Engine:
    """An engine whose model has fresh weights that depend on the seed alone."""
    key = _Key(
        network.for_classes(classes),
        classes,
        settings.batch_size,
        settings.optimizer,
        fast_arithmetic,
        class_weights is not None,
        _checksums(network),
    )
    engine = _engines.pop(key, None)
    if engine is None:
        engine = _new_engine(key, settings.seed)
    else:
        _reset(engine, key, settings.seed)
    engine.model.optimizer.learning_rate = settings.learning_rate
    if class_weights is not None:
        engine.weigh(class_weights)
    _engines[key] = engine
    while len(_engines) > _KEPT:
        _engines.popitem(last=False)
    return engine


def _checksums(network: NetworkSpec) -> tuple[str, ...]:
    names = network.backbone.names if network.backbone else ()
    return tuple(found.sha256 for found in backbones(names))


def _new_engine(key: _Key, seed: int) -> Engine:
    optimizer = _optimizer(key.optimizer)
    model = _compiled(key, seed, optimizer, fast_arithmetic=key.fast_arithmetic)
    # The twin is never trained; with the same optimizer, its file can be trained on from here.
    twin = _compiled(key, seed, optimizer, fast_arithmetic=False) if key.fast_arithmetic else None
    return Engine(
        model,
        key.batch_size,
        answering=twin,
        weighted_classes=key.classes if key.weighted else 0,
        taken="float32" if key.network.backbone else "uint8",
    )


def _compiled(
    key: _Key, seed: int, optimizer: keras.Optimizer, *, fast_arithmetic: bool
) -> keras.Model:
    model = build(key.network, key.classes, seed=seed, fast_arithmetic=fast_arithmetic)
    binary = is_binary(key.network, key.classes)
    loss = "binary_crossentropy" if binary else "sparse_categorical_crossentropy"
    model.compile(optimizer=optimizer, loss=loss, metrics=["accuracy"])
    return model


def _reset(engine: Engine, key: _Key, seed: int) -> None:
    """Bring weights, dropout's seeds and the optimizer's state back to a start."""
    fresh = build(key.network, key.classes, seed=seed, fast_arithmetic=key.fast_arithmetic)
    for kept, new in zip(engine.model.variables, fresh.variables, strict=True):
        kept.assign(new)
    for variable in engine.model.optimizer.variables:
        variable.assign(np.zeros(variable.shape, variable.dtype))


def reseed(engine: Engine, *, seed: int, epoch: int) -> None:
    """Let what an epoch drops out depend on (seed, epoch) alone, as its order does."""
    for position, layer in enumerate(engine.model.layers):
        generator = getattr(layer, "seed_generator", None)
        if generator is not None:
            state = np.random.SeedSequence((seed, epoch, position)).generate_state(2)
            generator.state.assign(state)


def _optimizer(name: Optimizer) -> keras.Optimizer:
    from keras import optimizers

    match name:
        case Optimizer.ADAM:
            return optimizers.Adam()
        case Optimizer.SGD:
            return optimizers.SGD(momentum=0.9)
        case Optimizer.RMSPROP:
            return optimizers.RMSprop()
        case Optimizer.ADAMW:
            return optimizers.AdamW()
