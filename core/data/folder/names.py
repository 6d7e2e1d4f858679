"""Names of files and folders: in which order, how they are shown, which are not looked at."""

import os
import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

_NUMBER = re.compile(r"\d+")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_UNPRINTABLE = re.compile(
    "[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
"""Control characters, separators of lines, marks that turn the direction of writing, surrogates."""

_SORTED_AT_ONCE = 10_000
"""Names sorted in one call; sorting keeps every other thread waiting."""


class Litter(StrEnum):
    """Why a file or folder is passed over, as it is told."""

    HIDDEN = "it is hidden"
    MACOS = "macOS left it there"
    WINDOWS = "Windows left it there"
    NETWORK_DRIVE = "a network drive left it there"
    PROGRAM = "a program left it there"
    BIN = "it is a bin"


_LITTER = {
    "__macosx": Litter.MACOS,
    ".ds_store": Litter.MACOS,
    ".apdisk": Litter.MACOS,
    ".fseventsd": Litter.MACOS,
    ".spotlight-v100": Litter.MACOS,
    "icon\r": Litter.MACOS,
    ".trashes": Litter.BIN,
    "$recycle.bin": Litter.BIN,
    "#recycle": Litter.BIN,
    "@recycle": Litter.BIN,
    "thumbs.db": Litter.WINDOWS,
    "ehthumbs.db": Litter.WINDOWS,
    "ehthumbs_vista.db": Litter.WINDOWS,
    "desktop.ini": Litter.WINDOWS,
    "system volume information": Litter.WINDOWS,
    "@eadir": Litter.NETWORK_DRIVE,
    "#snapshot": Litter.NETWORK_DRIVE,
    "@recently-snapshot": Litter.NETWORK_DRIVE,
    ".ipynb_checkpoints": Litter.PROGRAM,
    "__pycache__": Litter.PROGRAM,
    "lost+found": Litter.PROGRAM,
    "picasa.ini": Litter.PROGRAM,
}
"""What systems and programs leave in folders, by the name in lower case."""


def litter(name: str) -> Litter | None:
    """Why the file or folder called `name` is neither a class nor a picture; None where it may."""
    known = _LITTER.get(name.lower())
    if known is not None or not name.startswith("."):
        return known
    if name.startswith("._"):
        return Litter.MACOS
    return Litter.BIN if name.lower().startswith(".trash") else Litter.HIDDEN


def is_litter(name: str) -> bool:
    """Whether the file or folder called `name` is hidden, or left there by a system or program."""
    return name.startswith(".") or name.lower() in _LITTER


def natural_key(name: str) -> str:
    """What sorts names as a person would: numbers by value, letters without case and accents.

    Names that differ in anything have keys that differ. A number becomes "0", how many digits it
    has and the digits, so that comparing texts compares values; the name itself decides ties.
    """
    plain = name.lower() if name.isascii() else _without_accents(name)
    return f"{_NUMBER.sub(_ranked, plain)}\0{name}"


def in_natural_order(names: Iterable[str]) -> list[str]:
    """The names by `natural_key`; other threads get their turn between ten thousand and the next.

    Sorting the sorted parts merges them, which takes little.
    """
    keys = [natural_key(name) for name in names]
    if len(keys) > _SORTED_AT_ONCE:
        firsts = range(0, len(keys), _SORTED_AT_ONCE)
        parts = [sorted(keys[first : first + _SORTED_AT_ONCE]) for first in firsts]
        keys = [key for part in parts for key in part]
    keys.sort()
    return [key.partition("\0")[2] for key in keys]


def shown(name: str) -> str:
    r"""`name`, or a path, as it can be shown and written: valid UTF-8 on one line.

    Bytes that are no UTF-8 come as \xNN, control characters as their symbols (␊), and marks that
    turn the direction of writing as \uNNNN.
    """
    return name if name.isascii() and name.isprintable() else _UNPRINTABLE.sub(_symbol, name)


def relative(path: str, root: str) -> str:
    """`path` as it is shown: from `root` on, with slashes, where it lies below it; else whole."""
    inside = root and path.startswith(root if root.endswith(os.sep) else f"{root}{os.sep}")
    part = path[len(root) :].lstrip(os.sep) if inside else path
    return shown(part.replace(os.sep, "/"))


def _without_accents(name: str) -> str:
    return _ACCENTS.sub("", unicodedata.normalize("NFD", name)).casefold()


def _ranked(match: re.Match[str]) -> str:
    digits = str(int(match[0]))
    return f"0{chr(len(digits))}{digits}"


def _symbol(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if code <= 0x9F:
        return f"\\x{code:02x}"
    if 0xDC80 <= code <= 0xDCFF:  # surrogateescape, PEP 383: the byte is in the lower half
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}"
