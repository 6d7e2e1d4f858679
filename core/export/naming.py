"""What the folders of exports are called."""

import os
import re
from pathlib import Path

from core.export.formats import FORMATS, ExportFormat
from core.run.record import RunRecord

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_LONGEST = 60
_MOST = 10_000


def folder_name(record: RunRecord, wanted: ExportFormat) -> str:
    """A name that every system takes, of run and format: "Convolutional ONNX"."""
    title = _FORBIDDEN.sub("-", record.title).strip(" .-")[:_LONGEST].strip(" .-")
    if not title or _DEVICES.match(title):
        title = f"Model {title}".strip()
    return f"{title} {_FORBIDDEN.sub('-', FORMATS[wanted].title)}"


def new_folder(parent: Path, record: RunRecord, wanted: ExportFormat) -> Path:
    """A folder in `parent` that does not exist yet, numbered where the name is taken."""
    name = folder_name(record, wanted)
    for number in range(2, _MOST):
        path = parent / name
        if not os.path.lexists(path):
            return path
        name = f"{folder_name(record, wanted)} {number}"
    return parent / name
