"""Giving memory back to the system after a training."""

import ctypes
import gc
import sys


def release_memory() -> None:
    """Collect what a training left, and let the C library return its free pages.

    glibc keeps freed pages to itself otherwise: some 50 MB after a few trainings.
    """
    gc.collect()
    if sys.platform != "linux":
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
