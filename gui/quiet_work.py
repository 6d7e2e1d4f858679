"""Python work in another thread that makes many values, without holding the window up."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_SWITCH_S = 0.0005


@contextmanager
def quietly() -> Iterator[None]:
    """Keep the window's thread from waiting for what this block does.

    Python hands its lock on after 5 ms only, and the collector of cycles, which the making of many
    values sets going, hands it on not at all while it goes through everything there is. What is
    made here must be free of cycles and gone when the block ends, as the text of a file is.
    """
    interval, collecting = sys.getswitchinterval(), gc.isenabled()
    sys.setswitchinterval(min(interval, _SWITCH_S))
    if collecting:
        gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
        sys.setswitchinterval(interval)
