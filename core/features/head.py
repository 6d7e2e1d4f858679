"""What answers on top of a backbone: logistic regressions whose answers are averaged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

import numpy as np
import numpy.typing as npt

from core.features.extractor import Features
from core.features.recipe import Output

Probabilities = npt.NDArray[np.float32]
"""float32, shape (pictures, classes), each row adding up to 1."""

_Floats = TypeVar("_Floats", bound=npt.NDArray[np.floating])

LEAST = 1e-30
"""Probabilities are not taken for smaller, so that they have a logarithm."""


@dataclass(frozen=True, eq=False)
class LinearHead:
    """softmax(features · weights + bias).

    Attributes:
        inputs: The features it takes, put side by side.
        weights: float32, shape (numbers, classes); what standardises the features is within.
        bias: float32, shape (classes,).
        rooted: Whether it takes the square root of each number, its sign kept.
    """

    inputs: tuple[Output, ...]
    weights: Features
    bias: Features
    rooted: bool = False


@dataclass(frozen=True, eq=False)
class Head:
    """Several linear heads; the mean of their probabilities is the answer.

    Attributes:
        parts: At least one, of the same classes.
    """

    parts: tuple[LinearHead, ...]

    @property
    def classes(self) -> int:
        """How many classes it tells apart."""
        return len(self.parts[0].bias)

    def probabilities(
        self, features: Mapping[str, Features], *, temperature: float
    ) -> Probabilities:
        """The calibrated answers.

        Args:
            features: By the name of the backbone: float32, shape (pictures, its width).
            temperature: As the run's record has it.

        Returns:
            float32, shape (pictures, classes).
        """
        answers = [
            softmax(
                side_by_side(features, part.inputs, rooted=part.rooted) @ part.weights + part.bias
            )
            for part in self.parts
        ]
        return calibrated(np.mean(answers, axis=0), temperature)


def side_by_side(
    features: Mapping[str, Features], inputs: Sequence[Output], *, rooted: bool
) -> Features:
    """The numbers that `inputs` name, or their roots: float32, shape (pictures, numbers)."""
    chosen = [features[output.backbone][:, : output.width] for output in inputs]
    numbers = chosen[0] if len(chosen) == 1 else np.concatenate(chosen, axis=1)
    return np.copysign(np.sqrt(np.abs(numbers)), numbers) if rooted else numbers


def softmax(scores: _Floats) -> _Floats:
    """Probabilities of scores, along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    raised /= raised.sum(axis=-1, keepdims=True)
    return cast("_Floats", raised)


def calibrated(probabilities: _Floats, temperature: float) -> _Floats:
    """Probabilities whose logarithms are divided by `temperature`.

    C. Guo et al., "On Calibration of Modern Neural Networks", 2017. The order of the classes stays;
    above 1 the answers become less sure, below 1 more.
    """
    if temperature == 1.0:
        return probabilities
    logarithms = np.log(np.maximum(probabilities, LEAST)) / temperature
    return cast("_Floats", softmax(logarithms).astype(probabilities.dtype, copy=False))
