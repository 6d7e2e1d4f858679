"""A LiteRT model file at work, without TensorFlow."""

from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from core.data.dataset import Pixels
from core.errors import LitmusError
from core.native_noise import silent_stderr
from core.plain import read_plain

Probabilities = npt.NDArray[np.float32]
"""float32, shape (pictures, outputs), each row adding up to 1."""

_THREADS = 2
_MOST_BYTES = 2**31
"""A LiteRT file cannot be larger than 2 GB."""

_MADE_AGAIN = "Train again, or choose another run."


class LiteRTModel:
    """A network loaded from a `.tflite` file. Thread-safe: calls are answered one after another.

    The file takes one picture at a time, plain pixels 0-255 as uint8 or float32, shape
    (1, height, width, channels), and gives one row of numbers.

    Attributes:
        input_shape: (height, width, channels).
        outputs: How many numbers it gives.
    """

    def __init__(self, path: Path) -> None:
        """Load `path`.

        Raises:
            LitmusError: The file is missing, damaged, or of another kind.
        """
        self._lock = Lock()
        self._interpreter = load_interpreter(path)
        taken, given = self._interpreter.get_input_details(), self._interpreter.get_output_details()
        if len(taken) != 1 or len(given) != 1 or taken[0]["dtype"] not in (np.uint8, np.float32):
            raise LitmusError(f"“{path}” is not a classifier of pictures.", _MADE_AGAIN)
        self._input, self._output = taken[0]["index"], given[0]["index"]
        self._dtype = taken[0]["dtype"]
        self.input_shape = tuple(int(n) for n in taken[0]["shape"][1:])
        self.outputs = int(given[0]["shape"][-1])

    def probabilities(self, pixels: Pixels) -> Probabilities:
        """The network's answers.

        Args:
            pixels: uint8, shape (pictures, height, width, channels), or one picture without the
                first axis.

        Raises:
            ValueError: The pixels have another shape or dtype than the network takes.
        """
        pictures = pixels[np.newaxis] if pixels.ndim == 3 else pixels
        if pictures.dtype != np.uint8 or pictures.shape[1:] != self.input_shape:
            raise ValueError(
                f"The network takes uint8 pixels of shape {self.input_shape}. "
                f"Received: {pixels.dtype} of shape {pixels.shape}"
            )
        answers = np.empty((len(pictures), self.outputs), np.float32)
        with self._lock:
            for number, picture in enumerate(pictures.astype(self._dtype, copy=False)):
                self._interpreter.set_tensor(self._input, picture[np.newaxis])
                self._interpreter.invoke()
                answers[number] = self._interpreter.get_tensor(self._output)[0]
        return answers


def load_interpreter(path: Path) -> Any:  # noqa: ANN401 - LiteRT ships no types
    """A LiteRT file, ready to be given one input.

    Raises:
        LitmusError: It is missing, damaged, or cannot be read.
    """
    from ai_edge_litert.interpreter import Interpreter

    # The content, not the path: a mapped file could not be replaced on Windows.
    try:
        content = read_plain(path, most=_MOST_BYTES)
    except FileNotFoundError as error:
        raise LitmusError(f"The model “{path}” is missing.", _MADE_AGAIN) from error
    except OSError as error:
        reason = error.strerror or error
        raise LitmusError(f"The model “{path}” cannot be read: {reason}.", _MADE_AGAIN) from error
    try:
        with silent_stderr():
            interpreter = Interpreter(model_content=content, num_threads=_THREADS)
            interpreter.allocate_tensors()
    except (ValueError, RuntimeError) as error:
        raise LitmusError(f"The model “{path}” is damaged.", _MADE_AGAIN) from error
    return interpreter
