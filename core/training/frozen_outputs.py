"""What the frozen part of a backbone makes of pictures, worked out once and read in every epoch."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from math import prod
from typing import IO, TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from core.cancellation import CancelToken
from core.data.augmentation import LIGHT
from core.data.dataset import Labels
from core.data.folder.decoding import DecodingProgress, Pace
from core.data.split import Indices
from core.errors import LitmusError
from core.places import cache_folder
from core.training.feed import Order, StreamedPictures
from core.training.varying import ReadPixels, Varying

if TYPE_CHECKING:
    import keras

_AT_ONCE = 8
"""Pictures that pass together: more take more memory, and no less time."""

_MOST_VARIATIONS = 4
_MOST_PASSES = 4000
"""Passes that variations may take; a folder of more pictures is learned from as it is."""


@dataclass(frozen=True, eq=False)
class FrozenOutputs:
    """Rows of outputs: of each training picture one for each variation, then the validation ones.

    Attributes:
        values: float16, shape (rows, ...), on disk.
        labels: int32, shape (rows,).
        variations: Rows for each training picture; the first one is the picture as it is.
        learned: How many training pictures there are.
    """

    values: npt.NDArray[np.float16]
    labels: Labels
    variations: int
    learned: int

    @property
    def validation(self) -> Order:
        """The rows of the validation pictures."""
        return np.arange(self.learned * self.variations, len(self.labels), dtype=np.int32)

    def training(self, *, seed: int, epoch: int) -> Order:
        """One row of each training picture, in an order; both depend on (seed, epoch) alone."""
        generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, epoch))))
        pictures = generator.permutation(self.learned)
        chosen = generator.integers(0, self.variations, self.learned)
        return (pictures + chosen * self.learned).astype(np.int32)

    def feed(self) -> StreamedPictures:
        """For the engine, as float32."""
        return StreamedPictures(self._read, self.labels)

    def _read(self, order: Order) -> tuple[npt.NDArray[np.float32], Order]:
        return self.values[order].astype(np.float32), order


def variations_of(pictures: int) -> int:
    """How many variations of each of so many training pictures are learned from."""
    return min(max(_MOST_PASSES // max(pictures, 1), 1), _MOST_VARIATIONS)


@contextmanager
def frozen_outputs(
    frozen: keras.Model,
    read: ReadPixels,
    labels: Labels,
    *,
    training: Indices,
    validation: Indices,
    seed: int,
    report: Callable[[DecodingProgress], None],
    cancel: CancelToken,
) -> Iterator[FrozenOutputs]:
    """Let all pictures, and variations of those learned from, pass the frozen part.

    They lie in a file without a name, which is gone after the block.

    Args:
        frozen: From pixels to its outputs.
        read: Gives the pixels of pictures by their numbers.
        labels: Of all pictures, by number.
        training: Numbers of those learned from.
        validation: Numbers of those checked on.
        seed: Decides the variations.
        report: Told how far it is.
        cancel: Ends it.

    Raises:
        LitmusError: The disk is full, or a picture cannot be read any more.
        Cancelled: The token was set.
    """
    variations = variations_of(len(training))
    passes = len(training) * variations + len(validation)
    varying = Varying(LIGHT, seed)
    try:
        with _nameless_file() as file:
            pace = Pace(photos=passes, found=0, report=report)
            for variation in range(variations):
                source = varying.of(read, variation) if variation else read
                _pass(frozen, source, labels, training, file=file, pace=pace, cancel=cancel)
            _pass(frozen, read, labels, validation, file=file, pace=pace, cancel=cancel)
            pace.tell()
            shape = (passes, *frozen.output_shape[1:])
            yield FrozenOutputs(
                _mapped(file, shape),
                np.concatenate([np.tile(labels[training], variations), labels[validation]]),
                variations,
                len(training),
            )
    finally:
        varying.close()


def _pass(
    frozen: keras.Model,
    read: ReadPixels,
    labels: Labels,
    numbers: Indices,
    *,
    file: IO[bytes],
    pace: Pace,
    cancel: CancelToken,
) -> None:
    """Append what the frozen part makes of these pictures to `file`, in their order."""
    import tensorflow as tf

    answer = tf.function(
        lambda pixels: tf.cast(frozen(pixels, training=False), tf.float16),
        input_signature=[tf.TensorSpec((None, *frozen.input_shape[1:]), tf.uint8)],
        autograph=False,
    )
    parts = [numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE)]
    feed = StreamedPictures(read, labels)
    done = 0
    for portion in feed.portions(parts):
        cancel.raise_if_cancelled()
        _write(file, answer(portion.inputs).numpy())
        done += len(portion.rows)
        for _ in portion.rows:
            pace.advance()
    if done != len(numbers):
        raise LitmusError("Some pictures can no longer be read.", "Train again.")


def _write(file: IO[bytes], values: npt.NDArray[np.float16]) -> None:
    try:
        file.write(np.ascontiguousarray(values).data.cast("B"))
    except OSError as error:
        raise _unwritten(error) from error


def _mapped(file: IO[bytes], shape: tuple[int, ...]) -> npt.NDArray[np.float16]:
    """The file's content, read as it is needed."""
    try:
        file.flush()
    except OSError as error:
        raise _unwritten(error) from error
    if not prod(shape):
        return np.empty(shape, np.float16)
    return np.memmap(file, np.float16, mode="r", shape=shape)


@contextmanager
def _nameless_file() -> Iterator[IO[bytes]]:
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed below
    except OSError as error:
        raise _unwritten(error) from error
    try:
        yield file
    finally:
        # What is left in its buffer after a full disk cannot be written, and need not be.
        with suppress(OSError):
            file.close()


def _unwritten(error: OSError) -> LitmusError:
    return LitmusError(
        f"What the backbone makes of the pictures could not be kept: {error.strerror or error}.",
        "Free some space on the disk of the cache.",
    )
