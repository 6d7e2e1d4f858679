"""Trains a compiled Keras classifier many steps a call.

An epoch is an order: a vector of picture numbers. It is cut into chunks, and one call of a compiled
graph trains a whole chunk of batches, so that Python and the window are disturbed every 20-200 ms
instead of at every step. The arithmetic is that of `keras.Model.fit`: `compute_loss`, the gradient,
`optimizer.apply`. Weights, optimizer state, batch statistics and dropout's seeds live in the Keras
model, so that `model.save` keeps them and a new `optimizer.learning_rate` acts at once.

There are two compiled forms. *Fused*: XLA compiles forward, backward and update of the loop as one;
its shapes are fixed, so it takes whole batches only. *Plain*: an ordinary graph loop; it takes the
last, smaller batch too. Fusing makes dense nets several times faster and convolutions slower
(`benchmarks/README.md`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from core.data.dataset import LabelledPictures

if TYPE_CHECKING:
    import keras

Order = npt.NDArray[np.int32]
"""Picture numbers, int32, shape (pictures,)."""

FUSED_CHUNK_STEPS = 64
PLAIN_CHUNK_STEPS = 16
EVALUATION_BATCH = 1000

_CONVOLUTIONS = ("Conv1D", "Conv2D", "Conv3D", "DepthwiseConv2D", "SeparableConv2D")

# TensorFlow ships no types; its tensors are named here for the reader.
_Tensor = Any
_Pair = tuple[_Tensor, _Tensor]


@dataclass(frozen=True)
class Sums:
    """What some pictures added up to; divide by `count` for the means."""

    loss: float = 0.0
    correct: int = 0
    count: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(self.loss + other.loss, self.correct + other.correct, self.count + other.count)

    @property
    def mean_loss(self) -> float:
        """Mean loss of a picture."""
        return self.loss / max(self.count, 1)

    @property
    def accuracy(self) -> float:
        """Share answered right, 0-1."""
        return self.correct / max(self.count, 1)


@dataclass(frozen=True)
class HeldPictures:
    """Pictures held once by TensorFlow: pixels uint8 (n, h, w, c), labels int32 (n,)."""

    pixels: _Tensor
    labels: _Tensor

    @classmethod
    def of(cls, pictures: LabelledPictures) -> HeldPictures:
        """Hand `pictures` to TensorFlow."""
        import tensorflow as tf

        with tf.device("CPU"):
            pixels = tf.constant(pictures.pixels, tf.uint8)
            return cls(pixels, tf.constant(pictures.labels, tf.int32))


class Engine:
    """The compiled functions of one model; keep it as long as nets of its shape are trained."""

    def __init__(self, model: keras.Model, batch_size: int) -> None:
        import tensorflow as tf

        self.model = model
        self.batch_size = batch_size
        self.fused = _suits_fusing(model)
        self.chunk_steps = FUSED_CHUNK_STEPS if self.fused else PLAIN_CHUNK_STEPS
        model.optimizer.build(model.trainable_variables)
        self._plain = tf.function(self._plain_chunk, autograph=False, reduce_retracing=True)
        self._xla = tf.function(self._steps, autograph=False, jit_compile=True)
        self._fused = tf.function(self._fused_chunk, autograph=False)
        self._evaluate = tf.function(self._evaluation, autograph=False, reduce_retracing=True)

    def train(self, pictures: HeldPictures, order: Order) -> Iterator[Sums]:
        """Train once on the pictures of `order`.

        Yields:
            The sums of each chunk after it was trained; stop iterating to leave the rest.
        """
        whole = len(order) // self.batch_size * self.batch_size if self.fused else 0
        span = self.chunk_steps * self.batch_size
        for start in range(0, whole, span):
            yield self._run_fused(pictures, order[start : min(start + span, whole)])
        for start in range(whole, len(order), span):
            yield self._run_plain(pictures, order[start : start + span])

    def evaluate(self, pictures: HeldPictures, order: Order) -> Iterator[Sums]:
        """Loss and hits of the pictures of `order`, without learning from them.

        Yields:
            The sums of each thousand pictures.
        """
        for start in range(0, len(order), EVALUATION_BATCH):
            part = order[start : start + EVALUATION_BATCH]
            sums = self._evaluate(pictures.pixels, pictures.labels, _tensor(part))
            yield _sums(sums, len(part))

    def _run_fused(self, pictures: HeldPictures, order: Order) -> Sums:
        import tensorflow as tf

        steps = len(order) // self.batch_size
        padded = np.zeros(self.chunk_steps * self.batch_size, np.int32)
        padded[: len(order)] = order
        rows = _tensor(padded.reshape(self.chunk_steps, self.batch_size))
        sums = self._fused(pictures.pixels, pictures.labels, rows, tf.constant(steps))
        return _sums(sums, len(order))

    def _run_plain(self, pictures: HeldPictures, order: Order) -> Sums:
        sums = self._plain(pictures.pixels, pictures.labels, _tensor(order))
        return _sums(sums, len(order))

    # What follows is traced into graphs.

    def _fused_chunk(
        self, pixels: _Tensor, labels: _Tensor, rows: _Tensor, steps: _Tensor
    ) -> _Pair:
        """Gather outside XLA, so that its code does not depend on how many pictures there are."""
        import tensorflow as tf

        sums: _Pair = self._xla(tf.gather(pixels, rows), tf.gather(labels, rows), steps)
        return sums

    def _steps(self, pixels: _Tensor, labels: _Tensor, steps: _Tensor) -> _Pair:
        return _loop(steps, lambda step: self._train_step(pixels[step], labels[step]))

    def _plain_chunk(self, pixels: _Tensor, labels: _Tensor, order: _Tensor) -> _Pair:
        import tensorflow as tf

        def train_slice(step: _Tensor) -> _Pair:
            rows = order[step * self.batch_size : (step + 1) * self.batch_size]
            return self._train_step(tf.gather(pixels, rows), tf.gather(labels, rows))

        return _loop((tf.size(order) + self.batch_size - 1) // self.batch_size, train_slice)

    def _train_step(self, pixels: _Tensor, labels: _Tensor) -> _Pair:
        """One step of the optimizer, as `keras.Model.train_step` does it."""
        import tensorflow as tf

        model = self.model
        with tf.GradientTape() as tape:
            predictions = model(pixels, training=True)
            loss = model.compute_loss(x=pixels, y=labels, y_pred=predictions, training=True)
            scaled_loss = model.optimizer.scale_loss(loss)
        gradients = tape.gradient(scaled_loss, model.trainable_variables)
        model.optimizer.apply(gradients, model.trainable_variables)
        return _totals(loss, predictions, labels)

    def _evaluation(self, pixels: _Tensor, labels: _Tensor, order: _Tensor) -> _Pair:
        import tensorflow as tf

        inputs, truth = tf.gather(pixels, order), tf.gather(labels, order)
        predictions = self.model(inputs, training=False)
        loss = self.model.compute_loss(x=inputs, y=truth, y_pred=predictions, training=False)
        return _totals(loss, predictions, truth)


def _suits_fusing(model: keras.Model) -> bool:
    return not any(type(layer).__name__ in _CONVOLUTIONS for layer in model.layers)


def _loop(steps: _Tensor, run_step: Callable[[_Tensor], _Pair]) -> _Pair:
    """Run `run_step(0)` to `run_step(steps - 1)` strictly in turn and add up what they give."""
    import tensorflow as tf

    def body(step: _Tensor, loss: _Tensor, correct: _Tensor) -> tuple[_Tensor, _Tensor, _Tensor]:
        step_loss, step_correct = run_step(step)
        return step + 1, loss + step_loss, correct + step_correct

    def unfinished(step: _Tensor, _loss: _Tensor, _correct: _Tensor) -> _Tensor:
        return step < steps

    start = (tf.constant(0), tf.constant(0.0), tf.constant(0))
    _, loss, correct = tf.while_loop(unfinished, body, start, parallel_iterations=1)
    return loss, correct


def _totals(loss: _Tensor, predictions: _Tensor, labels: _Tensor) -> _Pair:
    """From the mean loss of a batch and its predictions to the loss's sum and the hits."""
    import tensorflow as tf

    guesses = tf.argmax(predictions, axis=-1, output_type=labels.dtype)
    correct = tf.reduce_sum(tf.cast(guesses == labels, tf.int32))
    return tf.cast(loss, tf.float32) * tf.cast(tf.size(labels), tf.float32), correct


def _tensor(order: Order) -> _Tensor:
    import tensorflow as tf

    return tf.constant(np.ascontiguousarray(order, np.int32))


def _sums(sums: _Pair, count: int) -> Sums:
    loss, correct = sums
    return Sums(float(loss), int(correct), count)
