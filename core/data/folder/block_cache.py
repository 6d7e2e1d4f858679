"""Blocks of bytes on the disk, by the content of the picture that they were made of.

Blocks of one kind lie in packs of their own (see `core.data.folder.packs`). They are checked
against their checksum when they are first read in a session; what does not agree counts as not
there. Only the places of the blocks are held in memory.
"""

import shutil
import zlib
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from threading import Lock

from core.data.folder.cache_limit import GIGABYTE, cache_limit_bytes
from core.data.folder.packs import Block, Pack, PackWriter, packs_in, remove
from core.places import cache_folder

_PACK_BYTES = 256_000_000
"""A pack that has grown to this is followed by another, so that they can be dropped one by one."""

_MOST_PACKS = 256
"""Packs of one kind that are looked into, the last used ones: each takes an open file."""


@dataclass(frozen=True, slots=True)
class BlockKind:
    """Blocks that are all made alike.

    Attributes:
        title: A few letters, for whoever looks into the folder.
        key: Everything that decides the bytes, but for the picture.
        size: Bytes of each block.
    """

    title: str
    key: str
    size: int


class BlockCache:
    """Blocks by content and kind. Thread-safe.

    Attributes:
        problem: Why blocks cannot be kept any more, in words; None while they can.
    """

    what = "Blocks"
    """How the blocks are called in `problem`."""

    instead = "They are made again each time."
    """What happens where they cannot be kept."""

    def __init__(self, folder: Path | None = None, *, limit_bytes: int | None = None) -> None:
        """Use `folder`; by default that of the platform, with the limit that the person chose."""
        self._folder = folder or cache_folder() / "pictures"
        self._limit = cache_limit_bytes() if limit_bytes is None else limit_bytes
        self._pack_bytes = min(_PACK_BYTES, self._limit // 4)
        self._lock = Lock()
        self._shelves: dict[BlockKind, _Shelf] = {}
        self.problem: str | None = None

    def has_block(self, content: bytes, kind: BlockKind) -> bool:
        """Whether a block is there; it may still prove to be damaged.

        What was asked for stays for as long as this cache is used.
        """
        block = self._shelf(kind).blocks.get(content)
        if block is None:
            return False
        block.pack.use()
        return True

    def read_block(self, buffer: memoryview, content: bytes, kind: BlockKind) -> bool:
        """Fill `buffer`, bytes, contiguous; False where it cannot be done."""
        shelf = self._shelf(kind)
        block = shelf.blocks.get(content)
        if block is None:
            return False
        sound = block.pack.read_into(buffer, block.position)
        if sound and content not in shelf.verified:
            sound = zlib.crc32(buffer) == block.checksum
        if not sound:
            shelf.blocks.pop(content, None)
            remove(block.pack.stem)  # what is sound in it can still be read, but not trusted again
            return False
        shelf.verified.add(content)
        block.pack.use()
        return True

    def put_block(self, content: bytes, kind: BlockKind, block: memoryview) -> None:
        """Keep a block; where that fails, `problem` says why and all else goes on."""
        shelf = self._shelf(kind)
        with self._lock:
            if self.problem is not None or content in shelf.blocks:
                return
            try:
                writer = self._writer(shelf, len(block))
                if writer is not None:
                    shelf.blocks[content] = writer.append(content, block)
                    shelf.verified.add(content)
            except OSError as error:
                shelf.writer = None
                reason = error.strerror or error
                self.problem = (
                    f"{self.what} cannot be kept in “{self._folder}”: {reason}. {self.instead}"
                )

    def size_bytes(self) -> int:
        """What all of the cache takes on the disk."""
        return sum(pack.size for pack in packs_in(self._folder))

    def clear(self) -> None:
        """Remove all of it. Who reads it at the moment goes on with what was made."""
        with self._lock:
            self._shelves = {}
            self.problem = None
            shutil.rmtree(self._folder, ignore_errors=True)

    def _shelf(self, kind: BlockKind) -> "_Shelf":
        shelf = self._shelves.get(kind)
        if shelf is not None:
            return shelf
        with self._lock:
            if kind not in self._shelves:
                self._shelves[kind] = _Shelf(self._folder, kind)
            return self._shelves[kind]

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
                f"The cache of decoded pictures is full ({self._limit / GIGABYTE:g} GB). "
                f"{self.instead} Preferences can make it larger."
            )
        return taken <= self._limit


class _Shelf:
    """All packs of one kind, and what lies where."""

    def __init__(self, folder: Path, kind: BlockKind) -> None:
        name = blake2b(kind.key.encode(), digest_size=12).hexdigest()
        self._folder = folder / f"{kind.title}-{name}"
        self.blocks: dict[bytes, Block] = {}
        self.verified: set[bytes] = set()
        self.packs: list[Pack] = []
        self.writer: PackWriter | None = None
        for found in packs_in(self._folder)[-_MOST_PACKS:]:
            self._open(found.stem, kind.size)

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
