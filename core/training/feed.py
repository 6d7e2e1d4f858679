"""How pictures reach the engine: all held at once, or read portion by portion, one ahead.

An epoch is an order, which the engine cuts into parts as it goes; a feed turns each part into the
tensors that one call of the compiled graph takes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from core.data.dataset import LabelledPictures, Labels, Pixels
from core.features.extractor import Features

Order = npt.NDArray[np.int32]
"""Picture numbers, int32, shape (pictures,)."""

Inputs = Pixels | Features
"""What a network takes of pictures: uint8 pixels, or float32 numbers that were made of them."""

Read = Callable[[Order], tuple[Inputs, Order]]
"""Gives what the network takes of these pictures, and the numbers of those that could be read."""

_Item = TypeVar("_Item")

# TensorFlow ships no types; its tensors are named here for the reader.
_Tensor = Any


@dataclass(frozen=True)
class Portion:
    """What one call of the engine's graph is given.

    Attributes:
        inputs: Tensor uint8, shape (n, height, width, channels), or float32, shape (n, …).
        labels: Tensor int32, shape (n,).
        rows: Which of them to take, in which order: int32, shape (pictures,).
        taken: Pictures of the order that it stands for, those that could not be read among them.
    """

    inputs: _Tensor
    labels: _Tensor
    rows: Order
    taken: int


class Feed(Protocol):
    """Where the engine gets its pictures."""

    def portions(self, parts: Iterable[Order]) -> Iterator[Portion]:
        """The pictures of each part; a part is asked for when, or shortly before, it is needed."""
        ...

    @property
    def waited_s(self) -> float:
        """Seconds that whoever took portions has waited for pictures so far."""
        ...


@dataclass(frozen=True)
class HeldPictures:
    """Pictures held once by TensorFlow: inputs uint8 or float32 (n, …), labels int32 (n,)."""

    inputs: _Tensor
    labels: _Tensor
    waited_s: float = 0.0

    @classmethod
    def of(cls, pictures: LabelledPictures) -> HeldPictures:
        """Hand `pictures` to TensorFlow."""
        return cls.holding(pictures.pixels, pictures.labels)

    @classmethod
    def holding(cls, inputs: Inputs, labels: Labels) -> HeldPictures:
        """Hand what a network takes of pictures, and their classes, to TensorFlow."""
        import tensorflow as tf

        with tf.device("CPU"):
            return cls(tf.constant(inputs), tf.constant(labels, tf.int32))

    def portions(self, parts: Iterable[Order]) -> Iterator[Portion]:
        """All pictures each time, and the part as the rows to take."""
        for part in parts:
            yield Portion(self.inputs, self.labels, part, len(part))


class StreamedPictures:
    """Pictures read in another thread, one portion ahead of what is being trained.

    So at most two portions are in memory, however many pictures there are. A picture that cannot
    be read is missing from its portion.
    """

    def __init__(self, read: Read, labels: Labels) -> None:
        self._read = read
        self._labels = labels
        self._waited_s = 0.0

    @property
    def waited_s(self) -> float:
        """Seconds that whoever took portions has waited for pictures so far."""
        return self._waited_s

    def portions(self, parts: Iterable[Order]) -> Iterator[Portion]:
        """The pictures of each part that can be read."""
        with ThreadPoolExecutor(1, thread_name_prefix="reading") as reader:
            coming = ((len(part), reader.submit(self._read, part)) for part in parts)
            taken = 0
            for length, reading in _one_ahead(coming):
                began = time.perf_counter()
                inputs, numbers = reading.result()
                self._waited_s += time.perf_counter() - began
                taken += length
                if len(numbers):
                    yield _portion(inputs, self._labels[numbers], taken)
                    taken = 0


def _one_ahead(items: Iterator[_Item]) -> Iterator[_Item]:
    """Each item, once the one after it has been made."""
    before = next(items, None)
    while before is not None:
        after = next(items, None)
        yield before
        before = after


def _portion(inputs: Inputs, labels: Labels, taken: int) -> Portion:
    import tensorflow as tf

    with tf.device("CPU"):
        tensor, truth = tf.constant(inputs), tf.constant(labels, tf.int32)
    return Portion(tensor, truth, np.arange(len(labels), dtype=np.int32), taken)
