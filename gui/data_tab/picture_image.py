"""Pixels as Qt's images, and as what is dragged or copied."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QImage, QImageWriter

from gui.data_tab.arrangement import Picture

PICTURE_MIME = "application/x-litmus-picture"
"""A picture at its own size: the bytes of a PNG file. What takes it knows it by this name."""

FILES_MIME = "application/x-litmus-files"
"""Files of the folder shown, as their numbers: what the Data tab itself drags."""

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


def mime_of_files(numbers: Sequence[int], paths: Sequence[str]) -> QMimeData:
    """Picture files for a drag or the clipboard: where they lie, and which of the folder's."""
    mime = QMimeData()
    mime.setUrls([file_url(path) for path in paths])
    mime.setData(FILES_MIME, QByteArray(",".join(map(str, numbers)).encode()))
    return mime


def numbers_in(mime: QMimeData) -> tuple[int, ...]:
    """The numbers of files that the Data tab itself drags; empty where it is something else."""
    content = bytes(mime.data(FILES_MIME).data()).decode()
    return tuple(int(number) for number in content.split(",")) if content else ()


def file_url(path: str) -> QUrl:
    """The address of a file, whatever the bytes of its name."""
    return QUrl.fromEncoded(Path(path).absolute().as_uri().encode())


def _png(image: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    buffer.close()
    return bytes(content.data())
