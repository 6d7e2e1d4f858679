"""A SQLite file of records by key, of which nothing has to be kept.

It is made anew where it is damaged or of another version; where it can be neither read nor made,
there is none, and whoever asks does without.
"""

import sqlite3
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

_SCHEMA = 1
_BUSY_SECONDS = 3.0
_ATTEMPTS = 3
"""So often it is tried to open it: another process may just be making it anew."""


class RecordFile:
    """Tables of `key` and `record`, both bytes. Thread-safe; shared by processes.

    Args:
        path: Of the file.
        tables: Their names.
    """

    def __init__(self, path: Path, tables: Sequence[str]) -> None:
        self._path = path
        self._tables = tables
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._closing: weakref.finalize[[], RecordFile] | None = None
        self._attempts = _ATTEMPTS

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection | None]:
        """The file, or None where there can be none. What fails inside ends the block silently.

        Transactions are the caller's own: each statement is one, unless one is begun.
        """
        with self._lock:
            connection = self._opened()
            try:
                yield connection
            except sqlite3.OperationalError:  # busy, full, read-only, gone
                self._close()
            except sqlite3.DatabaseError:  # damaged: whoever is next makes it anew
                self._close()
                self._remove()

    def size_bytes(self) -> int:
        """What it takes on the disk."""
        total = 0
        for path in self._files():
            with suppress(OSError):
                total += path.stat().st_size
        return total

    def close(self) -> None:
        """Close it; it is opened again when it is needed."""
        with self._lock:
            self._close()

    def _opened(self) -> sqlite3.Connection | None:
        while self._connection is None and self._attempts:
            try:
                self._connect()
                self._attempts = _ATTEMPTS
            except sqlite3.OperationalError:
                self._attempts -= 1
            except sqlite3.DatabaseError:
                self._attempts -= 1
                self._remove()
            except OSError:
                self._attempts = 0
        return self._connection

    def _connect(self) -> None:
        """Open the file.

        Raises:
            OSError: Its folder cannot be made.
            sqlite3.Error: It cannot be opened, or is no such file.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            _prepare(connection, self._tables)
        except sqlite3.Error:
            connection.close()
            raise
        self._connection = connection
        self._closing = weakref.finalize(self, connection.close)

    def _close(self) -> None:
        if self._closing is not None:
            self._closing()
        self._connection = self._closing = None

    def _remove(self) -> None:
        for path in self._files():
            with suppress(OSError):
                path.unlink()

    def _files(self) -> Iterator[Path]:
        for suffix in ("", "-wal", "-shm"):
            yield self._path.with_name(f"{self._path.name}{suffix}")


def _prepare(connection: sqlite3.Connection, tables: Sequence[str]) -> None:
    """Make the tables where they are missing or of another version."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    if _version(connection) == _SCHEMA:
        return
    connection.execute("BEGIN IMMEDIATE")
    if _version(connection) != _SCHEMA:  # another process may have been faster
        for table in tables:
            connection.execute(f"DROP TABLE IF EXISTS {table}")
            connection.execute(f"CREATE TABLE {table} (key BLOB PRIMARY KEY, record BLOB)")
        connection.execute(f"PRAGMA user_version = {_SCHEMA}")
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
