"""Decoded pictures on the disk, so that each is decoded once.

The pictures of one form lie in packs. A pack is two files: `.pixels`, one slot of equal size after
another, and `.index`, one record for each slot, appended after the slot was written: the digest of
the file's content, a checksum of the pixels, a checksum of the record. Each pack is written by one
process only and never changed, so that several windows can share the folder. A process that is
killed leaves at most a slot without a record, or a part of one, which nobody reads. Pixels are
checked against their checksum when they are first read in a session; what does not agree counts as
not there.

Slots are read by position rather than mapped into memory: a mapped file that somebody else cuts
short would kill the process.
"""

import os
import secrets
import shutil
import struct
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import BinaryIO

import numpy as np

from core.data.dataset import Pixels
from core.data.folder.cache_limit import cache_limit_bytes
from core.data.form import PictureForm
from core.data.picture import decoder_version
from core.places import cache_folder

_RECORD = struct.Struct("<16sII8x")
_PACK_BYTES = 256_000_000
"""A pack that has grown to this is followed by another, so that they can be dropped one by one."""


@dataclass
class _Pack:
    """A pair of files, open for reading."""

    stem: Path
    pixels: BinaryIO
    lock: Lock = field(default_factory=Lock)


@dataclass(frozen=True, slots=True)
class _Slot:
    pack: _Pack
    position: int
    checksum: int


