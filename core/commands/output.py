"""What the commands say on stdout."""

import os
import sys
from contextlib import suppress
from typing import TextIO

from core.errors import LitmusError


def say(text: str) -> None:
    """Print a line on stdout, where there is one.

    Raises:
        BrokenPipeError: Nobody reads it any more.
        LitmusError: It cannot be written, as to a file on a full disk.
    """
    try:
        print(text, flush=True)  # noqa: T201 - the command line's own voice
    except BrokenPipeError:
        leave(sys.stdout)
        raise
    except OSError as error:
        leave(sys.stdout)
        reason = error.strerror or error
        raise LitmusError(f"The answer could not be written to stdout: {reason}.") from error


def leave(stream: TextIO) -> None:
    """Let what is still in the buffer go nowhere: Python would fail once more when it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
