"""A plain Keras script that trains a run's network again."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from core.atomic import write_text
from core.cancellation import CancelToken
from core.export.request import Agreement, ExportProgress
from core.export.training_code.cell import Cell, Part
from core.export.training_code.composing import TrainingCode, training_code, write_files
from core.export.training_code.running import check_code
from core.run.folder import Run

SCRIPT_FILE = "train.py"
"""What the script is called."""

_HERE = "Path(__file__).resolve().parent"
_TITLES = (Part.PICTURES, Part.NETWORK, Part.TRAINING, Part.RESULT)

Report = Callable[[ExportProgress], None]


def write_script(
    run: Run, classes: tuple[str, ...], folder: Path, *, report: Report, cancel: CancelToken
) -> None:
    """Write the script and what it reads into `folder`, which is there.

    Raises:
        LitmusError: Its pictures cannot be found, or a file cannot be written.
        Cancelled: The token was set.
    """
    report(ExportProgress("Writing the script"))
    code = training_code(run, here=_HERE)
    cancel.raise_if_cancelled()
    write_files(code, folder, classes)
    write_text(folder / SCRIPT_FILE, script_text(code))


def check_script(run: Run, folder: Path, *, report: Report, cancel: CancelToken) -> Agreement:
    """Run the script, or see that it builds the same network where a run takes too long.

    Raises:
        LitmusError: It ended with an error.
        Cancelled: The token was set.
    """
    code = training_code(run, here=_HERE)
    with tempfile.TemporaryDirectory(prefix="litmus-script-") as scratch:
        program = str((folder / SCRIPT_FILE).resolve())
        return check_code(code, [program], Path(scratch), report=report, cancel=cancel)


def script_text(code: TrainingCode) -> str:
    """The script as a whole."""
    head = (
        f'"""Trains a Keras network that tells {len(code.run.record.classes)} classes apart, with '
        f'the settings that it had in Litmus.\n\nRun it with: python {SCRIPT_FILE}\n"""'
    )
    remarks = "\n".join(f"# {remark}" for remark in code.remarks)
    parts = [head, *([remarks] if remarks else []), *(_section(cell) for cell in code.cells)]
    text = "\n\n".join(part.strip("\n") for part in parts)
    return f"{text}\n"


def _section(cell: Cell) -> str:
    titled = cell.part in _TITLES
    return f"# {cell.title}\n\n{cell.code.strip(chr(10))}" if titled else cell.code
