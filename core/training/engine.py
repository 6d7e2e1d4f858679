"""Trains a compiled Keras classifier many steps a call.

An epoch is an order: a vector of picture numbers. It is cut into chunks, and one call of a compiled
graph trains a whole chunk of batches, so that Python and the window are disturbed every 20-200 ms
instead of at every step. The arithmetic is that of `keras.Model.fit`: `compute_loss`, the gradient,
`optimizer.apply`. Weights, optimizer state, batch statistics and dropout's seeds live in the Keras
model, so that `model.save` keeps them and a new `optimizer.learning_rate` acts at once.

There are two compiled forms. *Fused*: XLA compiles forward, backward and update of the loop as one;
its shapes are fixed, so it takes whole batches only. *Plain*: an ordinary graph loop in which XLA
compiles the update alone; it takes the last, smaller batch too. Fusing makes dense nets several
times faster and convolutions slower (`benchmarks/README.md`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from core.training.feed import Feed, Order, Portion
from core.training.sums import Sums

if TYPE_CHECKING:
    import keras

# Pictures that are answered at once: many are faster, but all that the layers put out for them has
# to be held, 64 MB at most.
_MOST_ANSWERED = 1000
_MOST_HELD = 16_000_000

# A chunk is as long as a stop may wait and as a plot may stand still; the first is short.
_FIRST_CHUNK_STEPS = 4
_MOST_FIRST_HELD = 20_000_000
_CHUNK_SECONDS = 0.2
_MOST_CHUNK_STEPS = 64
_MOST_CHUNK_PICTURES = 8192
_MOST_CHUNK_BYTES = 48_000_000

_CONVOLUTIONS = ("Conv1D", "Conv2D", "Conv3D", "DepthwiseConv2D", "SeparableConv2D")

# TensorFlow ships no types; its tensors are named here for the reader.
_Tensor = Any
_Pair = tuple[_Tensor, _Tensor]


class Engine:
    """The compiled functions of one model; keep it as long as nets of its shape are trained.

    Attributes:
        model: What is trained.
        answering: What answers, in single precision: `model` itself unless that computes in
            bfloat16. `bring_up_to_date` gives it the weights of `model`.
        batch_size: Pictures for one step.
    """

    def __init__(
        self,
        model: keras.Model,
        batch_size: int,
        *,
        answering: keras.Model | None = None,
        weighted_classes: int = 0,
        taken: str = "uint8",
    ) -> None:
        """Prepare to train `model`, which is compiled.

        Args:
            model: Takes pixels 0-255, or numbers that were made of them; gives probabilities: one
                a class, or that of the second of two.
            batch_size: Pictures for one step.
            answering: A twin in single precision, where `model` computes in bfloat16.
            weighted_classes: How many classes have a weight of their own; 0 where all pictures
                count alike.
            taken: The dtype of what the feeds give: "uint8" for pixels, "float32" for numbers.
        """
        import tensorflow as tf

        self.model = model
        self.answering = model if answering is None else answering
        self.batch_size = batch_size
        self._fuses = _suits_fusing(model)
        self._weights = tf.Variable(tf.ones(weighted_classes)) if weighted_classes else None
        picture_bytes = prod(model.input_shape[1:]) * np.dtype(taken).itemsize
        fitting = min(_MOST_CHUNK_PICTURES, _MOST_CHUNK_BYTES // picture_bytes)
        self._most_steps = max(1, min(_MOST_CHUNK_STEPS, fitting // batch_size))
        first = min(_FIRST_CHUNK_STEPS, _MOST_FIRST_HELD // (batch_size * _activations(model)))
        self._chunk_steps = max(1, min(first, self._most_steps))
        # To answer a batch takes less than to learn from it.
        fitting = max(batch_size, _MOST_HELD // _activations(model))
        self._answered = min(_MOST_ANSWERED, fitting)
        model.optimizer.build(model.trainable_variables)
        self._update = tf.function(self._apply, autograph=False, jit_compile=True)
        self._xla = tf.function(self._steps, autograph=False, jit_compile=True)
        # With their shapes told beforehand, each is traced once.
        inputs = tf.TensorSpec((None, *model.input_shape[1:]), tf.as_dtype(taken))
        labels, order = (tf.TensorSpec((None,), tf.int32) for _ in range(2))
        rows = tf.TensorSpec((self._most_steps, batch_size), tf.int32)
        steps = tf.TensorSpec((), tf.int32)
        self._plain = _traced(self._plain_chunk, inputs, labels, order)
        self._fused = _traced(self._fused_chunk, inputs, labels, rows, steps)
        self._evaluate = _traced(self._evaluation, inputs, labels, order)

    def weigh(self, weights: tuple[float, ...]) -> None:
        """Let the pictures of each class count for so much, as Keras' `class_weight` does.

        Raises:
            ValueError: The engine was not made for weights.
        """
        if self._weights is None:
            raise ValueError("this engine has no weights")
        self._weights.assign(weights)

    def train(self, pictures: Feed, order: Order) -> Iterator[Sums]:
        """Train once on the pictures of `order`.

        Yields:
            The sums of each chunk after it was trained; stop iterating to leave the rest.
        """
        for portion in pictures.portions(self._chunks(order)):
            whole = self._fuses and len(portion.rows) % self.batch_size == 0
            run = self._run_fused if whole else self._run_plain
            began = time.perf_counter()
            sums = run(portion)
            self._adapt(len(portion.rows), time.perf_counter() - began)
            yield sums

    def evaluate(self, pictures: Feed, order: Order) -> Iterator[Sums]:
        """Loss and hits of the pictures of `order`, without learning from them.

        Yields:
            The sums of at most a thousand pictures each time.
        """
        self.bring_up_to_date()
        parts = (
            order[start : start + self._answered] for start in range(0, len(order), self._answered)
        )
        for portion in pictures.portions(parts):
            sums = self._evaluate(portion.inputs, portion.labels, _tensor(portion.rows))
            yield _sums(sums, portion)

    def bring_up_to_date(self) -> None:
        """Give the model that answers the weights of the one that is trained."""
        if self.answering is not self.model:
            for copy, trained in zip(self.answering.weights, self.model.weights, strict=True):
                copy.assign(trained)

    def _adapt(self, trained: int, seconds: float) -> None:
        """Choose the length of the next chunk from what the last one took."""
        steps = -(-trained // self.batch_size)
        fitting = int(_CHUNK_SECONDS * steps / max(seconds, 1e-6))
        self._chunk_steps = max(1, min(fitting, 4 * self._chunk_steps, self._most_steps))

    def _chunks(self, order: Order) -> Iterator[Order]:
        """Cut `order` into chunks; where whole batches are fused, the smaller one comes alone."""
        whole = len(order) // self.batch_size * self.batch_size if self._fuses else 0
        done = 0
        while done < len(order):
            end = whole if done < whole else len(order)
            part = order[done : min(done + self._chunk_steps * self.batch_size, end)]
            done += len(part)
            yield part

    def _run_fused(self, portion: Portion) -> Sums:
        import tensorflow as tf

        count = len(portion.rows)
        padded = np.zeros(self._most_steps * self.batch_size, np.int32)
        padded[:count] = portion.rows
        rows = _tensor(padded.reshape(self._most_steps, self.batch_size))
        steps = tf.constant(count // self.batch_size)
        return _sums(self._fused(portion.inputs, portion.labels, rows, steps), portion)

    def _run_plain(self, portion: Portion) -> Sums:
        sums = self._plain(portion.inputs, portion.labels, _tensor(portion.rows))
        return _sums(sums, portion)

    # What follows is traced into graphs.

    def _fused_chunk(
        self, inputs: _Tensor, labels: _Tensor, rows: _Tensor, steps: _Tensor
    ) -> _Pair:
        """Gather outside XLA, so that its code does not depend on how many pictures there are."""
        import tensorflow as tf

        sums: _Pair = self._xla(tf.gather(inputs, rows), tf.gather(labels, rows), steps)
        return sums

    def _steps(self, inputs: _Tensor, labels: _Tensor, steps: _Tensor) -> _Pair:
        return _loop(steps, lambda step: self._train_step(inputs[step], labels[step], self._apply))

    def _plain_chunk(self, inputs: _Tensor, labels: _Tensor, order: _Tensor) -> _Pair:
        import tensorflow as tf

        # Where whole batches are fused, this trains one step an epoch: not worth a compilation.
        apply = self._apply if self._fuses else self._update

        def train_slice(step: _Tensor) -> _Pair:
            rows = order[step * self.batch_size : (step + 1) * self.batch_size]
            return self._train_step(tf.gather(inputs, rows), tf.gather(labels, rows), apply)

        return _loop((tf.size(order) + self.batch_size - 1) // self.batch_size, train_slice)

    def _train_step(
        self, inputs: _Tensor, labels: _Tensor, apply: Callable[[list[_Tensor]], None]
    ) -> _Pair:
        """One step of the optimizer, as `keras.Model.train_step` does it."""
        import tensorflow as tf

        model = self.model
        with tf.GradientTape() as tape:
            predictions = model(inputs, training=True)
            loss = model.compute_loss(
                x=inputs,
                y=_truth(labels, predictions),
                y_pred=predictions,
                sample_weight=None if self._weights is None else tf.gather(self._weights, labels),
                training=True,
            )
        apply(tape.gradient(loss, model.trainable_variables))
        return _totals(loss, predictions, labels)

    def _apply(self, gradients: list[_Tensor]) -> None:
        self.model.optimizer.apply(gradients, self.model.trainable_variables)

    def _evaluation(self, inputs: _Tensor, labels: _Tensor, order: _Tensor) -> _Pair:
        import tensorflow as tf

        asked, truth = tf.gather(inputs, order), tf.gather(labels, order)
        predictions = self.answering(asked, training=False)
        loss = self.model.compute_loss(
            x=asked, y=_truth(truth, predictions), y_pred=predictions, training=False
        )
        return _totals(loss, predictions, truth)


def _traced(function: Callable[..., _Pair], *signature: _Tensor) -> _Tensor:
    """`function` as a graph for arguments of these shapes and dtypes."""
    import tensorflow as tf

    return tf.function(function, input_signature=signature, autograph=False)


def _activations(model: keras.Model) -> int:
    """How many numbers all layers put out for one picture."""
    return sum(prod(layer.output.shape[1:]) for layer in model.layers)


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

    # The sum is kept in double precision, so that it does not depend on how an epoch was cut.
    start = (tf.constant(0), tf.constant(0.0, tf.float64), tf.constant(0))
    _, loss, correct = tf.while_loop(unfinished, body, start, parallel_iterations=1)
    return loss, correct


def _truth(labels: _Tensor, predictions: _Tensor) -> _Tensor:
    """The labels as the loss wants them: class numbers, or 0 and 1 beside one probability."""
    import tensorflow as tf

    return tf.cast(labels, tf.float32)[:, tf.newaxis] if predictions.shape[-1] == 1 else labels


def _totals(loss: _Tensor, predictions: _Tensor, labels: _Tensor) -> _Pair:
    """From the mean loss of a batch and its predictions to the loss's sum and the hits."""
    import tensorflow as tf

    if predictions.shape[-1] == 1:
        guesses = tf.cast(predictions[:, 0] > 0.5, labels.dtype)
    else:
        guesses = tf.argmax(predictions, axis=-1, output_type=labels.dtype)
    correct = tf.reduce_sum(tf.cast(guesses == labels, tf.int32))
    return tf.cast(loss, tf.float64) * tf.cast(tf.size(labels), tf.float64), correct


def _tensor(order: Order) -> _Tensor:
    import tensorflow as tf

    return tf.constant(np.ascontiguousarray(order, np.int32))


def _sums(sums: _Pair, portion: Portion) -> Sums:
    loss, correct = sums
    return Sums(float(loss), int(correct), len(portion.rows), portion.taken)
