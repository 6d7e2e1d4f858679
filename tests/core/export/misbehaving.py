"""A module that is run in a process of its own, and does what the first argument says."""

import os
import sys
import tempfile
import time
from pathlib import Path

from core.errors import LitmusError
from core.export.own_process import Told, speaking


def _work(what: str) -> None:
    match what:
        case "crash":
            os.abort()
        case "sentence":
            raise LitmusError("It is damaged.", "Train again.")
        case "unexpected":
            raise RuntimeError("boom\nand a long trace")
        case "memory":
            raise MemoryError
        case "sleep":
            time.sleep(60)


def _main() -> int:
    def work(tell: Told) -> None:
        tell({"pid": os.getpid(), "temporary": tempfile.gettempdir()})
        _work(sys.argv[1])

    return speaking(work, Path(sys.argv[2]))


if __name__ == "__main__":
    sys.exit(_main())
