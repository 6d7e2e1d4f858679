"""Exported code at work in its own process."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core.cancellation import CancelToken
from core.errors import Cancelled, LitmusError
from core.export import notebook, script
from core.export.request import ExportProgress
from core.export.source import ExportSource
from core.export.training_code.running import compared, expected_seconds, run_python
from core.holding import is_held
from core.model.layers import Activation, Dense, Flatten
from core.model.network import InputSpec, NetworkSpec
from core.run.folder import Run
from tests.core.export.training_runs import clothes, photo_run

_ROOT = Path(__file__).parents[3]
_SMALL = NetworkSpec(
    input=InputSpec(height=8, width=8, channels=3),
    layers=(Flatten(), Dense(units=1, activation=Activation.SIGMOID)),
)


def _source(run: Run) -> ExportSource:
    return ExportSource(run, run.record.classes)


def _exported(module: object, source: ExportSource, folder: Path) -> tuple[str, list[str]]:
    """What the check says, and the stages that were told."""
    folder.mkdir()
    stages: list[ExportProgress] = []
    module.write(source, folder, report=stages.append, cancel=CancelToken())  # type: ignore[attr-defined] # a module
    before = sorted(folder.iterdir())
    agreement = module.check(source, folder, report=stages.append, cancel=CancelToken())  # type: ignore[attr-defined] # a module
    assert sorted(folder.iterdir()) == before
    return agreement.sentence, [progress.stage for progress in stages]


def test_a_script_on_photos_trains_with_one_output(tmp_path: Path) -> None:
    source = _source(photo_run(tmp_path, network=_SMALL, epochs=2, learning_rate=0.01))

    said, stages = _exported(script, source, tmp_path / "out")

    assert said.startswith("It was run: validation accuracy")
    assert "on 4 pictures; the run has 90 %" in said
    assert "Running it to see that it trains" in stages


def test_a_notebook_on_photos_is_executed(tmp_path: Path) -> None:
    pytest.importorskip("nbclient")
    source = _source(photo_run(tmp_path, network=_SMALL, epochs=2, learning_rate=0.01))

    said, _ = _exported(notebook, source, tmp_path / "out")

    assert "on 4 pictures; the run has 90 %" in said


@pytest.mark.slow
def test_of_a_long_training_the_network_alone_is_looked_at(tmp_path: Path) -> None:
    source = _source(clothes(tmp_path, epochs=500))

    said, _ = _exported(script, source, tmp_path / "out")

    assert "It was not run, since that takes about" in said
    assert "It builds the same network, 101,770 parameters." in said


def test_expected_times_follow_the_run(tmp_path: Path) -> None:
    short, long = (clothes(tmp_path, epochs=n).record for n in (5, 500))

    assert expected_seconds(short) < 120 < expected_seconds(long)


def test_accuracies_are_compared_in_words(tmp_path: Path) -> None:
    record = clothes(tmp_path).record

    near = compared(record, "x\nValidation accuracy: 0.8450 (6000 pictures)\n")
    far = compared(record, "Validation accuracy: 0.8000 (6000 pictures)\n")

    assert near.endswith("the run has 85 %, the same within 1.5 points.")
    assert far.endswith("the run has 85 %, 300 pictures apart.")
    began = record.model_copy(update={"epochs": (), "best_epoch": None})
    alone = compared(began, "Validation accuracy: 0.8000 (6000 pictures)\n")
    assert alone.endswith("; the run ended within its first epoch and was not measured.")
    with pytest.raises(LitmusError, match="no accuracy"):
        compared(record, "nothing")


def test_code_that_breaks_is_told_with_its_last_line(tmp_path: Path) -> None:
    program = tmp_path / "broken.py"
    program.write_text("raise ValueError('no such layer')", encoding="utf-8")

    with pytest.raises(LitmusError, match="ValueError: no such layer"):
        run_python([str(program)], tmp_path, lambda _printed: None, cancel=CancelToken())


def test_cancelling_ends_the_process(tmp_path: Path) -> None:
    program, cancel = tmp_path / "endless.py", CancelToken()
    program.write_text(
        "import os, time\nprint(os.getpid())\nwhile True: time.sleep(0.05)", encoding="utf-8"
    )
    seen: list[int] = []

    def look(printed: str) -> None:
        if printed.endswith("\n"):
            seen.append(int(printed))
            cancel.cancel()

    began = time.monotonic()
    with pytest.raises(Cancelled):
        run_python([str(program)], tmp_path, look, cancel=cancel)
    assert time.monotonic() - began < 10
    with pytest.raises(ProcessLookupError):
        os.kill(seen[0], 0)


def test_a_notebook_without_its_packages_is_written_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    said, _ = _exported(notebook, _source(clothes(tmp_path)), tmp_path / "out")

    assert said == "It was not executed: that needs nbclient (uv sync --extra export)."
    names = sorted(p.name for p in (tmp_path / "out").iterdir())
    assert names == ["keras", "labels.txt", "train.ipynb"]
    files = sorted(p.name for p in (tmp_path / "out" / "keras").rglob("*") if p.is_file())
    assert len(files) == 6
    assert json.loads((tmp_path / "out" / "train.ipynb").read_text("utf-8"))["nbformat"] == 4


def test_a_program_ends_with_the_process_that_wanted_it(tmp_path: Path) -> None:
    held, program = tmp_path / "held", tmp_path / "program.py"
    held.mkdir()
    program.write_text(
        f"import sys, time\nsys.path.append({str(_ROOT)!r})\nfrom pathlib import Path\n"
        f"from core.holding import hold\nkept = hold(Path({str(held)!r}))\ntime.sleep(120)\n",
        encoding="utf-8",
    )
    wanting = (
        "import sys\nfrom pathlib import Path\nfrom core.cancellation import CancelToken\n"
        "from core.export.training_code.running import run_python\n"
        "run_python(sys.argv[1:2], Path(sys.argv[2]), lambda _: None, cancel=CancelToken())"
    )
    command = [sys.executable, "-c", wanting, str(program), str(tmp_path)]
    with subprocess.Popen(command, cwd=_ROOT) as process:
        _wait_for(lambda: is_held(held))
        process.kill()

    _wait_for(lambda: not is_held(held))


def _wait_for(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)
