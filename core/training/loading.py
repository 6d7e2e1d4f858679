"""Loading TensorFlow: seconds, once a process."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from core.errors import LitmusError


def load_tensorflow() -> str:
    """Import TensorFlow and Keras, quietly.

    Returns:
        TensorFlow's version.

    Raises:
        LitmusError: It cannot be loaded on this computer.
    """
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        with _silent_stderr():
            import tensorflow as tf
    except (ImportError, OSError) as error:
        raise LitmusError(
            f"TensorFlow cannot be loaded on this computer: {error}.",
            "Pictures can still be classified with a trained run; training needs TensorFlow.",
        ) from error
    return str(tf.__version__)


@contextmanager
def _silent_stderr() -> Iterator[None]:
    """Keep what native code writes to the process's stderr while it loads.

    TensorFlow's libraries greet there before any of their settings is read. Where loading fails,
    what was kept is written after all.
    """
    if "tensorflow" in sys.modules:
        yield
        return
    try:
        kept = os.dup(2)
    except OSError:  # A window started without a console has no stderr.
        yield
        return
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 2)
        failed = True
        try:
            yield
            failed = False
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            if failed:
                file.seek(0)
                with suppress(OSError):
                    os.write(2, file.read())
