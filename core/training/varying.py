"""Pictures varied as they are read, several at a time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count

import numpy as np

from core.data.augmentation import Augmentation, augment
from core.data.dataset import Pixels
from core.training.feed import Order

ReadPixels = Callable[[Order], tuple[Pixels, Order]]
"""Gives the pixels of these pictures, and the numbers of those that could be read, in order."""


class Varying:
    """Varies the pictures of a portion; `close` ends its threads."""

    def __init__(self, augmentation: Augmentation, seed: int) -> None:
        """Prepare to vary pictures so far, by luck that `seed` decides."""
        self._augmentation = augmentation
        self._seed = seed
        self._threads = ThreadPoolExecutor(cpu_count() or 1, thread_name_prefix="augmenting")

    def of(self, read: ReadPixels, epoch: int) -> ReadPixels:
        """`read`, with its pictures varied as `epoch` varies them."""

        def vary(pixels: Pixels, number: int) -> Pixels:
            return augment(pixels, self._augmentation, seed=(self._seed, epoch, number))

        def read_varied(order: Order) -> tuple[Pixels, Order]:
            pixels, numbers = read(order)
            varied = list(self._threads.map(vary, pixels, numbers.tolist()))
            return (np.stack(varied) if varied else pixels), numbers

        return read_varied

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown()
