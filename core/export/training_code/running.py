"""Running exported code in a process of its own, to see that it does what it says."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.export.request import Agreement, ExportProgress
from core.export.training_code.cell import Part
from core.export.training_code.composing import TrainingCode
from core.export.training_code.fitting import epochs_to_train
from core.model.shapes import examine
from core.run.record import RunRecord
from core.training.wording import percent

_LONGEST_S = 120
"""Trainings that take longer are not repeated for the check."""

_CLOSE = 0.015
"""How far the accuracies may lie apart: 1.5 points."""

_POLL_S = 0.1
_START_S = 12
_STEP_S = 0.002
_PASSING_S = 0.06
"""Of a picture through the backbones."""

_WATCHING = """\
import os, runpy, sys, threading

def wait():
    while os.read(0, 1):
        pass
    os._exit(3)

threading.Thread(target=wait, daemon=True).start()
sys.argv = sys.argv[1:]
sys.path[0] = os.path.dirname(sys.argv[0])
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""Runs a program as `python PROGRAM` does, until the process that wanted it is gone."""

_EPOCH = re.compile(r"^Epoch (\d+)/(\d+)", re.MULTILINE)
_ACCURACY = re.compile(
    r"^(Validation|Training) accuracy: ([0-9.]+) \((\d+) pictures\)", re.MULTILINE
)
_PARAMETERS = re.compile(r"^PARAMETERS (\d+)$", re.MULTILINE)

Report = Callable[[ExportProgress], None]


def expected_seconds(record: RunRecord) -> float:
    """How long plain Keras takes for the training of a run, roughly."""
    pictures = record.data.training + record.data.validation
    passing = _PASSING_S * pictures if record.network.backbone else 0.0
    if record.network.by_regression:
        return _START_S + passing + sum(e.seconds for e in record.epochs)
    epochs = epochs_to_train(record)
    took = sum(e.seconds for e in record.epochs) / max(1, len(record.epochs))
    steps = record.data.training / record.settings.batch_size
    return _START_S + passing + epochs * max(1.5 * took, steps * _STEP_S)


def check_code(
    code: TrainingCode,
    arguments: Sequence[str],
    scratch: Path,
    *,
    report: Report,
    cancel: CancelToken,
) -> Agreement:
    """Run the code where that is a matter of two minutes; else see that it builds the network.

    Args:
        code: What was written.
        arguments: To Python: what runs the whole.
        scratch: An empty folder that it is run in.
        report: Told of the epochs.
        cancel: Kills it.

    Raises:
        LitmusError: It ended with an error.
        Cancelled: The token was set.
    """
    record = code.run.record
    seconds = expected_seconds(record)
    remarks = " ".join(code.remarks)
    if seconds > _LONGEST_S:
        told = _check_network(code, scratch, seconds, report=report, cancel=cancel)
    else:
        output = run_python(arguments, scratch, _epochs_told(report), cancel=cancel)
        told = compared(record, output)
    note = f"{told} {remarks}".strip()
    return Agreement(checked_pictures=0, agreeing=0, largest_difference=None, note=note)


def compared(record: RunRecord, printed: str) -> str:
    """The accuracy that was printed beside that of the run, as a sentence.

    Raises:
        LitmusError: None was printed.
    """
    found = _ACCURACY.search(printed)
    best = record.best
    if found is None:
        raise LitmusError("The exported code told no accuracy.", "Export it again.")
    name, accuracy, pictures = found[1].lower(), float(found[2]), int(found[3])
    told = f"It was run: {name} accuracy {percent(accuracy)} on {pictures:,} pictures"
    if best is None:
        return f"{told}; the run ended within its first epoch and was not measured."
    own = best.val_accuracy if name == "validation" and best.val_accuracy is not None else None
    own = best.accuracy if own is None else own
    if record.fine_tuning is not None and record.fine_tuning.kept:
        own = record.fine_tuning.accuracy_before
    apart = round(abs(accuracy - own) * pictures)
    count = "1 picture" if apart == 1 else f"{apart:,} pictures"
    judged = "the same within 1.5 points" if abs(accuracy - own) <= _CLOSE else f"{count} apart"
    return f"{told}; the run has {percent(own)}, {judged}."


def run_python(
    arguments: Sequence[str],
    scratch: Path,
    tell: Callable[[str], None],
    *,
    cancel: CancelToken,
) -> str:
    """Run a program in `scratch` and give what it printed; it ends with this process at the latest.

    Args:
        arguments: The program's full path, and what it is given.
        scratch: Where it runs.
        tell: Called with what it has printed so far.
        cancel: Kills it.

    Raises:
        LitmusError: It ended with an error; the message has its last line.
        Cancelled: The token was set; the process was killed.
    """
    log, errors = scratch / "output.txt", scratch / "errors.txt"
    with log.open("wb") as output, errors.open("wb") as complaints:
        process = subprocess.Popen(  # noqa: S603 - what runs is what was just exported
            [sys.executable, "-c", _WATCHING, *arguments],
            cwd=scratch,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=complaints,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        try:
            while process.poll() is None:
                cancel.raise_if_cancelled()
                tell(log.read_text(encoding="utf-8", errors="replace"))
                time.sleep(_POLL_S)
        finally:
            process.kill()
            process.communicate()
    if process.returncode:
        raise _broke(errors.read_text(encoding="utf-8", errors="replace"))
    return log.read_text(encoding="utf-8", errors="replace")


def _environment() -> dict[str, str]:
    """Of the program: its words come at once, its plots stay unseen, its Keras is its own."""
    environment = {
        **os.environ,
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
        "MPLBACKEND": "Agg",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    environment.pop("KERAS_HOME", None)
    return environment


def _check_network(
    code: TrainingCode, scratch: Path, seconds: float, *, report: Report, cancel: CancelToken
) -> str:
    """See that the network of the code is that of the run, without training it."""
    report(ExportProgress("Building the network of the script"))
    record = code.run.record
    time_words = f"It was not run, since that takes about {max(2, round(seconds / 60))} minutes"
    if record.network.by_regression:
        return f"{time_words}."
    program = scratch / "network.py"
    text = code.code_of(Part.IMPORTS, Part.NETWORK).replace("__file__", repr(str(program)))
    program.write_text(f'{text}\n\nprint("PARAMETERS", model.count_params())\n', encoding="utf-8")
    output = run_python([str(program)], scratch, lambda _text: None, cancel=cancel)
    found = _PARAMETERS.search(output)
    report_of = examine(record.network, len(record.classes))
    layers = report_of.layers[1:] if record.network.backbone else report_of.layers
    wanted = sum(layer.parameters for layer in layers)
    if found is None or int(found[1]) != wanted:
        raise LitmusError("The exported code builds another network.", "Export it again.")
    return f"{time_words}. It builds the same network, {wanted:,} parameters."


def _epochs_told(report: Report) -> Callable[[str], None]:
    def tell(printed: str) -> None:
        epochs = _EPOCH.findall(printed)
        if not epochs:
            report(ExportProgress("Running it to see that it trains"))
            return
        number, planned = (int(n) for n in epochs[-1])
        stage = f"Running it: epoch {number} of {planned}"
        report(ExportProgress(stage, (number - 1) / planned))

    return tell


def _broke(complaints: str) -> LitmusError:
    said = [line.strip() for line in complaints.splitlines() if line.strip()]
    last = said[-1][:300] if said else "it said nothing"
    return LitmusError(
        f"The exported code was run and ended with an error: {last}", "Nothing was kept."
    )
