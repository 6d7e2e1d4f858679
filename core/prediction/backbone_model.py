"""A backbone and what was learned on top of it, answering without TensorFlow."""

from collections.abc import Mapping
from threading import Lock
from typing import Protocol

import numpy as np

from core.data.dataset import Pixels
from core.errors import LitmusError
from core.features.backbone import Backbone, backbones
from core.features.extractor import Extractor, Features
from core.features.head import Head, calibrated
from core.features.head_file import read_head
from core.prediction.head_model import KerasHead
from core.prediction.interpreter import Probabilities
from core.run.folder import Run
from core.run.record import RunRecord

_THREADS = 2
_TRAIN_AGAIN = "Train again, or choose another run."


class _HeadModel(Protocol):
    """What turns features into answers.

    Attributes:
        outputs: How many numbers it gives.
    """

    outputs: int

    def answer(self, features: Mapping[str, Features]) -> Probabilities:
        """The answers to several pictures, from what each backbone made of them."""
        ...


class BackboneModel:
    """Backbones with a head. Thread-safe: calls are answered one after another.

    Attributes:
        backbones: In the network's order.
        input_shape: (height, width, channels).
        outputs: How many numbers it gives for a picture.
    """

    def __init__(self, run: Run) -> None:
        """Load what `run` stands on, and its head.

        Raises:
            LitmusError: A file is missing or damaged, or a backbone is another one by now.
        """
        self.backbones = _the_same(run.record)
        self.input_shape: tuple[int, ...] = self.backbones[0].form.shape
        head: _HeadModel
        if run.by_head:
            head = _Regressions(run, self.backbones)
        else:
            head = _KerasTrained(run, self.backbones)
        self._head = head
        self.outputs = head.outputs
        self._lock = Lock()
        self._extractors = tuple(Extractor(b, threads=_THREADS) for b in self.backbones)

    def probabilities(self, pixels: Pixels) -> Probabilities:
        """The answers; arguments as for `core.prediction.interpreter.LiteRTModel`.

        Raises:
            ValueError: The pixels have another shape or dtype than the backbones take.
        """
        pictures = pixels[np.newaxis] if pixels.ndim == 3 else pixels
        if pictures.dtype != np.uint8 or pictures.shape[1:] != self.input_shape:
            raise ValueError(
                f"The network takes uint8 pixels of shape {self.input_shape}. "
                f"Received: {pixels.dtype} of shape {pixels.shape}"
            )
        with self._lock:
            features = {
                extractor.backbone.name: _rows(extractor, pictures)
                for extractor in self._extractors
            }
        return self.answer(features)

    def answer(self, features: Mapping[str, Features]) -> Probabilities:
        """The answers to pictures that have passed the backbones.

        Args:
            features: By the name of the backbone: float32, shape (pictures, its width).
        """
        return self._head.answer(features)


class _Regressions:
    """A head of regressions, with the temperature of the record."""

    def __init__(self, run: Run, given: tuple[Backbone, ...]) -> None:
        self._head: Head = read_head(run.head_file)
        self._temperature = run.record.temperature
        self.outputs = self._head.classes
        widths = {backbone.name: backbone.width for backbone in given}
        for output in (output for part in self._head.parts for output in part.inputs):
            if not 0 < output.width <= widths.get(output.backbone, 0):
                raise LitmusError(
                    f"The model “{run.head_file}” does not fit the backbones that run.json names.",
                    _TRAIN_AGAIN,
                )

    def answer(self, features: Mapping[str, Features]) -> Probabilities:
        return self._head.probabilities(features, temperature=self._temperature)


class _KerasTrained:
    """Layers that Keras trained on the pooled numbers of all backbones, side by side."""

    def __init__(self, run: Run, given: tuple[Backbone, ...]) -> None:
        self._head = KerasHead.load(run)
        self._pooled = {backbone.name: backbone.pooled for backbone in given}
        self._temperature = run.record.temperature
        self.outputs = self._head.outputs
        if self._head.features != sum(self._pooled.values()):
            raise LitmusError(
                f"The model “{run.litert_file}” does not fit the backbones that run.json names.",
                _TRAIN_AGAIN,
            )

    def answer(self, features: Mapping[str, Features]) -> Probabilities:
        taken = [features[name][:, :pooled] for name, pooled in self._pooled.items()]
        return calibrated(self._head.probabilities(np.hstack(taken)), self._temperature)


def _rows(extractor: Extractor, pictures: Pixels) -> Features:
    rows = np.empty((len(pictures), extractor.backbone.width), np.float32)
    for number, picture in enumerate(pictures):
        rows[number] = extractor.features(picture)
    return rows


def _the_same(record: RunRecord) -> tuple[Backbone, ...]:
    """The backbones of the network.

    Raises:
        LitmusError: One is not there, or is not the one that the run was trained with.
    """
    found = backbones(record.network.backbone.names if record.network.backbone else ())
    for backbone in found:
        if record.backbones.get(backbone.name) != backbone.sha256:
            raise LitmusError(
                f"“{record.name}” was trained with another version of the backbone "
                f"“{backbone.title}”.",
                "Train again with the one that is here.",
            )
    return found
