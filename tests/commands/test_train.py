"""`main.py train` as a person runs it."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.run.folder import read_run
from core.run.record import StopReason

ROOT = Path(__file__).resolve().parent.parent.parent
MAIN = [sys.executable, str(ROOT / "main.py")]


def _main(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*MAIN, *arguments], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A run of one epoch over all 54,000 pictures, and what was printed."""
    folder = tmp_path_factory.mktemp("runs") / "it's a “run” #1 %"
    arguments = ("--data", "fashion-mnist", "--preset", "dense-128", "--epochs", "1")
    result = _main("train", *arguments, "--out", str(folder), "--stop-at-accuracy", "0.5")
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return folder, result.stdout


def test_piped_output_is_quiet_lines_and_the_closing_sentence(trained: tuple[Path, str]) -> None:
    lines = trained[1].splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("Epoch 1/1: ")
    assert "validation accuracy" in lines[0]
    assert lines[1].startswith("Stopped after epoch 1: training accuracy reached 50 %")


def test_the_run_holds_what_the_documentation_says(trained: tuple[Path, str]) -> None:
    folder, _ = trained
    assert sorted(p.name for p in folder.iterdir()) == [
        ".litmus-lock",
        "labels.txt",
        "model.keras",
        "model.tflite",
        "run.json",
        "state.npz",
    ]
    content = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert content["data"]["training"] == 54_000
    assert content["epochs"][0]["epoch"] == 1
    assert {"seconds", "loss", "accuracy", "val_loss", "val_accuracy"} <= set(content["epochs"][0])
    assert content["epochs"][0]["val_accuracy"] > 0.8


def test_the_test_set_is_answered_as_well_as_the_validation_set(trained: tuple[Path, str]) -> None:
    folder, _ = trained
    result = _main("evaluate", str(folder), "--data", "fashion-mnist", "--json")
    assert result.returncode == 0, result.stderr
    measured = json.loads(result.stdout)
    assert measured["pictures"] == 10_000
    assert measured["set"] == "test"
    recorded = read_run(folder).record.epochs[0].val_accuracy
    assert recorded is not None
    assert measured["accuracy"] == pytest.approx(recorded, abs=0.03)


def test_an_existing_folder_is_one_sentence(trained: tuple[Path, str]) -> None:
    folder, _ = trained
    before = (folder / "run.json").read_bytes()
    result = _main(
        "train", "--data", "fashion-mnist", "--preset", "dense-128", "--out", str(folder)
    )
    assert result.returncode == 2
    assert "exists already" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert (folder / "run.json").read_bytes() == before


@pytest.fixture
def training(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A training of a thousand epochs on the way."""
    folder = tmp_path / "run"
    arguments = ("--data", "fashion-mnist", "--preset", "dense-128", "--epochs", "1000")
    with subprocess.Popen(
        [*MAIN, "train", *arguments, "--out", str(folder), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process, folder
        process.kill()


def test_ctrl_c_keeps_the_finished_epochs_and_exits_130(
    training: tuple[subprocess.Popen[str], Path],
) -> None:
    process, folder = training
    assert process.stderr is not None
    assert process.stderr.readline().startswith("Epoch 1/1000")
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    run = read_run(folder)
    assert len(run.record.epochs) >= 1
    assert run.record.ending is not None
    assert run.record.ending.reason is StopReason.PERSON
    assert run.has_model
    assert json.loads(output)["ending"]["reason"] == "person"


def test_one_more_ctrl_c_ends_at_once_and_leaves_no_half_run(
    training: tuple[subprocess.Popen[str], Path],
) -> None:
    process, folder = training
    while not (folder / "labels.txt").exists():
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=0.05)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    assert process.returncode in (130, 143)
    assert "Traceback" not in errors
    assert not folder.exists()
