"""Keeping Python's collector of cycles from holding every thread up.

It goes through all values there are, again and again while many are made, and nobody else runs
meanwhile: half a second with the facts of 100,000 files, which hold no cycles at all.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 10_000
"""So many files are worth it; with fewer the collector is quick."""


@contextmanager
def making_many(count: int) -> Iterator[None]:
    """Make values for `count` files within a few seconds, and have them left alone afterwards."""
    if count < MANY or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def leave_alone(count: int) -> None:
    """Values for `count` files were made: the collector need not look at them any more."""
    if count >= MANY:
        gc.freeze()
