"""What a drop or the clipboard offers, as plain values."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from gui.local_path import local_path

PICTURE_MIME = "application/x-litmus-picture"
"""A picture of the Data tab: its PNG file as bytes."""

_ENCODED = (
    *("image/png", "image/jpeg", "image/webp", "image/avif", "image/gif", "image/tiff"),
    *("image/bmp", "image/x-bmp", "image/x-MS-bmp"),
)
"""Kinds of picture file that browsers and clipboards hand over, the best first."""

_WEB = frozenset({"http", "https", "ftp"})


@dataclass(frozen=True)
class Offer:
    """Pictures that somebody hands over.

    Attributes:
        paths: Files and folders; nobody has looked at them yet.
        content: A picture without a file: the bytes of one, or an image of the clipboard.
        name: What to call the picture without a file.
    """

    paths: tuple[Path, ...] = ()
    content: bytes | QImage | None = None
    name: str = ""


def can_read(mime: QMimeData) -> bool:
    """Whether `read_offer` would find something; reads no data."""
    formats = set(mime.formats())
    return (
        PICTURE_MIME in formats
        or not formats.isdisjoint(_ENCODED)
        or mime.hasImage()
        or any(url.isLocalFile() for url in mime.urls())
    )


def read_offer(mime: QMimeData) -> Offer | None:
    """The pictures in `mime`; None where there are none (see `refusal`)."""
    if mime.hasFormat(PICTURE_MIME):
        return Offer(content=_bytes(mime, PICTURE_MIME), name=mime.text() or "Picture of the data")
    paths = tuple(local_path(url) for url in mime.urls() if url.isLocalFile())
    if paths:
        return Offer(paths=paths)
    name = _name(mime)
    for kind in _ENCODED:
        if mime.hasFormat(kind) and (content := _bytes(mime, kind)):
            return Offer(content=content, name=name)
    image = mime.imageData() if mime.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        return Offer(content=image, name=name)
    return None


def refusal(mime: QMimeData) -> str:
    """Why nothing in `mime` can be shown, and what to do."""
    if any(url.scheme().lower() in _WEB for url in mime.urls()) or _looks_like_web(mime.text()):
        return (
            "That is a web address, and Litmus stays offline. "
            "Save the picture first, then drop the file, or copy the picture itself and paste it."
        )
    if mime.hasText():
        return "That is text, not a picture. Drop picture files, or copy a picture and paste it."
    if mime.formats():
        return "There is no picture in that. Drop picture files, or copy a picture and paste it."
    return "There is nothing to paste. Copy a picture or picture files first."


def _bytes(mime: QMimeData, kind: str) -> bytes:
    return bytes(mime.data(kind).data())


def _name(mime: QMimeData) -> str:
    """A picture of a web page is called like the file it came from."""
    for url in mime.urls():
        if url.scheme().lower() in _WEB and url.fileName():
            return url.fileName()
    return "Pasted picture"


def _looks_like_web(text: str) -> bool:
    return text.strip().lower().startswith(("http://", "https://", "www.", "ftp://"))
