"""What Keras trained behind a backbone, without TensorFlow."""

from threading import Lock

import numpy as np

from core.errors import LitmusError
from core.features.extractor import Features
from core.prediction.interpreter import Probabilities, load_interpreter
from core.run.folder import Run


class KerasHead:
    """The `model.tflite` of a run whose network begins with a backbone. Thread-safe.

    The file takes what the backbones made of one picture, float32, shape (1, numbers), and gives
    one row of numbers.

    Attributes:
        features: How many numbers it takes for a picture.
        outputs: How many numbers it gives.
    """

    def __init__(self, run: Run) -> None:
        self._lock = Lock()
        self._interpreter = load_interpreter(run.litert_file)
        taken, given = self._interpreter.get_input_details(), self._interpreter.get_output_details()
        fits = len(taken) == len(given) == 1 and len(taken[0]["shape"]) == 2
        if not fits or taken[0]["dtype"] != np.float32 or len(given[0]["shape"]) != 2:
            raise LitmusError(
                f"“{run.litert_file}” is not what follows a backbone.",
                "The run is damaged; train again, or choose another run.",
            )
        self._input, self._output = taken[0]["index"], given[0]["index"]
        self.features = int(taken[0]["shape"][1])
        self.outputs = int(given[0]["shape"][1])

    @classmethod
    def load(cls, run: Run) -> "KerasHead":
        """The head of `run`; some milliseconds.

        Raises:
            LitmusError: Its file is missing, damaged, or of another kind.
        """
        return cls(run)

    def probabilities(self, features: Features) -> Probabilities:
        """The answers: float32, shape (pictures, outputs).

        Args:
            features: The pooled numbers of all backbones, side by side in the network's order:
                float32, shape (pictures, numbers).

        Raises:
            ValueError: They have another shape.
        """
        if features.ndim != 2 or features.shape[1] != self.features:
            raise ValueError(
                f"The head takes {self.features} numbers a picture. "
                f"Received: shape {features.shape}"
            )
        answers = np.empty((len(features), self.outputs), np.float32)
        with self._lock:
            for number, row in enumerate(features.astype(np.float32, copy=False)):
                self._interpreter.set_tensor(self._input, row[np.newaxis])
                self._interpreter.invoke()
                answers[number] = self._interpreter.get_tensor(self._output)[0]
        return answers
