from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage

from gui.local_path import local_path
from gui.predict_tab.offer import PICTURE_MIME, can_read, read_offer, refusal

ODD_NAMES = [
    "with spaces.png",
    "emoji 👟.png",
    "quotes ' and \".png",
    "hash #1.png",
    "100 %.png",
    "question?.png",
    "plus+and&.png",
    "semi;colon.png",
]


def urls(*texts: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(text) for text in texts])
    return mime


def image(width: int = 4, height: int = 3) -> QImage:
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor("red"))
    return made


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_file_keeps_its_odd_name(tmp_path: Path, name: str) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
    offer = read_offer(mime)
    assert offer is not None
    assert offer.paths == (tmp_path / name,)
    assert can_read(mime)


def test_a_name_that_is_not_utf8_is_kept() -> None:
    path = local_path(QUrl.fromEncoded(b"file:///tmp/caf%E9.png"))
    assert path.name == "caf\udce9.png"


def test_marks_that_a_program_forgot_to_encode_belong_to_the_name() -> None:
    assert local_path(QUrl("file:///tmp/a#1?.png")) == Path("/tmp/a#1?.png")  # noqa: S108


def test_the_pictures_of_the_data_tab_come_first() -> None:
    mime = QMimeData()
    mime.setData(PICTURE_MIME, b"png bytes")
    mime.setImageData(image())
    offer = read_offer(mime)
    assert offer is not None
    assert offer.content == b"png bytes"


def test_the_file_of_a_browsers_picture_is_taken_with_its_name() -> None:
    mime = urls("https://example.org/shop/red%20boot.jpg?size=large")
    mime.setData("image/jpeg", b"jpeg bytes")
    offer = read_offer(mime)
    assert offer is not None
    assert offer.content == b"jpeg bytes"
    assert offer.name == "red boot.jpg"


def test_an_image_of_the_clipboard_is_taken() -> None:
    mime = QMimeData()
    mime.setImageData(image(4, 3))
    offer = read_offer(mime)
    assert offer is not None
    assert isinstance(offer.content, QImage)
    assert (offer.content.width(), offer.content.height()) == (4, 3)


@pytest.mark.parametrize(
    ("mime", "words"),
    [
        (urls("https://example.org/boot.jpg"), "web address"),
        (urls("ftp://example.org/boot.jpg"), "web address"),
    ],
)
def test_a_web_address_is_refused(mime: QMimeData, words: str) -> None:
    assert not can_read(mime)
    assert read_offer(mime) is None
    assert words in refusal(mime)


@pytest.mark.parametrize(
    ("text", "words"),
    [("https://example.org", "web address"), ("www.example.org", "web address"), ("boot", "text")],
)
def test_text_is_refused_with_a_sentence(text: str, words: str) -> None:
    mime = QMimeData()
    mime.setText(text)
    assert not can_read(mime)
    assert read_offer(mime) is None
    assert words in refusal(mime)


def test_an_empty_clipboard_says_what_to_do() -> None:
    assert not can_read(QMimeData())
    assert "Copy a picture" in refusal(QMimeData())


def test_files_beside_a_web_address_are_taken(tmp_path: Path) -> None:
    mime = urls("https://example.org/a.png", f"file://{tmp_path}/b.png")
    offer = read_offer(mime)
    assert offer is not None
    assert offer.paths == (tmp_path / "b.png",)
