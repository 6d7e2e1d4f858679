"""Decoded pictures on the disk, so that each is decoded once.

The pictures of one form and one decoder lie in packs of their own (see `core.data.folder.packs`).
Pixels are checked against their checksum when they are first read in a session; what does not agree
counts as not there. Only the places of the pictures are held in memory.
"""

import shutil
import zlib
from hashlib import blake2b
from pathlib import Path
from threading import Lock

import numpy as np

from core.data.dataset import Pixels
from core.data.folder.cache_limit import GIGABYTE, cache_limit_bytes
from core.data.folder.packs import Block, Pack, PackWriter, packs_in, remove
from core.data.form import PictureForm
from core.data.picture import decoder_version
from core.places import cache_folder

_PACK_BYTES = 256_000_000
"""A pack that has grown to this is followed by another, so that they can be dropped one by one."""

_MOST_PACKS = 256
"""Packs of one form that are looked into, the last used ones: each takes an open file."""


class PixelCache:
    """Decoded pictures by the content of their file and the form. Thread-safe.

    Attributes:
        problem: Why decoded pictures cannot be kept any more, in words; None while they can.
    """

    def __init__(self, folder: Path | None = None, *, limit_bytes: int | None = None) -> None:
        """Use `folder`; by default that of the platform, with the limit that the person chose."""
        self._folder = folder or cache_folder() / "pictures"
        self._limit = cache_limit_bytes() if limit_bytes is None else limit_bytes
        self._pack_bytes = min(_PACK_BYTES, self._limit // 4)
        self._lock = Lock()
        self._shelves: dict[PictureForm, _Shelf] = {}
        self.problem: str | None = None

    def holds(self, content: bytes, form: PictureForm) -> bool:
        """Whether a picture is there; its pixels may still prove to be damaged.

        What was asked for stays for as long as this cache is used.
        """
        block = self._shelf(form).blocks.get(content)
        if block is None:
            return False
        block.pack.use()
        return True

    def get(self, content: bytes, form: PictureForm) -> Pixels | None:
        """The pixels: uint8, shape `form.shape`; None where they are not there or damaged."""
        pixels = np.empty(form.shape, np.uint8)
        return pixels if self.read_into(pixels, content, form) else None

    def read_into(self, pixels: Pixels, content: bytes, form: PictureForm) -> bool:
        """Fill `pixels`, uint8, shape `form.shape`, contiguous; False where it cannot be done."""
        shelf = self._shelf(form)
        block = shelf.blocks.get(content)
        if block is None:
            return False
        sound = block.pack.read_into(pixels.data.cast("B"), block.position)
        if sound and content not in shelf.verified:
            sound = zlib.crc32(pixels.data) == block.checksum
        if not sound:
            shelf.blocks.pop(content, None)
            remove(block.pack.stem)  # what is sound in it can still be read, but not trusted again
            return False
        shelf.verified.add(content)
        block.pack.use()
        return True

    def put(self, content: bytes, form: PictureForm, pixels: Pixels) -> None:
        """Keep pixels of `form`; where that fails, `problem` says why and all else goes on."""
        shelf = self._shelf(form)
        whole = np.ascontiguousarray(pixels).data.cast("B")
        with self._lock:
            if self.problem is not None or content in shelf.blocks:
                return
            try:
                writer = self._writer(shelf, len(whole))
                if writer is not None:
                    shelf.blocks[content] = writer.append(content, whole)
                    shelf.verified.add(content)
            except OSError as error:
                shelf.writer = None
                self.problem = (
                    f"Decoded pictures cannot be kept in “{self._folder}”: "
                    f"{error.strerror or error}. They are decoded again in every epoch."
                )

    def size_bytes(self) -> int:
        """What all of the cache takes on the disk."""
        return sum(pack.size for pack in packs_in(self._folder))

    def clear(self) -> None:
        """Remove all of it. Who reads it at the moment goes on with what was decoded."""
        with self._lock:
            self._shelves = {}
            self.problem = None
            shutil.rmtree(self._folder, ignore_errors=True)

    def _shelf(self, form: PictureForm) -> "_Shelf":
        shelf = self._shelves.get(form)
        if shelf is not None:
            return shelf
        with self._lock:
            plain = PictureForm(**form.model_dump(include=set(PictureForm.model_fields)))
            if plain not in self._shelves:
                self._shelves[plain] = _Shelf(self._folder, plain)
            shelf = self._shelves[form] = self._shelves[plain]
        return shelf

    def _writer(self, shelf: "_Shelf", size: int) -> PackWriter | None:
        """What to append a block of `size` bytes to; None where there is no room.

        Raises:
            OSError: A pack cannot be begun.
        """
        if shelf.writer is None or shelf.writer.full:
            shelf.writer = None
            if self._has_room(max(size, self._pack_bytes)):
                shelf.begin_pack(most=self._pack_bytes)
        return shelf.writer

    def _has_room(self, wanted: int) -> bool:
        """Drop the packs used least recently, and not by us, until there is room for another."""
        ours = {pack.stem: (s, pack) for s in self._shelves.values() for pack in s.packs}
        packs = packs_in(self._folder)
        taken = sum(pack.size for pack in packs) + wanted
        for old in packs:
            if taken <= self._limit:
                return True
            shelf, pack = ours.get(old.stem, (None, None))
            if not (pack and pack.used) and remove(old.stem):
                taken -= old.size
                if shelf and pack:
                    shelf.forget(pack)
        if taken > self._limit:
            self.problem = (
                f"The cache of decoded pictures is full ({self._limit / GIGABYTE:g} GB). The rest "
                "is decoded again in every epoch; Preferences can make it larger."
            )
        return taken <= self._limit


class _Shelf:
    """All packs of one form and one decoder, and what lies where."""

    def __init__(self, folder: Path, form: PictureForm) -> None:
        key = f"{decoder_version()} {form.model_dump_json()}"
        name = blake2b(key.encode(), digest_size=12).hexdigest()
        self._folder = folder / f"{form.width}x{form.height}-{name}"
        self.blocks: dict[bytes, Block] = {}
        self.verified: set[bytes] = set()
        self.packs: list[Pack] = []
        self.writer: PackWriter | None = None
        for found in packs_in(self._folder)[-_MOST_PACKS:]:
            self._open(found.stem, int(np.prod(form.shape)))

    def begin_pack(self, *, most: int) -> None:
        """Begin a pack of this process's own.

        Raises:
            OSError: It cannot be made.
        """
        self.writer = PackWriter(self._folder, most=most)
        self.packs.append(self.writer.pack)

    def forget(self, pack: Pack) -> None:
        """Don't look into a pack any more."""
        self.packs.remove(pack)
        gone = [content for content, block in self.blocks.items() if block.pack is pack]
        for content in gone:
            self.blocks.pop(content, None)

    def _open(self, stem: Path, block_bytes: int) -> None:
        """Learn what another process, or an earlier start, has written."""
        try:
            pack = Pack(stem)
            self.blocks.update(pack.blocks(block_bytes))
        except OSError:
            return
        self.packs.append(pack)
