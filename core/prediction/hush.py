"""Keeping LiteRT's greeting off a person's terminal."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def standard_error_hushed() -> Iterator[None]:
    """Discard what native code writes to standard error inside the block.

    LiteRT says "Created TensorFlow Lite XNNPACK delegate" when the first model of a process is
    loaded, and has no setting for it. Everything that the process writes there meanwhile is lost,
    so the block must be short. Without a standard error (a windowed program) nothing is done.
    """
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    try:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device, not a file
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
