"""A network begins with the weights of a run. Needs TensorFlow to be loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from core.errors import LitmusError
from core.model.building import build
from core.run.folder import Run
from core.training.growing import Growth, growth
from core.training.request import TrainingRequest

if TYPE_CHECKING:
    import keras

_Array = npt.NDArray[np.float32]

_WITH_OUTPUTS = ("Dense", "Conv2D")
_NORM = "BatchNormalization"
_NEUTRAL = (1.0, 0.0, 0.0, 1.0)
"""Scale, offset, mean and spread with which a BatchNormalization leaves zeros zero."""


@dataclass(frozen=True)
class _Columns:
    """What each output of a network begins with.

    Attributes:
        origins: For each output, counted as if there was one for each class: the output of the run;
            None for a fresh one.
        one_before: Whether the run has one output for two classes.
        one_now: Whether the network has.
    """

    origins: tuple[int | None, ...]
    one_before: bool
    one_now: bool


def take_over(model: keras.Model, request: TrainingRequest) -> None:
    """Let `model`, which has fresh weights, begin with what `request` says; errors as there."""
    if request.start is not None:
        begin_with(
            model, request.start, growth(request.start, request.network, dataset=request.dataset)
        )


def begin_with(model: keras.Model, run: Run, grown: Growth) -> None:
    """Give `model`, which has fresh weights, what `run` learned; the optimizer is left alone.

    Layers before the last take all weights over, also the means and spreads of batch normalization.
    The last one takes those of each class that is known. One output z for two classes answers as
    two with softmax over (0, z), and is brought to that form and back. A fresh class begins with
    the mean of those that are known, so that it is the first choice for no picture that they are
    sure of, and with what a fresh network has, so that it differs from every one of them.

    Args:
        model: As `core.model.building.build` makes it.
        run: With `model.keras`.
        grown: What `growth()` says of them, without a problem.

    Raises:
        LitmusError: The weights of the run cannot be read, or are no numbers.
    """
    kept = _kept_weights(run)
    layers = [layer for layer in model.layers if layer.weights]
    last = max(n for n, layer in enumerate(layers) if type(layer).__name__ in _WITH_OUTPUTS)
    before, now = kept[last][-1].shape[-1], layers[last].get_weights()[-1].shape[-1]
    columns = _columns(grown, len(run.record.classes), before=before, now=now)
    for number, (layer, weights) in enumerate(zip(layers, kept, strict=True)):
        if number < last or columns is None:
            layer.set_weights(weights)
            continue
        neutral = _NEUTRAL if type(layer).__name__ == _NORM else (0.0,) * len(weights)
        layer.set_weights(
            [
                _grown(known, fresh, columns, neutral=value)
                for known, fresh, value in zip(weights, layer.get_weights(), neutral, strict=True)
            ]
        )


def _kept_weights(run: Run) -> list[list[_Array]]:
    """The weights of each layer of the run that has any.

    The network is made from the record, and takes numbers alone from the file: nothing that a file
    says is run.
    """
    record = run.record
    model = build(record.network, len(record.classes))
    try:
        model.load_weights(run.keras_file)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, BadZipFile) as error:
        raise LitmusError(
            f"The weights of “{record.title}” cannot be read: “{run.keras_file}” is damaged.",
            "Begin a new run, or continue from another one.",
        ) from error
    kept = [layer.get_weights() for layer in model.layers if layer.weights]
    if not all(np.isfinite(array).all() for weights in kept for array in weights):
        raise LitmusError(
            f"The weights of “{record.title}” are no numbers: its training went wrong.",
            "Begin a new run, or continue from another one.",
        )
    return kept


def _columns(grown: Growth, known: int, *, before: int, now: int) -> _Columns | None:
    """What each output begins with; None where all are the same.

    Outputs beyond the classes carry on, as long as there are some.
    """
    origins = grown.matches.origins
    if before == now and origins == tuple(range(known)):
        return None
    unused = max(0, now - len(origins))
    spare = [n if n < before else None for n in range(known, known + unused)]
    return _Columns((*origins, *spare), one_before=before == 1, one_now=now == 1)


def _grown(known: _Array, fresh: _Array, columns: _Columns, *, neutral: float) -> _Array:
    """One array of the last layers, output by output along its last axis.

    Args:
        known: Of the run, shape (..., outputs of the run).
        fresh: Of a fresh network, shape (..., outputs now).
        columns: What each output begins with.
        neutral: What the first of two outputs has where the run has one for both.
    """
    if columns.one_before:
        known = np.concatenate([np.full_like(known, neutral), known], axis=-1)
    taken = [origin for origin in columns.origins if origin is not None]
    if not taken:
        return fresh
    made = [
        _fresh(known[..., taken], fresh[..., min(number, fresh.shape[-1] - 1)])
        if origin is None
        else known[..., origin]
        for number, origin in enumerate(columns.origins)
    ]
    if columns.one_now:
        return np.asarray(made[1] - made[0])[..., np.newaxis]
    return np.stack(made, axis=-1)


def _fresh(known: _Array, fresh: _Array) -> _Array:
    """A column that is no class's: the mean of those known, and what a fresh one has.

    Args:
        known: Columns of the known classes, shape (..., classes).
        fresh: A column of a fresh network, shape (...); all alike where it is one number.
    """
    mean = np.asarray(known.mean(axis=-1), np.float32)
    if fresh.ndim == 0:
        return mean
    scale = min(1.0, _size(known) / max(_size(fresh), 1e-12))
    return mean + np.float32(scale) * fresh


def _size(array: _Array) -> float:
    return float(np.sqrt(np.mean(np.square(array, dtype=np.float64))))
