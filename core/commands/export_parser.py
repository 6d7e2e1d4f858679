"""The words and options of `main.py export`."""

from pathlib import Path
from typing import Any

from core.export.formats import FORMATS


def add_export_command(commands: Any) -> None:  # noqa: ANN401 - argparse gives it no public name
    """Add `export` to `commands`."""
    add = commands.add_parser(
        "export", help="let a model leave, for other programs", allow_abbrev=False
    ).add_argument
    add("run", type=Path, metavar="RUN", help="a folder that train made")
    formats = [wanted.value for wanted in FORMATS]
    add("--format", required=True, choices=formats, help="for which programs")
    add("--out", required=True, type=Path, metavar="FOLDER", help="a new folder for the export")
    add("--json", action="store_true", help="print JSON, and nothing else, on stdout")
