"""The log file of the window."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from core import __version__
from core.places import log_file

LOG = logging.getLogger("litmus")

_LARGEST_BYTES = 500_000
_KEPT = 3


def start_log(path: Path | None = None) -> logging.Handler | None:
    """Write what `LOG` is told to a file that never grows beyond 500 kB, keeping three older ones.

    Returns:
        The handler; None where the file cannot be written, which stops nothing.
    """
    path = path or log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            path, maxBytes=_LARGEST_BYTES, backupCount=_KEPT, encoding="utf-8"
        )
    except OSError as error:
        LOG.warning("no log file: %s", error)
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOG.addHandler(handler)
    LOG.propagate = False  # TensorFlow's libraries print whatever reaches the root
    LOG.setLevel(logging.INFO)
    LOG.info("Litmus %s starts", __version__)
    return handler
