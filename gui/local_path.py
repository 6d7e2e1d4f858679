"""The path behind an address that a file manager hands over."""

import os
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QUrl

_FULLY = QUrl.ComponentFormattingOption.FullyEncoded


def local_path(url: QUrl) -> Path:
    """The path of a `file:` address, whatever its name holds.

    Some programs leave `#` and `?` as they are, which makes the rest of the name look like another
    part of the address; and a name need not be UTF-8.
    """
    if os.name == "nt":
        return Path(url.toLocalFile())
    text = url.path(_FULLY)
    if url.hasQuery():
        text += "?" + url.query(_FULLY)
    if url.hasFragment():
        text += "#" + url.fragment(_FULLY)
    return Path(os.fsdecode(unquote_to_bytes(text)))
