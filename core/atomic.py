"""Writing a file so that a reader sees the old content or the new, never a part."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.errors import LitmusError

_LONGEST_STEM = 40
"""Characters of the name that the temporary file has in its own: a name may not grow too long."""

_RANDOM_BYTES = 6
_TEMPORARY = re.compile(rf"\..*-[0-9a-f]{{{2 * _RANDOM_BYTES}}}(\.[^.]*)?", re.DOTALL)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`; it becomes `path` when the block ends well.

    The temporary file keeps the suffix of `path`, since some writers look at it, and may be read by
    whom the system lets read new files.

    Raises:
        LitmusError: The disk is full, or the folder cannot be written.
    """
    stem = path.stem[:_LONGEST_STEM]
    temporary = path.with_name(f".{stem}-{secrets.token_hex(_RANDOM_BYTES)}{path.suffix}")
    try:
        temporary.touch(exist_ok=False)
        yield temporary
        _flush(temporary)
        temporary.replace(path)
    except OSError as error:
        raise LitmusError(
            f"“{path}” could not be written: {error.strerror or error}.",
            "Free some space or choose another folder.",
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def is_half_written(name: str) -> bool:
    """Whether a file of this name is a temporary one of `replacing`, in use or left by a kill."""
    return _TEMPORARY.fullmatch(name) is not None


def write_text(path: Path, text: str) -> None:
    """Replace the content of `path` by `text`, UTF-8, with line feeds.

    Raises:
        LitmusError: It could not be written.
    """
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def _flush(path: Path) -> None:
    """Bring the file to the disk before it is renamed, so that a power cut leaves old or new."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
