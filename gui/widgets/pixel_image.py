"""Pixels as an image of Qt's."""

import numpy as np
from PySide6.QtGui import QImage

from core.data.dataset import Pixels


def image_of(pixels: Pixels) -> QImage:
    """Pixels (uint8, shape (height, width, 1 or 3)) as an image of its own."""
    height, width, channels = pixels.shape
    kind = QImage.Format.Format_Grayscale8 if channels == 1 else QImage.Format.Format_RGB888
    # The image only borrows the bytes; the copy owns them.
    return QImage(np.ascontiguousarray(pixels).data, width, height, width * channels, kind).copy()
