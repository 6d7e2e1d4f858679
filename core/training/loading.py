"""Loading TensorFlow: seconds, once a process."""

import ctypes
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from core.errors import LitmusError
from core.native_noise import silent_stderr
from core.places import cache_folder

_LIBRARIES = (
    "libtensorflow_framework.so.2",
    "libtensorflow_cc.so.2",
    "python/_pywrap_tensorflow_internal.so",
)


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

    # It takes the same function of another engine for the same one traced again, and warns.
    tf.get_logger().setLevel("ERROR")
    return str(tf.__version__)


def graphics_processors() -> tuple[str, ...]:
    """Names of the graphics processors that TensorFlow trains on.

    None before it has been loaded: this loads nothing.
    """
    if "tensorflow" not in sys.modules:
        return ()
    import tensorflow as tf

    with silent_stderr():
        devices = tf.config.list_physical_devices("GPU")
        details = [tf.config.experimental.get_device_details(device) for device in devices]
    return tuple(str(detail.get("device_name", "GPU")) for detail in details)


def _map_libraries() -> None:
    """Map TensorFlow's large libraries into the process while other threads go on.

    `import` would do it with the interpreter's lock held, and a window beside it would stand still
    twice as long; a foreign call lets the lock go. Only where that was seen to help.
    """
    spec = find_spec("tensorflow")
    if sys.platform != "linux" or spec is None or not spec.submodule_search_locations:
        return
    folder = Path(spec.submodule_search_locations[0])
    dlopen = getattr(ctypes.CDLL(None), "dlopen", None)
    for name in _LIBRARIES:
        if dlopen is not None and (folder / name).is_file():
            dlopen(os.fsencode(folder / name), os.RTLD_NOW)


@contextmanager
def _unhurried_collector() -> Iterator[None]:
    """Keep Python's garbage collector from going through a million new objects again and again.

    Each pass stops every thread, a window's too, for up to 0.3 s. What was loaded stays for good,
    so that later passes need not look at it either.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()


def _import_quietly() -> None:
    # A person's own settings of Keras, such as half precision, are for programs of their own.
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ["KERAS_HOME"] = str(cache_folder() / "keras")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        with silent_stderr(), _unhurried_collector():
            _map_libraries()
            import_module("tensorflow")
    except (ImportError, OSError) as error:
        raise LitmusError(
            f"TensorFlow cannot be loaded on this computer: {error}.",
            "Pictures can still be classified with a trained run; training needs TensorFlow.",
        ) from error
