"""A Jupyter notebook that trains a run's network again, with plots."""

import importlib.util
import json
import shutil
import tempfile
from pathlib import Path

from core.atomic import write_text
from core.cancellation import CancelToken
from core.export.format_module import About, Report
from core.export.request import Agreement, ExportProgress
from core.export.source import ExportSource
from core.export.training_code.cell import Cell
from core.export.training_code.composing import (
    TrainingCode,
    training_code,
    use_words,
    write_files,
)
from core.export.training_code.plots import plot_cells
from core.export.training_code.running import check_code

NOTEBOOK_FILE = "train.ipynb"
"""What the notebook is called."""

_UNCHECKED = "It was not executed: that needs nbclient (uv sync --extra export)."
_PACKAGES = ("matplotlib", "jupyterlab")
_NEEDED = ("nbclient", "nbformat", "ipykernel", "matplotlib")

_EXECUTING = """\
import sys

import nbformat
from nbclient import NotebookClient

source, folder = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
client = NotebookClient(notebook, timeout=None, resources={"metadata": {"path": folder}})
client.execute()
for cell in notebook.cells:
    for output in cell.get("outputs", ()):
        print(output.get("text", ""), end="")
"""


def about(source: ExportSource) -> About:
    """How it is presented."""
    use = (
        f"`jupyter lab {NOTEBOOK_FILE}` opens it; its cells train the network and plot how that "
        f"went. {use_words(source, *_PACKAGES)}"
    )
    return About(model=NOTEBOOK_FILE, use=use, takes_pixels=False)


def in_own_process(source: ExportSource) -> bool:
    """A backbone is written by Keras."""
    return source.run.record.network.backbone is not None


def write(source: ExportSource, folder: Path, *, report: Report, cancel: CancelToken) -> None:
    """Write the notebook and what it reads.

    Raises:
        LitmusError: Its pictures cannot be found, or a file cannot be written.
        Cancelled: The token was set.
    """
    report(ExportProgress("Writing the notebook"))
    code = _code_of(source)
    cancel.raise_if_cancelled()
    write_files(code, folder, source.labels)
    write_text(folder / NOTEBOOK_FILE, notebook_text(code))


def check(source: ExportSource, folder: Path, *, report: Report, cancel: CancelToken) -> Agreement:
    """Execute the notebook where nbclient is installed and it does not take too long.

    Raises:
        LitmusError: A cell ended with an error.
        Cancelled: The token was set.
    """
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        return Agreement(checked_pictures=0, agreeing=0, largest_difference=None, note=_UNCHECKED)
    with tempfile.TemporaryDirectory(prefix="litmus-notebook-") as scratch:
        program = Path(scratch) / "execute.py"
        program.write_text(_EXECUTING, encoding="utf-8")
        notebook = folder / NOTEBOOK_FILE
        arguments = [str(program), str(notebook.resolve()), str(folder.resolve())]
        before, code = set(folder.iterdir()), _code_of(source)
        try:
            return check_code(code, arguments, Path(scratch), report=report, cancel=cancel)
        finally:
            _remove_all(set(folder.iterdir()) - before)


def _code_of(source: ExportSource) -> TrainingCode:
    here = 'Path(".").resolve()'
    return training_code(source.run, here=here, pictures_folder=source.pictures_folder)


def _remove_all(left: set[Path]) -> None:
    """Take away the files that running it left."""
    for path in left:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def notebook_text(code: TrainingCode) -> str:
    """The notebook as a whole: nbformat 4.5, JSON."""
    head = (
        f"# A network that tells {len(code.run.record.classes)} classes apart\n\n"
        "It is trained with the settings that it had in Litmus. Run the cells one after another."
    )
    cells = [_markdown("\n\n".join((head, *code.remarks)), 0)]
    for number, cell in enumerate((*code.cells, *plot_cells(code)), start=1):
        cells += [_markdown(f"## {cell.title}\n\n{cell.words}", 2 * number - 1)]
        cells += [_code(cell, 2 * number)]
    content = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _markdown(text: str, number: int) -> dict[str, object]:
    return {
        "cell_type": "markdown",
        "id": f"cell-{number}",
        "metadata": {},
        "source": text.splitlines(keepends=True),
    }


def _code(cell: Cell, number: int) -> dict[str, object]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": f"cell-{number}",
        "metadata": {},
        "outputs": [],
        "source": cell.code.strip("\n").splitlines(keepends=True),
    }
