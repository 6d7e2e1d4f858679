"""Why a picture cannot be used, in plain words."""

from re import findall

from PIL import Image, UnidentifiedImageError

from core.errors import LitmusError

_KNOWN: tuple[tuple[bytes, str], ...] = (
    (b"%!PS", "EPS"),
    (b"\xc5\xd0\xd3\xc6", "EPS"),
    (b"%PDF", "PDF"),
    (b"<svg", "SVG"),
    (b"\xd7\xcd\xc6\x9a", "WMF"),
    (b"SIMPLE  =", "FITS"),
    (b"\x1aE\xdf\xa3", "film"),
)
"""First bytes of files that people take for pictures and that are not read."""

_SIGNATURES = (
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF87a",
    b"GIF89a",
    b"II*\0",
    b"MM\0*",
    b"BM",
    b"\0\0\1\0",
    b"8BPS",
    b"qoif",
    b"\0\0\0\x0cjP  ",
    b"icns",
    b"DDS ",
)
"""First bytes of files that would be read if they were whole."""


class PictureError(LitmusError):
    """A picture that cannot be read.

    Attributes:
        name: The picture's name.
        reason: What is wrong, as the end of a sentence that begins with the name.
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"“{name}” {reason}.")
        self.name = name
        self.reason = reason


def reason(error: Exception, head: bytes) -> str:
    """Why decoding failed with `error`, as the end of a sentence that begins with the name.

    Args:
        error: What Pillow raised.
        head: The first bytes of the file.
    """
    text = str(error)
    match error:
        case UnidentifiedImageError():
            return _refusal(head)
        case Image.DecompressionBombError():
            numbers = [int(n) for n in findall(r"\d+", text)]
            return too_large(numbers[0], numbers[1]) if len(numbers) > 1 else "is far too large"
        case MemoryError():
            return "needs more memory than there is"
        case _ if "truncated" in text or "Truncated" in text:
            return "is cut short"
    return "is damaged or cut short"


def too_large(pixels: int, limit: int) -> str:
    """That a picture has more pixels than allowed, as the end of a sentence."""
    return f"has {pixels / 1e6:,.0f} megapixels; the limit is {limit / 1e6:,.0f}"


def _refusal(head: bytes) -> str:
    """Why a file that starts with `head` was not recognised, as the end of a sentence."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    for signature, kind in _KNOWN:
        if start.startswith(signature) or (kind == "SVG" and b"<svg" in start):
            return f"is of a kind that is not read ({kind})"
    if head.startswith(_SIGNATURES) or head[:4] == b"RIFF" or head[4:8] == b"ftyp":
        return "is damaged or cut short"
    return "is not a picture"
