"""A backbone at work, without TensorFlow."""

from typing import Any

import numpy as np
import numpy.typing as npt

from core.data.dataset import Pixels
from core.errors import LitmusError
from core.features.backbone import Backbone, verified_content
from core.native_noise import silent_stderr

Features = npt.NDArray[np.float32]
"""float32; shape (numbers,) for a picture, (pictures, numbers) for several."""


class Extractor:
    """Turns pictures into a backbone's numbers. Not thread-safe: make one for each thread.

    Attributes:
        backbone: Which one.
    """

    def __init__(self, backbone: Backbone, *, threads: int = 1) -> None:
        """Load the backbone, some 50 ms.

        Args:
            backbone: Which one.
            threads: How many a single picture is spread over.

        Raises:
            LitmusError: Its file is missing or damaged, or this computer cannot run it.
        """
        self.backbone = backbone
        self._interpreter = _load(backbone, threads)
        taken = self._interpreter.get_input_details()
        if len(taken) != 1 or tuple(taken[0]["shape"][1:]) != backbone.form.shape:
            raise LitmusError(
                f"The backbone “{backbone.litert_file}” takes other pictures than it should.",
                "Install Litmus again: this file comes with it.",
            )
        self._input = taken[0]["index"]
        outputs = {
            tuple(int(n) for n in detail["shape"][1:]): detail["index"]
            for detail in self._interpreter.get_output_details()
        }
        self._pooled = outputs[(backbone.pooled,)]
        self._middle = outputs[(backbone.middle,)] if backbone.middle else None
        self._last = outputs[backbone.last] if backbone.last else None

    def features(self, pixels: Pixels) -> Features:
        """What the backbone makes of a picture.

        Args:
            pixels: uint8 or float32, shape `backbone.form.shape`, 0-255.

        Returns:
            float32, shape (backbone.width,): the pooled outputs, then the middle ones.

        Raises:
            ValueError: The pixels have another shape.
        """
        self._run(pixels)
        features = np.empty(self.backbone.width, np.float32)
        features[: self.backbone.pooled] = self._interpreter.get_tensor(self._pooled)[0]
        if self._middle is not None:
            features[self.backbone.pooled :] = self._interpreter.get_tensor(self._middle)[0]
        return features

    def last(self, pixels: Pixels) -> Features:
        """The last convolution for a picture: float32, shape `backbone.last`.

        Raises:
            ValueError: The pixels have another shape, or the backbone does not give it.
        """
        if self._last is None:
            raise ValueError(f"{self.backbone.name} gives no last convolution")
        self._run(pixels)
        found: Features = self._interpreter.get_tensor(self._last)[0]
        return found

    def _run(self, pixels: Pixels) -> None:
        if pixels.shape != self.backbone.form.shape:
            raise ValueError(
                f"The backbone takes pixels of shape {self.backbone.form.shape}. "
                f"Received: {pixels.shape}"
            )
        self._interpreter.set_tensor(self._input, pixels.astype(np.float32)[np.newaxis])
        self._interpreter.invoke()


def _load(backbone: Backbone, threads: int) -> Any:  # noqa: ANN401 - LiteRT ships no types
    content = verified_content(backbone.litert_file, backbone.sha256)
    try:
        from ai_edge_litert.interpreter import Interpreter

        with silent_stderr():
            interpreter = Interpreter(model_content=content, num_threads=threads)
            interpreter.allocate_tensors()
    except (ImportError, ValueError, RuntimeError) as error:
        raise LitmusError(
            f"The backbone “{backbone.title}” cannot be run on this computer: {error}.",
            "Choose a network of the Model tab that is trained from scratch.",
        ) from error
    return interpreter
