"""What `--data` names, where it is not built in."""

import os
from pathlib import Path

from core.data.fashion_mnist import SOURCE
from core.data.folder.source import PhotoSource
from core.errors import LitmusError


def photo_source(data: str) -> PhotoSource:
    """The folder at the path `data`.

    Raises:
        LitmusError: There is no such folder.
    """
    path = Path(os.path.realpath(data))
    if not path.is_dir():
        what = "is not a folder" if path.exists() else "does not exist"
        raise LitmusError(
            f"“{data}” {what}.",
            f"Choose {SOURCE}, or a folder whose subfolders are the classes.",
        )
    return PhotoSource(root=path)
