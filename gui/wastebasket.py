"""The system's wastebasket."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFile, QStandardPaths

from core.errors import LitmusError


def move_to_wastebasket(folder: Path) -> None:
    """Move `folder` to where it can be taken back from; one that is gone is no matter.

    Raises:
        LitmusError: The system has no wastebasket for it. Nothing was changed.
    """
    # Qt makes the wastebasket of a new user, but not the folder around it.
    around = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    with suppress(OSError):
        Path(around).mkdir(parents=True, exist_ok=True)
    # What it returns is a pair where it went well and no pair where it did not.
    QFile.moveToTrash(str(folder))
    if folder.exists():
        raise LitmusError(
            f"“{folder.name}” could not be moved to the wastebasket; nothing was changed.",
            f"Delete the folder by hand if you want to: {folder}",
        )
