"""Measuring this computer: a few steps of three reference nets. Needs TensorFlow."""

from __future__ import annotations

import time
from contextlib import suppress

import numpy as np

from core import __version__
from core.atomic import write_text
from core.cancellation import CancelToken
from core.data.dataset import LabelledPictures
from core.errors import LitmusError
from core.model.presets import preset
from core.places import cache_folder
from core.run.settings import TrainingSettings
from core.training.cost import Cost, cost_of
from core.training.forecast import Speed, this_computer
from core.training.loading import load_tensorflow

_CLASSES = 10
_PICTURES = 32 * 48
# The first chunks compile, or are short; those after them are timed for so long, and so many.
_WARM_UP = 3
_FEWEST = 3
_TIMED_S = 0.8
_SMALL, _LARGE, _CONVOLUTIONAL = "dense-128", "dense-512", "convolutional"


def measure_speed(cancel: CancelToken) -> Speed:
    """Measure this computer (some 8 seconds) and keep what was found in the cache folder.

    Where it cannot be kept, it will be measured again another time.

    Raises:
        Cancelled: Between two of the nets.
        LitmusError: TensorFlow cannot be loaded.
    """
    load_tensorflow()
    small, large = _step_seconds(_SMALL, cancel), _step_seconds(_LARGE, cancel)
    single = _step_seconds(_CONVOLUTIONAL, cancel)
    fast = _step_seconds(_CONVOLUTIONAL, cancel, fast_arithmetic=True)
    more = _cost(_LARGE).parameters - _cost(_SMALL).parameters
    parameter = max((large - small) / more, large / _cost(_LARGE).parameters / 10)
    base = max(small - parameter * _cost(_SMALL).parameters, small / 10)
    multiplications = _cost(_CONVOLUTIONAL).multiplications
    speed = Speed(
        litmus=__version__,
        computer=this_computer(),
        dense_step=base,
        dense_parameter=parameter,
        convolutional_step=base,
        multiplication=max(single - base, single / 10) / multiplications,
        fast_multiplication=max(fast - base, fast / 10) / multiplications,
    )
    folder = cache_folder()
    with suppress(OSError, LitmusError):
        folder.mkdir(parents=True, exist_ok=True)
        write_text(folder / "speed.json", speed.model_dump_json(indent=2))
    return speed


def _step_seconds(name: str, cancel: CancelToken, *, fast_arithmetic: bool = False) -> float:
    """The time of a step of the preset `name` at batch size 32."""
    from core.training.engines import fresh_engine
    from core.training.feed import HeldPictures

    cancel.raise_if_cancelled()
    network = preset(name).network
    engine = fresh_engine(network, _CLASSES, TrainingSettings(), fast_arithmetic=fast_arithmetic)
    pictures = HeldPictures.of(_noise(network.input.shape, count=512))
    order = np.arange(_PICTURES, dtype=np.int32) % 512
    times: list[float] = []
    steps: list[float] = []
    while len(times) < _WARM_UP + _FEWEST or sum(times[_WARM_UP:]) < _TIMED_S:
        began = time.perf_counter()
        for sums in engine.train(pictures, order):
            cancel.raise_if_cancelled()
            now = time.perf_counter()
            times.append(now - began)
            steps.append((now - began) / (sums.count / engine.batch_size))
            began = now
    # A computer that does other things too is slow at times; a training is seldom so all along.
    return float(np.percentile(steps[_WARM_UP:], 10))


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
