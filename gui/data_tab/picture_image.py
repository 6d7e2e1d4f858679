"""Pixels as Qt's images, and as what is dragged or copied."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter

from gui.data_tab.arrangement import Picture

PICTURE_MIME = "application/x-litmus-picture"
"""A picture at its own size: the bytes of a PNG file. What takes it knows it by this name."""

_FORMATS = {1: QImage.Format.Format_Grayscale8, 3: QImage.Format.Format_RGB888}


def image_over(pixels: npt.NDArray[np.uint8]) -> QImage:
    """An image that looks at `pixels` without copying them; valid as long as they are.

    Args:
        pixels: uint8, shape (height, width, 1 or 3), contiguous.
    """
    height, width, channels = pixels.shape
    return QImage(pixels.data, width, height, width * channels, _FORMATS[channels])


def mime_of(picture: Picture) -> QMimeData:
    """`picture` for a drag or the clipboard: as an image, as PNG bytes, and its name as text."""
    image = image_over(picture.pixels).copy()
    mime = QMimeData()
    mime.setImageData(image)
    mime.setData(PICTURE_MIME, QByteArray(_png(image)))
    mime.setText(picture.title)
    return mime


def _png(image: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    buffer.close()
    return bytes(content.data())
