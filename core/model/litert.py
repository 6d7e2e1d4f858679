"""From a Keras model to LiteRT, the form that predicts without TensorFlow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras


def litert_bytes(model: keras.Model) -> bytes:
    """The content of a LiteRT file of `model`.

    It takes one picture, float32 pixels 0-255, shape (1, height, width, channels), and gives
    float32 probabilities, shape (1, outputs).
    """
    import tensorflow as tf

    shape = (1, *model.input_shape[1:])

    def answer(pixels: Any) -> Any:  # noqa: ANN401 - TensorFlow ships no types
        return model(pixels, training=False)

    function = tf.function(answer, autograph=False)
    concrete = function.get_concrete_function(tf.TensorSpec(shape, tf.float32, name="pixels"))
    converter = tf.lite.TFLiteConverter.from_concrete_functions([concrete])
    return bytes(converter.convert())
