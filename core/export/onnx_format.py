"""ONNX: one file for ONNX Runtime in any language."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from core.cancellation import CancelToken
from core.data.dataset import Pixels
from core.errors import LitmusError
from core.export.chain import INPUT, OUTPUT
from core.export.format_module import About, Example, Report
from core.export.request import ExportProgress
from core.export.source import ExportSource
from core.native_noise import silent_stderr
from core.prediction.interpreter import Probabilities

if TYPE_CHECKING:
    import onnx

MODEL = "model.onnx"
"""The file."""

OPSET = 18
"""Version of ONNX' operators: ONNX Runtime 1.14 of 2023 and later know them."""

_STEP = 16
"""Pictures asked about at once by the check."""

_EXAMPLE = Example(
    imports="import onnxruntime",
    load=f'MODEL = onnxruntime.InferenceSession(HERE / "{MODEL}")',
    answer=f'shares = MODEL.run(["{OUTPUT}"], {{"{INPUT}": pictures}})[0][0]',
    packages=("onnxruntime",),
)


def about(source: ExportSource) -> About:
    """What the README says; see `core.export.format_module`."""
    height, width, channels = source.run.record.network.input.shape
    return About(
        model=MODEL,
        use=(
            f"`{MODEL}` is ONNX, opset {OPSET}: for ONNX Runtime 1.14 or later. Input `{INPUT}`, "
            f"float32, shape (batch, {height}, {width}, {channels}); output `{OUTPUT}`, "
            f"float32, shape (batch, {len(source.labels)}).\n\n"
            "The file's metadata hold the classes (`labels`, a JSON list in the order of the "
            "output), and size, colour order and range of the input."
        ),
        example=_EXAMPLE,
    )


def in_own_process(source: ExportSource) -> bool:  # noqa: ARG001 - the same for every run
    """Converting takes TensorFlow."""
    return True


def write(source: ExportSource, folder: Path, *, report: Report, cancel: CancelToken) -> None:
    """Write `MODEL`; see `core.export.format_module`.

    Raises:
        LitmusError: The network cannot be said in ONNX.
        Cancelled: The token was set.
    """
    model = source.model
    cancel.raise_if_cancelled()
    report(ExportProgress("Converting to ONNX"))
    try:
        with _quietly():
            converted = _converted(model)
            _describe(converted, source)
            content = _checked(converted)
    except Exception as error:  # the converter has no exception of its own
        raise LitmusError(
            f"The network cannot be converted to ONNX: {error}.", "Choose another format."
        ) from error
    cancel.raise_if_cancelled()
    (folder / MODEL).write_bytes(content)


def answers(folder: Path, pixels: Pixels) -> Probabilities:
    """What ONNX Runtime makes of the pictures; see `core.export.format_module`."""
    import numpy as np
    import onnxruntime

    session = onnxruntime.InferenceSession(folder / MODEL, providers=["CPUExecutionProvider"])
    parts = [
        session.run([OUTPUT], {INPUT: pixels[start : start + _STEP].astype(np.float32)})[0]
        for start in range(0, len(pixels), _STEP)
    ]
    return cast(Probabilities, np.concatenate(parts))


def _converted(model: Any) -> onnx.ModelProto:  # noqa: ANN401 - Keras ships no types
    import tensorflow as tf
    import tf2onnx

    signature = [tf.TensorSpec((None, *model.input_shape[1:]), tf.float32, name=INPUT)]
    function = tf.function(
        lambda pixels: {OUTPUT: model(pixels, training=False)},
        input_signature=signature,
        autograph=False,
    )
    return tf2onnx.convert.from_function(function, input_signature=signature, opset=OPSET)[0]


def _describe(converted: onnx.ModelProto, source: ExportSource) -> None:
    """Name the batch's dimension, and tell in the file what goes in and comes out."""
    from onnx.helper import set_model_props

    height, width, channels = source.run.record.network.input.shape
    for value in (*converted.graph.input, *converted.graph.output):
        value.type.tensor_type.shape.dim[0].dim_param = "batch"
    # Shapes within were inferred with other names for the batch; runtimes infer them themselves.
    del converted.graph.value_info[:]
    converted.graph.name = "litmus"
    converted.doc_string = "A picture classifier, made with Litmus."
    set_model_props(
        converted,
        {
            "labels": json.dumps(source.labels, ensure_ascii=False),
            "input_size": f"{width}x{height}",
            "input_layout": "batch, height, width, channels",
            "colour_order": "grey" if channels == 1 else "RGB",
            "value_range": "0-255",
        },
    )


def _checked(converted: onnx.ModelProto) -> bytes:
    import onnx

    onnx.checker.check_model(converted, full_check=True)
    return cast(bytes, converted.SerializeToString())


@contextmanager
def _quietly() -> Iterator[None]:
    """Without the converter's log; what failed comes as an exception."""
    logger = logging.getLogger("tf2onnx")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with silent_stderr():
            yield
    finally:
        logger.setLevel(before)