class PixelCache:
    """Decoded pictures by the content of their file and the form. Thread-safe."""

    def __init__(self, folder: Path | None = None, *, limit_bytes: int | None = None) -> None:
        """Use `folder`; by default that of the platform, with the limit that the person chose."""
        self._folder = folder or cache_folder() / "pictures"
        self._limit = cache_limit_bytes() if limit_bytes is None else limit_bytes
        self._lock = Lock()
        self._shelves: dict[PictureForm, _Shelf] = {}
        self.problem: str | None = None
        """Why decoded pictures cannot be kept any more, in words; None while they can."""

    def holds(self, content: bytes, form: PictureForm) -> bool:
        """Whether there is a record of it; its pixels may still prove to be damaged."""
        return content in self._shelf(form).slots

    def get(self, content: bytes, form: PictureForm) -> Pixels | None:
        """The pixels: uint8, shape `form.shape`; None where they are not there or damaged."""
        shelf = self._shelf(form)
        slot = shelf.slots.get(content)
        if slot is None:
            return None
        pixels = _read(slot, form)
        if pixels is None or (
            content not in shelf.verified and zlib.crc32(pixels.data) != slot.checksum
        ):
            shelf.slots.pop(content, None)
            return None
        shelf.verified.add(content)
        return pixels

    def put(self, content: bytes, form: PictureForm, pixels: Pixels) -> None:
        """Keep pixels of `form`; where that fails, `problem` says why and the rest goes on."""
        shelf = self._shelf(form)
        with self._lock:
            if self.problem is not None or content in shelf.slots:
                return
            try:
                if shelf.writer is None or shelf.writer.full:
                    self._make_room(shelf, pixels.nbytes)
                if shelf.writer is not None:
                    shelf.slots[content] = shelf.writer.append(content, pixels)
                    shelf.verified.add(content)
            except OSError as error:
                self.problem = (
                    f"Decoded pictures cannot be kept in “{self._folder}”: "
                    f"{error.strerror or error}. They are decoded again in every epoch."
                )

    def size_bytes(self) -> int:
        """What all of the cache takes on the disk."""
        return sum(size for _, size, _ in _packs(self._folder))

    def clear(self) -> None:
        """Remove all of it. A training that uses it goes on with what it has open."""
        with self._lock:
            self._shelves.clear()
            shutil.rmtree(self._folder, ignore_errors=True)

    def _shelf(self, form: PictureForm) -> "_Shelf":
        form = PictureForm.model_validate(form.model_dump(include=set(PictureForm.model_fields)))
        shelf = self._shelves.get(form)
        if shelf is None:
            with self._lock:
                shelf = self._shelves.setdefault(form, _Shelf(self._folder, form))
        return shelf

    def _make_room(self, shelf: "_Shelf", slot_bytes: int) -> None:
        """A new pack, once the oldest ones that nobody here uses were dropped."""
        used = {pack.stem for other in self._shelves.values() for pack in other.packs}
        room = self._limit - max(slot_bytes, min(_PACK_BYTES, self._limit // 4))
        packs = _packs(self._folder)
        taken = sum(size for _, size, _ in packs)
        for stem, size, _ in sorted(packs, key=lambda pack: pack[2]):
            if taken <= room:
                break
            if stem not in used:
                _remove(stem)
                taken -= size
        if taken > room:
            self.problem = (
                f"The cache of decoded pictures is full ({self._limit / 1e9:.0f} GB). The rest is "
                "decoded again in every epoch; Preferences can make it larger."
            )
            shelf.writer = None
            return
        shelf.begin_pack()


class _Writer:
    """Appends to a pack of this process's own."""

    def __init__(self, stem: Path, pack: _Pack) -> None:
        self._pack = pack
        self._pixels = stem.with_suffix(".pixels").open("ab", buffering=0)
        self._index = stem.with_suffix(".index").open("ab", buffering=0)
        self._count = 0
        self.full = False

    def append(self, content: bytes, pixels: Pixels) -> _Slot:
        """Write the pixels, then the record that makes them known.

        Raises:
            OSError: The disk is full, or has gone.
        """
        whole = np.ascontiguousarray(pixels).data.cast("B")
        if self._pixels.write(whole) != len(whole):
            raise OSError(28, "No space left on device")
        checksum = zlib.crc32(whole)
        self._index.write(record(content, checksum))
        position = self._count * len(whole)
        self._count += 1
        self.full = position + 2 * len(whole) > _PACK_BYTES
        return _Slot(self._pack, position, checksum)

    def close(self) -> None:
        self._pixels.close()
        self._index.close()


class _Shelf:
    """All packs of one form and one decoder."""

    def __init__(self, folder: Path, form: PictureForm) -> None:
        key = f"{decoder_version()} {form.model_dump_json()}"
        name = blake2b(key.encode(), digest_size=12).hexdigest()
        size = f"{form.width}x{form.height}"
        self._folder = folder / f"{size}-{name}"
        self._slot_bytes = int(np.prod(form.shape))
        self.slots: dict[bytes, _Slot] = {}
        self.verified: set[bytes] = set()
        self.packs: list[_Pack] = []
        self.writer: _Writer | None = None
        for stem, _, _ in _packs(self._folder):
            self._open(stem)

    def begin_pack(self) -> None:
        """Start a pack of this process's own.

        Raises:
            OSError: It cannot be made.
        """
        if self.writer is not None:
            self.writer.close()
            self.writer = None
        self._folder.mkdir(parents=True, exist_ok=True)
        stem = self._folder / f"{os.getpid()}-{secrets.token_hex(6)}"
        stem.with_suffix(".pixels").touch()
        pack = _Pack(stem, stem.with_suffix(".pixels").open("rb", buffering=0))
        self.packs.append(pack)
        self.writer = _Writer(stem, pack)

    def _open(self, stem: Path) -> None:
        """Learn what another process, or an earlier start, has written."""
        try:
            index = stem.with_suffix(".index").read_bytes()
            stream = stem.with_suffix(".pixels").open("rb", buffering=0)
            slots = os.fstat(stream.fileno()).st_size // self._slot_bytes
            os.utime(stem.with_suffix(".pixels"))
        except OSError:
            return
        pack = _Pack(stem, stream)
        self.packs.append(pack)
        for number in range(min(slots, len(index) // _RECORD.size)):
            content, checksum, own = _RECORD.unpack_from(index, number * _RECORD.size)
            if own == _own_checksum(content, checksum):
                self.slots[content] = _Slot(pack, number * self._slot_bytes, checksum)


def record(content: bytes, checksum: int) -> bytes:
    """A record of the index."""
    return _RECORD.pack(content, checksum, _own_checksum(content, checksum))


def _own_checksum(content: bytes, checksum: int) -> int:
    return zlib.crc32(content + checksum.to_bytes(4, "little"))


def _read(slot: _Slot, form: PictureForm) -> Pixels | None:
    """The pixels of a slot, unchecked; None where the file ends before it."""
    pixels = np.empty(form.shape, np.uint8)
    buffer = pixels.data.cast("B")
    try:
        if hasattr(os, "preadv"):
            count = os.preadv(slot.pack.pixels.fileno(), [buffer], slot.position)
        else:
            with slot.pack.lock:
                slot.pack.pixels.seek(slot.position)
                count = slot.pack.pixels.readinto(buffer)  # type: ignore[attr-defined] # unbuffered
    except (OSError, ValueError):
        return None
    return pixels if count == len(buffer) else None


def _packs(folder: Path) -> list[tuple[Path, int, float]]:
    """Path without suffix, bytes and time of last use of every pack in `folder` and below."""
    found: list[tuple[Path, int, float]] = []
    try:
        files = sorted(folder.rglob("*.pixels"))
    except OSError:
        return []
    for file in files:
        with suppress(OSError):
            status = file.stat()
            found.append((file.with_suffix(""), status.st_size, status.st_mtime))
    return found


def _remove(stem: Path) -> None:
    for suffix in (".index", ".pixels"):
        with suppress(OSError):
            stem.with_suffix(suffix).unlink()
