"""Copies of what an engine has learned, and putting them back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from core.errors import LitmusError
from core.training.state import Arrays, TrainingState

if TYPE_CHECKING:
    from core.training.engine import Engine


def _foreign() -> LitmusError:
    return LitmusError(
        "The state of this run belongs to another network.",
        "What the run has learned so far stays as it is; train it anew to go further.",
    )


def snapshot(engine: Engine) -> tuple[Arrays, Arrays]:
    """The variables of the model (weights, random state of its layers) and of its optimizer."""
    return _copied(engine.model.variables), _copied(engine.model.optimizer.variables)


def restore(engine: Engine, state: TrainingState) -> None:
    """Put back what `snapshot` took.

    Raises:
        LitmusError: It was taken of another network; nothing was changed.
    """
    model = engine.model
    pairs = (
        (model.variables, state.variables),
        (model.optimizer.variables, state.optimizer),
    )
    for variables, values in pairs:
        _check(variables, values)
    if state.kept:
        _check(model.weights, state.kept)
    for variables, values in pairs:
        for variable, value in zip(variables, values, strict=True):
            variable.assign(value)


def _check(variables: Sequence[Any], values: Arrays) -> None:
    if [tuple(v.shape) for v in variables] != [value.shape for value in values]:
        raise _foreign()
    if any(np.dtype(v.dtype) != value.dtype for v, value in zip(variables, values, strict=True)):
        raise _foreign()


def _copied(variables: Sequence[Any]) -> Arrays:
    return tuple(_array(variable) for variable in variables)


def _array(variable: Any) -> npt.NDArray[np.generic]:  # noqa: ANN401 - Keras ships no types
    copied: npt.NDArray[np.generic] = variable.numpy()
    return copied
