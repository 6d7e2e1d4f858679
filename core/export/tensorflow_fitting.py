"""From the bytes of a picture file to a network's pixels, in TensorFlow's own operations.

As near to `core.data.fitting` as TensorFlow comes: antialiased bilinear resizing is the same filter
as Pillow's, but for rounding; what it decodes and composes differs as the README says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.data.fitting import GROUNDS, working_size
from core.data.form import Fit, Ground, PictureForm
from core.export.example import DETAILED

_Tensor = Any  # TensorFlow ships no types.

_LUMA = (0.299, 0.587, 0.114)
"""ITU-R BT.601, as Pillow's grey."""


def decoded(content: _Tensor, form: PictureForm, *, white_on_black: bool = False) -> _Tensor:
    """The picture in a file, as a network of this form takes it.

    Args:
        content: A string tensor of shape (): a JPEG, PNG, BMP or GIF file.
        form: Size, colour, fit and ground.
        white_on_black: Whether the network learned from such: it is asked about the whole picture,
            resized by a finer filter (`core.prediction.prepare`).

    Returns:
        float32, whole numbers 0-255, shape `form.shape`.
    """
    import tensorflow as tf

    enough = working_size(form)
    if white_on_black:
        form = form.model_copy(update={"fit": Fit.STRETCH, "ground": Ground.WHITE})
        enough = max(DETAILED, form.width), max(DETAILED, form.height)
    reduced = _reduced(_decoded(content, GROUNDS[form.ground], enough), enough)
    coloured = _with_channels(reduced, form.channels)
    if white_on_black:
        fitted = tf.image.resize(coloured, form.shape[:2], method="lanczos3", antialias=True)
    else:
        fitted = _fitted(coloured, form)
    return tf.ensure_shape(tf.round(tf.clip_by_value(fitted, 0.0, 255.0)), form.shape)


def _decoded(content: _Tensor, ground: int, enough: tuple[int, int]) -> _Tensor:
    """Colour, laid on a grey where it is transparent: float32, shape (height, width, 3)."""
    import tensorflow as tf

    def other() -> _Tensor:
        picture = tf.io.decode_image(content, channels=3, expand_animations=False)
        return tf.cast(tf.ensure_shape(picture, (None, None, 3)), tf.float32)

    head = tf.strings.substr(content, 0, 3)
    return tf.case(
        [
            (tf.equal(head, b"\x89PN"), lambda: _png(content, ground)),
            (tf.equal(head, b"\xff\xd8\xff"), lambda: _jpeg(content, enough)),
        ],
        default=other,
    )


def _png(content: _Tensor, ground: int) -> _Tensor:
    import tensorflow as tf

    picture = tf.cast(tf.io.decode_png(content, channels=4), tf.float32)
    alpha = picture[..., 3:] / 255
    return tf.round(picture[..., :3] * alpha + ground * (1 - alpha))


def _jpeg(content: _Tensor, enough: tuple[int, int]) -> _Tensor:
    """A large one at a half, a quarter or an eighth, as Pillow's `draft` reads it."""
    import tensorflow as tf

    def at(ratio: int) -> Callable[[], _Tensor]:
        return lambda: tf.io.decode_jpeg(
            content, channels=3, ratio=ratio, dct_method="INTEGER_ACCURATE"
        )

    size = tf.io.extract_jpeg_shape(content)
    times = tf.minimum(size[1] // enough[0], size[0] // enough[1])
    which = sum(tf.cast(times >= ratio, tf.int32) for ratio in (2, 4, 8))
    return tf.cast(tf.switch_case(which, [at(ratio) for ratio in (1, 2, 4, 8)]), tf.float32)


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
    """The largest part from the centre with the shape of `size`, resized.

    The border of the part may lie between two pixels, and pixels beyond it count, as with Pillow.
    """
    import tensorflow as tf

    sides = tf.cast(tf.shape(picture)[:2], tf.float32)
    wanted = tf.constant(size, tf.float32)
    scale = tf.reduce_max(wanted / sides)
    outside = tf.maximum(0.0, (sides * scale - wanted) / 2)
    resized = tf.raw_ops.ScaleAndTranslate(
        images=picture[tf.newaxis],
        size=size,
        scale=tf.stack([scale, scale]),
        translation=-outside,
        kernel_type="triangle",
        antialias=True,
    )
    return resized[0]


def _resized(picture: _Tensor, size: tuple[_Tensor, _Tensor] | tuple[int, int]) -> _Tensor:
    import tensorflow as tf

    return tf.image.resize(picture, size, method="bilinear", antialias=True)
