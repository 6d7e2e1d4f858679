"""Reading files that may be anything."""

import errno
import os
from pathlib import Path
from stat import S_ISREG


def read_plain(path: Path, *, most: int) -> bytes:
    """The content of a file, unless it is none: a pipe or a device could be read for ever.

    Args:
        path: The file.
        most: More bytes than this are refused.

    Raises:
        OSError: It is not there, may not be read, is no file or too large; `strerror` says which.
    """
    mode = path.stat().st_mode
    if not S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is not a file")
    with path.open("rb") as stream:
        if os.fstat(stream.fileno()).st_size > most:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        return stream.read()
