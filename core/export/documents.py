"""What lies beside an exported model: labels.txt, README.md, example.py, a backbone's licence."""

import shutil
from datetime import date
from pathlib import Path

from core.errors import LitmusError
from core.export.example import MOST_LINES, example_text
from core.export.formats import ExportFormat
from core.export.readme import readme_text
from core.export.registry import format_module
from core.export.source import ExportSource
from core.places import RESOURCES

_LICENCE = RESOURCES / "backbones" / "LICENSE"
LICENCE_NAME = "LICENSE-backbone.txt"
"""The licence of a backbone that came with Litmus, in exports that hold its weights."""


def write_documents(wanted: ExportFormat, source: ExportSource, folder: Path) -> None:
    """Write what goes with a model into the export's folder.

    A file that the format has written itself stays.

    Raises:
        OSError: One cannot be written.
    """
    about = format_module(wanted).about(source)
    record = source.run.record
    if about.takes_pixels:
        _write(folder / "labels.txt", "".join(f"{label}\n" for label in source.labels))
    if about.example is not None:
        text = example_text(record, about.example)
        if text.count("\n") > MOST_LINES:
            raise LitmusError(f"The example of {wanted} has more than {MOST_LINES} lines.")
        _write(folder / "example.py", text)
    _write(folder / "README.md", readme_text(wanted, source, about, day=date.today()))
    if about.takes_pixels and record.network.backbone is not None:
        shutil.copyfile(_LICENCE, folder / LICENCE_NAME)


def _write(path: Path, text: str) -> None:
    if not path.exists():
        path.write_text(text, encoding="utf-8", newline="\n")
