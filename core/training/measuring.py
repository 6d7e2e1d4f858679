"""Measuring this computer: a few steps of three reference nets. Needs TensorFlow."""

from __future__ import annotations

import time

import numpy as np

from core import __version__
from core.cancellation import CancelToken
from core.data.dataset import LabelledPictures
from core.model.presets import preset
from core.places import cache_folder
from core.run.atomic import write_text
from core.run.settings import TrainingSettings
from core.training.cost import Cost, cost_of
from core.training.forecast import Speed, this_computer
from core.training.loading import load_tensorflow

_CLASSES = 10
_TIMED_CHUNKS = 4
_SMALL, _LARGE, _CONVOLUTIONAL = "dense-128", "dense-512", "convolutional"


def measure_speed(cancel: CancelToken) -> Speed:
    """Measure this computer (some 4 seconds) and keep what was found in the cache folder.

    Raises:
        Cancelled: Between two of the nets.
        LitmusError: The measurement cannot be kept.
    """
    load_tensorflow()
    step = {name: _step_seconds(name, cancel) for name in (_SMALL, _LARGE, _CONVOLUTIONAL)}
    small, large = _cost(_SMALL), _cost(_LARGE)
    slope = (step[_LARGE] - step[_SMALL]) / (large.parameters - small.parameters)
    slope = max(slope, step[_LARGE] / large.parameters / 10)
    base = max(step[_SMALL] - slope * small.parameters, step[_SMALL] / 10)
    speed = Speed(
        litmus=__version__,
        computer=this_computer(),
        dense_step=base,
        dense_parameter=slope,
        convolutional_step=base,
        multiplication=(step[_CONVOLUTIONAL] - base) / _cost(_CONVOLUTIONAL).multiplications,
    )
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    write_text(folder / "speed.json", speed.model_dump_json(indent=2))
    return speed


def _step_seconds(name: str, cancel: CancelToken) -> float:
    """The median time of a step of the preset `name` at batch size 32."""
    from core.training.engine import HeldPictures
    from core.training.engines import fresh_engine

    cancel.raise_if_cancelled()
    network = preset(name).network
    engine = fresh_engine(network, _CLASSES, TrainingSettings(), fast_arithmetic=False)
    pictures = HeldPictures.of(_noise(network.input.shape, count=512))
    order = np.arange(engine.chunk_steps * engine.batch_size, dtype=np.int32) % 512
    times: list[float] = []
    for _ in range(_TIMED_CHUNKS + 1):
        cancel.raise_if_cancelled()
        began = time.perf_counter()
        for _sums in engine.train(pictures, order):
            pass
        times.append((time.perf_counter() - began) / engine.chunk_steps)
    return float(np.median(times[1:]))


def _noise(shape: tuple[int, int, int], *, count: int) -> LabelledPictures:
    generator = np.random.default_rng(0)
    return LabelledPictures(
        pixels=generator.integers(0, 256, (count, *shape), np.uint8),
        labels=generator.integers(0, _CLASSES, count, np.int32),
    )


def _cost(name: str) -> Cost:
    cost = cost_of(preset(name).network, _CLASSES)
    if cost is None:
        raise ValueError(f"the preset {name} cannot be trained")
    return cost
