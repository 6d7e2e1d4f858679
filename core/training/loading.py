"""Loading TensorFlow: seconds, once a process."""

import os
import sys
from importlib import import_module

from core.errors import LitmusError
from core.native_noise import silent_stderr


def load_tensorflow() -> str:
    """Import TensorFlow and Keras, quietly.

    Returns:
        TensorFlow's version.

    Raises:
        LitmusError: It cannot be loaded on this computer.
    """
    if "tensorflow" not in sys.modules:
        _import_quietly()
    import tensorflow as tf

    return str(tf.__version__)


def _import_quietly() -> None:
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        with silent_stderr():
            import_module("tensorflow")
    except (ImportError, OSError) as error:
        raise LitmusError(
            f"TensorFlow cannot be loaded on this computer: {error}.",
            "Pictures can still be classified with a trained run; training needs TensorFlow.",
        ) from error
