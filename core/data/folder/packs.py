"""Files of a block cache: many blocks of one size each, written once and never changed.

A pack is two files: `.pixels`, one block after another, and `.index`, one record for each block,
appended after the block was written: the digest of the picture's content, a checksum of the block,
a checksum of the record. Each pack is written by one process only, so several can share a folder. A
process that is killed leaves at most a block without a record, or a part of a record: nobody reads
either.

Blocks are read by position rather than mapped into memory: a mapped file that somebody else cuts
short would kill the process. They stay in the system's file cache all the same.
"""

import os
import secrets
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from errno import ENOSPC
from pathlib import Path
from threading import Lock
from weakref import finalize

_RECORD = struct.Struct("<16sII8x")
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would change line ends


@dataclass(frozen=True, slots=True)
class Block:
    """Where a picture's pixels lie in a pack.

    Attributes:
        pack: The pack.
        position: Of the first byte.
        checksum: CRC-32 of the bytes, as they were written.
    """

    pack: "Pack"
    position: int
    checksum: int


@dataclass(frozen=True)
class PackOnDisk:
    """A pack that lies in a folder.

    Attributes:
        stem: Its path without a suffix.
        size: Bytes of both files.
        used: When it was last used, in seconds since 1970.
    """

    stem: Path
    size: int
    used: float


class Pack:
    """A pack, open for reading for as long as somebody knows it: removed meanwhile, it stays."""

    def __init__(self, stem: Path) -> None:
        """Open the pack.

        Raises:
            OSError: It is not there, or may not be read.
        """
        self.stem = stem
        self.used = False
        self._lock = Lock()
        self._file = os.open(_pixels(stem), os.O_RDONLY | _BINARY)
        finalize(self, os.close, self._file)

    def blocks(self, size: int) -> Iterator[tuple[bytes, Block]]:
        """Digest and place of every block of `size` bytes that was written to the end.

        Raises:
            OSError: The index cannot be read.
        """
        count = os.fstat(self._file).st_size // size
        with _index(self.stem).open("rb") as file:
            index = file.read(count * _RECORD.size)
        for number in range(len(index) // _RECORD.size):
            content, checksum, own = _RECORD.unpack_from(index, number * _RECORD.size)
            if own == _own_checksum(content, checksum):
                yield content, Block(self, number * size, checksum)

    def use(self) -> None:
        """Note that it is used now: what was used least recently is removed first."""
        if not self.used:
            self.used = True
            with suppress(OSError):
                os.utime(_pixels(self.stem))

    def read_into(self, buffer: memoryview, position: int) -> bool:
        """Fill `buffer` from `position` on; whether that many bytes were there."""
        try:
            if hasattr(os, "preadv"):
                return os.preadv(self._file, [buffer], position) == len(buffer)
            with self._lock:
                os.lseek(self._file, position, os.SEEK_SET)
                found = os.read(self._file, len(buffer))
        except OSError:
            return False
        buffer[: len(found)] = found
        return len(found) == len(buffer)


class PackWriter:
    """Appends blocks of one size to a new pack. Not thread-safe.

    Attributes:
        pack: The pack, for reading what was written.
        full: Whether another block would make it larger than it may become.
    """

    def __init__(self, folder: Path, *, most: int) -> None:
        """Begin a pack of `most` bytes at most, or one block.

        Raises:
            OSError: It cannot be made.
        """
        folder.mkdir(parents=True, exist_ok=True)
        stem = folder / f"{os.getpid()}-{secrets.token_hex(6)}"
        self._pixels = _created(_pixels(stem))
        finalize(self, os.close, self._pixels)
        self._index = _created(_index(stem))
        finalize(self, os.close, self._index)
        self.pack = Pack(stem)
        self.pack.used = True
        self.full = False
        self._most = most
        self._position = 0

    def append(self, content: bytes, block: memoryview) -> Block:
        """Write a block, then the record that makes it known.

        Raises:
            OSError: The disk is full, or has gone. Nothing may be appended after that.
        """
        checksum = zlib.crc32(block)
        record = _RECORD.pack(content, checksum, _own_checksum(content, checksum))
        _write(self._pixels, block)
        _write(self._index, memoryview(record))
        written = Block(self.pack, self._position, checksum)
        self._position += len(block)
        self.full = self._position + len(block) > self._most
        return written


def packs_in(folder: Path) -> list[PackOnDisk]:
    """All packs in `folder` and below, the least recently used first."""
    found: list[PackOnDisk] = []
    with suppress(OSError):
        for file in folder.rglob("*.pixels"):
            stem = file.with_suffix("")
            with suppress(OSError):
                status = file.stat()
                size = status.st_size + _size(_index(stem))
                found.append(PackOnDisk(stem, size, status.st_mtime))
    return sorted(found, key=lambda pack: (pack.used, pack.stem))


def remove(stem: Path) -> bool:
    """Remove a pack; whether it has gone. Windows keeps one that somebody reads."""
    for file in (_pixels(stem), _index(stem)):
        try:
            file.unlink(missing_ok=True)
        except OSError:
            return False
    return True


def _pixels(stem: Path) -> Path:
    return stem.with_suffix(".pixels")


def _index(stem: Path) -> Path:
    return stem.with_suffix(".index")


def _created(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | _BINARY, 0o600)


def _write(file: int, content: memoryview) -> None:
    if os.write(file, content) != len(content):
        raise OSError(ENOSPC, os.strerror(ENOSPC))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _own_checksum(content: bytes, checksum: int) -> int:
    return zlib.crc32(content + checksum.to_bytes(4, "little"))
