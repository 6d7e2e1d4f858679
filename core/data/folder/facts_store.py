"""What was learned of files, and small pictures of them, kept from one scan to the next.

One SQLite file in the cache folder, which several windows share (write-ahead log). Every record
carries a checksum, since SQLite itself would not notice a flipped byte. A file that is damaged or
of another version is made anew; where none can be made, or written, everything works without.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from core.data.folder.facts import Facts
from core.data.folder.facts_records import packed, sealed, unpacked, unsealed
from core.data.folder.listing import FoundFile
from core.data.folder.record_file import RecordFile
from core.data.picture import decoder_version
from core.places import cache_folder

LIMIT_BYTES = 1_000_000_000
"""What the store may take on the disk; beyond it the oldest records go."""

_TABLES = ("facts", "thumbnails")
_AT_ONCE = 400
"""Paths asked for in one question; every other thread gets its turn between two."""

_LOOK_VERSION = 2
"""To be raised with every change that gives other facts for the same pixels."""


class FactsStore:
    """Facts by path, size and times of change; thumbnails by content. Thread-safe.

    Args:
        folder: Where its file lies; by default the platform's cache folder.
        limit_bytes: What it may take on the disk.
    """

    def __init__(self, folder: Path | None = None, *, limit_bytes: int = LIMIT_BYTES) -> None:
        path = (folder or cache_folder() / "facts") / "photos.sqlite"
        self._file = RecordFile(path, _TABLES)
        self._limit = limit_bytes
        self._version = f"{_LOOK_VERSION}, {decoder_version()}"

    def known(self, files: Sequence[FoundFile]) -> Iterator[tuple[int, Facts]]:
        """Facts of those files that have not changed since.

        Yields:
            The file's number in `files`, and its facts.
        """
        for first in range(0, len(files), _AT_ONCE):
            numbers = {
                os.fsencode(f.path): first + i for i, f in enumerate(files[first:][:_AT_ONCE])
            }
            for path, record in self._rows(list(numbers)):
                file = files[numbers[path]]
                facts = self._facts(path, record, file)
                if facts is not None:
                    yield numbers[path], facts

    def add(
        self,
        facts: Iterable[tuple[FoundFile, Facts]] = (),
        thumbnails: Iterable[tuple[bytes, bytes]] = (),
    ) -> None:
        """Keep facts and thumbnails (content, JPEG); where that fails, they are not kept."""
        known = [(os.fsencode(f.path), self._record(f, learned)) for f, learned in facts]
        small = [(content, sealed(content, jpeg)) for content, jpeg in thumbnails]
        with self._file.open() as database:
            if database is not None and (known or small):
                database.execute("BEGIN IMMEDIATE")
                database.executemany("REPLACE INTO facts VALUES (?, ?)", known)
                database.executemany("REPLACE INTO thumbnails VALUES (?, ?)", small)
                database.execute("COMMIT")

    def thumbnail(self, content: bytes) -> bytes | None:
        """A JPEG of at most 192 pixels a side, of the picture whose file has this digest."""
        with self._file.open() as database:
            if database is not None:
                question = "SELECT record FROM thumbnails WHERE key = ?"
                row = database.execute(question, (content,)).fetchone()
                return unsealed(content, row[0]) if row else None
        return None

    def trim(self) -> None:
        """Drop the oldest quarter of everything where there is more than the limit."""
        with self._file.open() as database:
            if database is None or _used_bytes(database) <= self._limit:
                return
            for table in _TABLES:
                database.execute(
                    f"DELETE FROM {table} WHERE rowid <= (SELECT rowid FROM {table} "  # noqa: S608
                    f"ORDER BY rowid LIMIT 1 OFFSET (SELECT count(*) / 4 FROM {table}))"
                )

    def size_bytes(self) -> int:
        """What it takes on the disk."""
        return self._file.size_bytes()

    def clear(self) -> None:
        """Forget everything."""
        with self._file.open() as database:
            if database is not None:
                for table in _TABLES:
                    database.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own
                database.execute("VACUUM")
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file; it is opened again when it is needed."""
        self._file.close()

    def _rows(self, paths: list[bytes]) -> list[tuple[bytes, object]]:
        with self._file.open() as database:
            if database is not None:
                marks = ",".join("?" * len(paths))
                question = f"SELECT key, record FROM facts WHERE key IN ({marks})"  # noqa: S608
                return database.execute(question, paths).fetchall()
        return []

    def _record(self, file: FoundFile, facts: Facts) -> bytes:
        payload = packed(facts, self._version, file)
        return sealed(os.fsencode(file.path), payload)

    def _facts(self, path: bytes, record: object, file: FoundFile) -> Facts | None:
        payload = unsealed(path, record)
        if payload is None:
            return None
        return unpacked(payload, self._version, file)


def _used_bytes(connection: sqlite3.Connection) -> int:
    used = [
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    ]
    return int((used[0] - used[1]) * used[2])
