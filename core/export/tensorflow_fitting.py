"""From the bytes of a picture file to a network's pixels, in TensorFlow's own operations.

As near to `core.data.fitting` as TensorFlow comes: antialiased bilinear resizing is the same filter
as Pillow's, but for rounding; what it decodes and composes differs as the README says.
"""

from __future__ import annotations

from typing import Any

from core.data.fitting import GROUNDS, working_size
from core.data.form import Fit, PictureForm

_Tensor = Any  # TensorFlow ships no types.

_LUMA = (0.299, 0.587, 0.114)
"""ITU-R BT.601, as Pillow's grey."""


def decoded(content: _Tensor, form: PictureForm) -> _Tensor:
    """The picture in a file, as a network of this form takes it.

    Args:
        content: A string tensor of shape (): a JPEG, PNG, BMP or GIF file.
        form: Size, colour, fit and ground.

    Returns:
        float32, whole numbers 0-255, shape `form.shape`.
    """
    import tensorflow as tf

    whole = _on_ground(content, GROUNDS[form.ground])
    reduced = _reduced(whole, working_size(form))
    coloured = _with_channels(reduced, form.channels)
    fitted = _fitted(coloured, form)
    return tf.ensure_shape(tf.round(tf.clip_by_value(fitted, 0.0, 255.0)), form.shape)


def _on_ground(content: _Tensor, ground: int) -> _Tensor:
    """Colour, laid on a grey where it is transparent: float32, shape (height, width, 3)."""
    import tensorflow as tf

    def with_alpha() -> _Tensor:
        picture = tf.cast(tf.io.decode_png(content, channels=4), tf.float32)
        alpha = picture[..., 3:] / 255
        return tf.round(picture[..., :3] * alpha + ground * (1 - alpha))

    def without() -> _Tensor:
        picture = tf.io.decode_image(content, channels=3, expand_animations=False)
        return tf.cast(tf.ensure_shape(picture, (None, None, 3)), tf.float32)

    is_png = tf.equal(tf.strings.substr(content, 0, 4), b"\x89PNG")
    return tf.cond(is_png, with_alpha, without)


def _reduced(picture: _Tensor, enough: tuple[int, int]) -> _Tensor:
    """Averaged over blocks of the largest whole size that leaves enough, as when decoding."""
    import tensorflow as tf

    height, width = tf.shape(picture)[0], tf.shape(picture)[1]
    factor = tf.maximum(1, tf.minimum(width // enough[0], height // enough[1]))

    def averaged() -> _Tensor:
        rows, columns = -(-height // factor), -(-width // factor)
        whole = tf.pad(
            picture,
            [[0, rows * factor - height], [0, columns * factor - width], [0, 0]],
            "SYMMETRIC",
        )
        blocks = tf.reshape(whole, (rows, factor, columns, factor, 3))
        return tf.round(tf.reduce_mean(blocks, axis=(1, 3)))

    return tf.cond(factor > 1, averaged, lambda: picture)


def _with_channels(picture: _Tensor, channels: int) -> _Tensor:
    import tensorflow as tf

    if channels == 3:
        return picture
    return tf.round(tf.reduce_sum(picture * tf.constant(_LUMA), axis=-1, keepdims=True))


def _fitted(picture: _Tensor, form: PictureForm) -> _Tensor:
    import tensorflow as tf

    size = (form.height, form.width)
    height, width = tf.shape(picture)[0], tf.shape(picture)[1]
    match form.fit:
        case Fit.STRETCH:
            return _resized(picture, size)
        case Fit.CROP:
            return _cropped(picture, size)
        case Fit.PAD:
            down, across = tf.cast(height, tf.float64), tf.cast(width, tf.float64)
            scale = tf.minimum(form.height / down, form.width / across)
            rows = tf.maximum(1, tf.cast(tf.round(down * scale), tf.int32))
            columns = tf.maximum(1, tf.cast(tf.round(across * scale), tf.int32))
            small = tf.round(_resized(picture, (rows, columns)))
            top, left = (form.height - rows) // 2, (form.width - columns) // 2
            beside = [[top, form.height - rows - top], [left, form.width - columns - left], [0, 0]]
            return tf.pad(small, beside, constant_values=float(GROUNDS[form.ground]))


def _cropped(picture: _Tensor, size: tuple[int, int]) -> _Tensor:
    """The largest part from the centre with the shape of `size`, resized as Pillow does with a box.

    `scale_and_translate` takes a part whose border lies between two pixels, as Pillow does.
    """
    import tensorflow as tf

    down, across = (
        tf.cast(tf.shape(picture)[0], tf.float32),
        tf.cast(tf.shape(picture)[1], tf.float32),
    )
    scale = tf.minimum(across / size[1], down / size[0])
    top = tf.maximum(0.0, (down - size[0] * scale) / 2)
    left = tf.maximum(0.0, (across - size[1] * scale) / 2)
    rows, columns = (
        tf.cast(tf.round(size[0] * scale), tf.int32),
        tf.cast(tf.round(size[1] * scale), tf.int32),
    )
    part = tf.image.crop_to_bounding_box(
        picture, tf.cast(tf.floor(top), tf.int32), tf.cast(tf.floor(left), tf.int32), rows, columns
    )
    return _resized(part, size)


def _resized(picture: _Tensor, size: tuple[_Tensor, _Tensor] | tuple[int, int]) -> _Tensor:
    import tensorflow as tf

    return tf.image.resize(picture, size, method="bilinear", antialias=True)
