"""Small pictures of photo files, made in a worker when they come into sight."""

from collections import OrderedDict
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from core.cancellation import CancelToken
from core.data.folder.listing import FoundFile
from core.data.picture import PIXEL_LIMIT
from gui.jobs import Job, Jobs, Report
from gui.widgets.pixel_image import image_of

if TYPE_CHECKING:
    from core.data.folder.facts_store import FactsStore

_KEPT_BYTES = 96_000_000
_WAITING = 400
"""What was passed by quickly and is out of sight for long is not made any more."""

_AT_ONCE = 12
_DECODED = 192
"""Pixels decoded where there is no small picture in store; they have as many."""


@dataclass(frozen=True)
class _Wish:
    file: FoundFile
    content: bytes | None
    side: int


@dataclass(frozen=True)
class _Made:
    path: str
    image: QImage


class Thumbnails(QObject):
    """Squares cut from the middle of pictures, in device pixels; as many as memory allows.

    Signals:
        arrived: There are more of them.
    """

    arrived = Signal()

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._side = 96
        self._kept: OrderedDict[str, QImage] = OrderedDict()
        self._bytes = 0
        self._waiting: OrderedDict[str, _Wish] = OrderedDict()
        self._job: Job | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._start)

    def set_side(self, pixels: int) -> None:
        """Make them of this width and height from now on."""
        if pixels != self._side:
            self._side = pixels
            self.forget()

    def forget(self) -> None:
        """Make all of them anew."""
        self._kept.clear()
        self._waiting.clear()
        self._bytes = 0

    def stop(self) -> None:
        """Make none any more."""
        self._soon.stop()
        self._waiting.clear()
        if self._job is not None:
            self._job.cancel()

    def image(self, file: FoundFile, content: bytes | None) -> QImage | None:
        """The small picture of a file; None where it is still to be made, which begins now.

        Args:
            file: The file.
            content: The digest of its bytes, where it is known.
        """
        path = file.path
        image = self._kept.get(path)
        if image is not None:
            self._kept.move_to_end(path)
            return image
        self._waiting[path] = _Wish(file, content, self._side)
        self._waiting.move_to_end(path)
        if len(self._waiting) > _WAITING:
            self._waiting.popitem(last=False)
        if self._job is None and not self._soon.isActive():
            self._soon.start()
        return None

    def _start(self) -> None:
        if self._job is not None or not self._waiting:
            return
        # What was asked for last is what is in sight now.
        batch = [self._waiting.popitem()[1] for _ in range(min(_AT_ONCE, len(self._waiting)))]
        batch.reverse()

        def work(report: Report, cancel: CancelToken) -> None:
            _make(batch, report, cancel)

        self._job = self._jobs.run_decoding(work)
        self._job.reported.connect(self._on_job_reported)
        self._job.failed.connect(self._on_job_failed)
        self._job.ended.connect(self._on_job_ended)

    def _on_job_reported(self, made: object) -> None:
        if not isinstance(made, _Made):
            return
        self._waiting.pop(made.path, None)
        if made.image.width() not in (self._side, 1):
            return
        self._kept[made.path] = made.image
        self._bytes += made.image.sizeInBytes()
        while self._bytes > _KEPT_BYTES:
            _, old = self._kept.popitem(last=False)
            self._bytes -= old.sizeInBytes()
        self.arrived.emit()

    def _on_job_failed(self, error: BaseException) -> None:
        raise error

    def _on_job_ended(self) -> None:
        self._job = None
        self._start()


def _make(batch: list[_Wish], report: Report, cancel: CancelToken) -> None:
    from core.data.folder.facts_store import FactsStore

    store = FactsStore()
    for wish in batch:
        cancel.raise_if_cancelled()
        image = _stored(store, wish)
        if image.isNull():
            image = _decoded(wish.file.path)
        report(_Made(wish.file.path, _square(image, wish.side)))
    store.close()


def _stored(store: "FactsStore", wish: _Wish) -> QImage:
    """What a look at the file left in store; a null image where it left nothing."""
    content = wish.content
    if content is None:
        found = next(iter(store.known([wish.file])), None)
        content = found[1].content if found else None
    jpeg = store.thumbnail(content) if content else None
    return _opened(jpeg) if jpeg else QImage()


def _opened(jpeg: bytes) -> QImage:
    """A JPEG that Litmus wrote; a null image where it is damaged.

    Not by Qt: it tries one reader after the other with Python's lock held, and that of SVG connects
    objects, which takes a lock of Qt's. The window's thread may have that and wait for Python's:
    then both wait for ever.
    """
    try:
        with Image.open(BytesIO(jpeg), formats=("JPEG",)) as image:
            return image_of(np.asarray(image.convert("RGB")))
    except (OSError, ValueError, SyntaxError):
        return QImage()


def _decoded(path: str) -> QImage:
    """The picture itself; a null image where it cannot be read."""
    from core.data.picture import decode
    from core.data.picture_error import PictureError

    try:
        picture = decode(Path(path), target=(_DECODED, _DECODED), pixel_limit=PIXEL_LIMIT)
    except PictureError:
        return QImage()
    return image_of(picture.pixels)


def _square(image: QImage, side: int) -> QImage:
    """The middle of a picture; a single clear pixel where there is no picture."""
    if image.isNull():
        empty = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
        empty.fill(Qt.GlobalColor.transparent)
        return empty
    # Cut first: a picture of 1×3000 pixels, enlarged as a whole, would fill the memory.
    edge = min(image.width(), image.height())
    left, top = (image.width() - edge) // 2, (image.height() - edge) // 2
    smooth = Qt.TransformationMode.SmoothTransformation
    how = smooth if edge >= side else Qt.TransformationMode.FastTransformation
    ignore = Qt.AspectRatioMode.IgnoreAspectRatio
    scaled = image.copy(QRect(left, top, edge, edge)).scaled(side, side, ignore, how)
    return scaled.convertToFormat(QImage.Format.Format_RGB32)
