"""Keeping native libraries from greeting on the terminal."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def silent_stderr() -> Iterator[None]:
    """Keep what native code writes to the process's stderr meanwhile.

    TensorFlow and LiteRT greet there before any of their settings is read. Where the block fails,
    what was kept is written after all.
    """
    try:
        kept = os.dup(2)
    except OSError:  # A window started without a console has no stderr.
        yield
        return
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 2)
        failed = True
        try:
            yield
            failed = False
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            if failed:
                file.seek(0)
                with suppress(OSError):
                    os.write(2, file.read())
