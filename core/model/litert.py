"""From a Keras model to LiteRT, the form that predicts without TensorFlow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras


def litert_bytes(model: keras.Model) -> bytes:
    """The content of a LiteRT file of `model`.

    It takes one picture, float32 pixels 0-255, shape (1, height, width, channels), or what a
    backbone made of one, float32, shape (1, numbers); and gives float32 probabilities, shape
    (1, outputs).
    """
    import tensorflow as tf

    converter = tf.lite.TFLiteConverter.from_concrete_functions([frozen(model)], model)
    return bytes(converter.convert())


def frozen(model: keras.Model) -> Any:  # noqa: ANN401 - TensorFlow ships no types
    """The model as a function with its weights as constants.

    The converter would leave variables in the file otherwise, and LiteRT answers with garbage.
    """
    import tensorflow as tf
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    def answer(taken: Any) -> Any:  # noqa: ANN401
        return model(taken, training=False)

    shape = (1, *model.input_shape[1:])
    function = tf.function(answer, autograph=False)
    concrete = function.get_concrete_function(
        tf.TensorSpec(shape, tf.float32, name=model.inputs[0].name)
    )
    return convert_variables_to_constants_v2(concrete)
