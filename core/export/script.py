"""A plain Keras script that trains a run's network again."""

import tempfile
from pathlib import Path

from core.atomic import write_text
from core.cancellation import CancelToken
from core.export.format_module import About, Report
from core.export.request import Agreement, ExportProgress
from core.export.source import ExportSource
from core.export.training_code.cell import Cell, Part
from core.export.training_code.composing import (
    TrainingCode,
    training_code,
    use_words,
    write_files,
)
from core.export.training_code.running import check_code

SCRIPT_FILE = "train.py"
"""What the script is called."""

_TITLES = (Part.PICTURES, Part.NETWORK, Part.TRAINING, Part.RESULT)


def about(source: ExportSource) -> About:
    """How it is presented."""
    use = f"`python {SCRIPT_FILE}` trains the network. {use_words(source)}"
    return About(model=SCRIPT_FILE, use=use, takes_pixels=False)


def in_own_process(source: ExportSource) -> bool:
    """A backbone is written by Keras."""
    return source.run.record.network.backbone is not None


def write(source: ExportSource, folder: Path, *, report: Report, cancel: CancelToken) -> None:
    """Write the script and what it reads.

    Raises:
        LitmusError: Its pictures cannot be found, or a file cannot be written.
        Cancelled: The token was set.
    """
    report(ExportProgress("Writing the script"))
    code = _code(source)
    cancel.raise_if_cancelled()
    write_files(code, folder, source.labels)
    write_text(folder / SCRIPT_FILE, script_text(code))


def check(source: ExportSource, folder: Path, *, report: Report, cancel: CancelToken) -> Agreement:
    """Run the script, or see that it builds the same network where a run takes too long.

    Raises:
        LitmusError: It ended with an error.
        Cancelled: The token was set.
    """
    with tempfile.TemporaryDirectory(prefix="litmus-script-") as scratch:
        program = str((folder / SCRIPT_FILE).resolve())
        return check_code(_code(source), [program], Path(scratch), report=report, cancel=cancel)


def script_text(code: TrainingCode) -> str:
    """The script as a whole."""
    head = f'"""Trains a network for {len(code.run.record.classes)} classes as Litmus did."""'
    remarks = "\n".join(f"# {remark}" for remark in code.remarks)
    parts = [head, *([remarks] if remarks else []), *(_section(cell) for cell in code.cells)]
    text = "\n\n".join(part.strip("\n") for part in parts)
    return f"{text}\n"


def _code(source: ExportSource) -> TrainingCode:
    here = "Path(__file__).resolve().parent"
    return training_code(source.run, here=here, pictures_folder=source.pictures_folder)


def _section(cell: Cell) -> str:
    code = cell.code.strip("\n")
    return f"# {cell.title}\n{code}" if cell.part in _TITLES else code
