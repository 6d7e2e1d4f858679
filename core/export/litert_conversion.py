"""What the three LiteRT formats share: the file, its example, and how it is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from core.data.dataset import Pixels
from core.export.format_module import About, Example
from core.model.litert import frozen
from core.prediction.interpreter import LiteRTModel, Probabilities

MODEL = "model.tflite"
"""The name of the file."""

_EXAMPLE = Example(
    imports="from ai_edge_litert.interpreter import Interpreter",
    load=f'MODEL = Interpreter(str(HERE / "{MODEL}"))\nMODEL.allocate_tensors()',
    answer=(
        'MODEL.set_tensor(MODEL.get_input_details()[0]["index"], pictures)\n'
        "MODEL.invoke()\n"
        'shares = MODEL.get_tensor(MODEL.get_output_details()[0]["index"])[0]'
    ),
    packages=("ai-edge-litert",),
)

_USE = f"""\
`{MODEL}` is for LiteRT, which was called TensorFlow Lite: on Android, iOS, small computers and in
Python (`ai-edge-litert`). It has one input and one output, and takes one picture at a time."""


def about_litert(more: str) -> About:
    """How a LiteRT format is presented; `more` is what the README says of this one."""
    use = f"{_USE}\n\n{more}" if more else _USE
    return About(model=MODEL, use=use, example=_EXAMPLE, one_at_a_time=True)


def converter_of(model: Any) -> Any:  # noqa: ANN401 - TensorFlow ships no types
    """A converter of a Keras model that takes one picture; its weights are constants.

    Not by `from_keras_model`, which fails with Keras 3.15.
    """
    import tensorflow as tf

    return tf.lite.TFLiteConverter.from_concrete_functions([frozen(model)], model)


def ask(folder: Path, pixels: Pixels) -> Probabilities:
    """What LiteRT answers."""
    return np.asarray(LiteRTModel(folder / MODEL).probabilities(pixels))
