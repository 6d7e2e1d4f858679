"""The bytes of a file and their digest, by which a picture is known again wherever it lies."""

from collections.abc import Callable
from io import FileIO

from blake3 import blake3

from core.errors import Cancelled

_READ_WHOLE = 32_000_000
"""Larger files are read in parts and by the decoder, so that many of them take little memory."""

_PART = 1_000_000
_DIGEST_BYTES = 16


def read_content(
    stream: FileIO, size: int, *, stopped: Callable[[], bool] = lambda: False
) -> tuple[bytes | None, bytes]:
    """The bytes of an open file of `size` bytes, None where they are many, and their digest.

    The digest is that of BLAKE3, cut to 16 bytes.

    Raises:
        OSError: It cannot be read.
        Cancelled: `stopped`, asked now and then in a large file, said so.
    """
    if size <= _READ_WHOLE:
        whole = stream.read(size)
        return whole, blake3(whole).digest(_DIGEST_BYTES)
    digest = blake3()
    while size > 0 and (part := stream.read(min(size, _PART))):
        if stopped():
            raise Cancelled
        size -= len(part)
        digest.update(part)
    return None, digest.digest(_DIGEST_BYTES)
