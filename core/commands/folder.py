"""What `--data` names, where it is not built in."""

import os
from pathlib import Path
from stat import S_ISDIR

from core.data.fashion_mnist import SOURCE
from core.data.folder.findings import why_not
from core.data.folder.source import PhotoSource
from core.errors import LitmusError


def photo_source(data: str) -> PhotoSource:
    """The folder at the path `data`.

    Raises:
        LitmusError: There is no such folder, or it cannot be reached.
    """
    path = Path(os.path.realpath(data))
    try:
        what = "" if S_ISDIR(path.stat().st_mode) else "is not a folder"
    except (OSError, ValueError) as error:
        what = "does not exist" if isinstance(error, FileNotFoundError) else why_not(error)
    if what:
        raise LitmusError(
            f"“{data}” {what}.",
            f"Choose {SOURCE}, or a folder whose subfolders are the classes.",
        )
    return PhotoSource(root=path)
